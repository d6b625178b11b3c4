"""Pages as text: templates filled with escaped values, and what scripts need as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import asdict
from html import escape
from typing import Any

from aiohttp import web

from handlers.texts import web as texts
from handlers.web.assets import ASSETS
from handlers.web.frames import LONGEST
from handlers.web.parts import PARTS
from handlers.web.uploads import ACCEPT, LARGEST
from knowledge.units import District, Hotline

OFFICE, CHAT = "office", "chat"
URGENT = ("110", "119", "120")
LATER = ("12345", "12348")


def fill(request: web.Request, name: str, values: Mapping[str, str]) -> str:
    """A template with its values; those that are no HTML must be escaped already."""
    assets = request.app[ASSETS]
    common = {
        "lang": texts.LANGUAGE,
        "seal": texts.SEAL,
        "version": f"/static/{assets.version}",
    }
    return assets.templates[name].substitute({**common, **values})


def html(text: str, *, status: int = 200, headers: Mapping[str, str] | None = None) -> web.Response:
    """An answer that is a page."""
    return web.Response(
        text=text, status=status, content_type="text/html", charset="utf-8", headers=headers
    )


def note(
    request: web.Request,
    heading: str,
    *,
    text: str,
    status: int = 200,
    form: str = "",
    back: tuple[str, str] = ("/", texts.BACK),
) -> web.Response:
    """A page that says one thing. ``form`` is HTML."""
    values = {
        "heading": escape(heading),
        "text": escape(text),
        "form": form,
        "back": escape(back[0]),
        "back_text": escape(back[1]),
        "office": escape(request.app[PARTS].district.office_name),
    }
    return html(fill(request, "note", values), status=status)


def chat(request: web.Request, room: str, *, tag: str, invite: str = "") -> str:
    """The chat page: ``room`` is ``chat`` for everybody, ``office`` for staff."""
    parts = request.app[PARTS]
    district, office = parts.district, room == OFFICE
    quick = texts.OFFICE_QUICK if office else texts.CITIZEN_QUICK
    config = {
        "room": room, "visitor": tag, "invite": invite,
        "longest": LONGEST, "largest": LARGEST,
        "quick": [asdict(item) for item in quick],
        "texts": dict(texts.SCRIPT),
    }  # fmt: skip
    words = {f"t_{name}": escape(text) for name, text in texts.PAGE.items()}
    if office:
        words["t_hint"] = escape(texts.OFFICE_HINT)
    values = {
        **words,
        "room": room,
        "title": escape(texts.office_title(district) if office else texts.title(district)),
        "office": escape(district.office_name),
        "subtitle": escape(texts.OFFICE_SUBTITLE if office else texts.CITIZEN_SUBTITLE),
        "demo": _demo() if parts.demo else "",
        "contact": _contact(district),
        "hotlines": _hotlines(district),
        "notes_title": escape(texts.STAFF_NOTES_TITLE if office else texts.RIGHTS_TITLE),
        "notes": _list(texts.STAFF_NOTES if office else texts.RIGHTS),
        "accept": ACCEPT,
        "needs_script": escape(texts.NEEDS_SCRIPT),
        "config": script_json(config),
    }
    return fill(request, "chat", values)


def script_json(value: Any) -> str:
    """JSON that may stand inside a script element."""
    text = json.dumps(value, ensure_ascii=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


def _demo() -> str:
    return f'<p class="demo" role="note">{escape(texts.DEMO)}</p>'


def _contact(district: District) -> str:
    rows = (
        ("phone", district.office_phone),
        ("address", district.office_address),
        ("hours", district.office_hours),
    )
    shown = (
        f"<div><dt>{escape(texts.PAGE[name])}</dt><dd>{escape(value)}</dd></div>"
        for name, value in rows
        if value
    )
    return f'<dl class="contact">{"".join(shown)}</dl>'


def _hotlines(district: District) -> str:
    """The three numbers for danger first, then two for those who do not know whom to ask."""
    known = {line.number: line for line in district.hotlines if line.verified}
    urgent = "".join(_call(known[number], "urgent") for number in URGENT if number in known)
    later = "".join(_call(known[number], "later") for number in LATER if number in known)
    return f'<ul class="calls">{urgent}{later}</ul>'


def _call(line: Hotline, look: str) -> str:
    number, name = escape(line.number), escape(line.name)
    return f'<li class="{look}"><a href="tel:{number}"><b>{number}</b><span>{name}</span></a></li>'


def _list(items: Iterable[str]) -> str:
    return f'<ul class="notes">{"".join(f"<li>{escape(item)}</li>" for item in items)}</ul>'
