"""Which rows and units the words of a text speak for, and how strongly."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest

from knowledge.advice import EXAMPLES, Evidence
from knowledge.emphasis import Emphasis, covers
from knowledge.examples import UNLIKE, Likeness
from knowledge.learning import Lesson
from knowledge.lexicon import Entry, Hit, Span, Target, Term
from knowledge.matters import Matter, ResponsibilityList
from knowledge.text import Tokeniser, normalise
from knowledge.words import LISTED, ROW, UNIT

# All numbers below were set by hand and checked on the development part of the evaluation
# sets; a change that does not move those figures by a point is not worth making.
TITLE_WEIGHT = 2.7  # of a rare word in a row's title, in hints (a hand-set hint weighs 1)
PLAIN_WEIGHT = 1.8  # the same in the row's plain sentence and phrases
COMMON_SHARE = 0.08  # a word in more than this share of the rows tells nothing
OTHER_ROWS = 0.2  # part that a unit's further rows add to its best row's own listed words
COVERED_ELSEWHERE = 0.2  # left of a word that is only a part of another unit's longer word
SHARED_WORD = 0.1  # how fast a word fades that many units claim
MOST_REASONS = 8  # words told for one candidate; beyond them nobody reads
ROW_LESSON = 6.0  # what the row of the nearest correction gains among the rows, in hints
# Hints that belief of 1 is worth: at least LEAST, and the more, the more hints a text holds.
LEAST, GROUND, GROWTH = 2.0, 1.0, 0.15
LEAST_TOLD = 1.0  # hints below which likeness to the list's examples is not told


@dataclass(frozen=True, slots=True)
class Scores:
    """What was found: units by score, rows by score, and the words that speak for each.

    ``words`` maps a unit or row to its terms and their values; ``spans`` a term to its place.
    ``told`` is the score of the best unit by words and corrections alone. ``like`` is what the
    list's examples say, already in the scores: each unit of its belief is ``worth`` that many
    hints.
    """

    units: Mapping[str, float]
    rows: Mapping[str, float]
    words: Mapping[str, Mapping[str, float]]
    spans: Mapping[str, Span]
    told: float
    like: Likeness = UNLIKE
    worth: float = 0.0

    def with_examples(self, like: Likeness, lesson: Lesson, row: str | None) -> Scores:
        """The same with what examples say added; ``row`` is that of the nearest correction.

        Belief weighs as much beside a long letter, full of hints, as beside a short message.
        """
        if not like.units and not lesson.units:
            return self
        worth = max(LEAST, GROUND + GROWTH * self.told)
        taught = _added(self.units, lesson.units, worth)
        rows = {**self.rows, row: self.rows.get(row, 0.0) + ROW_LESSON} if row else self.rows
        return Scores(
            _added(taught, like.units, worth),
            rows,
            self.words,
            self.spans,
            max(taught.values(), default=0.0),
            like,
            worth,
        )

    def reasons(self, text: str, row: str, unit: str) -> tuple[Evidence, ...]:
        """The weightiest words of ``text`` for a row and its unit, each under the first of them."""
        found: dict[str, tuple[float, str]] = {}
        for code in (row, unit):
            for term, value in self.words.get(code, {}).items():
                if term not in found:
                    found[term] = (value, code)
        told = [
            Evidence(term, round(value, 2), code, self.spans[term])
            for term, (value, code) in found.items()
        ]
        told = nsmallest(MOST_REASONS, told, key=_weightiest)
        room = MOST_REASONS - len(told)
        told += nsmallest(room, self._passages(text, unit), key=_weightiest)
        return tuple(sorted(told, key=lambda one: (-one.weight, one.words)))

    def _passages(self, text: str, unit: str) -> Iterator[Evidence]:
        """Where the text is like the unit's examples, if on the whole they speak for it."""
        if self.like.units.get(unit, 0.0) <= 0:
            return
        for span, value in self.like.passages(unit):
            if self.worth * value >= LEAST_TOLD:
                weight = round(self.worth * value, 2)
                yield Evidence(text[span[0] : span[1]], weight, EXAMPLES, span)


def _weightiest(one: Evidence) -> tuple[float, str]:
    return -abs(one.weight), one.words


def _added(
    scores: Mapping[str, float], belief: Mapping[str, float], worth: float
) -> Mapping[str, float]:
    codes = {**scores, **belief} if belief else ()
    both = {code: scores.get(code, 0.0) + worth * belief.get(code, 0.0) for code in codes}
    return both or scores


def listed_entries(
    rlist: ResponsibilityList, tokeniser: Tokeniser, worded: Container[str]
) -> list[Entry]:
    """Evidence that needs no word file: the words of each row's own title and sentences.

    Only for rows that are not among the ``worded`` ones: so a new row and a foreign list work
    on the day they are imported. A word counts by how few rows of the list it is in.
    """
    if all(row in worded for row in rlist.matters):
        return []
    bags = {row.id: _bag(row, tokeniser) for row in rlist.matters.values()}
    frequency = Counter(word for bag in bags.values() for word in bag)
    top = math.log(len(bags) + 1)
    entries = []
    for row, bag in bags.items():
        for word, weight in bag.items() if row not in worded else ():
            if frequency[word] <= max(2, COMMON_SHARE * len(bags)):
                rarity = math.log((len(bags) + 1) / frequency[word]) / top
                entries.append(Entry(word, Target(LISTED, row), weight * rarity))
    return entries


