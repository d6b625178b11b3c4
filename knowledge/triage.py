"""The desk: from a citizen's message to advice, in the order the triage of petitions asks for."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from pathlib import Path

from knowledge.advice import Advice, Candidate, Facts, Outcome, PetitionClass
from knowledge.calibration import load_calibration
from knowledge.facts import FactFinder
from knowledge.lexicon import Lexicon
from knowledge.marks import Marks, read_marks
from knowledge.matcher import Matcher, listed_entries, rank, rank_rows
from knowledge.matters import ResponsibilityList, WayCode
from knowledge.text import Tokeniser, normalise
from knowledge.ways import Situation, load_doors, open_ways
from knowledge.words import HERE, load_words

# Longest parts of a text that are weighed; what lies between the head and the tail is not.
HEAD, TAIL = 5000, 1000
# Names of the concepts that the engine itself asks for.
ASKS, DENIALS = "请求", "否认"


class Desk:
    """Advice on messages, by one list. Built once; then only read, so threads may share it."""

    def __init__(self, rlist: ResponsibilityList, *, words: Path | None = None) -> None:
        self.rlist = rlist
        self._tokeniser = Tokeniser()
        language = (words or HERE) / "language"
        self.words = load_words({row.id: row.unit for row in rlist.matters.values()}, words)
        entries = [*self.words.entries, *listed_entries(rlist, self._tokeniser)]
        self._lexicon = Lexicon(entries, self.words.concepts)
        self._asks = self.words.concepts.get(ASKS, ())
        self._matcher = Matcher(rlist, self.words.concepts.get(DENIALS, ()), self._asks)
        self.calibration = load_calibration(language)
        self._doors = load_doors(language)
        self._leans = _leans(language / "leans.toml")
        self._facts = FactFinder(rlist, language / "facts.toml")

    def normalise(self, text: str) -> str:
        """The spelling in which the desk compares texts."""
        return normalise(text)

    def tokens(self, text: str) -> list[str]:
        """Words for full text search."""
        return self._tokeniser.search_tokens(normalise(text))

    def advise(self, text: str, *, today: date | None = None) -> Advice:
        """The desk's advice on one message; ``today`` is what relative dates count from."""
        whole = normalise(text)
        plain = whole if len(whole) <= HEAD + TAIL else whole[:HEAD] + "\n" + whole[-TAIL:]
        hits = self._lexicon.find(plain)
        scores = self._matcher.weigh(plain, hits)
        candidates = rank(self.rlist, scores, heat=self.calibration.heat)
        marks = read_marks(plain, hits, self._asks)
        facts = self._facts.find(plain, today)
        return self._conclude(plain, candidates, rank_rows(self.rlist, scores), marks, facts)

    def _conclude(
        self,
        text: str,
        candidates: tuple[Candidate, ...],
        rows: tuple[Candidate, ...],
        marks: Marks,
        facts: Facts,
    ) -> Advice:
        outcome = self._outcome(candidates, marks)
        best = candidates[0] if candidates else None
        petition_class = PetitionClass.THANKS
        if outcome is not Outcome.UNKNOWN or not self._foreign(candidates, marks):
            petition_class = marks.petition_class(self._leans.get(best.unit) if best else None)
        adjudicated = marks.flag("adjudicated", self.calibration)
        situation = Situation(
            petition_class,
            adjudicated,
            marks.flag("final", self.calibration),
            marks.flag("act", self.calibration),
        )
        ways = open_ways(best.matter if best else None, situation, doors=self._doors)
        return Advice(
            text,
            outcome,
            candidates,
            petition_class,
            ways[0].code if ways else WayCode.PETITION,
            ways,
            marks.danger(self.calibration),
            adjudicated,
            marks.flag("group", self.calibration),
            petition_class is PetitionClass.ACCUSATION,
            (),
            facts,
            rows,
        )

    def _foreign(self, candidates: tuple[Candidate, ...], marks: Marks) -> bool:
        """Whether the message is small talk or another country's affair rather than a petition."""
        best = candidates[0].score if candidates else 0.0
        return best < self.calibration.floor or marks.scope() >= max(
            best, self.calibration.marks["scope"]
        )

    def _outcome(self, candidates: tuple[Candidate, ...], marks: Marks) -> Outcome:
        if not candidates or self._foreign(candidates, marks):
            return Outcome.UNKNOWN
        best, limits = candidates[0], self.calibration
        if best.share >= limits.share and best.score >= limits.score:
            return Outcome.MATCHED
        return Outcome.AMBIGUOUS


def _leans(path: Path) -> Mapping[str, PetitionClass]:
    data = tomllib.loads(path.read_text("utf-8"))
    return {
        unit: PetitionClass(code) for code, section in data.items() for unit in section["units"]
    }
