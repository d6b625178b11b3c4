"""What a message says besides its matter: what is wanted, danger, adjudicated, out of scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.advice import Danger
from knowledge.alarm import CRY, QUIET, Alarm, Times, Told, raise_alarm
from knowledge.calibration import Calibration
from knowledge.emphasis import Emphasis, covers
from knowledge.lexicon import Hit, Span
from knowledge.speech import INQUIRING, Asks, Clause, weigh_asks
from knowledge.words import CLASS, DANGER, FLAG, SCOPE

# The code of what is told to be wrong; what is only asked about is not told.
TROUBLE = "complaint"
# Classes whose words tell that the writer wants something of the desk.
WISHES = ("inquiry", "suggestion", "thanks")
MARK_KINDS = frozenset({CLASS, FLAG, DANGER, SCOPE})


@dataclass(frozen=True, slots=True)
class Marks:
    """Totals of evidence by kind and code."""

    totals: Mapping[tuple[str, str], float]
    alarm: Alarm
    length: int
    asks: Asks

    def of(self, kind: str, code: str) -> float:
        """Evidence for one mark; 0 where no word speaks of it."""
        return self.totals.get((kind, code), 0.0)

    def flag(self, code: str, calibration: Calibration) -> bool:
        """Whether a flag's evidence reaches its threshold."""
        return self.of(FLAG, code) >= calibration.marks[code]

    def danger(self, calibration: Calibration) -> Danger | None:
        """The kind of danger the message tells of, if any."""
        return self.alarm.danger(calibration.marks["danger"])

    def scope(self) -> float:
        """Evidence that the message is not for the desk at all."""
        return sum(weight for (kind, _), weight in self.totals.items() if kind == SCOPE)

    def idle(self) -> float:
        """What small talk counts more in a short message in which nothing is wrong or wished."""
        wished = self.troubled() or any(self.of(CLASS, code) > 0 for code in WISHES)
        return 0.0 if wished or self.length > CRY else self.of(SCOPE, "smalltalk")

    def matter(self) -> float:
        """Evidence that something is told of the writer's own or of others' doings."""
        return max(0.0, self.of(CLASS, "personal")) + max(0.0, self.of(CLASS, "public"))

    def wordless(self) -> bool:
        """Whether no word tells what the writer wants."""
        words = any(weight > 0 for (kind, _), weight in self.totals.items() if kind == CLASS)
        return not words and self.asks == Asks()

    def troubled(self) -> bool:
        """Whether anything is said to be wrong, or asked."""
        words = any(self.of(CLASS, code) > 0 for code in (TROUBLE, "accusation"))
        return words or self.asks != Asks()


def read_marks(
    text: str, hits: Sequence[Hit], emphasis: Emphasis, clauses: Sequence[Clause]
) -> Marks:
    """Add up what the words say. A word inside a longer word of the same kind says nothing.

    So "afraid of fire" silences "fire" in the data of dangers, and only there.
    """
    told = [hit for hit in hits if not hit.term.kinds.isdisjoint(MARK_KINDS)]
    covered = covers(told)
    kinds = {hit.term.text: hit.term.kinds for hit in told}
    totals: dict[tuple[str, str], float] = defaultdict(float)
    dangers: list[Told] = []
    questions = [(c.start, c.end) for c in clauses if c.ask in INQUIRING]
    for hit in told:
        longer = covered.get(hit.term.text, frozenset())
        silenced = {kind for term in longer for kind in kinds[term]}
        for (kind, code), weight in hit.term.weights:
            if kind not in MARK_KINDS or kind in silenced:
                continue
            if kind == DANGER:
                dangers.append(Told(Danger(code), _left(hit, weight), hit.spans))
            elif kind == FLAG:
                totals[kind, code] += _left(hit, weight)
            elif kind == SCOPE:
                totals[kind, code] += weight
            elif code != TROUBLE or not _asked(hit.spans, questions):
                totals[kind, code] += weight * emphasis.sentence(hit.spans)
    alarm = QUIET
    if dangers:
        alarm = raise_alarm(dangers, Times(text, told, emphasis, clauses), len(text))
    return Marks(dict(totals), alarm, len(text), weigh_asks(clauses))


def _left(hit: Hit, weight: float) -> float:
    """A word under `against` only silences; a combination takes away."""
    return max(0.0, weight) if hit.term.single else weight


def _asked(spans: Sequence[Span], questions: Sequence[Span]) -> bool:
    """Whether words stand only in clauses that ask: what is asked about is not told."""
    return bool(questions) and all(
        any(start <= span[0] < end for start, end in questions) for span in spans
    )
