"""What a message says besides its matter: what is wanted, danger, adjudicated, out of scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from knowledge import manner
from knowledge.advice import Danger
from knowledge.alarm import CRY, Alarm, Times, Told, quiet, raise_alarm
from knowledge.calibration import Calibration
from knowledge.emphasis import Emphasis, covers
from knowledge.lexicon import Hit, Span, Target
from knowledge.speech import INQUIRING, Asks, Clause, weigh_asks
from knowledge.words import CLASS, DANGER, FLAG, SCOPE

# The code of what is told to be wrong; what is only asked about is not told.
TROUBLE = "complaint"
# Classes whose words tell that the writer wants something of the desk.
WISHES = ("inquiry", "suggestion", "thanks")
MARK_KINDS = frozenset({CLASS, FLAG, DANGER, SCOPE})
# Characters that a text must have beyond to be told by its likeness to small talk in full.
FEW = 6
# What one natural logarithm of likeness to the examples with a mark is worth, in hints, and the
# least and the most that it counts. Checked on messages kept apart.
LIKE: Mapping[str, tuple[float, float, float]] = {
    manner.DANGER: (0.3, -10.0, 7.0),
    manner.ADJUDICATED: (0.5, 0.0, 8.0),
    manner.INQUIRY: (0.15, -3.0, 5.0),
    manner.SUGGESTION: (0.3, -4.0, 8.0),
    manner.OWN: (0.3, -6.0, 8.0),
}


@dataclass(frozen=True, slots=True)
class Marks:
    """Totals of evidence by kind and code."""

    totals: Mapping[tuple[str, str], float]
    alarm: Alarm
    length: int
    asks: Asks
    likeness: Mapping[str, float] = field(default_factory=dict)

    def of(self, kind: str, code: str) -> float:
        """Evidence for one mark; 0 where no word speaks of it."""
        return self.totals.get((kind, code), 0.0)

    def like(self, mark: str) -> float:
        """What likeness to the examples with a mark is worth, in hints; negative speaks against."""
        strength, least, most = LIKE[mark]
        return max(least, min(most, strength * self.likeness.get(mark, 0.0)))

    def flag(self, code: str, calibration: Calibration) -> bool:
        """Whether a flag's evidence reaches its threshold."""
        like = self.like(code) if code in LIKE else 0.0
        return self.of(FLAG, code) + like >= calibration.marks[code]

    def danger(self, calibration: Calibration) -> Danger | None:
        """The kind of danger the message tells of, if any."""
        return self.alarm.danger(calibration.marks["danger"], self.like(manner.DANGER))

    def scope(self) -> float:
        """Evidence that the message is not for the desk at all."""
        return sum(weight for (kind, _), weight in self.totals.items() if kind == SCOPE)

    def smalltalk(self) -> float:
        """What a character of the text has in common with small talk rather than with matters."""
        return self.likeness.get(manner.NOTHING, 0.0) / (self.length + FEW)

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
    text: str,
    hits: Sequence[Hit],
    emphasis: Emphasis,
    clauses: Sequence[Clause],
    likeness: Mapping[str, float],
) -> Marks:
    """Add up what the words say; ``likeness`` is what examples have in
    common with the text (``Manner``)."""
    told = [hit for hit in hits if not hit.term.kinds.isdisjoint(MARK_KINDS)]
    questions = [(c.start, c.end) for c in clauses if c.ask in INQUIRING]
    totals: dict[tuple[str, str], float] = defaultdict(float)
    dangers: list[Told] = []
    for hit, (kind, code), weight in _heard(told):
        if kind == DANGER:
            dangers.append(Told(Danger(code), _left(hit, weight), hit.spans))
        elif kind == FLAG:
            totals[kind, code] += _left(hit, weight)
        elif kind == SCOPE:
            totals[kind, code] += weight
        elif code != TROUBLE or not _asked(hit.spans, questions):
            totals[kind, code] += weight * emphasis.sentence(hit.spans)
    alarm = quiet(len(text))
    if dangers or likeness.get(manner.DANGER, 0.0) > 0:
        alarm = raise_alarm(dangers, Times(text, told, emphasis, clauses), len(text))
    return Marks(dict(totals), alarm, len(text), weigh_asks(clauses), likeness)


def _heard(hits: Sequence[Hit]) -> Iterator[tuple[Hit, Target, float]]:
    """What each hit weighs for a mark. A word inside a longer word of the same kind says nothing.

    So "afraid of fire" silences "fire" in the data of dangers, and only there.
    """
    covered = covers(hits)
    kinds = {hit.term.text: hit.term.kinds for hit in hits}
    for hit in hits:
        longer = covered.get(hit.term.text)
        silenced = frozenset().union(*(kinds[term] for term in longer)) if longer else frozenset()
        for target, weight in hit.term.weights:
            if target.kind in MARK_KINDS and target.kind not in silenced:
                yield hit, target, weight


def _left(hit: Hit, weight: float) -> float:
    """A word under `against` only silences; a combination takes away."""
    return max(0.0, weight) if hit.term.single else weight


def _asked(spans: Sequence[Span], questions: Sequence[Span]) -> bool:
    """Whether words stand only in clauses that ask: what is asked about is not told."""
    return bool(questions) and all(
        any(start <= span[0] < end for start, end in questions) for span in spans
    )
