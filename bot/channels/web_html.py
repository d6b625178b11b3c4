"""What a browser may show of a bot's HTML: a handful of tags as plain data, the rest as text.

Nothing of the bot's HTML reaches the page as HTML. It becomes a tree that the page builds
with ``createElement`` and text nodes, so that no sentence can turn into a script.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

Node = str | dict[str, Any]
"""Text, or ``{"t": tag, "c": children}``; a link also has its address in ``"h"``."""

Entity = dict[str, Any]
"""A Telegram message entity; offset and length count UTF-16 units, as Telegram does."""

TAGS = {
    "b": "b", "strong": "b",
    "i": "i", "em": "i",
    "u": "u", "ins": "u",
    "s": "s", "strike": "s", "del": "s",
    "code": "code", "pre": "pre", "a": "a", "blockquote": "blockquote",
}  # fmt: skip
ENTITIES = {
    "b": "bold", "i": "italic", "u": "underline", "s": "strikethrough",
    "code": "code", "pre": "pre", "a": "text_link", "blockquote": "blockquote",
}  # fmt: skip
SCHEMES = frozenset({"http", "https", "mailto", "tel"})


@dataclass(frozen=True, slots=True)
class Rich:
    """One text three ways: for the page, for handlers, and the marks between the two."""

    plain: str
    nodes: list[Node]
    entities: list[Entity]


def plain(text: str) -> Rich:
    """A text in which nothing is markup."""
    return Rich(text, [text] if text else [], [])


def rich(text: str) -> Rich:
    """Read the bot's HTML; a tag that is not known is shown as it was written."""
    reader = _Reader()
    reader.feed(text)
    reader.close()
    return Rich(reader.plain, reader.nodes, sorted(reader.entities, key=_outer_first))


def safe_href(address: str | None) -> str | None:
    """The address if a link may lead there: the web, mail, telephone, or a page of ours."""
    address = (address or "").strip()
    if not address.isprintable():
        return None
    if address.startswith("/") and not address.startswith(("//", "/\\")):
        return address
    try:
        return address if urlsplit(address).scheme in SCHEMES else None
    except ValueError:
        return None


def _outer_first(entity: Entity) -> tuple[int, int]:
    return entity["offset"], -entity["length"]


def _units(text: str) -> int:
    """Length in UTF-16 units."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


@dataclass(slots=True)
class _Open:
    """A tag that was opened and not closed yet."""

    tag: str
    children: list[Node]
    offset: int
    href: str | None = None
    siblings: list[Node] = field(default_factory=list)


class _Reader(HTMLParser):
    """Builds the tree; what is left open at the end is closed there."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.nodes: list[Node] = []
        self.entities: list[Entity] = []
        self._texts: list[str] = []
        self._length = 0
        self._open: list[_Open] = []

    @property
    def plain(self) -> str:
        """All text read so far."""
        return "".join(self._texts)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        known = TAGS.get(tag)
        if known is None:
            self.handle_data("\n" if tag == "br" else self.get_starttag_text() or "")
            return
        href = safe_href(dict(attrs).get("href")) if known == "a" else None
        self._open.append(_Open(known, [], self._length, href, self._here()))

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in TAGS:
            self.handle_starttag(tag, attrs)

    def handle_endtag(self, tag: str) -> None:
        known = TAGS.get(tag)
        if known is None:
            self.handle_data("" if tag == "br" else f"</{tag}>")
        elif any(opened.tag == known for opened in self._open):
            while self._close_last() != known:
                continue

    def handle_data(self, data: str) -> None:
        if not data:
            return
        self._texts.append(data)
        self._length += _units(data)
        here = self._here()
        if here and isinstance(here[-1], str):
            here[-1] += data
        else:
            here.append(data)

    def handle_comment(self, data: str) -> None:
        self.handle_data(f"<!--{data}-->")

    def handle_decl(self, decl: str) -> None:
        self.handle_data(f"<!{decl}>")

    def unknown_decl(self, data: str) -> None:
        self.handle_data(f"<![{data}]>")

    def handle_pi(self, data: str) -> None:
        self.handle_data(f"<?{data}>")

    def close(self) -> None:
        super().close()
        while self._open:
            self._close_last()

    def _here(self) -> list[Node]:
        return self._open[-1].children if self._open else self.nodes

    def _close_last(self) -> str:
        done = self._open.pop()
        if not done.children:
            return done.tag
        if done.tag == "a" and done.href is None:
            done.siblings.extend(done.children)
            return done.tag
        node: dict[str, Any] = {"t": done.tag, "c": done.children}
        entity: Entity = {
            "type": ENTITIES[done.tag],
            "offset": done.offset,
            "length": self._length - done.offset,
        }
        if done.href is not None:
            node["h"] = entity["url"] = done.href
        done.siblings.append(node)
        self.entities.append(entity)
        return done.tag
