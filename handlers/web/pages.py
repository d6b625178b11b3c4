"""What lies at each address of the web chat."""

from __future__ import annotations

import re
from html import escape

from aiohttp import web

from handlers.texts import web as texts
from handlers.web import security, views
from handlers.web.assets import ASSETS
from handlers.web.parts import PARTS
from storage.errors import TicketRefused

OFFICE_PATH = "/office"
ENTER_PATH = "/office/enter"

_CODE = re.compile(r"[0-9A-Za-z-]{4,40}")
_TICKET = re.compile(r"[A-Za-z0-9_-]{8,100}")


async def chat_page(request: web.Request) -> web.Response:
    """The chat for everybody."""
    return _page(request, views.CHAT)


async def office_page(request: web.Request) -> web.Response:
    """The same chat for staff; an invitation's code in the address waits to be accepted."""
    code = request.query.get("invite", "")
    return _page(request, views.OFFICE, invite=code if _CODE.fullmatch(code) else "")


def _page(request: web.Request, room: str, *, invite: str = "") -> web.Response:
    known = security.token_of(request)
    token = known or security.new_token()
    response = views.html(views.chat(request, room, tag=security.tag(token), invite=invite))
    # Given again with every page, so that it lasts from the last visit.
    security.remember(response, token, secure=request.app[PARTS].secure)
    return response


async def healthz(request: web.Request) -> web.Response:
    """Whether the house stands, for whoever watches over it."""
    alive = await request.app[PARTS].alive()
    status = "ok" if alive else "failing"
    return web.json_response({"status": status}, status=200 if alive else 503)


async def enter(request: web.Request) -> web.Response:
    """A link from the chat that makes this browser the person's own.

    Another site's link must be confirmed first: nobody shall be led into a stranger's
    account without noticing, and tell it his troubles.
    """
    if request.headers.get("Sec-Purpose", "").startswith("prefetch"):
        raise web.HTTPServiceUnavailable
    ticket, path = _asked(request.query.get("ticket", ""), request.query.get("next", ""))
    if request.headers.get("Sec-Fetch-Site", "none") in ("cross-site", "same-site"):
        return _confirm(request, ticket, path)
    return await _redeem(request, ticket, path)


async def enter_confirmed(request: web.Request) -> web.Response:
    """The same, after the person has said so."""
    security.check_origin(request)
    form = await request.post()
    return await _redeem(request, *_asked(str(form.get("ticket")), str(form.get("next"))))


def _asked(ticket: str, path: str) -> tuple[str, str]:
    if not _TICKET.fullmatch(ticket):
        ticket = ""
    return ticket, security.local_path(path, otherwise=OFFICE_PATH)


def _confirm(request: web.Request, ticket: str, path: str) -> web.Response:
    form = (
        f'<form method="post" action="{ENTER_PATH}">'
        f'<input type="hidden" name="ticket" value="{escape(ticket)}">'
        f'<input type="hidden" name="next" value="{escape(path)}">'
        f'<button class="plain" type="submit">{escape(texts.ENTER)}</button></form>'
    )
    return views.note(request, texts.ENTER_TITLE, text=texts.ENTER_TEXT, form=form)


async def _redeem(request: web.Request, ticket: str, path: str) -> web.Response:
    parts = request.app[PARTS]
    try:
        person_id = await parts.people.redeem(ticket)
    except TicketRefused as error:
        said = f"{texts.TICKET.get(error.why, texts.TICKET['unknown'])}{texts.TICKET_AGAIN}"
        back = (OFFICE_PATH, texts.BACK_OFFICE)
        return views.note(request, texts.ENTER_TITLE, text=said, status=410, back=back)
    token = await _own_token(request, person_id)
    response = web.Response(status=303, headers={"Location": path})
    security.remember(response, token, secure=parts.secure)
    return response


async def _own_token(request: web.Request, person_id: int) -> str:
    """The browser's token if it is this person's already, else a new one made his."""
    known = security.token_of(request)
    if known is not None and (await security.visitor(request)).person_id == person_id:
        return known
    token = security.new_token()
    people = request.app[PARTS].people
    await people.attach(person_id, security.CHANNEL, security.external_id(token))
    return token


async def leave(request: web.Request) -> web.Response:
    """Forget this browser: for a device that others use too."""
    security.check_origin(request)
    response = web.Response(status=303, headers={"Location": "/"})
    response.headers["Clear-Site-Data"] = '"cache", "storage"'
    security.forget(response, secure=request.app[PARTS].secure)
    return response


async def favicon(request: web.Request) -> web.Response:
    """Browsers ask for it without being told."""
    raise web.HTTPMovedPermanently(request.app[ASSETS].url("seal.svg"))
