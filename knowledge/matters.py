"""Rows of the classified petition responsibility list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from knowledge.laws import Citation, Law
from knowledge.units import District, Level, Place, Unit


class WayCode(StrEnum):
    """Family of a legal way; the row carries the way's exact name."""

    LITIGATION = "litigation"
    ARBITRATION = "arbitration"
    RECONSIDERATION = "reconsideration"
    ADMIN = "admin"
    MEDIATION = "mediation"
    DISCIPLINE = "discipline"
    SUGGESTION = "suggestion"
    CONSULT = "consult"
    PETITION = "petition"


class LimitUnit(StrEnum):
    """Unit in which a statutory limit is counted."""

    DAY = "day"
    WORKDAY = "workday"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, slots=True)
class Limit:
    """A time limit: ``n`` of ``unit`` from the event ``start``, by the law in ``source``."""

    n: int
    unit: LimitUnit
    start: str
    source: str
    extension: int | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """A legal way open for a matter: its family, exact name, door, and limits where known."""

    code: WayCode
    name: str
    where: str
    apply_within: Limit | None = None
    decided_within: Limit | None = None


@dataclass(frozen=True, slots=True)
class Matter:
    """One row: what the matter is, who answers for it, and the ways in the order to try them."""

    id: str
    unit: str
    title: str
    plain: str
    phrases: tuple[str, ...]
    ways: tuple[Way, ...]
    basis: tuple[Citation, ...]
    advice: str
    mediable: bool
    not_alone: bool
    level: Level
    needs_local_check: bool
    verified: bool
    reconsideration_first: tuple[str, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class ResponsibilityList:
    """The whole list in one version; a case keeps the row id and this version."""

    version: str
    adopted: date
    district: District
    units: Mapping[str, Unit]
    matters: Mapping[str, Matter]
    laws: Mapping[str, Law]
    places: Mapping[str, Place]
