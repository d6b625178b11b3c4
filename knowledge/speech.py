"""How a message is put: which of its clauses ask, and whether they ask to know."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path


class Ask(StrEnum):
    """What a question is for.

    ``know`` wants to be told something, ``advice`` what the law says or what one should do,
    ``help`` wants somebody to act on a trouble or only tells of it, ``propose`` wants something
    new for everybody, ``rhetoric`` nothing but justice; ``demand`` is no question but asks for
    action, ``plain`` is a question of no telling kind.
    """

    KNOW = "know"
    ADVICE = "advice"
    HELP = "help"
    PROPOSE = "propose"
    RHETORIC = "rhetoric"
    DEMAND = "demand"
    PLAIN = "plain"


# What a clause that asks speaks for an inquiry, by what it asks for.
INQUIRING: Mapping[Ask, float] = {
    Ask.ADVICE: 10.0,
    Ask.KNOW: 8.0,
    Ask.PLAIN: 3.0,
    Ask.HELP: 2.0,
}
# What a question that proposes speaks for a suggestion, an outraged one for a complaint.
PROPOSED, OUTRAGE = 8.0, 4.0
# What a clause that asks is worth more at the end, and what each further one adds, up to three.
LAST, ENDING, FURTHER, MOST = 1.5, 2, 0.3, 3


RULES = (
    "advice",
    "any",
    "breaks",
    "choice",
    "demand",
    "help",
    "know",
    "offer",
    "particle",
    "propose",
    "rhetoric",
    "sounds",
    "untold",
    "word",
)
"""Every rule that ``speech.toml`` must have."""


@dataclass(frozen=True, slots=True)
class Asks:
    """What the clauses that ask speak for."""

    inquiry: float = 0.0
    suggestion: float = 0.0
    outrage: float = 0.0


@dataclass(frozen=True, slots=True)
class Clause:
    """One clause by place; ``ask`` is None where nothing is asked."""

    start: int
    end: int
    ask: Ask | None


class Speech:
    """The grammar of asking, read from ``speech.toml``."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._rules = {name: re.compile(rules[name]) for name in RULES}

    def clauses(self, text: str) -> tuple[Clause, ...]:
        """The clauses of a normalised text, in order."""
        return tuple(
            Clause(start, end, self._ask(text[start:end].strip(), asked=asked))
            for start, end, asked in self._split(text)
        )

    def _split(self, text: str) -> Iterator[tuple[int, int, bool]]:
        start = 0
        for match in self._rules["breaks"].finditer(text):
            if match.start() > start:
                yield start, match.start(), "?" in match.group()
            start = match.end()
        if start < len(text):
            yield start, len(text), False

    def _ask(self, clause: str, *, asked: bool) -> Ask | None:
        plain = self._rules["sounds"].sub("", clause)
        if self._rules["rhetoric"].search(plain):
            return Ask.RHETORIC
        if self._rules["offer"].search(plain):
            return Ask.PROPOSE
        if self._rules["demand"].search(plain):
            return Ask.DEMAND
        if not (asked or self._asks(plain)):
            return None
        for kind in (Ask.ADVICE, Ask.HELP, Ask.PROPOSE, Ask.KNOW):
            if self._rules[kind.value].search(plain):
                return kind
        told = asked or not self._rules["untold"].search(plain)
        return Ask.PLAIN if told else None

    def _asks(self, clause: str) -> bool:
        """Whether the clause has the form of a question, without its mark."""
        if self._rules["particle"].search(clause):
            return True
        form = self._rules["choice"].search(clause) or self._rules["word"].search(clause)
        return bool(form) and not self._rules["any"].search(clause)


def load_speech(folder: Path) -> Speech:
    """Read the grammar; a missing rule is a mistake of the installation and fails loudly."""
    return Speech(tomllib.loads((folder / "speech.toml").read_text("utf-8")))


def weigh_asks(clauses: Sequence[Clause]) -> Asks:
    """What the clauses that ask say: the weightiest in full, each further one a little.

    Who demands something does not ask for advice alone.
    """
    inquiry, suggestion, outrage = [], [], []
    demanded = any(clause.ask is Ask.DEMAND for clause in clauses)
    for back, clause in enumerate(reversed(clauses)):
        factor = LAST if back < ENDING else 1.0
        if clause.ask is Ask.PROPOSE:
            suggestion.append(PROPOSED * factor)
        elif clause.ask is Ask.RHETORIC:
            outrage.append(OUTRAGE * factor)
        elif clause.ask and clause.ask in INQUIRING:
            ask = Ask.HELP if demanded and clause.ask is Ask.ADVICE else clause.ask
            inquiry.append(INQUIRING[ask] * factor)
    return Asks(_first_in_full(inquiry), _first_in_full(suggestion), _first_in_full(outrage))


def _first_in_full(values: Sequence[float]) -> float:
    ordered = sorted(values, reverse=True)
    return sum(ordered[:1]) + FURTHER * sum(ordered[1 : MOST + 1])
