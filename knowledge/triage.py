"""The desk: from a citizen's message to advice, in the order the triage of petitions asks for."""

from __future__ import annotations

import gc
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from copy import copy
from datetime import date
from functools import partial
from pathlib import Path

from knowledge.advice import Advice, Candidate, Deadline, Facts, Outcome, Part, PetitionClass
from knowledge.calibration import load_calibration
from knowledge.deadlines import deadlines
from knowledge.emphasis import Cues, Emphasis, any_of
from knowledge.examples import known_pairs, load_examples
from knowledge.facts import FactFinder
from knowledge.kinds import tell_class
from knowledge.leans import load_leans, mean_lean
from knowledge.learning import Learner, Lesson
from knowledge.lexicon import Hit
from knowledge.manner import load_manner
from knowledge.marks import Marks, read_marks
from knowledge.matcher import Matcher, listed_entries
from knowledge.matters import ResponsibilityList, Way
from knowledge.ranking import Ranking
from knowledge.several import Splitter, several
from knowledge.speech import load_speech
from knowledge.text import Tokeniser, normalise
from knowledge.units import heir
from knowledge.ways import Situation, load_doors, open_ways
from knowledge.words import HERE, load_words
from knowledge.workdays import Calendar, load_calendar

# Longest parts of a text that are weighed; what lies between the head and the tail is not.
HEAD, TAIL = 5000, 1000
# A word that says "not for this desk" outweighs this many times its weight of matters.
SCOPE_COUNTS = 3
# What a hint that names a matter takes from the likeness of a message to small talk.
NAMED = 0.1
SPLIT = frozenset({PetitionClass.CLAIM, PetitionClass.REPORT})
# Characters up to which words that tell no wish are no petition, whatever they name.
BARE = 8
# Stands for the end of a message in the word files.
END = "$"


def _names(rlist: ResponsibilityList) -> set[str]:
    """Names of this district's units and places: words its people and its list use as one."""
    units = (name for unit in rlist.units.values() for name in (unit.name, unit.name_2018))
    places = (name for place in rlist.places.values() for name in (place.name, *place.aliases))
    return {normalise(name) for name in (*units, *places) if name}


@contextmanager
def _kept_for_good() -> Iterator[None]:
    """Make very many objects that all stay: no search for garbage looks through them, ever.

    Neither while they are made, which takes a third longer, nor afterwards: with a million words
    in memory the collector would take nearly half of what a process does.
    """
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        if was:
            gc.enable()


