"""The invented year of the demo: who complains of what when, and what the units do about it.

Everything is drawn from one seeded generator, so that the same seed tells the same year.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from itertools import cycle
from random import Random

from handlers.texts import demo as texts
from knowledge.clocks import OFFICE_ZONE
from knowledge.matters import ResponsibilityList
from knowledge.procedure import Act, Role

DAYS = 365
PHONE = "1990000{:04}"
"""A prefix and zeros that no operator has given out."""

WEIGHTS: Mapping[str, int] = {
    "human-resources": 16, "housing": 14, "urban-management": 12, "public-security": 9,
    "market": 10, "utility": 8, "subdistrict": 7, "education": 6, "civil-affairs": 5,
    "ecology": 5, "natural-resources": 4, "health": 3, "transport": 3, "agriculture": 3,
    "petition": 4,
}  # fmt: skip
"""Cases of a unit in a hundred or so; units that are not named have two."""
SEASONS: Mapping[str, frozenset[int]] = {
    "human-resources": frozenset({12, 1, 2}),
    "utility": frozenset({11, 12, 1, 2}),
    "urban-management": frozenset({6, 7, 8, 9}),
    "education": frozenset({7, 8, 9}),
}
"""Months in which a unit has twice as many."""

MEDIATED, NOT_AGREED, REJECTED, WITHDRAWN, REROUTED = 0.75, 0.2, 0.04, 0.04, 0.06
"""Shares: of mediable cases mediated, of mediations without agreement, and of all cases."""
RATED, SUPPLEMENTED, INFORMED, NOTED = 0.7, 0.15, 0.3, 0.2
SCORES, SCORE_WEIGHTS = (3, 2, 1), (62, 27, 11)


@dataclass(frozen=True, slots=True)
class Complaint:
    """One message of an invented citizen, number ``citizen`` among them."""

    at: datetime
    citizen: int
    name: str
    phone: str
    unit: str
    text: str
    place: str
    request: str


@dataclass(frozen=True, slots=True)
class Step:
    """An act done so many days after the one before; ``by`` is who does it."""

    days: float
    act: Act
    by: Role
    text: str | None = None
    door: str | None = None
    score: int | None = None
    unit: str | None = None


class Storyteller:
    """Draws complaints and their courses from one generator."""

    def __init__(self, rlist: ResponsibilityList, *, seed: int) -> None:
        self._rlist = rlist
        self._random = Random(seed)
        self._units = [unit for unit in texts.COMPLAINTS if unit in rlist.units]
        self._places = sorted(rlist.places)

    def year(self, count: int, *, until: date) -> Iterator[Complaint]:
        """``count`` complaints over the year before ``until``, in the order they come in."""
        rising = range(DAYS + 100, 101, -1)
        back = self._random.choices(range(1, DAYS), weights=rising, k=count)
        for day in sorted(until - timedelta(days=days) for days in back):
            yield self._complaint(day)

    def _complaint(self, day: date) -> Complaint:
        draw = self._random
        unit = draw.choices(self._units, [weight(unit, day) for unit in self._units])[0]
        place = draw.choice(self._places)
        citizen = draw.randrange(10_000) if draw.random() < 0.85 else draw.randrange(30)
        return Complaint(
            at=self._moment(day, 7, 22),
            citizen=citizen,
            name=citizen_name(citizen),
            phone=PHONE.format(citizen),
            unit=unit,
            text=self._fill(draw.choice(texts.COMPLAINTS[unit]), place),
            place=place,
            request=draw.choice(texts.REQUESTS),
        )

    def _fill(self, template: str, place: str) -> str:
        draw = self._random
        return template.format(
            place=self._rlist.places[place].name,
            road=draw.choice(texts.ROADS),
            estate=draw.choice(texts.ESTATES),
            firm=draw.choice(texts.FIRMS),
            months=draw.randint(2, 9),
            n=draw.randint(3, 9),
            amount=draw.randrange(600, 9800, 100),
            big=draw.randrange(20_000, 180_000, 1000),
        )

    def _moment(self, day: date, first: int, last: int) -> datetime:
        seconds = self._random.randrange(first * 3600, last * 3600)
        midnight = datetime.combine(day, time(), OFFICE_ZONE)
        return midnight + timedelta(seconds=seconds)

    def office_hours(self, moment: datetime) -> datetime:
        """The first moment of office work at or after ``moment``."""
        day = moment.astimezone(OFFICE_ZONE).date()
        if moment.astimezone(OFFICE_ZONE).hour >= 17:
            day += timedelta(days=1)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return max(moment, self._moment(day, 8, 17))

    def wrong_unit(self, unit: str, *, mediable: bool) -> list[Step]:
        """The first steps of a case that came to the wrong unit: back, and on to the right one."""
        draw = self._random
        reason = draw.choice(texts.ASSIGN_REASONS)
        return [
            Step(draw.uniform(0.5, 3), Act.RETURN, Role.CLERK, draw.choice(texts.RETURN_REASONS)),
            Step(draw.uniform(0.2, 2), Act.ASSIGN, Role.OFFICE, reason, unit=unit),
            *self.course(mediable=mediable, alone=True),
        ]

    def reroutes(self) -> bool:
        """Whether this case goes to a wrong unit first."""
        return self._random.random() < REROUTED

    def course(self, *, mediable: bool, alone: bool) -> list[Step]:
        """What happens to a case, from acceptance to rating.

        ``alone`` says that mediation may come without the organ's own procedure.
        """
        draw = self._random
        chance = draw.random()
        if chance < REJECTED:
            return [self._rejected()]
        steps = [Step(draw.uniform(0.1, 6), Act.ACCEPT, Role.CLERK)]
        if chance < REJECTED + WITHDRAWN:
            return [*steps, Step(draw.uniform(1, 9), Act.WITHDRAW, Role.CITIZEN)]
        steps += self._on_the_way()
        steps += self._mediation(alone) if mediable and draw.random() < MEDIATED else self._answer()
        return [*steps, *self._end()]

    def _rejected(self) -> Step:
        draw = self._random
        reason, door = draw.choice(texts.REJECT_REASONS), draw.choice(texts.DOORS)
        return Step(draw.uniform(1, 8), Act.REJECT, Role.CLERK, reason, door=door)

    def _on_the_way(self) -> Iterator[Step]:
        draw = self._random
        if draw.random() < SUPPLEMENTED:
            words = draw.choice(texts.SUPPLEMENTS)
            yield Step(draw.uniform(0.5, 4), Act.SUPPLEMENT, Role.CITIZEN, words)
        if draw.random() < INFORMED:
            yield Step(draw.uniform(0.2, 3), Act.INFORM, Role.CLERK, draw.choice(texts.INFORMS))
        if draw.random() < NOTED:
            yield Step(draw.uniform(0.1, 2), Act.NOTE, Role.CLERK, draw.choice(texts.NOTES))

    def _mediation(self, alone: bool) -> list[Step]:
        draw = self._random
        steps = [] if alone else [Step(draw.uniform(0.2, 2), Act.HANDLE, Role.CLERK)]
        steps.append(Step(draw.uniform(0.5, 5), Act.MEDIATE, Role.MEDIATOR))
        length = draw.uniform(3, 26)
        if draw.random() < NOT_AGREED:
            reason = draw.choice(texts.NOT_AGREED_REASONS)
            return [*steps, Step(length, Act.NOT_AGREE, Role.MEDIATOR, reason), *self._answer()]
        return [*steps, Step(length, Act.AGREE, Role.MEDIATOR, draw.choice(texts.TERMS))]

    def _answer(self) -> list[Step]:
        draw = self._random
        return [
            Step(draw.uniform(0.2, 3), Act.HANDLE, Role.CLERK),
            Step(draw.triangular(2, 55, 12), Act.ANSWER, Role.CLERK, draw.choice(texts.ANSWERS)),
        ]

    def _end(self) -> Iterator[Step]:
        draw = self._random
        yield Step(draw.uniform(0.5, 6), Act.CLOSE, Role.CLERK)
        if draw.random() < RATED:
            score = draw.choices(SCORES, SCORE_WEIGHTS)[0]
            yield Step(draw.uniform(0.1, 7), Act.RATE, Role.CITIZEN, score=score)


def citizen_name(citizen: int) -> str:
    """The name of an invented citizen, the same whenever they come back."""
    draw = Random(citizen)
    name = draw.choice(texts.SURNAMES) + draw.choice(texts.GIVEN)
    return texts.NAME.format(name=name)


def weight(unit: str, day: date) -> int:
    """How often a unit is complained to on that day, against the others."""
    usual = WEIGHTS.get(unit, 2)
    return 2 * usual if day.month in SEASONS.get(unit, ()) else usual


def staff_names(units: Sequence[str]) -> Iterator[tuple[Role, str | None, str]]:
    """Everybody who works in the demo: role, unit, name."""
    # Two lists whose lengths have no common factor: no name comes twice in 340.
    pairs = zip(cycle(texts.STAFF_SURNAMES), cycle(texts.STAFF_GIVEN), strict=False)
    names = (texts.NAME.format(name=surname + given) for surname, given in pairs)
    yield Role.OFFICE, None, next(names)
    for unit in units:
        if unit != "petition":
            yield Role.CLERK, unit, next(names)
            yield Role.MEDIATOR, unit, next(names)
