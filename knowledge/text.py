"""Text as the desk reads it: one spelling for one word, and words for search."""

from __future__ import annotations

import re
import sys
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
SELECTORS = frozenset(chr(code) for code in range(0xFE00, 0xFE10))
SENTENCE_END = re.compile(r"[。!?;\n…]")


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


@lru_cache(maxsize=4096)
def _silent(char: str) -> bool:
    return char in SELECTORS or (char not in KEPT and unicodedata.category(char) in SILENT)


def normalise(text: str) -> str:
    """Return ``text`` in the one spelling everything is compared in.

    Compatibility forms are unified (NFKC), invisible characters dropped, traditional
    characters made simplified, letters lower case, white space collapsed; a line break
    stays as ``\\n`` because it ends a sentence. Idempotent.
    """
    visible = "".join(char for char in text if not _silent(char))
    unified = unicodedata.normalize("NFKC", visible)
    simplified = _simplifier().convert(unified).lower()
    simplified = "".join(char for char in simplified if not _silent(char))
    return BLANKS.sub(" ", NEWLINES.sub("\n", simplified)).strip()


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


def _private_jieba() -> Tokenizer:
    """A tokenizer of our own, loaded from the package's dictionary without jieba's cache file."""
    with _without_setuptools():
        import jieba
    tokenizer = jieba.Tokenizer()
    tokenizer.FREQ, tokenizer.total = tokenizer.gen_pfdict(tokenizer.get_dict_file())
    tokenizer.initialized = True
    return tokenizer


class Tokeniser:
    """Words of a Chinese text. Built once; afterwards only read, so threads may share it."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._jieba = _private_jieba()
        for word in words:
            if len(word) > 1 and word not in self._jieba.FREQ:
                self._jieba.add_word(word)

    def cut(self, text: str) -> list[str]:
        """The words of a normalised text, without marks and blanks."""
        return [word for word in self._jieba.cut(text) if word[0].isalnum()]

    def search_tokens(self, text: str) -> list[str]:
        """Words and the shorter words inside them, for full text search."""
        return [word for word in self._jieba.cut_for_search(text) if word[0].isalnum()]
