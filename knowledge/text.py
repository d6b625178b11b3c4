"""Text as the desk reads it: one spelling for one word, and words for search."""

from __future__ import annotations

import re
import sys
import threading
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import TYPE_CHECKING

from opencc import OpenCC

if TYPE_CHECKING:
    from jieba import Tokenizer

NEWLINES = re.compile(r"\s*[\r\n\u2028\u2029]\s*")
BLANKS = re.compile(r"[^\S\n]+")
# Categories that carry no word: format (zero width, bidi), control, surrogate, private, unassigned.
SILENT = frozenset({"Cf", "Cc", "Cs", "Co", "Cn"})
KEPT = frozenset("\n\t\r")
# Variation selectors are marks that only choose a picture for the character before them.
SELECTOR = re.compile("[\ufe00-\ufe0f]")
# Circled numbers open a point; NFKC alone would leave a bare digit.
CIRCLED = {0x2460 + n: f"{n + 1}\u3001" for n in range(20)}
SENTENCE_END = re.compile(r"[。!?;\n…]")


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def _silent(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0f" or (
        char not in KEPT and unicodedata.category(char) in SILENT
    )


def _visible(text: str) -> str:
    if text.replace("\n", "").isprintable() and not SELECTOR.search(text):
        return text
    return "".join(char for char in text if not _silent(char))


def normalise(text: str) -> str:
    """Return ``text`` in the one spelling everything is compared in.

    Compatibility forms are unified (NFKC), invisible characters dropped, traditional
    characters made simplified, letters lower case, white space collapsed; a line break
    stays as ``\\n`` because it ends a sentence. Idempotent.
    """
    unified = unicodedata.normalize("NFKC", _visible(text.translate(CIRCLED)))
    simplified = _visible(_simplifier().convert(unified).lower())
    return BLANKS.sub(" ", NEWLINES.sub("\n", simplified)).strip()


def spellings(texts: Iterable[str]) -> dict[str, str]:
    """``normalise`` for very many short texts at once, ten times quicker than one by one."""
    each = sorted(set(texts))
    found = normalise("\n".join(each)).split("\n")
    # A text that is blank, or holds a line break, would move all that come after it.
    return dict(zip(each, found if len(found) == len(each) else map(normalise, each), strict=True))


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Half-open ranges of the sentences of a normalised text; together they cover it."""
    ends = [match.end() for match in SENTENCE_END.finditer(text)]
    if not ends or ends[-1] < len(text):
        ends.append(len(text))
    return list(zip([0, *ends], ends, strict=False))


@contextmanager
def _without_setuptools() -> Iterator[None]:
    """Hide ``pkg_resources``: jieba needs it for nothing, and it costs a quarter second."""
    name = "pkg_resources"
    had = sys.modules.get(name)
    sys.modules[name] = None  # type: ignore[assignment]
    try:
        yield
    finally:
        if had is None:
            del sys.modules[name]
        else:
            sys.modules[name] = had


def _private_jieba(words: Iterable[str]) -> Tokenizer:
    """A tokenizer of our own, loaded from the package's dictionary without jieba's cache file.

    ``words`` are words for it besides those of the dictionary.
    """
    with _without_setuptools():
        import jieba  # noqa: PLC0415 - compiles for a quarter second; only a desk needs it
    tokenizer = jieba.Tokenizer()
    with tokenizer.get_dict_file() as file:
        tokenizer.FREQ, tokenizer.total = _prefixes(file.read().decode("utf-8"))
    tokenizer.initialized = True
    for word in words:
        # A beginning of a longer word stands there with no count.
        if len(word) > 1 and not tokenizer.FREQ.get(word):
            tokenizer.add_word(word)
    return tokenizer


def _prefixes(dictionary: str) -> tuple[dict[str, int], int]:
    """What jieba's own loader makes of its dictionary, in half the time.

    A line holds a word, its count and its kind; a beginning that is no word counts nothing.
    """
    fields = dictionary.split()
    words, counts = fields[::3], [int(count) for count in fields[1::3]]
    found = dict(zip(words, counts, strict=True))
    for word in words:
        prefix = word[:-1]
        while prefix and prefix not in found:
            found[prefix] = 0
            prefix = prefix[:-1]
    return found, sum(counts)


class Tokeniser:
    """Words of a Chinese text. Its dictionary is read once, when it is first needed.

    Threads may share it: the first that cuts a text reads, the others wait for it.
    """

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words = tuple(words)
        self._lock = threading.Lock()
        self._read: Tokenizer | None = None

    @property
    def _jieba(self) -> Tokenizer:
        if self._read is None:
            with self._lock:
                self._read = self._read or _private_jieba(self._words)
        return self._read

    def cut(self, text: str) -> list[str]:
        """The words of a normalised text, without marks and blanks."""
        return [word for word in self._jieba.cut(text) if word[0].isalnum()]

    def search_tokens(self, text: str) -> list[str]:
        """Words and the shorter words inside them, for full text search."""
        return [word for word in self._jieba.cut_for_search(text) if word[0].isalnum()]
