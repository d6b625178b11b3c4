"""Text: one spelling for one word, whatever the phone or the hand made of it."""

from __future__ import annotations

import jieba
import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.text import Tokeniser, normalise, sentence_spans

ANY_TEXT = st.text(st.characters(codec=None), max_size=300)


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("老闆拖欠農民工工資", "老板拖欠农民工工资"),
        ("ＡＰＰ　扣了３００元！", "app 扣了300元!"),
        ("工\u200b资\u2060不\ufeff发", "工资不发"),
        ("\u202e工资\u202c", "工资"),
        ("  噪音\t 太 大 \r\n\r\n 求助  ", "噪音 太 大\n求助"),
        ("①电梯坏了②没人修", "1、电梯坏了2、没人修"),
        ("❤️谢谢", "❤谢谢"),
    ],
)
def test_different_spellings_are_read_alike(written: str, read: str) -> None:
    assert normalise(written) == read


@given(ANY_TEXT)
def test_reading_twice_changes_nothing(text: str) -> None:
    once = normalise(text)
    assert normalise(once) == once


@given(ANY_TEXT)
def test_sentences_cover_the_text_without_a_gap(text: str) -> None:
    plain = normalise(text)
    assert "".join(plain[start:end] for start, end in sentence_spans(plain)) == plain


def test_words_of_one_desk_do_not_enter_the_dictionary_of_the_process() -> None:
    Tokeniser(["瀍河回族乡清真寺管委会"])
    assert "瀍河回族乡清真寺管委会" not in jieba.dt.FREQ


def test_search_finds_short_words_inside_long_ones() -> None:
    assert {"劳动", "仲裁", "委员会"} <= set(Tokeniser().search_tokens("劳动仲裁委员会"))
