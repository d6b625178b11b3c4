"""The desk: from a citizen's message to advice, in the order the triage of petitions asks for."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from knowledge.advice import Advice, Candidate, Outcome, PetitionClass
from knowledge.calibration import load_calibration
from knowledge.emphasis import Cues, Emphasis, any_of
from knowledge.facts import FactFinder
from knowledge.learning import Learner, Lesson
from knowledge.lexicon import Lexicon
from knowledge.marks import Marks, read_marks
from knowledge.matcher import Matcher, listed_entries
from knowledge.matters import ResponsibilityList, WayCode
from knowledge.ranking import rank, rank_rows
from knowledge.several import Splitter, several
from knowledge.text import Tokeniser, normalise
from knowledge.ways import Situation, load_doors, open_ways
from knowledge.words import HERE, load_words

# Longest parts of a text that are weighed; what lies between the head and the tail is not.
HEAD, TAIL = 5000, 1000
# A word that says "not for this desk" outweighs this many times its weight of matters.
SCOPE_COUNTS = 3
# Stands for the end of a message in the word files.
END = "$"


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
    ) -> None:
        self.rlist = rlist
        self._tokeniser = Tokeniser()
        language = (words or HERE) / "language"
        self.words = load_words({row.id: row.unit for row in rlist.matters.values()}, words)
        entries = [*self.words.entries, *listed_entries(rlist, self._tokeniser)]
        self._lexicon = Lexicon(entries, self.words.concepts)
        self.learner = learner or Learner(terms=self.terms)
        self._cues, self._splitter = _cues(language / "cues.toml")
        self._matcher = Matcher(rlist, self._lexicon.terms)
        self.calibration = load_calibration(language)
        self._doors = load_doors(language)
        self._leans = _leans(rlist, language / "leans.toml")
        self._facts = FactFinder(rlist, language / "facts.toml")

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
        whole = normalise(text)
        plain = whole if len(whole) <= HEAD + TAIL else whole[:HEAD] + "\n" + whole[-TAIL:]
        hits = self._lexicon.find(plain + END)
        emphasis = Emphasis(plain, self._cues)
        lesson = self.learner.ask(plain, self._matcher.terms(hits))
        scores = self._matcher.weigh(hits, emphasis).with_lesson(lesson.units, self._row(lesson))
        candidates = rank(self.rlist, scores, heat=self.calibration.heat)
        marks = read_marks(plain, hits, emphasis)
        advice = self._conclude(plain, candidates, marks)
        return replace(
            advice,
            facts=self._facts.find(plain, today),
            rows=rank_rows(self.rlist, scores),
            several=several(plain, self._splitter, self._rank),
            precedent=lesson.precedent,
        )

    def settle(self, advice: Advice, matter_id: str) -> Advice:
        """The same advice once a person has said which row it is.

        Raises:
            KeyError: the list has no such row.
        """
        matter = self.rlist.matters[matter_id]
        known = {c.matter.id: c for c in (*advice.rows, *advice.candidates)}
        chosen = known.get(matter_id) or Candidate(matter, matter.unit, 0.0, 0.0)
        others = tuple(c for c in advice.candidates if c.unit != matter.unit)
        settled = replace(chosen, share=1.0)
        hits = self._lexicon.find(advice.text + END)
        marks = read_marks(advice.text, hits, Emphasis(advice.text, self._cues))
        concluded = self._conclude(advice.text, (settled, *others), marks)
        return replace(
            advice,
            outcome=Outcome.MATCHED,
            candidates=concluded.candidates,
            petition_class=concluded.petition_class,
            way=concluded.way,
            ways=concluded.ways,
            sealed=concluded.sealed,
        )

    def _rank(self, part: str) -> tuple[Candidate, ...]:
        hits = self._lexicon.find(part)
        scores = self._matcher.weigh(hits, Emphasis(part, self._cues))
        return rank(self.rlist, scores, heat=self.calibration.heat)

    def _row(self, lesson: Lesson) -> str | None:
        row = lesson.nearest.row if lesson.nearest else None
        return row if row in self.rlist.matters else None

    def _conclude(self, text: str, candidates: tuple[Candidate, ...], marks: Marks) -> Advice:
        limits = self.calibration
        outcome = self._outcome(candidates, marks)
        best = candidates[0].matter if candidates else None
        petition_class = PetitionClass.THANKS
        silent = marks.scope() > 0 or marks.wordless() or not any(map(str.isalnum, text))
        if not (outcome is Outcome.UNKNOWN and silent):
            lean = self._leans[best.id] if best else PetitionClass.REPORT
            petition_class = marks.petition_class(lean)
        adjudicated = marks.flag("adjudicated", limits)
        situation = Situation(
            petition_class, adjudicated, marks.flag("final", limits), marks.flag("act", limits)
        )
        ways = open_ways(best, situation, doors=self._doors)
        return Advice(
            text=text,
            outcome=outcome,
            candidates=candidates,
            petition_class=petition_class,
            way=ways[0].code,
            ways=ways,
            danger=marks.danger(limits),
            adjudicated=adjudicated,
            group=marks.flag("group", limits),
            sealed=petition_class is PetitionClass.ACCUSATION,
        )

    def _foreign(self, candidates: tuple[Candidate, ...], marks: Marks) -> bool:
        """Whether the message is small talk or another country's affair rather than a petition."""
        best = candidates[0].score if candidates else 0.0
        scope = marks.scope()
        told = scope >= self.calibration.marks["scope"] and SCOPE_COUNTS * scope > best
        return best < self.calibration.floor or told

    def _outcome(self, candidates: tuple[Candidate, ...], marks: Marks) -> Outcome:
        if not candidates or self._foreign(candidates, marks):
            return Outcome.UNKNOWN
        best, limits = candidates[0], self.calibration
        if best.share >= limits.share and best.score >= limits.score:
            return Outcome.MATCHED
        return Outcome.AMBIGUOUS


def _cues(path: Path) -> tuple[Cues, Splitter]:
    data = tomllib.loads(path.read_text("utf-8"))
    cues = Cues(any_of(data["asks"]), any_of(data["denials"]), any_of(data["places"]))
    return cues, Splitter(re.compile(data["points"]), tuple(data["further"]))


def _leans(rlist: ResponsibilityList, path: Path) -> Mapping[str, PetitionClass]:
    """What a message on each row usually is, told by the first way that is open for it."""
    data = tomllib.loads(path.read_text("utf-8"))
    always, public = data["report"], [*data["report"], *data["mixed"]]
    leans = {}
    for row in rlist.matters.values():
        first = row.ways[0] if row.ways else None
        words = public if row.unit in data["public_units"] else always
        leans[row.id] = PetitionClass.CLAIM
        if first and first.code is WayCode.DISCIPLINE:
            leans[row.id] = PetitionClass.ACCUSATION
        elif first and any(word in first.name for word in words):
            leans[row.id] = PetitionClass.REPORT
    leans |= dict.fromkeys(data["reports"], PetitionClass.REPORT)
    return leans | dict.fromkeys(data["claims"], PetitionClass.CLAIM)
