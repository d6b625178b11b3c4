"""A press inside a form: whether it still counts."""

from __future__ import annotations

from aiogram.types import CallbackQuery

from handlers import keyboards
from handlers.callbacks import FormPress, StaleButton
from handlers.citizen.drawer import Drawer, look
from handlers.citizen.form import Form
from handlers.talk import Talk, retire


async def pressed(query: CallbackQuery, press: FormPress, talk: Talk) -> tuple[Drawer, Form]:
    """The drawer and the form the button was made for; the button is taken off the screen.

    Raises:
        StaleButton: it was made for another form, or for a point that has passed.
    """
    drawer, form = await counting(press, talk)
    await retire(query)
    return drawer, form


async def counting(press: FormPress, talk: Talk) -> tuple[Drawer, Form]:
    """The same for a press that only looks: its buttons stay.

    Raises:
        StaleButton: it was made for another form, or for a point that has passed.
    """
    drawer = await look(talk.state)
    form = drawer.held(press.token)
    now = keyboards.point(drawer, elder=talk.elder)
    if press.at != now:
        raise StaleButton("waiting" if now in keyboards.BETWEEN else "answered")
    return drawer, form
