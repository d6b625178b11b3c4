"""Danger as people tell it, and what only sounds like it: the table is nobody's letter."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from knowledge.advice import Danger
from knowledge.triage import Desk

TABLE = Path(__file__).parents[1] / "data" / "danger_language.csv"
ROWS = list(csv.DictReader(TABLE.read_text("utf-8").splitlines()))
DANGERS = [(row["text"], Danger(row["danger"])) for row in ROWS if row["danger"]]
HARMLESS = [row["text"] for row in ROWS if not row["danger"]]


@pytest.mark.parametrize(("text", "kind"), DANGERS)
def test_danger_is_heard_however_it_is_told(desk: Desk, text: str, kind: Danger) -> None:
    assert desk.advise(text).danger is kind


@pytest.mark.parametrize("text", HARMLESS)
def test_everyday_trouble_wakes_nobody(desk: Desk, text: str) -> None:
    assert desk.advise(text).danger is None


def test_no_sentence_stands_twice() -> None:
    every = [row["text"] for row in ROWS]
    assert len(every) == len(set(every))


@pytest.mark.parametrize(
    ("told", "past"),
    [
        ("楼下车棚着火了，烟往屋里灌", "去年楼下车棚着火了，烟往屋里灌"),
        ("我爸从架子上摔下来不会动了", "我爸从架子上摔下来不会动了，工伤认定怎么办"),
        ("后墙要塌了，孩子还在屋里", "怕后墙要塌了，请来看看"),
    ],
)
def test_what_is_over_or_only_feared_wakes_nobody(desk: Desk, told: str, past: str) -> None:
    assert desk.advise(told).danger is not None
    assert desk.advise(past).danger is None


def test_a_threat_is_not_over_because_money_is_spoken_of(desk: Desk) -> None:
    text = "医药费不赔，我就拿刀去捅他，一分钱补助我也不要了"
    assert desk.advise(text).danger is Danger.VIOLENCE


def test_a_word_of_now_stands_against_a_word_of_then(desk: Desk) -> None:
    assert desk.advise("去年裂的那面墙今天要塌了").danger is Danger.LIFE


def test_a_long_letter_must_say_more(desk: Desk) -> None:
    cry = "校门口有个坑没有护栏。"
    letter = cry + "这条路是县里修的，我们多次写信，希望早日立项、早日治理。" * 12
    assert desk.advise(cry).danger is Danger.LIFE
    assert desk.advise(letter).danger is None


def test_danger_in_one_passage_of_a_letter_is_heard(desk: Desk) -> None:
    rest = "我们小区的绿化一直没有人管，希望物业加强养护。" * 12
    cry = "今晚我就从你们楼顶跳下去，遗书已经写好，农药也买好了。"
    assert desk.advise(rest + cry).danger is Danger.SELF_HARM
