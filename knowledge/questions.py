"""The question that tells two close rows apart, made from the list itself."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from knowledge.advice import Advice, Candidate
from knowledge.matters import Matter

# A row takes part in the question while its belief is at least this part of the best one's.
CLOSE = 0.25
# Buttons beside "none of these": more would not be read.
CHOICES = 2


@dataclass(frozen=True, slots=True)
class Choice:
    """One answer: the row it stands for, in the words its citizen's sentence has alone."""

    matter: Matter
    unit: str
    text: str


def question(advice: Advice, *, refused: Collection[str] = ()) -> tuple[Choice, ...]:
    """The choices to put before the citizen, best first; empty if nothing needs asking.

    ``refused`` are the ids of rows to which the citizen already said no. Two rows of the
    same sentence would not tell anything apart, so a sentence is offered once.
    """
    open_ = [c for c in _close(advice) if c.matter.id not in refused]
    choices: list[Choice] = []
    for candidate in open_:
        text = _sentence(candidate.matter)
        if all(text != choice.text for choice in choices):
            choices.append(Choice(candidate.matter, candidate.unit, text))
    return tuple(choices[:CHOICES]) if len(choices) > 1 else ()


def _close(advice: Advice) -> Sequence[Candidate]:
    """The best row of each unit that is close; if one unit is far ahead, its closest rows."""
    best = advice.best
    if best is None:
        return ()
    units = [c for c in advice.candidates if c.share >= CLOSE * best.share]
    if len(units) > 1:
        return units
    return [row for row in advice.rows if row.unit == best.unit]


def _sentence(matter: Matter) -> str:
    return matter.plain or matter.title