def _bag(row: Matter, tokeniser: Tokeniser) -> dict[str, float]:
    bag: dict[str, float] = {}
    for weight, sentences in (
        (PLAIN_WEIGHT, (row.plain, *row.phrases)),
        (TITLE_WEIGHT, (row.title,)),
    ):
        for sentence in sentences:
            for word in tokeniser.cut(normalise(sentence)):
                if len(word) > 1:
                    bag[word] = weight
    return bag


@dataclass(frozen=True, slots=True)
class _Plan:
    """What a term does, worked out once: its weights by unit and row, and by listed row."""

    units: frozenset[str]
    weights: tuple[tuple[str, str | None, float], ...]
    listed: tuple[tuple[str, float], ...]


class Matcher:
    """Weighs the hits of one text. Reads only; one matcher serves all threads."""

    def __init__(self, rlist: ResponsibilityList, terms: Iterable[Term]) -> None:
        self._home = {row.id: row.unit for row in rlist.matters.values()}
        plans = {term.text: self._plan(term) for term in terms}
        self._plans = {text: plan for text, plan in plans.items() if plan is not None}

    def _plan(self, term: Term) -> _Plan | None:
        weights: list[tuple[str, str | None, float]] = []
        for (kind, code), weight in term.weights:
            if kind == UNIT:
                weights.append((code, None, weight))
            elif kind == ROW:
                weights.append((self._home[code], code, weight))
        listed = tuple((w.target.code, w.weight) for w in term.weights if w.target.kind == LISTED)
        if not weights and not listed:
            return None
        claims = len({unit for unit, _, weight in weights if weight > 0})
        fade = 1.0 / (1.0 + SHARED_WORD * max(0, claims - 1))
        return _Plan(
            frozenset(unit for unit, _, _ in weights),
            tuple((u, r, w * fade if w > 0 else w) for u, r, w in weights),
            listed,
        )

    def terms(self, hits: Sequence[Hit]) -> frozenset[str]:
        """Terms among ``hits`` that speak for some unit or row, marked as terms."""
        return frozenset("#" + hit.term.text for hit in hits if hit.term.text in self._plans)

    def weigh(self, hits: Sequence[Hit], emphasis: Emphasis) -> Scores:
        """Score every unit and row that some word speaks for."""
        told = [hit for hit in hits if hit.term.text in self._plans]
        covered = covers(told)
        ledger = _Ledger(self._home)
        for hit in told:
            text = hit.term.text
            plan = self._plans[text]
            strength = emphasis.of(hit.spans)
            longer = covered.get(text)
            if longer is None:
                ledger.enter(text, plan, strength)
                ledger.enter_listed(text, plan, strength)
            else:
                owned = frozenset().union(*(self._plans[term].units for term in longer))
                ledger.enter_covered(text, plan, strength, owned)
        return ledger.close({hit.term.text: hit.spans[0] for hit in told})


class _Ledger:
    """Adds up evidence. A term counts once per unit, with its highest weight there."""

    def __init__(self, home: Mapping[str, str]) -> None:
        self._home = home
        self._units: dict[str, dict[str, float]] = defaultdict(dict)
        self._rows: dict[str, dict[str, float]] = defaultdict(dict)
        self._listed: dict[str, float] = defaultdict(float)

    def enter(self, text: str, plan: _Plan, strength: float) -> None:
        """Book a term for every unit and row it speaks for."""
        for unit, row, weight in plan.weights:
            self._book(text, unit, row, weight * strength)

    def enter_covered(self, text: str, plan: _Plan, strength: float, owned: frozenset[str]) -> None:
        """Book a term that is only a part of a longer one.

        The longer word has spoken for the units it owns, so the shorter may only tell their
        rows apart; for other units little of it is left.
        """
        for unit, row, weight in plan.weights:
            if unit not in owned:
                self._book(text, unit, row, weight * strength * COVERED_ELSEWHERE)
            elif row is not None:
                self._rows[row].setdefault(text, weight * strength)

    def _book(self, text: str, unit: str, row: str | None, value: float) -> None:
        words = self._units[unit]
        if abs(value) > abs(words.get(text, 0.0)):
            words[text] = value
        if row is not None:
            self._rows[row][text] = value

    def enter_listed(self, text: str, plan: _Plan, strength: float) -> None:
        """Book a word of the list's own sentences."""
        for row, weight in plan.listed:
            value = weight * strength
            self._listed[row] += value
            self._rows[row].setdefault(text, value)

    def close(self, spans: Mapping[str, Span]) -> Scores:
        """Sum up per unit: its words, plus the listed words of its best row."""
        units = {unit: sum(words.values()) for unit, words in self._units.items()}
        for unit, score in self._best_listed().items():
            units[unit] = units.get(unit, 0.0) + score
        rows = {row: sum(words.values()) for row, words in self._rows.items()}
        told = max(units.values(), default=0.0)
        return Scores(units, rows, {**self._units, **self._rows}, spans, told)

    def _best_listed(self) -> dict[str, float]:
        by_unit: dict[str, list[float]] = defaultdict(list)
        for row, score in self._listed.items():
            by_unit[self._home[row]].append(score)
        found = {}
        for unit, scores in by_unit.items():
            scores.sort(reverse=True)
            found[unit] = scores[0] + OTHER_ROWS * sum(scores[1:3])
        return found
