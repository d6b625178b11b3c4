"""Facts a message already states: place, road, dates, amount, people, telephone, request."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from knowledge.advice import Facts
from knowledge.emphasis import any_of
from knowledge.matters import ResponsibilityList
from knowledge.text import normalise, sentence_spans

WAN = 10_000
# Dates further from today than this are not dates of a complaint but numbers that look like one.
OLDEST_YEAR = 1949
LARGEST_AMOUNT = 10**12
# Characters after the beginning of a date in which a word of an event belongs to it.
BESIDE = 24


class Numerals:
    """Reads numbers as people write them: 35000, 3.5万, 三万五, 一百三十八万六, 二〇二二."""

    def __init__(self, digits: Mapping[str, int], units: Mapping[str, int]) -> None:
        self._digits = digits
        self._units = units
        han = "".join((*digits, *units))
        ten_thousand = next(char for char, value in units.items() if value == WAN)
        small = "".join(char for char, value in units.items() if value < WAN)
        self.pattern = rf"(?:\d[\d,]*(?:\.\d+)?[{small}]?{ten_thousand}?|[{han}]+)"

    def read(self, words: str) -> int | None:
        """The number, or None if the words are not one."""
        match = re.fullmatch(r"([\d,]*\.?\d+)(\D*)", words)
        if match:
            value = float(match[1].replace(",", "") or 0)
            for char in match[2]:
                value *= self._units.get(char, 1)
            return round(value)
        if all(char in self._digits for char in words):
            return int("".join(str(self._digits[char]) for char in words)) if words else None
        return self._mixed(words)

    def _mixed(self, words: str) -> int | None:
        """Digits and units. A digit that ends the number after 万 or 千 is the next place down."""
        total = section = digit = 0
        last = 1
        for char in words:
            unit = self._units.get(char)
            if unit is None:
                digit = self._digits.get(char, -1)
                if digit < 0:
                    return None
                if digit == 0:
                    last = 10
                continue
            if unit >= WAN:
                total = (
                    (total + section + digit) * unit
                    if unit > WAN
                    else total + ((section + digit) * unit)
                )
                section = 0
            else:
                section += (digit or 1) * unit
            digit, last = 0, unit
        return total + section + digit * max(1, last // 10)


class FactFinder:
    """Finds facts by the patterns of ``language/facts.toml``. Read only after it is built."""

    def __init__(self, rlist: ResponsibilityList, patterns: Path) -> None:
        data = tomllib.loads(patterns.read_text("utf-8"))
        self._numerals = Numerals(data["numerals"]["digits"], data["numerals"]["units"])
        number = self._numerals.pattern
        self._places = _place_names(rlist)
        self._place_name = any_of(self._places)
        money = data["amount"]
        self._amount = re.compile(
            rf"(?P<a>{number}){money['after']}|{money['before']}(?P<b>{number}){money['unless']}"
        )
        self._people = re.compile(rf"(?P<n>{number}){data['people']['counted']}")
        self._least = data["people"]["least"]
        self._phone = re.compile(data["phone"]["pattern"])
        self._road = re.compile(data["road"]["pattern"])
        self._lead = re.compile(data["road"]["lead"])
        self._never = tuple(data["road"]["never"])
        self._dates = _DateFinder(data["date"], self._numerals)
        self._markers = tuple(data["request"]["markers"])
        self._longest = data["request"]["longest"]
        self.later: tuple[str, ...] = tuple(data["since"]["later"])

    def find(self, text: str, today: date | None = None) -> Facts:
        """Facts of a normalised text. Relative dates need ``today`` and are left out without."""
        days = self._dates.spots(text, today)
        return Facts(
            place=self._place(text),
            road=self._find_road(text),
            dates=tuple(dict.fromkeys(day for _, day in days)),
            since=self._dates.since(text, days, today),
            amount=self._find_amount(text),
            people=self._find_people(text),
            phone=self._find_phone(text),
            request=self._request(text),
        )

    def _place(self, text: str) -> str | None:
        match = self._place_name.search(text) if self._places else None
        return self._places[match[0]] if match else None

    def _find_road(self, text: str) -> str | None:
        for match in self._road.finditer(text):
            name = self._lead.sub("", match[0])
            if len(name) > 2 and not any(word in name for word in self._never):
                return name
        return None

    def _find_amount(self, text: str) -> int | None:
        """The largest amount of money: what is at stake, not what was paid for a bus."""
        values = []
        for match in self._amount.finditer(text):
            value = self._numerals.read(match["a"] or match["b"])
            if value is not None and 0 < value < LARGEST_AMOUNT:
                values.append(value)
        return max(values, default=None)

    def _find_people(self, text: str) -> int | None:
        values = [self._numerals.read(match["n"]) for match in self._people.finditer(text)]
        return max(
            (v for v in values if v is not None and self._least <= v < WAN * 10), default=None
        )

    def _find_phone(self, text: str) -> str | None:
        match = self._phone.search(text)
        return re.sub(r"[ -]", "", match[0]) if match else None

    def _request(self, text: str) -> str | None:
        for start, end in reversed(sentence_spans(text)):
            sentence = text[start:end]
            spots = [spot for spot in map(sentence.find, self._markers) if spot >= 0]
            if spots:
                return sentence[min(spots) :][: self._longest].strip() or None
        return None


def _place_names(rlist: ResponsibilityList) -> dict[str, str]:
    return {
        normalise(name): place.code
        for place in rlist.places.values()
        for name in (place.name, *place.aliases)
        if normalise(name)
    }


class _DateFinder:
    def __init__(self, data: Mapping[str, Any], numerals: Numerals) -> None:
        self._numerals = numerals
        self._full = re.compile(data["full"])
        self._month = re.compile(data["month"])
        years = "|".join(data["years"])
        self._day = re.compile(rf"(?:(?P<rel>{years}))?{data['day']}")
        self._joints: str = data["joints"]
        self._years: Mapping[str, int] = data["years"]
        self._relative: Mapping[str, int] = data["relative"]
        self._events = any_of(data["events"])

    def spots(self, text: str, today: date | None) -> list[tuple[int, date]]:
        """Every date with the place where it stands, in the order of the text."""
        counted = () if today is None else self._counted(text, today)
        return sorted([*self._absolute(text), *counted])

    def since(self, text: str, days: Sequence[tuple[int, date]], today: date | None) -> date | None:
        """The day of what happened: the last one beside a word of an event, or the only one."""
        spots = [(at, day) for at, day in days if today is None or day <= today]
        beside = [day for at, day in spots if self._events.search(text, at, at + BESIDE)]
        if beside:
            return beside[-1]
        return spots[0][1] if len({day for _, day in spots}) == 1 else None

    def _absolute(self, text: str) -> Iterator[tuple[int, date]]:
        for pattern in (self._full, self._month):
            for match in pattern.finditer(text):
                groups = match.groupdict()
                day = self._date(groups["y"], groups["m"], groups.get("d") or "1")
                if day:
                    yield match.start(), day

    def _counted(self, text: str, today: date) -> Iterator[tuple[int, date]]:
        """Days without a year (the latest such day not after today), and yesterday's kind."""
        for match in self._day.finditer(text):
            if match.start() and text[match.start() - 1] in self._joints:
                continue
            year = today.year - self._years.get(match["rel"] or "", 0)
            day = self._date(str(year), match["m"], match["d"])
            if day and day > today and not match["rel"]:
                day = self._date(str(year - 1), match["m"], match["d"])
            if day:
                yield match.start(), day
        for word, days in self._relative.items():
            spot = text.find(word)
            if spot >= 0:
                yield spot, today - timedelta(days=days)

    def _date(self, year: str, month: str, day: str) -> date | None:
        numbers = [self._numerals.read(part) for part in (year, month, day)]
        if None in numbers:
            return None
        y, m, d = (number or 0 for number in numbers)
        try:
            found = date(y + 2000 if y < 50 else y + 1900 if y < 100 else y, m, d)
        except ValueError:
            return None
        return found if OLDEST_YEAR < found.year <= 2100 else None
