"""Reading the word files: which words speak for a unit, a row, a class, a danger."""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from knowledge.lexicon import Entry, Lexicon, Target

HERE = Path(__file__).parent / "list"
UNIT, ROW, LISTED = "unit", "row", "list"
CLASS, FLAG, DANGER, SCOPE = "class", "flag", "danger", "scope"

# Weight of one word by tier, in units of the weakest word that tells anything. Hand set:
# one decisive word must outweigh two strong words that speak for another unit.
TIERS: Mapping[str, float] = {
    "decisive": 8.0,
    "strong": 4.0,
    "fair": 2.0,
    "hint": 1.0,
    "against": -4.0,
}
LANGUAGE: Mapping[str, str] = {
    "classes.toml": CLASS,
    "flags.toml": FLAG,
    "danger.toml": DANGER,
    "scope.toml": SCOPE,
}


# How words are misspelt, by section: the word, and what people type for it.
SPELLINGS = "spellings.toml"

# Which unit it is where several claim the same words: decided once, in one place.
OVERLAPS = "overlaps.toml"


@dataclass(frozen=True, slots=True)
class WordProblem:
    """One mistake: ``why`` is ``syntax``, ``section``, ``tier``, ``empty``, ``unknown_concept``."""

    file: str
    section: str
    term: str
    why: str


@dataclass(frozen=True, slots=True)
class Words:
    """Everything the word files say, and what could not be used."""

    entries: tuple[Entry, ...]
    concepts: Mapping[str, tuple[str, ...]]
    spellings: Mapping[str, tuple[str, ...]]
    problems: tuple[WordProblem, ...]

    @property
    def rows(self) -> frozenset[str]:
        """The rows that some word of the files speaks for."""
        targets = (entry.target for entry in self.entries if entry.weight > 0)
        return frozenset(target.code for target in targets if target.kind == ROW)

    def lexicon(self, more: Iterable[Entry] = ()) -> Lexicon:
        """Compile the entries, with ``more`` that come from elsewhere."""
        return Lexicon((*self.entries, *more), self.concepts, self.spellings)


def load_words(units: Mapping[str, str], folder: Path | None = None) -> Words:
    """Read all word files below ``folder``.

    ``units`` maps every row id of the list to its unit, and a merged unit to its successor. A
    term, section or file that cannot be used is left out and named in ``problems``; nothing
    else is lost. Words belong to the id of their row: in another unit's file they are named
    and used all the same, since an office may give the row to another unit. The order of
    files on disk does not matter.
    """
    folder = folder or HERE
    reader = _Reader(units)
    # Read first: where two files weigh the same word for the same target, the first counts.
    reader.overlap_file(folder / "language" / OVERLAPS)
    for path in sorted((folder / "words").glob("*.toml")):
        reader.unit_file(path)
    for name, kind in LANGUAGE.items():
        reader.language_file(folder / "language" / name, kind)
    concepts = {
        name: tuple(words)
        for name, words in reader.read(folder / "language" / "concepts.toml").items()
        if isinstance(words, list)
    }
    spellings = reader.spellings(folder / "language" / SPELLINGS)
    return Words(tuple(reader.entries), concepts, spellings, tuple(reader.problems))


class _Reader:
    def __init__(self, units: Mapping[str, str]) -> None:
        self.units = units
        self.entries: list[Entry] = []
        self.problems: list[WordProblem] = []

    def read(self, path: Path) -> dict[str, Any]:
        if not path.exists():
            return {}
        try:
            return tomllib.loads(path.read_text("utf-8"))
        except tomllib.TOMLDecodeError as error:
            self.problems.append(WordProblem(path.name, "", str(error), "syntax"))
            return {}

    def unit_file(self, path: Path) -> None:
        unit = self.units.get(path.stem, path.stem)
        for section, tiers in self.read(path).items():
            if section != "unit" and self.units.get(section) != unit:
                self.problems.append(WordProblem(path.name, section, "", "section"))
            if section == "unit":
                self._section(path.name, tiers, Target(UNIT, unit))
            elif self._is_row(section):
                self._section(path.name, tiers, Target(ROW, section))

    def overlap_file(self, path: Path) -> None:
        for section, tiers in self.read(path).items():
            unit = self.units.get(section, section)
            if self._is_row(section):
                self._section(path.name, tiers, Target(ROW, section))
            elif unit in self.units.values():
                self._section(path.name, tiers, Target(UNIT, unit))
            else:
                self.problems.append(WordProblem(path.name, section, "", "section"))

    def _is_row(self, section: str) -> bool:
        """Whether a section is a row of the list: rows begin with a capital, units do not."""
        return section in self.units and section[:1].isupper()

    def language_file(self, path: Path, kind: str) -> None:
        for section, tiers in self.read(path).items():
            self._section(path.name, tiers, Target(kind, section))

    def spellings(self, path: Path) -> dict[str, tuple[str, ...]]:
        found: dict[str, tuple[str, ...]] = {}
        for section, words in self.read(path).items():
            for word, wrong in words.items() if isinstance(words, dict) else ():
                if isinstance(wrong, list):
                    found[word] = tuple(map(str, wrong))
                else:
                    self.problems.append(WordProblem(path.name, section, word, "section"))
        return found

    def _section(self, file: str, tiers: object, target: Target) -> None:
        if not isinstance(tiers, dict):
            self.problems.append(WordProblem(file, target.code, "", "section"))
            return
        for tier, terms in tiers.items():
            if tier not in TIERS or not isinstance(terms, list):
                self.problems.append(WordProblem(file, target.code, str(tier), "tier"))
                continue
            self.entries.extend(_entries(terms, target, TIERS[tier]))


def _entries(terms: list[object], target: Target, weight: float) -> Iterator[Entry]:
    for term in terms:
        if isinstance(term, str):
            yield Entry(term, target, weight)
