"""Which rows and units the words of a text speak for, and how strongly: the weighing of evidence."""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from knowledge.advice import Candidate, Evidence
from knowledge.lexicon import Entry, Hit, Span, Target
from knowledge.matters import Matter, ResponsibilityList
from knowledge.text import Tokeniser, normalise, sentence_spans
from knowledge.words import ROW, UNIT

LISTED = "list"

# All numbers below were set by hand and checked on the development part of the evaluation
# sets; a change that does not move those figures by a point is not worth making.
TITLE_WEIGHT = 0.9  # of a rare word in a row's title, in hints (a hand-set hint weighs 1)
PLAIN_WEIGHT = 0.6  # the same in the row's plain sentence and phrases
COMMON_SHARE = 0.08  # a word in more than this share of the rows tells nothing
OTHER_ROWS = 0.2  # part that a unit's further rows add to its best row's own listed words
COVERED_ELSEWHERE = 0.5  # left of a word that is only a part of another unit's longer word
REPEATED = 0.15  # what each doubling of a word's occurrences adds
SHARED_WORD = 0.25  # how fast a word fades that many units claim
LONG = 120  # characters from which a text counts as a letter with title and end
TITLE, ENDING, ASKING = 1.6, 1.15, 1.25  # what a word weighs more there
TITLE_LENGTH = 45
DENIAL_REACH = 3  # characters after "it is not about" in which a denied word may begin
NEGATED = -0.5  # what is left of a word the writer says it is not about


@dataclass(frozen=True, slots=True)
class Scores:
    """What was found: units by score, rows by score, and the words that speak for each.

    ``words`` maps a unit or row to its terms and their values; ``spans`` a term to its place.
    """

    units: Mapping[str, float]
    rows: Mapping[str, float]
    words: Mapping[str, Mapping[str, float]]
    spans: Mapping[str, Span]

    def reasons(self, *codes: str) -> tuple[Evidence, ...]:
        """The words for ``codes``, each once, under the first code it speaks for, weightiest first."""
        found: dict[str, Evidence] = {}
        for code in codes:
            for term, value in self.words.get(code, {}).items():
                if term not in found:
                    found[term] = Evidence(term, round(value, 2), code, self.spans[term])
        return tuple(sorted(found.values(), key=lambda e: (-e.weight, e.words)))


def listed_entries(rlist: ResponsibilityList, tokeniser: Tokeniser) -> list[Entry]:
    """Weak evidence that needs no word file: the words of each row's own title and sentences.

    A word counts by how few rows it is in, so a foreign list works on the day it is imported.
    """
    bags = {row.id: _bag(row, tokeniser) for row in rlist.matters.values()}
    frequency = Counter(word for bag in bags.values() for word in bag)
    top = math.log(len(bags) + 1)
    entries = []
    for row, bag in bags.items():
        for word, weight in bag.items():
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


class Matcher:
    """Weighs the hits of one text. Reads only; one matcher serves all threads."""

    def __init__(self, rlist: ResponsibilityList, negations: Sequence[str], asks: Sequence[str]):
        self._rlist = rlist
        self._negations = tuple(negations)
        self._asks = tuple(asks)

    def weigh(self, text: str, hits: Sequence[Hit]) -> Scores:
        """Score every unit and row that some word speaks for."""
        told = [hit for hit in hits if self._units_of(hit)]
        emphasis = Emphasis(text, self._asks)
        covered = covers(told)
        denied = self._denied(text)
        ledger = _Ledger(self._rlist)
        for hit in told:
            strength = emphasis.of(hit.spans)
            if denied and all(start in denied for start, _ in hit.spans):
                strength *= NEGATED
            ledger.enter(hit, strength, covered.get(hit.term.text, frozenset()))
        return ledger.close()

    def _units_of(self, hit: Hit) -> bool:
        return any(weight.target.kind in (UNIT, ROW, LISTED) for weight in hit.term.weights)

    def _denied(self, text: str) -> frozenset[int]:
        """Where a word would begin that closely follows a plain "it is not about"."""
        places: set[int] = set()
        for word in self._negations:
            spot = text.find(word)
            while spot >= 0:
                end = spot + len(word)
                places.update(range(end, end + DENIAL_REACH))
                spot = text.find(word, end)
        return frozenset(places)


