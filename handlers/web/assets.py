"""Scripts, styles and pictures: read once, served under the hash of their content."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from string import Template

from aiohttp import web

FOLDER = Path(__file__).parent / "static"
TEMPLATES = Path(__file__).parent / "templates"
TYPES = {
    ".css": "text/css",
    ".js": "text/javascript",
    ".svg": "image/svg+xml",
    ".webmanifest": "application/manifest+json",
}
FOR_EVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class Assets:
    """All files of the pages. ``version`` changes with any of them, and with it every address."""

    version: str
    files: dict[str, bytes]
    templates: dict[str, Template]

    @classmethod
    def load(cls) -> Assets:
        """Read the folders of this package."""
        paths = sorted(path for path in FOLDER.iterdir() if path.suffix in TYPES)
        files = {path.name: path.read_bytes() for path in paths}
        digest = sha256(b"\0".join(files.values())).hexdigest()
        templates = {
            path.stem: Template(path.read_text("utf-8")) for path in TEMPLATES.glob("*.html")
        }
        return cls(digest[:12], files, templates)

    def url(self, name: str) -> str:
        """Where a file lies.

        Raises:
            KeyError: there is no such file.
        """
        return f"/static/{self.version}/{name}" if self.files[name] else ""


ASSETS = web.AppKey("ASSETS", Assets)


async def static(request: web.Request) -> web.Response:
    """One file; a page of an older version gets today's, uncached."""
    loaded = request.app[ASSETS]
    name = request.match_info["name"]
    content = loaded.files.get(name)
    if content is None:
        raise web.HTTPNotFound
    current = request.match_info["version"] == loaded.version
    return web.Response(
        body=content,
        content_type=TYPES[Path(name).suffix],
        charset="utf-8",
        headers={"Cache-Control": FOR_EVER if current else "no-cache"},
    )
