"""Every table of the case book, and the metadata the migrations are checked against."""

from storage.tables.base import Moment, metadata
from storage.tables.cases import (
    AttachmentRow,
    AuditRow,
    CaseParty,
    CaseRow,
    HistoryRow,
    ReclaimTry,
)
from storage.tables.corrections import CorrectionRow
from storage.tables.data_requests import DataRequestRow, Standing, Wanted
from storage.tables.lists import ListAdoptionRow, ListVersionRow
from storage.tables.messages import ConversationRow, Counter, InboxRow, NoticeRow, WebLogRow
from storage.tables.people import IdentityRow, InvitationRow, PersonRow, PostRow, TicketRow

__all__ = [
    "AttachmentRow",
    "AuditRow",
    "CaseParty",
    "CaseRow",
    "ConversationRow",
    "CorrectionRow",
    "Counter",
    "DataRequestRow",
    "HistoryRow",
    "IdentityRow",
    "InboxRow",
    "InvitationRow",
    "ListAdoptionRow",
    "ListVersionRow",
    "Moment",
    "NoticeRow",
    "PersonRow",
    "PostRow",
    "ReclaimTry",
    "Standing",
    "TicketRow",
    "Wanted",
    "WebLogRow",
    "metadata",
]
