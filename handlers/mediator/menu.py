"""The way in for staff: greeting, help by role, and what to do with free text."""

from __future__ import annotations

from aiogram import F, Router
from aiogram.dispatcher.event.bases import SkipHandler
from aiogram.fsm.context import FSMContext
from aiogram.types import CallbackQuery, InlineKeyboardMarkup, Message

from handlers.mediator import keyboards, views, words
from handlers.mediator.acts import find
from handlers.mediator.callbacks import Menu
from handlers.mediator.filters import Filling, Idle, Said, Staff
from handlers.mediator.forms import Form
from handlers.mediator.modes import become_citizen
from handlers.mediator.worktop import KEEPS_CASE, Shown, Worktop, show
from handlers.texts import staff as texts
from handlers.texts.words import wish


def setup() -> Router:
    """Greeting, help, leaving a form, and the change to one's own matters."""
    router = Router(name="staff menu")
    router.message.register(hello, Staff(), Said(*texts.START))
    router.message.register(help_, Staff(), Said(*texts.HELP))
    router.message.register(cancel, Staff(), Said(*texts.CANCEL), Filling())
    router.message.register(cancel, Staff(), F.text.in_(texts.CANCEL), Filling())
    router.message.register(as_citizen, Staff(), Said(*texts.CITIZEN))
    router.callback_query.register(press_help, Staff(), Menu.filter(F.go == "help"))
    router.callback_query.register(press_citizen, Staff(), Menu.filter(F.go == "citizen"))
    return router


def last() -> Router:
    """Free text of staff that nothing else took; comes after every other staff router."""
    router = Router(name="staff free text")
    router.message.register(
        free_text,
        F.text,
        ~F.text.startswith("/"),
        Staff(),
        Idle(),
        ~F.text.func(wish),
        flags={KEEPS_CASE: True},
    )
    return router


async def hello(message: Message, work: Worktop) -> None:
    """Say who the person is here, and offer the menu."""
    text = texts.hello(work.actor.posts, work.rlist)
    await show(message, Shown(text, keyboards.menu(work.actor.roles)))


async def help_(message: Message, work: Worktop) -> None:
    """Help for exactly the roles the person has."""
    await show(message, _help(work))


async def press_help(query: CallbackQuery, work: Worktop) -> None:
    """The same, by button."""
    await query.answer()
    await show(query, _help(work))


def _help(work: Worktop) -> Shown:
    roles = work.actor.roles
    return Shown(texts.help_text(texts.ordered(roles)), keyboards.menu(roles))


async def cancel(message: Message, state: FSMContext, work: Worktop) -> None:
    """Leave the open form; nothing was changed by it."""
    await Form.drop(state)
    await show(message, Shown(texts.CANCELLED, keyboards.menu(work.actor.roles)))


async def as_citizen(message: Message, state: FSMContext, rest: str) -> None:
    """From here on the citizen's conversation listens, also to what was said behind it."""
    await become_citizen(state)
    if rest:
        raise SkipHandler
    await show(message, Shown(texts.AS_CITIZEN))


async def press_citizen(query: CallbackQuery, state: FSMContext) -> None:
    """The same, by the button under text that was not understood."""
    await become_citizen(state)
    await query.answer()
    await show(query, Shown(texts.AS_CITIZEN))


async def free_text(message: Message, work: Worktop) -> None:
    """A bare number opens its case; for other text, ask what was meant instead of guessing."""
    said = message.text or ""
    number = words.number(said)
    if number:
        case = await find(work, number)
        await show(message, await views.card(work, case))
        return
    entry = keyboards.button(texts.BUTTON_CITIZEN, Menu(go="citizen").pack())
    menu = keyboards.menu(work.actor.roles).inline_keyboard
    keyboard = InlineKeyboardMarkup(inline_keyboard=[[entry], *menu])
    await show(message, Shown(texts.not_understood(said), keyboard))
