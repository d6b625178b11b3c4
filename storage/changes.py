"""What an act changes: worked out from the case and the table of acts, written nowhere here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from knowledge.matters import Matter, ResponsibilityList
from knowledge.procedure import RULES, Act, ActRefused, Needs, Role, Rule, Status, check
from storage.lists import Lists
from storage.tables import CaseRow

SCORES = range(1, 4)
RANK = tuple(Role)


@dataclass(frozen=True, slots=True)
class Request:
    """An act as asked for, with what was given along."""

    act: Act
    text: str | None = None
    unit: str | None = None
    place: str | None = None
    matter_id: str | None = None
    door: str | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Change:
    """The outcome of an allowed act: its rule, in which role, and the columns that change."""

    rule: Rule
    role: Role
    to: Status
    columns: Mapping[str, Any]

    @property
    def internal(self) -> bool:
        """Whether the act is between staff only."""
        return Role.CITIZEN not in self.rule.roles and not self.rule.tells_citizen


def given(request: Request, need: Needs) -> bool:
    """Whether the request holds what an act needs."""
    match need:
        case Needs.UNIT:
            return bool(request.unit)
        case Needs.DOOR:
            return bool((request.door or "").strip())
        case Needs.SCORE:
            return request.score in SCORES
        case Needs.REASON | Needs.TERMS | Needs.ANSWER | Needs.TEXT:
            return bool((request.text or "").strip())


def plan(row: CaseRow, request: Request, *, roles: frozenset[Role], lists: Lists) -> Change:
    """The change that the act makes to the case, or why not.

    Raises:
        ActRefused: ``role``, ``status``, ``needs_…``, ``not_mediable``, ``not_alone``,
            ``unknown_unit``, ``accused_unit``, ``unknown_place`` or ``unknown_matter``.
    """
    status = Status(row.status)
    rule = check(request.act, status, roles)
    for need in rule.needs:
        if not given(request, need):
            raise ActRefused(request.act, status, why=f"needs_{need}")
    matter = lists.matter(row.list_version, row.matter_id)
    if why := mediation_barred(request.act, status, sealed=row.sealed, matter=matter):
        raise ActRefused(request.act, status, why=why)
    special: Callable[[], dict[str, Any]] = {
        Act.ASSIGN: lambda: _assigned(row, request, lists),
        Act.RATE: lambda: {"rating": request.score},
    }.get(request.act, dict)
    columns = special()
    to = rule.to or status
    if rule.to is not None:
        columns |= {"status": to.value, "version": row.version + 1}
    return Change(rule, acting(rule, roles), to, columns)


def acting(rule: Rule, roles: frozenset[Role]) -> Role:
    """The role an act is entered under; the office stays the office on cases it holds."""
    return Role.OFFICE if Role.OFFICE in roles else max(rule.roles & roles, key=RANK.index)


def mediation_barred(
    act: Act, status: Status, *, sealed: bool, matter: Matter | None
) -> str | None:
    """Why the case may not go to mediation now; None if it may, or if the act is another."""
    if act is not Act.MEDIATE:
        return None
    if sealed or (matter is not None and not matter.mediable):
        return "not_mediable"
    if matter is not None and matter.not_alone and status is Status.ACCEPTED:
        return "not_alone"  # the procedure of the organ comes first, or along with it
    return None


def open_acts(
    status: Status, roles: frozenset[Role], *, sealed: bool, matter: Matter | None
) -> tuple[Act, ...]:
    """The acts that would not be refused now, given what they need."""
    return tuple(
        rule.act
        for rule in RULES.values()
        if status in rule.starts
        and rule.roles & roles
        and mediation_barred(rule.act, status, sealed=sealed, matter=matter) is None
    )


def _assigned(row: CaseRow, request: Request, lists: Lists) -> dict[str, Any]:
    rlist = lists.now
    unit = current_unit(request.unit or "", rlist)
    refusal = None
    if unit is None:
        refusal = "unknown_unit"
    elif row.accused_unit and unit == lists.heir(row.accused_unit):
        refusal = "accused_unit"
    elif request.place is not None and request.place not in rlist.places:
        refusal = "unknown_place"
    elif request.matter_id is not None and request.matter_id not in rlist.matters:
        refusal = "unknown_matter"
    if refusal is not None:
        raise ActRefused(request.act, Status(row.status), why=refusal)
    columns: dict[str, Any] = {"unit": unit, "needs_person": False}
    if request.place is not None:
        columns["place_code"] = request.place
    return columns | _routed(row, request, unit=unit, lists=lists)


def _routed(row: CaseRow, request: Request, *, unit: str | None, lists: Lists) -> dict[str, Any]:
    """The row of the list that goes with the new unit, and the version it is of."""
    rlist = lists.now
    if request.matter_id is not None:
        matter = rlist.matters[request.matter_id]
        way = {"way": matter.ways[0].code.value} if matter.ways else {}
        return {"matter_id": matter.id, "list_version": rlist.version, **way}
    kept = lists.matter(row.list_version, row.matter_id)
    if kept is not None and lists.heir(kept.unit) == unit:
        return {}
    return {} if unit == lists.heir(row.unit) else {"matter_id": None}


def current_unit(code: str, rlist: ResponsibilityList) -> str | None:
    """The unit that has the duties of ``code`` today, following mergers; None if unknown."""
    seen: set[str] = set()
    unit = rlist.units.get(code)
    while unit is not None and unit.successor and unit.code not in seen:
        seen.add(unit.code)
        unit = rlist.units.get(unit.successor)
    return unit.code if unit else None
