"""The web application: every address, under the same headers, with errors in plain words."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable

import structlog
from aiohttp import web
from aiohttp.typedefs import Handler

from handlers.texts import web as texts
from handlers.web import assets, pages, security, socket, uploads, views
from handlers.web.parts import PARTS, WebParts

log = structlog.get_logger()

LARGEST_FORM = 64 * 1024
"""Bytes of an ordinary form; uploads are read in pieces and have their own limit."""


def routes() -> list[web.RouteDef]:
    """Every address of the web chat."""
    return [
        web.get("/", pages.chat_page),
        web.get("/office", pages.office_page),
        web.get("/healthz", pages.healthz),
        web.get("/ws", socket.socket, allow_head=False),
        web.post("/upload", uploads.upload),
        web.get("/files/{key}", uploads.download, allow_head=False),
        web.get(pages.ENTER_PATH, pages.enter, allow_head=False),
        web.post(pages.ENTER_PATH, pages.enter_confirmed),
        web.post("/leave", pages.leave),
        web.get("/static/{version}/{name}", assets.static),
        web.get("/favicon.ico", pages.favicon),
    ]


def make_app(parts: WebParts, *, more: Iterable[web.RouteDef] = ()) -> web.Application:
    """The web chat, with ``more`` routes beside it under the same headers and error pages."""
    app = web.Application(middlewares=[in_plain_words], client_max_size=LARGEST_FORM)
    app[PARTS] = parts
    app[assets.ASSETS] = assets.Assets.load()
    app[socket.PACE] = security.Pace(burst=40, per_second=2, now=time.monotonic)
    app[uploads.PACE] = security.Pace(burst=20, per_second=0.5, now=time.monotonic)
    app[uploads.GATE] = asyncio.Semaphore(uploads.AT_ONCE)
    app.add_routes([*routes(), *more])
    app.on_response_prepare.append(security.add_headers)
    app.on_shutdown.append(_hang_up)
    return app


async def _hang_up(app: web.Application) -> None:
    await app[PARTS].channel.close()


@web.middleware
async def in_plain_words(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn errors into pages a person can read. The outermost edge: nothing passes it."""
    try:
        return await handler(request)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        sorry = _sorry(request, error.status)
        if "Allow" in error.headers:
            sorry.headers["Allow"] = error.headers["Allow"]
        return sorry
    except ConnectionError:
        raise
    except Exception as error:
        log.error("page failed", path=request.path, exc_info=error)
        return _sorry(request, 500)


def _sorry(request: web.Request, status: int) -> web.StreamResponse:
    heading, text = texts.error(status)
    if "text/html" not in request.headers.get("Accept", ""):
        return web.json_response({"kind": "refused", "why": status, "text": text}, status=status)
    back = ("/office", texts.BACK_OFFICE) if request.path.startswith("/office") else None
    return views.note(request, heading, text=text, status=status, back=back or ("/", texts.BACK))
