"""Case numbers as people type them, and codes as they read them out."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.cases import masked_name, masked_phone
from storage.cipher import Cipher
from storage.numbers import case_number, lookup_code, new_salt, read_number, same_code
from storage.search import clean, smallest


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("瀍信〔2026〕000123号", (2026, 123)),
        ("瀍信[2026]123号", (2026, 123)),
        ("瀍信（２０２６）１２３号", (2026, 123)),
        (" 2026-123 ", (2026, 123)),
        ("2026年第123号", (2026, 123)),
        ("000123", (None, 123)),
        ("123号", (None, 123)),
        ("我的编号是123", (None, 123)),
        ("2026", (None, 2026)),
        ("0", None),
        ("1234567", None),
        ("", None),
        ("一百二十三", None),
    ],
)
def test_a_number_is_read_however_it_is_typed(
    typed: str, read: tuple[int | None, int] | None
) -> None:
    assert read_number(typed) == read


@given(st.integers(2000, 2099), st.integers(1, 999_999))
def test_a_printed_number_is_read_back(year: int, serial: int) -> None:
    assert read_number(case_number("瀍信", year, serial)) == (year, serial)


@given(st.text(max_size=200))
def test_no_text_is_too_strange_to_look_for_a_number_in(text: str) -> None:
    read = read_number(text)
    assert read is None or 0 < read[1] < 1_000_000


@given(st.text(max_size=20))
def test_no_code_typed_breaks_the_comparison(typed: str) -> None:
    assert same_code(typed, "1234-5678") in {True, False}


def test_a_code_follows_from_salt_and_key_only(cipher: Cipher) -> None:
    salt = new_salt()
    code = lookup_code(cipher, salt)
    assert lookup_code(cipher, salt) == code
    assert lookup_code(Cipher(Cipher.new_key()), salt) != code
    assert same_code(code.replace("-", " "), code)
    assert not same_code(code[:-1], code)
    assert not same_code("", code)


def test_names_and_numbers_are_masked() -> None:
    assert masked_name("王秀英") == "王*"
    assert masked_name("") is masked_name(None) is None
    assert masked_phone("13812341234") == "138****1234"
    assert masked_phone("0379-63950000") == "037****0000"
    assert masked_phone("110") == "****10"
    assert masked_phone(None) is None


def test_search_keeps_letters_and_digits_and_the_parts_of_a_compound() -> None:
    assert clean(["拖欠", "工资", "'); DROP", "A B", "", "，", "工资"]) == [
        "拖欠", "工资", "drop", "ab",
    ]  # fmt: skip
    assert smallest(["拖欠", "工资", "拖欠工资", "a", "apple"]) == ["拖欠", "工资", "a", "apple"]
