"""What a message is besides its matter: its class, danger, adjudicated, from many, out of scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.advice import Danger, PetitionClass
from knowledge.calibration import Calibration
from knowledge.lexicon import Hit
from knowledge.matcher import Emphasis, covers
from knowledge.words import CLASS, DANGER, FLAG, SCOPE

# What a class is worth before a word is read: most messages want something done for the writer.
LEAN = 2.0
# A word counts less for the class each time it is only one more of the same kind.
MARK_KINDS = frozenset({CLASS, FLAG, DANGER, SCOPE})


@dataclass(frozen=True, slots=True)
class Marks:
    """Totals of evidence by kind and code."""

    totals: Mapping[tuple[str, str], float]
    dangers: Mapping[Danger, float]

    def of(self, kind: str, code: str) -> float:
        """Evidence for one mark; 0 where no word speaks of it."""
        return self.totals.get((kind, code), 0.0)

    def flag(self, code: str, calibration: Calibration) -> bool:
        """Whether a flag's evidence reaches its threshold."""
        return self.of(FLAG, code) >= calibration.marks[code]

    def danger(self, calibration: Calibration) -> Danger | None:
        """The kind of danger that most words speak of, if enough do."""
        if not self.dangers:
            return None
        kind, weight = max(self.dangers.items(), key=lambda item: (item[1], item[0]))
        return kind if weight >= calibration.marks["danger"] else None

    def scope(self) -> float:
        """Evidence that the message is not for the desk at all."""
        return sum(weight for (kind, _), weight in self.totals.items() if kind == SCOPE)

    def petition_class(self, lean: PetitionClass | None) -> PetitionClass:
        """The class most words speak for; ``lean`` is the everyday class of the best unit."""
        scores = {code: self.of(CLASS, code.value) for code in PetitionClass}
        if lean is not None:
            scores[lean] += LEAN
        order = list(PetitionClass)
        return max(order, key=lambda code: (scores[code], -order.index(code)))


def read_marks(text: str, hits: Sequence[Hit], asks: Sequence[str]) -> Marks:
    """Add up what the words say. A word inside a longer word of the same kind says nothing.

    So "afraid of fire" silences "fire" in the data of dangers, and only there.
    """
    told = [hit for hit in hits if any(w.target.kind in MARK_KINDS for w in hit.term.weights)]
    emphasis = Emphasis(text, asks)
    covered = covers(told)
    kinds = {hit.term.text: {w.target.kind for w in hit.term.weights} for hit in told}
    totals: dict[tuple[str, str], float] = defaultdict(float)
    dangers: dict[Danger, float] = defaultdict(float)
    for hit in told:
        longer = covered.get(hit.term.text, frozenset())
        silenced = {kind for term in longer for kind in kinds[term]}
        for (kind, code), weight in hit.term.weights:
            if kind not in MARK_KINDS or kind in silenced:
                continue
            if kind == DANGER:
                dangers[Danger(code)] += max(0.0, weight)
            else:
                totals[kind, code] += weight * (emphasis.of(hit.spans) if kind == CLASS else 1.0)
    return Marks(dict(totals), dict(dangers))
