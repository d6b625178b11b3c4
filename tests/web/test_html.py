"""Bot HTML becomes plain data: a few tags, checked links, everything else as words."""

from __future__ import annotations

from typing import Any

import pytest
from aiogram.types import MessageEntity
from aiogram.utils.text_decorations import html_decoration
from hypothesis import given
from hypothesis import strategies as st

from bot.channels.web_html import TAGS, rich, safe_href


@pytest.mark.parametrize(
    ("written", "nodes"),
    [
        ("平常话", ["平常话"]),
        ("<b>粗</b>细", [{"t": "b", "c": ["粗"]}, "细"]),
        ("<strong>粗</strong>", [{"t": "b", "c": ["粗"]}]),
        ("<b>粗<i>斜</i></b>", [{"t": "b", "c": ["粗", {"t": "i", "c": ["斜"]}]}]),
        ("一<br>二<br/>三", ["一\n二\n三"]),
        ("&lt;b&gt; &amp; 1 < 2", ["<b> & 1 < 2"]),
        (
            '<a href="https://a.cn/?x=1&amp;y=2">链接</a>',
            [{"t": "a", "c": ["链接"], "h": "https://a.cn/?x=1&y=2"}],
        ),
        ('<a href="tel:110">110</a>', [{"t": "a", "c": ["110"], "h": "tel:110"}]),
        ('<a href="/office">去</a>', [{"t": "a", "c": ["去"], "h": "/office"}]),
        ('<a href="javascript:alert(1)">点</a>', ["点"]),
        ('<a href="//evil.example">点</a>', ["点"]),
        ('<a href="java\nscript:x">点</a>', ["点"]),
        ("<script>alert(1)</script>", ["<script>alert(1)</script>"]),
        ('<img src=x onerror="a()">', ['<img src=x onerror="a()">']),
        ('<b onclick="a()">粗</b>', [{"t": "b", "c": ["粗"]}]),
        ("<b>没关", [{"t": "b", "c": ["没关"]}]),
        ("没开</b>", ["没开"]),
        ("<b><i>错</b>位</i>", [{"t": "b", "c": [{"t": "i", "c": ["错"]}]}, "位"]),
        ("<!-- 藏 -->", ["<!-- 藏 -->"]),
        ("<b></b>", []),
        ("<blockquote>引</blockquote>", [{"t": "blockquote", "c": ["引"]}]),
        ("<pre>a\n b</pre>", [{"t": "pre", "c": ["a\n b"]}]),
    ],
)
def test_each_piece_of_html_is_shown_so(written: str, nodes: list[Any]) -> None:
    assert rich(written).nodes == nodes


def test_marks_count_as_telegram_counts() -> None:
    read = rich("😀<b>粗😀</b> <a href='https://a.cn'>链</a>")
    assert read.plain == "😀粗😀 链"
    assert read.entities == [
        {"type": "bold", "offset": 2, "length": 3},
        {"type": "text_link", "offset": 6, "length": 1, "url": "https://a.cn"},
    ]


def test_a_handler_gets_back_the_html_it_sent() -> None:
    written = "<b>粗<i>斜</i></b> &lt;平&gt; <code>码</code>"
    read = rich(written)
    marks = [MessageEntity.model_validate(entity) for entity in read.entities]
    assert html_decoration.unparse(read.plain, marks) == written


PIECES = st.sampled_from(
    ["<b>", "</b>", "<i>", "</i>", "<a href='x'>", "</a>", "<script>", "</", "<", ">", "&lt;",
     "&#60;", "<!--", "-->", "字", "a", "\n", "<![CDATA[", "<?x", "<!x", "'", '"', "<br>", "="]
)  # fmt: skip


@given(st.lists(PIECES | st.text(max_size=5), max_size=30).map("".join))
def test_whatever_is_written_only_known_tags_come_out(written: str) -> None:
    read = rich(written)

    def words(node: Any) -> str:
        if isinstance(node, str):
            return node
        assert node["t"] in TAGS.values()
        assert set(node) <= {"t", "c", "h"}
        return "".join(map(words, node["c"]))

    assert "".join(map(words, read.nodes)) == read.plain


@pytest.mark.parametrize(
    "address", ["data:text/html,x", "vbscript:x", "file:///etc/passwd", "", None, "/\\evil", "x"]
)
def test_an_address_that_leads_astray_is_no_link(address: str | None) -> None:
    assert safe_href(address) is None
