"""Cases as the floors above see them: what is registered, shown, listed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from knowledge.advice import Danger, PetitionClass
from knowledge.due import Due
from knowledge.matters import Matter, WayCode
from knowledge.procedure import Act, Role, Stage, Status
from storage.files import StoredFile

PHONE_SHOWN = 11


@dataclass(frozen=True, slots=True)
class Draft:
    """A case about to be registered.

    ``intake_key`` is one person's own key for this intake: registering twice with it gives
    the same case. ``candidates`` are the ids of the rows the petitioner or desk has seen.
    """

    intake_key: str
    text: str
    unit: str
    petition_class: PetitionClass
    way: WayCode
    channel: str
    matter_id: str | None = None
    place_code: str | None = None
    place_text: str | None = None
    request: str | None = None
    name: str | None = None
    phone: str | None = None
    candidates: tuple[str, ...] = ()
    danger: Danger | None = None
    adjudicated: bool = False
    group: bool = False
    needs_person: bool = False
    attachments: tuple[StoredFile, ...] = ()
    accused_unit: str | None = None


@dataclass(frozen=True, slots=True)
class Receipt:
    """What the petitioner takes away: the number, and the code (1234-5678) that opens it."""

    case_id: int
    number: str
    code: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case as one actor may see it. ``name`` and ``phone`` are masked.

    ``list_version`` is the version of the list whose row ``matter_id`` is, and ``matter`` that
    row as it stood there; ``unit`` is the one that answers today, whatever was merged. ``mine``
    says whether the actor is its petitioner; ``attachments`` counts its files.
    """

    id: int
    number: str
    status: Status
    stage: Stage
    petition_class: PetitionClass
    matter_id: str | None
    list_version: str
    unit: str
    place_code: str | None
    place_text: str | None
    text: str
    request: str | None
    way: WayCode
    sealed: bool
    urgent: bool
    created_at: datetime
    updated_at: datetime
    due: Due | None
    rating: int | None
    name: str | None
    phone: str | None
    needs_person: bool
    channel: str
    attachments: int
    mine: bool
    candidates: tuple[str, ...] = ()
    danger: Danger | None = None
    adjudicated: bool = False
    group: bool = False
    accused_unit: str | None = None
    matter: Matter | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One act in the history. ``unit`` held the case afterwards.

    ``by_name`` is given to staff only, and masked where the petitioner acted.
    """

    at: datetime
    act: Act
    role: Role
    unit: str
    from_status: Status | None
    to_status: Status
    text: str | None
    internal: bool
    by_name: str | None
    door: str | None = None
    score: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """Some cases of ``total``."""

    cases: tuple[Case, ...]
    total: int


@dataclass(frozen=True, slots=True)
class Contact:
    """Name and telephone in full."""

    name: str | None
    phone: str | None


def masked_name(name: str | None) -> str | None:
    """The first character and a star."""
    return f"{name[0]}*" if name else None


def masked_phone(phone: str | None) -> str | None:
    """138****1234; of shorter numbers the last two characters."""
    if not phone:
        return None
    digits = phone.strip()
    if len(digits) < PHONE_SHOWN:
        return "****" + digits[-2:]
    return f"{digits[:3]}****{digits[-4:]}"