class Emphasis:
    """How much the place of a word adds: title, ending, and sentences that ask for something."""

    def __init__(self, text: str, asks: Sequence[str]) -> None:
        spans = sentence_spans(text)
        self._ends = [end for _, end in spans]
        self._factors = [1.0] * len(spans)
        if len(text) < LONG:
            return
        for index, (start, end) in enumerate(spans):
            if any(text.find(ask, start, end) >= 0 for ask in asks):
                self._factors[index] = ASKING
        self._factors[-1] = max(self._factors[-1], ENDING)
        if spans[0][1] <= TITLE_LENGTH:
            self._factors[0] = TITLE

    def of(self, spans: Sequence[Span]) -> float:
        """Factor of a word that stands at ``spans``: its best place, a little for each more."""
        places = {bisect_right(self._ends, start) for start, _ in spans}
        best = max(self._factors[min(place, len(self._factors) - 1)] for place in places)
        return best * (1 + REPEATED * math.log2(len(places)))


def covers(hits: Sequence[Hit]) -> dict[str, frozenset[str]]:
    """Terms that stand only inside longer terms, with the texts of those longer terms."""
    spots = sorted(
        (start, -end, index)
        for index, hit in enumerate(hits)
        if hit.term.single
        for start, end in hit.spans
    )
    covering: dict[int, set[int]] = defaultdict(set)
    free: set[int] = set()
    open_: list[tuple[int, int, int]] = []
    for start, minus_end, index in spots:
        open_ = [spot for spot in open_ if spot[1] > start]
        over = [spot[2] for spot in open_ if spot[1] >= -minus_end and spot[2] != index]
        covering[index].update(over)
        if not over:
            free.add(index)
        open_.append((start, -minus_end, index))
    return {
        hits[index].term.text: frozenset(hits[other].term.text for other in others)
        for index, others in covering.items()
        if others and index not in free
    }


class _Ledger:
    """Adds up evidence. A term counts once per unit, with its highest weight there."""

    def __init__(self, rlist: ResponsibilityList) -> None:
        self._rlist = rlist
        self._units: dict[str, dict[str, float]] = defaultdict(dict)
        self._rows: dict[str, dict[str, float]] = defaultdict(dict)
        self._listed: dict[str, dict[str, float]] = defaultdict(dict)
        self._spans: dict[str, Span] = {}
        self._speakers: dict[str, frozenset[str]] = {}

    def enter(self, hit: Hit, strength: float, covered_by: frozenset[str]) -> None:
        term = hit.term.text
        self._spans[term] = hit.spans[0]
        handmade = [w for w in hit.term.weights if w.target.kind in (UNIT, ROW)]
        units = frozenset(self._unit(w.target) for w in handmade)
        claims = len({self._unit(w.target) for w in handmade if w.weight > 0})
        fade = 1.0 / (1.0 + SHARED_WORD * max(0, claims - 1))
        self._speakers[term] = units
        for target, weight in handmade:
            value = weight * strength * (fade if weight > 0 else 1.0)
            self._book(target, term, value * self._left(target, covered_by))
        for target, weight in hit.term.weights:
            if target.kind == LISTED and not covered_by:
                self._listed[target.code][term] = weight * strength

    def _left(self, target: Target, covered_by: frozenset[str]) -> float:
        if not covered_by:
            return 1.0
        unit = self._unit(target)
        if any(unit in self._speakers.get(term, ()) for term in covered_by):
            return 0.0
        return COVERED_ELSEWHERE

    def _unit(self, target: Target) -> str:
        if target.kind == UNIT:
            return target.code
        return self._rlist.matters[target.code].unit

    def _book(self, target: Target, term: str, value: float) -> None:
        if value == 0.0:
            return
        unit = self._units[self._unit(target)]
        if abs(value) > abs(unit.get(term, 0.0)):
            unit[term] = value
        if target.kind == ROW:
            self._rows[target.code][term] = value

    def close(self) -> Scores:
        """Sum up per unit: its words, plus the listed words of its best row."""
        listed = {row: sum(words.values()) for row, words in self._listed.items()}
        own = self._best_listed(listed)
        units = {
            unit: sum(self._units.get(unit, {}).values()) + own.get(unit, 0.0)
            for unit in {*self._units, *own}
        }
        rows = {
            row: sum(self._rows.get(row, {}).values()) + listed.get(row, 0.0)
            for row in {*self._rows, *listed}
        }
        return Scores(units, rows, self._words(rows), self._spans)

    def _words(self, rows: Iterable[str]) -> dict[str, Mapping[str, float]]:
        words: dict[str, Mapping[str, float]] = dict(self._units)
        for row in rows:
            words[row] = {**self._listed.get(row, {}), **self._rows.get(row, {})}
        return words

    def _best_listed(self, listed: Mapping[str, float]) -> dict[str, float]:
        by_unit: dict[str, list[float]] = defaultdict(list)
        for row, score in listed.items():
            by_unit[self._rlist.matters[row].unit].append(score)
        return {
            unit: max(scores) + OTHER_ROWS * (sum(sorted(scores)[-3:]) - max(scores))
            for unit, scores in by_unit.items()
        }


