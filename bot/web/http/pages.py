"""The sample intranet page and the files of the chat widget."""

from __future__ import annotations

from datetime import datetime
from mimetypes import guess_type
from pathlib import Path

from sanic import Request, Sanic
from sanic.exceptions import NotFound
from sanic.response import HTTPResponse, html

from bot.german.phrases import clock_time, day_name, span
from bot.web.chat.bundle import bundle_script
from bot.web.http.documents import Document, make_document, send_document
from bot.web.services import services_of

WIDGET_FILE, WIDGET_ENTRY = "widget.js", "embed"
STATIC_FOLDER = Path(__file__).resolve().parent.parent / "static"
# Not left to the machine's own table: with "nosniff", a module of another type would not run.
_TYPES = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".svg": "image/svg+xml"}


def setup_pages(app: Sanic) -> None:
    """Serve GET / and the static files."""
    files = load_static(STATIC_FOLDER)

    async def get_static(request: Request, path: str) -> HTTPResponse:
        if path not in files:
            raise NotFound(path)
        return send_document(request, files[path])

    app.add_route(get_start, "/", methods={"GET", "HEAD"})
    app.add_route(get_static, "/static/<path:path>", methods={"GET", "HEAD"})


def load_static(folder: Path) -> dict[str, Document]:
    """All files below ``folder`` by their relative path. Nothing else can be asked for, whatever the address says."""
    paths = (path for path in sorted(folder.rglob("*")) if path.is_file())
    files = {path.relative_to(folder).as_posix(): make_document(path.read_bytes(), _type_of(path)) for path in paths}
    script = bundle_script(folder / "widget", WIDGET_ENTRY).encode()
    return {**files, WIDGET_FILE: make_document(script, _TYPES[".js"])}


async def get_start(request: Request) -> HTTPResponse:
    """The sample intranet page with the chat widget."""
    services = services_of(request)
    page = services.templates.render(
        "start.html",
        fair=services.fair,
        days=[(day_name(fair_day.day), span(fair_day.opens, fair_day.closes)) for fair_day in services.fair.days],
        has_map=services.venue.current is not None,
        demo_clock=moment_text(services.clock.now()) if services.clock.is_demo else "",
    )
    return html(page)


def moment_text(moment: datetime) -> str:
    """Like "Mittwoch, 14. Mai 2025, 10:05 Uhr"."""
    return f"{day_name(moment)}, {clock_time(moment)} Uhr"


def _type_of(path: Path) -> str:
    return _TYPES.get(path.suffix) or guess_type(path.name)[0] or "application/octet-stream"
