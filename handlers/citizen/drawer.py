"""What a citizen has lying here unfinished; kept with the conversation, it survives a restart."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from aiogram.fsm.context import FSMContext
from pydantic import TypeAdapter

from handlers.callbacks import StaleButton
from handlers.citizen.form import Form, new_form

KEY = "citizen"
MOST_DONE = 20


@dataclass(frozen=True, slots=True)
class Done:
    """A form that became a case."""

    token: str
    case_id: int
    number: str


@dataclass(frozen=True, slots=True)
class Drawer:
    """The form in hand, those put aside, and what is waiting to be asked about.

    ``aside`` is a message of which it is not known yet whether it is another matter;
    ``pieces`` are the matters one message may hold; ``case_id`` and ``score`` belong to
    something begun on a registered case.
    """

    form: Form | None = None
    shelf: tuple[Form, ...] = ()
    done: tuple[Done, ...] = ()
    aside: str | None = None
    pieces: tuple[str, ...] = ()
    case_id: int | None = None
    score: int | None = None

    def held(self, token: str) -> Form:
        """The form in hand, if the button was made for it.

        Raises:
            StaleButton: it was not.
        """
        if self.form is not None and self.form.token == token:
            return self.form
        raise self.stale(token)

    def stale(self, token: str) -> StaleButton:
        """Why a button with this token does not count."""
        if any(done.token == token for done in self.done):
            return StaleButton("registered")
        return StaleButton("expired")

    def holding(self, form: Form | None) -> Drawer:
        """The drawer with another form in hand; nothing waits to be asked any more.

        A message that still lay aside becomes a form of its own: it is never dropped.
        """
        shelf = self.shelf
        if self.aside is not None and self.form is not None:
            shelf = (*shelf, new_form(self.form.channel, self.aside))
        return replace(self, form=form, shelf=shelf, aside=None, pieces=())

    def sorted(self) -> tuple[str, Drawer]:
        """The message that lay aside, and the drawer without it."""
        return self.aside or "", replace(self, aside=None)

    def put_aside(self) -> Drawer:
        """The form in hand goes on the shelf, unless there is nothing in it."""
        form = self.form
        empty = self.holding(None)
        if form is None or not (form.text or form.files):
            return empty
        return replace(empty, shelf=(*empty.shelf, form))

    def taken_up(self, token: str) -> Drawer:
        """A form of the shelf comes into the hand; what was in the hand goes on the shelf.

        Raises:
            StaleButton: it does not lie there.
        """
        found = next((form for form in self.shelf if form.token == token), None)
        if found is None:
            raise self.stale(token)
        rest = replace(self, shelf=tuple(form for form in self.shelf if form is not found))
        return replace(rest.put_aside(), form=found)

    def registered(self, done: Done) -> Drawer:
        """The form in hand became a case; its name and number serve the ones on the shelf."""
        form, empty = self.form, self.holding(None)
        shelf = tuple(_same_person(each, form) if form else each for each in empty.shelf)
        return replace(empty, shelf=shelf, done=(*self.done, done)[-MOST_DONE:])


def _same_person(form: Form, filled: Form) -> Form:
    return replace(form, name=form.name or filled.name, phone=form.phone or filled.phone)


@cache
def _adapter() -> TypeAdapter[Drawer]:
    return TypeAdapter(Drawer)


async def look(state: FSMContext) -> Drawer:
    """What lies in the drawer of this conversation."""
    raw: dict[str, Any] | None = (await state.get_data()).get(KEY)
    return _adapter().validate_python(raw) if raw else Drawer()


async def keep(state: FSMContext, drawer: Drawer) -> None:
    """Put everything back, in plain values that every storage can hold."""
    await state.update_data({KEY: _adapter().dump_python(drawer, mode="json")})
