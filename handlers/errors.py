"""A polite sentence for every error; what was not expected also gets a code to be found by."""

from __future__ import annotations

import secrets
from collections.abc import Callable
from typing import Any

import structlog
from aiogram import Bot, Router
from aiogram.exceptions import TelegramAPIError, TelegramForbiddenError
from aiogram.types import ErrorEvent, Update

from handlers.callbacks import StaleButton
from handlers.citizen.steps import BadAnswer
from handlers.talk import LONGEST_TOAST
from handlers.texts import citizen, labels, own_data
from handlers.texts import errors as texts
from handlers.texts import form as form_texts
from knowledge.errors import FenliuError
from knowledge.procedure import ActRefused
from storage.errors import (
    CaseNotFound,
    DataRequestGone,
    FileMissing,
    IdentityTaken,
    InvitationRefused,
    NotPermitted,
    ReclaimRefused,
    StaleCase,
    TicketRefused,
    TooLarge,
)

log = structlog.get_logger()

Teller = Callable[[Any], str]

_TELL: tuple[tuple[type[FenliuError], Teller], ...] = (
    (StaleButton, lambda e: texts.stale(e.why)),
    (BadAnswer, lambda e: form_texts.bad(e.step.value, needs_name=e.needs_name)),
    (ActRefused, lambda e: texts.act(e.act, e.status, e.why)),
    (StaleCase, lambda e: texts.moved_on(labels.STATUS[e.now])),
    (CaseNotFound, lambda _: texts.NOT_FOUND),
    (DataRequestGone, lambda _: own_data.GONE),
    (NotPermitted, lambda _: texts.NOT_PERMITTED),
    (ReclaimRefused, lambda e: texts.reclaim(e.why)),
    (InvitationRefused, lambda e: texts.invitation(e.why)),
    (TicketRefused, lambda _: texts.TICKET),
    (IdentityTaken, lambda _: texts.TAKEN),
    (TooLarge, lambda e: citizen.too_large(e.limit)),
    (FileMissing, lambda _: texts.FILE_MISSING),
)


def tell(error: FenliuError) -> str:
    """The sentence for an error that was raised on purpose."""
    for kind, teller in _TELL:
        if isinstance(error, kind):
            return teller(error)
    return texts.GENERIC


async def refused(event: ErrorEvent, bot: Bot) -> None:
    """An error of ours is told by its sentence; any other by an apology and its code."""
    error = event.exception
    if isinstance(error, TelegramForbiddenError):
        log.info("a person has shut the chat")
        return
    text = tell(error) if isinstance(error, FenliuError) else texts.unexpected(_noted(event))
    await _answer(event.update, bot, text)


def _noted(event: ErrorEvent) -> str:
    """Log where it broke, never what was said: messages of errors may quote a person."""
    reference = secrets.token_hex(3).upper()
    log.error(
        "unexpected", kind=event.update.event_type, reference=reference, exc_info=event.exception
    )
    return reference


async def _answer(update: Update, bot: Bot, text: str) -> None:
    """A press is answered above the chat, and in it where the text is too long for that."""
    query = update.callback_query
    if query is not None:
        await _toast(bot, query.id, text)
        if len(text) <= LONGEST_TOAST:
            return
    chat_id = _chat_id(update)
    if chat_id is not None:
        await bot.send_message(chat_id, text)


async def _toast(bot: Bot, query_id: str, text: str) -> None:
    try:
        await bot.answer_callback_query(query_id, text[:LONGEST_TOAST], show_alert=True)
    except TelegramAPIError:
        log.info("a press was too old, or already answered")


def _chat_id(update: Update) -> int | None:
    message = update.message or update.edited_message
    if message is not None:
        return message.chat.id
    return update.callback_query.from_user.id if update.callback_query else None


def setup() -> Router:
    """Listens to the errors of every router."""
    router = Router(name="errors")
    router.errors.register(refused)
    return router
