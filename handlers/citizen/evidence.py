"""Photos, documents, voices, videos and locations: kept with the matter they belong to."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace

from aiogram import F, Router
from aiogram.enums import ContentType
from aiogram.exceptions import TelegramBadRequest
from aiogram.filters import StateFilter
from aiogram.types import CallbackQuery, Location, Message

from handlers import keyboards
from handlers.callbacks import CaseDo, Do, FormPress, StaleButton
from handlers.citizen import flow
from handlers.citizen.drawer import Drawer, keep, look
from handlers.citizen.form import MOST_FILES, Form, Step, new_form
from handlers.citizen.greeting import greet_once
from handlers.citizen.pressing import pressed
from handlers.citizen.screening import odd
from handlers.citizen.steps import next_step
from handlers.citizen.telling import joined_text
from handlers.states import Filling, Following, Telling
from handlers.talk import Talk
from handlers.texts import citizen as texts
from handlers.texts import follow
from storage.errors import TooLarge
from storage.files import StoredFile

KINDS = frozenset(
    {
        ContentType.PHOTO,
        ContentType.DOCUMENT,
        ContentType.VOICE,
        ContentType.AUDIO,
        ContentType.VIDEO,
        ContentType.VIDEO_NOTE,
        ContentType.LOCATION,
    }
)
SPOKEN = frozenset({"voice", "audio", "video_note"})
# A web chat's file may come without a kind.
ANY_MIME = "application/octet-stream"


@dataclass(frozen=True, slots=True)
class Piece:
    """A file as a message names it; ``file_id`` is empty for a location."""

    kind: str
    name: str
    mime: str
    file_id: str = ""
    size: int = 0


def piece_of(message: Message) -> Piece:
    """What was sent, under a name that says what it is."""
    kind = message.content_type
    file_id, size, name, mime = "", 0, None, None
    if message.photo:
        largest = message.photo[-1]
        file_id, size, mime = largest.file_id, largest.file_size or 0, "image/jpeg"
    media = message.document or message.voice or message.audio or message.video
    if media is not None:
        file_id, size, mime = media.file_id, media.file_size or 0, media.mime_type
        name = getattr(media, "file_name", None)
    elif message.video_note:
        note = message.video_note
        file_id, size, mime = note.file_id, note.file_size or 0, "video/mp4"
    elif message.location:
        mime = "application/json"
    return Piece(kind, name or texts.FILE_NAMES.get(kind, kind), mime or ANY_MIME, file_id, size)


async def store(message: Message, talk: Talk) -> StoredFile:
    """Fetch what was sent and keep it.

    Raises:
        TooLarge: it is over the limit, or the messenger will not hand it out.
    """
    piece = piece_of(message)
    if message.location is not None:
        return await talk.files.save(piece.name, piece.mime, _as_json(message.location))
    if piece.size > talk.files.limit:
        raise TooLarge(talk.files.limit)
    try:
        content = await talk.bot.download(piece.file_id)
    except TelegramBadRequest as refused:
        raise TooLarge(talk.files.limit) from refused
    return await talk.files.save(piece.name, piece.mime, content.read() if content else b"")


def _as_json(location: Location) -> bytes:
    point = {"latitude": location.latitude, "longitude": location.longitude}
    return json.dumps(point).encode()


async def receive(message: Message, talk: Talk) -> None:
    """Evidence for the form in hand; with none in hand it begins one."""
    await greet_once(talk)
    drawer = await look(talk.state)
    state = await talk.state.get_state()
    form = drawer.form if state in OPEN_STATES else None
    if form is None:
        drawer, form = drawer.put_aside(), new_form(talk.channel, message_id=message.message_id)
    if len(form.files) >= MOST_FILES:
        await talk.say(texts.too_many(MOST_FILES))
        return
    form = form.with_files(await store(message, talk))
    if not (form.decided and next_step(form, elder=talk.elder) is Step.EVIDENCE):
        form = form.settle(Step.EVIDENCE)  # it need not be asked for any more
    await _answer(message, talk, drawer, form)


OPEN_STATES = frozenset(
    state.state for group in (Telling, Filling) for state in group.__all_states__
)


async def _answer(message: Message, talk: Talk, drawer: Drawer, form: Form) -> None:
    caption = (message.caption or "").strip()
    if form.decided and drawer.aside is None:
        await _in_form(message, talk, drawer, form, caption=caption)
    elif caption and odd(caption) is None and drawer.aside is None:
        await flow.consider(talk, drawer, await joined_text(talk, form, caption))
    elif form.text:
        await keep(talk.state, replace(drawer, form=form))
        await talk.say(texts.got_file_short(len(form.files), message.content_type))
    else:
        await flow.listen(talk, drawer, form)
        said = texts.VOICE_NEEDS_TEXT if message.content_type in SPOKEN else texts.NO_TEXT_YET
        await talk.say(said, keyboards.attach(form, drawer.done))


async def _in_form(
    message: Message, talk: Talk, drawer: Drawer, form: Form, *, caption: str
) -> None:
    """A caption belongs to the text; a location answers the question where."""
    step = next_step(form, elder=talk.elder)
    if caption:
        form = await joined_text(talk, form, caption)
    if message.location is not None and step is Step.PLACE:
        point = texts.at_point(message.location.latitude, message.location.longitude)
        form = replace(form, place_text=form.place_text or point).settle(Step.PLACE)
    if step is Step.EVIDENCE:  # more may follow; the person says when that was all
        await keep(talk.state, drawer.holding(form))
        keyboard = keyboards.step(form, Step.EVIDENCE, talk.rlist, elder=talk.elder)
        await talk.say(texts.got_file(len(form.files), message.content_type), keyboard)
        return
    lead = texts.got_file_short(len(form.files), message.content_type)
    await flow.ask_next(talk, drawer, form, lead=lead)


async def add_to_case(message: Message, talk: Talk) -> None:
    """Evidence for a case already registered."""
    drawer = await look(talk.state)
    if drawer.case_id is None:
        raise StaleButton("dropped")
    await talk.casebook.attach(drawer.case_id, await store(message, talk), by=talk.actor)
    case = await talk.casebook.get(drawer.case_id, talk.actor)
    keyboard = keyboards.on_case_only(case, (follow.DONE_ADDING, CaseDo.ADDED))
    await talk.say(follow.SUPPLEMENTED, keyboard)


async def attach(query: CallbackQuery, callback_data: FormPress, talk: Talk) -> None:
    """The files that came without words belong to a case of this conversation."""
    drawer, form = await pressed(query, callback_data, talk)
    case_id = int(callback_data.arg)
    if form.text or case_id not in {done.case_id for done in drawer.done}:
        raise StaleButton("expired")
    for file in form.files:
        await talk.casebook.attach(case_id, file, by=talk.actor)
    await talk.say(follow.SUPPLEMENT_DONE)
    await flow.idle(talk, drawer)


def setup() -> Router:
    """Everything that is a file or a place on the map."""
    router = Router(name="citizen.evidence")
    evidence = F.content_type.in_(KINDS)
    router.message.register(add_to_case, evidence, StateFilter(Following.adding))
    router.message.register(receive, evidence)
    router.callback_query.register(attach, FormPress.filter(F.do == Do.ATTACH))
    return router