def rank(rlist: ResponsibilityList, scores: Scores, *, heat: Heat) -> tuple[Candidate, ...]:
    """One candidate per unit, its best row, most likely first; ties by code, so order is stable."""
    best_rows: dict[str, tuple[float, str]] = {}
    for row, score in sorted(scores.rows.items()):
        unit = rlist.matters[row].unit
        if unit not in best_rows or score > best_rows[unit][0]:
            best_rows[unit] = (score, row)
    positive = {u: s for u, s in scores.units.items() if s > 0 and u in rlist.units}
    shares = heat.shares(positive)
    found = []
    for unit, score in sorted(positive.items(), key=lambda item: (-item[1], item[0])):
        row = best_rows[unit][1] if unit in best_rows else _first_row(rlist, unit)
        if row is None:
            continue
        found.append(
            Candidate(rlist.matters[row], unit, score, shares[unit], scores.reasons(row, unit))
        )
    return tuple(found)


def rank_rows(
    rlist: ResponsibilityList, scores: Scores, *, limit: int = 6
) -> tuple[Candidate, ...]:
    """The best rows whatever their unit: a row counts with what speaks for its unit as a whole."""
    totals = {
        row: score + scores.units.get(rlist.matters[row].unit, 0.0)
        for row, score in scores.rows.items()
    }
    best = sorted(totals.items(), key=lambda item: (-item[1], item[0]))[:limit]
    top = sum(max(score, 0.0) for _, score in best) or 1.0
    return tuple(
        Candidate(
            rlist.matters[row],
            rlist.matters[row].unit,
            score,
            max(score, 0.0) / top,
            scores.reasons(row),
        )
        for row, score in best
        if score > 0
    )


def _first_row(rlist: ResponsibilityList, unit: str) -> str | None:
    return next((row.id for row in rlist.matters.values() if row.unit == unit), None)


@dataclass(frozen=True, slots=True)
class Heat:
    """How quickly belief follows the score: ``base`` for short texts, ``growth`` with evidence."""

    base: float
    growth: float

    def shares(self, scores: Mapping[str, float]) -> dict[str, float]:
        """Parts of the belief, summing to 1; a weak best score leaves belief for "none of these"."""
        if not scores:
            return {}
        top = max(scores.values())
        heat = self.base + self.growth * top
        powers = {code: math.exp((score - top) / heat) for code, score in scores.items()}
        total = sum(powers.values())
        return {code: power / total for code, power in powers.items()}
