"""What a person said in a browser, as the Bot API update that handlers know."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from bot.channels.web_messages import as_message, chat
from handlers.web.frames import Press
from storage.people import Actor

Payload = dict[str, Any]


def update_id(chat_id: int, client: str) -> int:
    """The same for the same words sent again, so that the inbox drops them.

    The chat is part of it: nobody can take the id of somebody else's update. 52 bits fit
    every integer there is between here and a JSON parser.
    """
    digest = sha256(f"{chat_id}:{client}".encode()).digest()
    return int.from_bytes(digest[:7]) >> 4


def person(actor: Actor) -> Payload:
    """A visitor in Bot API terms; the web knows no name but the one a case was given."""
    return {
        "id": actor.person_id,
        "is_bot": False,
        "first_name": actor.name or "",
        "language_code": "zh-hans",
    }


def of_message(actor: Actor, message_id: int, *, payload: Payload, client: str) -> Payload:
    """An update for a message that lies in the log."""
    message = as_message(actor.person_id, message_id, payload)
    return {
        "update_id": update_id(actor.person_id, client),
        "message": {**message, "from": person(actor)},
    }


def of_press(actor: Actor, press: Press, *, payload: Payload, bot: Payload) -> Payload:
    """An update for a pressed button, with the message it hangs on as it is now."""
    message = as_message(actor.person_id, press.message, payload)
    return {
        "update_id": update_id(actor.person_id, press.client),
        "callback_query": {
            # The answer finds its way back by this id: see WebSession.
            "id": f"{actor.person_id}:{press.client}",
            "from": person(actor),
            "chat_instance": str(actor.person_id),
            "message": {**message, "from": bot},
            "data": press.data,
        },
    }


def of_command(actor: Actor, message_id: int, *, text: str, at: int) -> Payload:
    """An update for a command nobody typed; ``at`` is in Unix seconds."""
    return {
        "update_id": update_id(actor.person_id, f"command {text}"),
        "message": {
            "message_id": message_id,
            "date": at,
            "chat": chat(actor.person_id),
            "from": person(actor),
            "text": text,
            "entities": [{"type": "bot_command", "offset": 0, "length": len(text)}],
        },
    }
