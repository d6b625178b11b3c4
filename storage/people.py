"""People: who they are on which channel, the posts they hold, how they enter."""

from __future__ import annotations

from storage.accounts import Accounts, Address, Preferences
from storage.appointments import Appointments, Invitation, StaffMember, looks_like_code
from storage.permissions import Actor, Post
from storage.tickets import Tickets

__all__ = [
    "Actor",
    "Address",
    "Invitation",
    "People",
    "Post",
    "Preferences",
    "StaffMember",
    "looks_like_code",
]


class People(Accounts, Appointments, Tickets):
    """The one door to people: accounts and addresses, posts and invitations, tickets."""
