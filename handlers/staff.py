"""All staff routers in the order in which they must listen."""

from __future__ import annotations

from aiogram import Router

from handlers.citizen.pending import LeaveOwnData
from handlers.mediator import acts, evidence, inbox, join, menu
from handlers.mediator.worktop import LayOut
from handlers.office import (
    corrections,
    lists,
    lists_adopting,
    own_data,
    people,
    routing,
    search,
    statistics,
)
from handlers.office.lists_draft import LeaveQuestion


def setup() -> Router:
    """Invitations first, then commands and buttons, then open forms, then other free text.

    Nothing here listens to people without a post, except for invitations.
    """
    router = Router(name="staff")
    for observer in (router.message, router.callback_query):
        observer.middleware(LayOut())
        observer.middleware(LeaveQuestion())
        observer.middleware(LeaveOwnData())
    router.include_routers(
        join.setup(),
        menu.setup(),
        inbox.setup(),
        acts.setup(),
        routing.setup(),
        search.setup(),
        statistics.setup(),
        people.setup(),
        lists.setup(),
        lists_adopting.setup(),
        corrections.setup(),
        own_data.setup(),
        evidence.setup(),
        acts.writing(),
        menu.last(),
    )
    return router
