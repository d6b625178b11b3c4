"""The citizen's conversation as one router."""

from __future__ import annotations

from aiogram import F, Router

from handlers.citizen import (
    choosing,
    confirming,
    evidence,
    filling,
    finding,
    following,
    interrupting,
    mine,
    outsiders,
    own_data,
    telling,
    wishes,
)
from handlers.citizen.pending import LeaveOwnData, LeaveWork, RateFirst


def setup() -> Router:
    """Standing wishes first, then answers to what was asked, then everything else one may say.

    Only private chats are listened to: a matter is nobody else's business.
    """
    router = Router(name="citizen")
    router.message.filter(F.chat.type == "private")
    router.edited_message.filter(F.chat.type == "private")
    for observer in (router.message, router.callback_query):
        observer.middleware(RateFirst())
        observer.middleware(LeaveOwnData())
        observer.middleware(LeaveWork())
    router.include_routers(
        outsiders.setup(),
        own_data.setup(),
        wishes.setup(),
        finding.setup(),
        mine.setup(),
        following.setup(),
        interrupting.setup(),
        choosing.setup(),
        filling.setup(),
        confirming.setup(),
        evidence.setup(),
        telling.setup(),
    )
    return router
