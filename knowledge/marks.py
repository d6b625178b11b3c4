"""What a message is besides its matter: its class, danger, adjudicated, from many, out of scope."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from knowledge.advice import Danger, PetitionClass
from knowledge.calibration import Calibration
from knowledge.emphasis import Emphasis, covers
from knowledge.lexicon import Hit, Target
from knowledge.words import CLASS, DANGER, FLAG, SCOPE

# What the everyday class of the row is worth against the words that tell claim from report.
LEAN = 6.0
# Characters up to which a question is the whole message; in a longer one it is the end of a story.
QUESTION = 45
# Characters up to which a message of danger is a cry for help.
CRY = 60
# Characters up to which a message says only one thing, so that less must be said.
SHORT = 30
# What must be said before a message is anything but a complaint: most are one.
COMPLAINT = 4.0
KINDS: Mapping[str, PetitionClass] = {
    "inquiry": PetitionClass.INQUIRY,
    "suggestion": PetitionClass.SUGGESTION,
    "accusation": PetitionClass.ACCUSATION,
    "thanks": PetitionClass.THANKS,
}
# What is left of a word of danger in a sentence that says the danger is over, or only a figure.
OVER = 0.2
MARK_KINDS = frozenset({CLASS, FLAG, DANGER, SCOPE})


@dataclass(frozen=True, slots=True)
class Marks:
    """Totals of evidence by kind and code."""

    totals: Mapping[tuple[str, str], float]
    dangers: Mapping[Danger, float]
    length: int

    def of(self, kind: str, code: str) -> float:
        """Evidence for one mark; 0 where no word speaks of it."""
        return self.totals.get((kind, code), 0.0)

    def flag(self, code: str, calibration: Calibration) -> bool:
        """Whether a flag's evidence reaches its threshold."""
        return self.of(FLAG, code) >= calibration.marks[code]

    def danger(self, calibration: Calibration) -> Danger | None:
        """The kind of danger that most words speak of, if enough do.

        Half of that is enough in a short message or one that says it happens now: a long
        letter tells of past accidents, a cry for help is short.
        """
        if not self.dangers:
            return None
        kind, weight = max(self.dangers.items(), key=lambda item: (item[1], item[0]))
        now = self.length <= 3 * CRY and self.of(FLAG, "urgent") > 0
        urgent = now or self.length <= CRY
        needed = calibration.marks["danger"]
        return kind if weight >= (needed / 2 if urgent else needed) else None

    def scope(self) -> float:
        """Evidence that the message is not for the desk at all."""
        return sum(weight for (kind, _), weight in self.totals.items() if kind == SCOPE)

    def wordless(self) -> bool:
        """Whether no word tells what the writer wants."""
        return all(weight <= 0 for (kind, _), weight in self.totals.items() if kind == CLASS)

    def petition_class(self, lean: PetitionClass) -> PetitionClass:
        """The class most words speak for; ``lean`` is what the best row usually is."""
        base = COMPLAINT if self.length > SHORT else COMPLAINT / 2
        complaint = base + max(0.0, self.of(CLASS, "complaint"))
        told = {kind: self.of(CLASS, kind) for kind in KINDS}
        told["inquiry"] += self.of(CLASS, "question") * min(1.0, QUESTION / max(1, self.length))
        kind, weight = max(told.items(), key=lambda item: item[1])
        if weight > complaint:
            return KINDS[kind]
        if lean is PetitionClass.ACCUSATION and self.of(CLASS, "accusation") > 0:
            return lean
        personal = self.of(CLASS, "personal") - self.of(CLASS, "public")
        personal += LEAN if lean is PetitionClass.CLAIM else -LEAN
        return PetitionClass.CLAIM if personal > 0 else PetitionClass.REPORT


def read_marks(text: str, hits: Sequence[Hit], emphasis: Emphasis) -> Marks:
    """Add up what the words say. A word inside a longer word of the same kind says nothing.

    So "afraid of fire" silences "fire" in the data of dangers, and only there.
    """
    told = [hit for hit in hits if any(w.target.kind in MARK_KINDS for w in hit.term.weights)]
    covered = covers(told)
    kinds = {hit.term.text: {w.target.kind for w in hit.term.weights} for hit in told}
    totals: dict[tuple[str, str], float] = defaultdict(float)
    dangers: dict[Danger, float] = defaultdict(float)
    past = _past(told, emphasis)
    for hit in told:
        longer = covered.get(hit.term.text, frozenset())
        silenced = {kind for term in longer for kind in kinds[term]}
        for (kind, code), weight in hit.term.weights:
            if kind not in MARK_KINDS or kind in silenced:
                continue
            if kind == DANGER:
                over = past.issuperset(map(emphasis.number, hit.spans))
                dangers[Danger(code)] += max(0.0, weight) * (OVER if over else 1.0)
            elif kind == FLAG:
                totals[kind, code] += max(0.0, weight)
            else:
                totals[kind, code] += weight * (
                    emphasis.sentence(hit.spans) if kind == CLASS else 1.0
                )
    return Marks(dict(totals), dict(dangers), len(text))


def _past(told: Sequence[Hit], emphasis: Emphasis) -> frozenset[int]:
    """Sentences that speak of a danger that is over: none that also says it is now."""
    over, now = (
        {
            emphasis.number(span)
            for hit in told
            if any(weight.target == Target(FLAG, code) for weight in hit.term.weights)
            for span in hit.spans
        }
        for code in ("over", "now")
    )
    return frozenset(over - now)
