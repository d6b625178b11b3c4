"""Who a browser is, what may be asked of us from where, and how often."""

from __future__ import annotations

import re
import secrets
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlsplit

from aiohttp import web

from handlers.web.parts import PARTS
from storage.people import Actor

CHANNEL = "web"
COOKIE = "fenliu_visitor"
COOKIE_LIFE = 400 * 24 * 3600
"""Seconds; browsers keep no cookie longer than 400 days."""

_TOKEN = re.compile(r"[A-Za-z0-9_-]{43}")
_HOST = re.compile(r"[A-Za-z0-9.\-]+(?::\d{1,5})?|\[[0-9A-Fa-f:]+\](?::\d{1,5})?")

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Not "no-referrer": under it a form's POST says "Origin: null", and we check the origin.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "geolocation=(self), microphone=(self), camera=(), payment=()",
}
HSTS = "max-age=31536000"


def new_token() -> str:
    """What a browser proves itself with: 32 random bytes."""
    return secrets.token_urlsafe(32)


def external_id(token: str) -> str:
    """The address of a browser in the case book; the token cannot be told from it."""
    return sha256(token.encode("ascii")).hexdigest()


def tag(token: str) -> str:
    """A short public name of a browser, under which its page keeps what was not sent yet."""
    return sha256(external_id(token).encode("ascii")).hexdigest()[:12]


def token_of(request: web.Request) -> str | None:
    """The browser's token, if its cookie has the shape of one."""
    token = request.cookies.get(COOKIE, "")
    return token if _TOKEN.fullmatch(token) else None


def remember(response: web.StreamResponse, token: str, *, secure: bool) -> None:
    """Give the token to the browser, out of reach of scripts and of other sites' forms."""
    response.set_cookie(
        COOKIE, token, max_age=COOKIE_LIFE, path="/",
        httponly=True, secure=secure, samesite="Lax",
    )  # fmt: skip


def forget(response: web.StreamResponse, *, secure: bool) -> None:
    """Take the token away from the browser."""
    response.del_cookie(COOKIE, path="/", httponly=True, secure=secure, samesite="Lax")


async def visitor(request: web.Request) -> Actor:
    """The person behind the browser.

    Raises:
        web.HTTPUnauthorized: the browser has no cookie of ours; it should load a page first.
    """
    token = token_of(request)
    if token is None:
        raise web.HTTPUnauthorized(text="no visitor")
    return await request.app[PARTS].people.arrive(CHANNEL, external_id(token))


def check_origin(request: web.Request) -> None:
    """Only our own pages may speak for a visitor.

    Raises:
        web.HTTPForbidden: the request comes from another site's page, or does not say.
    """
    origin = request.headers.get("Origin", "")
    public = request.app[PARTS].public_url
    here = urlsplit(origin)
    own = here.scheme in ("http", "https") and here.netloc == request.host
    if not own and (not public or origin != _origin(public)):
        raise web.HTTPForbidden(text="origin")


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"


def page_policy(request: web.Request) -> str:
    """The content security policy of a page: our own files, and nothing inline."""
    # Older Safari does not count a socket of the same host as 'self'.
    host = request.host if _HOST.fullmatch(request.host) else ""
    sockets = f" ws://{host} wss://{host}" if host else ""
    return (
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; "
        "img-src 'self' blob: data:; media-src 'self' blob:; manifest-src 'self'; "
        f"connect-src 'self'{sockets}; form-action 'self'; base-uri 'none'; "
        "frame-ancestors 'none'"
    )


FILE_POLICY = "default-src 'none'; sandbox; frame-ancestors 'none'"
"""For what people uploaded: even opened alone it can run and load nothing."""


async def add_headers(request: web.Request, response: web.StreamResponse) -> None:
    """A signal: every answer carries the headers, those of other routes in the app too."""
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    response.headers.setdefault("Content-Security-Policy", page_policy(request))
    response.headers.setdefault("Cache-Control", "no-store")
    if request.app[PARTS].secure:
        response.headers.setdefault("Strict-Transport-Security", HSTS)


def local_path(path: str, *, otherwise: str) -> str:
    """The path if it stays within this site, else ``otherwise``."""
    fine = path.startswith("/") and not path.startswith(("//", "/\\")) and path.isprintable()
    return path if fine and "\\" not in path else otherwise


@dataclass(slots=True)
class Bucket:
    """So many at once, so many a second after that."""

    tokens: float
    at: float


@dataclass(slots=True)
class Pace:
    """How fast each visitor may speak. ``now`` is a monotonic clock in seconds."""

    burst: int
    per_second: float
    now: Callable[[], float]
    most: int = 10_000
    _buckets: OrderedDict[int, Bucket] = field(default_factory=OrderedDict)

    def wait(self, person_id: int) -> float:
        """Count one; 0 if it may pass, else the seconds after which it would."""
        now = self.now()
        bucket = self._buckets.pop(person_id, None) or Bucket(self.burst, now)
        bucket.tokens = min(self.burst, bucket.tokens + (now - bucket.at) * self.per_second)
        bucket.at = now
        self._buckets[person_id] = bucket
        if len(self._buckets) > self.most:
            self._buckets.popitem(last=False)
        if bucket.tokens < 1:
            return (1 - bucket.tokens) / self.per_second
        bucket.tokens -= 1
        return 0.0
