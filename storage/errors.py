"""What the case book refuses, each with the facts that a text for a person needs."""

from __future__ import annotations

from knowledge.errors import FenliuError
from knowledge.procedure import Status


class StorageError(FenliuError):
    """Root of the refusals of this floor."""


class CaseNotFound(StorageError):
    """There is no such case, or none that this person may see: the two are told alike."""

    def __init__(self, case_id: int | None = None) -> None:
        super().__init__(f"case {case_id}")
        self.case_id = case_id


class StaleCase(StorageError):
    """The case has moved on since it was looked at, to ``now``; nothing was changed."""

    def __init__(self, now: Status) -> None:
        super().__init__(now.value)
        self.now = now


class NotPermitted(StorageError):
    """The person's posts do not cover ``what``."""

    def __init__(self, what: str) -> None:
        super().__init__(what)
        self.what = what


class DataRequestGone(StorageError):
    """No such request about own data waits, or none that this person may answer."""

    def __init__(self, request_id: int) -> None:
        super().__init__(f"request {request_id}")
        self.request_id = request_id


class InvitationRefused(StorageError):
    """``why`` is ``unknown``, ``used`` or ``expired``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class TicketRefused(StorageError):
    """A page link was not issued here, was used before, or is too old; ``why`` as above."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ReclaimRefused(StorageError):
    """``why`` is ``wrong`` (number or code, never said which) or ``locked`` (too many tries)."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class ListRefused(StorageError):
    """A list was not adopted; ``why`` is ``past``, ``unnamed``, ``overtaken`` or ``changed``."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


class IdentityTaken(StorageError):
    """The address already belongs to somebody else."""


class TooLarge(StorageError):
    """A file is larger than ``limit`` bytes."""

    def __init__(self, limit: int) -> None:
        super().__init__(f"more than {limit} bytes")
        self.limit = limit


class FileMissing(StorageError):
    """No file is kept under this key, or it no longer is what was stored."""


class WrongKey(StorageError):
    """Something stored cannot be opened with this installation's key."""