class Desk:
    """Advice on messages, by one list. Built once; then only read, so threads may share it.

    ``learner`` holds the office's corrections; what is learned there counts from the next
    message on.
    """

    def __init__(
        self,
        rlist: ResponsibilityList,
        *,
        words: Path | None = None,
        learner: Learner | None = None,
        calendar: Calendar | None = None,
    ) -> None:
        self.rlist = rlist
        language = (words or HERE) / "language"
        with _kept_for_good():
            self._tokeniser = Tokeniser(_names(rlist))
            self.words = load_words(_homes(rlist), words)
            listed = listed_entries(rlist, self._tokeniser, self.words.rows)
            self._lexicon = self.words.lexicon(listed)
            self._matcher = Matcher(rlist, self._lexicon.terms)
            self._examples = load_examples(words or HERE, _homes(rlist))
            self._manner = load_manner(words or HERE)
        self.learner = learner or Learner(terms=self.terms)
        self._cues, self._splitter = _cues(language / "cues.toml")
        self._speech = load_speech(language)
        self.calibration = load_calibration(language)
        self._ranking = Ranking(rlist, self.calibration.heat)
        self._doors = load_doors(language)
        self._leans = load_leans(rlist, language)
        self._facts = FactFinder(rlist, language / "facts.toml")
        self._calendar = calendar or load_calendar()

    def taught_by(self, learner: Learner) -> Desk:
        """This desk with other examples; everything else the two share."""
        other = copy(self)
        other.learner = learner
        return other

    def normalise(self, text: str) -> str:
        """The spelling in which the desk compares texts."""
        return normalise(text)

    def tokens(self, text: str) -> list[str]:
        """Words for full text search."""
        return self._tokeniser.search_tokens(normalise(text))

    def terms(self, text: str) -> frozenset[str]:
        """Terms of the word files that stand in a normalised text: features to learn from."""
        return self._matcher.terms(self._lexicon.find(text + END))

    def advise(self, text: str, *, today: date | None = None) -> Advice:
        """The desk's advice on one message; ``today`` is what relative dates count from."""
        plain = _weighed(normalise(text))
        hits = self._lexicon.find(plain + END)
        emphasis = Emphasis(plain, self._cues)
        lesson = self._ask(plain, hits)
        scores = self._matcher.weigh(hits, emphasis)
        known = known_pairs(plain, self._manner.pairs)
        scores = scores.with_examples(self._examples.ask(known), lesson, self._row(lesson))
        candidates = self._ranking.units(scores, plain)
        rows = self._ranking.rows(scores, plain)
        likeness = self._manner.ask(plain, known)
        marks = read_marks(plain, hits, emphasis, self._speech.clauses(plain), likeness)
        outcome = self._outcome(candidates, scores.told, marks)
        situation = self._situation(self._class(plain, candidates, marks, outcome), marks)
        ways = open_ways(candidates[0].matter if candidates else None, situation, doors=self._doors)
        facts = self._facts.find(plain, today)
        # The citizen may pick another row than the best.
        others = (way for each in (*candidates, *rows) for way in each.matter.ways)
        return Advice(
            text=plain,
            outcome=outcome,
            candidates=candidates,
            petition_class=situation.petition_class,
            way=ways[0].code,
            ways=ways,
            danger=situation.danger,
            adjudicated=situation.adjudicated,
            group=marks.flag("group", self.calibration),
            sealed=situation.petition_class is PetitionClass.ACCUSATION,
            several=self._several(plain, hits, emphasis, situation.petition_class),
            facts=facts,
            rows=rows,
            precedent=lesson.precedent,
            deadlines=self._deadlines(plain, (*ways, *others), facts, today),
        )

    def _situation(self, petition_class: PetitionClass, marks: Marks) -> Situation:
        limits = self.calibration
        return Situation(
            petition_class,
            marks.flag("adjudicated", limits),
            marks.flag("final", limits),
            marks.danger(limits),
        )

    def _ask(self, text: str, hits: Sequence[Hit]) -> Lesson:
        """What the office's corrections say; nothing is asked where nothing was corrected."""
        return self.learner.ask(text, self._matcher.terms(hits)) if len(self.learner) else Lesson()

    def _deadlines(
        self, text: str, ways: Iterable[Way], facts: Facts, today: date | None
    ) -> tuple[Deadline, ...]:
        later, calendar = self._facts.later, self._calendar
        once = dict.fromkeys(ways) if facts.since else ()
        return deadlines(once, facts, text=text, later=later, calendar=calendar, today=today)

    def _several(
        self, text: str, hits: Sequence[Hit], emphasis: Emphasis, petition_class: PetitionClass
    ) -> tuple[Part, ...]:
        """Only what somebody is to act on is split: a question may touch what it likes."""
        if petition_class not in SPLIT:
            return ()
        return several(text, self._splitter, hits, partial(self._rank, text, emphasis))

    def _rank(self, text: str, emphasis: Emphasis, hits: Sequence[Hit]) -> tuple[Candidate, ...]:
        return self._ranking.units(self._matcher.weigh(hits, emphasis), text)

    def _row(self, lesson: Lesson) -> str | None:
        row = lesson.nearest.row if lesson.nearest else None
        return row if row in self.rlist.matters else None

    def _class(
        self, text: str, candidates: tuple[Candidate, ...], marks: Marks, outcome: Outcome
    ) -> PetitionClass:
        """What is wanted; words that want nothing of this desk are taken as a friendly word."""
        foreign = marks.scope() > marks.matter() and not marks.troubled()
        nothing = marks.wordless() and not (candidates and len(text) > BARE)
        silent = foreign or nothing or not any(map(str.isalnum, text))
        if outcome is Outcome.UNKNOWN and silent:
            return PetitionClass.THANKS
        return tell_class(marks, mean_lean(candidates, self._leans))

    def _foreign(self, told: float, marks: Marks) -> bool:
        """Whether the message is another country's affair, or small talk by its words."""
        scope = marks.scope() + marks.idle()
        return scope >= self.calibration.marks["scope"] and SCOPE_COUNTS * scope > told

    def _idle(self, told: float, marks: Marks) -> bool:
        """Whether the message has more in common with small talk than words name in it."""
        if not marks.likeness:
            return told < self.calibration.floor
        return marks.smalltalk() - NAMED * told > self.calibration.marks["nothing"]

    def _outcome(self, candidates: tuple[Candidate, ...], told: float, marks: Marks) -> Outcome:
        """How sure the desk is; what only resembles examples is never sure."""
        if not candidates or self._foreign(told, marks):
            return Outcome.UNKNOWN
        best, limits = candidates[0], self.calibration
        named = told >= limits.floor
        if not (named and best.share >= limits.share) and self._idle(told, marks):
            return Outcome.UNKNOWN
        if named and best.share >= limits.share and best.score >= limits.score:
            return Outcome.MATCHED
        return Outcome.AMBIGUOUS


def _weighed(text: str) -> str:
    """What is weighed of a normalised text: of a very long one the head and the tail."""
    return text if len(text) <= HEAD + TAIL else text[:HEAD] + "\n" + text[-TAIL:]


def _homes(rlist: ResponsibilityList) -> dict[str, str]:
    """The unit of every row, and that which took over a merged one."""
    merged = {code: heir(rlist.units, code) for code, u in rlist.units.items() if u.successor}
    return merged | {row.id: row.unit for row in rlist.matters.values()}


def _cues(path: Path) -> tuple[Cues, Splitter]:
    data = tomllib.loads(path.read_text("utf-8"))
    cues = Cues(any_of(data["asks"]), any_of(data["denials"]), any_of(data["places"]))
    return cues, Splitter(re.compile(data["points"]), re.compile(data["further"]))
