"""The programme over HTTP: pages to look at, and files for other programs, calendars and screens."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from bot.web.http.documents import HTML_TYPE, DocumentCache, make_document, send_document
from bot.web.http.parts import keep_parts, parts_of
from bot.web.http.problems import WebProblem
from bot.web.programme.exports import JSON_EXPORTS
from bot.web.programme.pages import ProgrammeParts, Render, render_board, render_print, render_programme
from bot.web.programme.view import OfferedFilters, choose

CLOCK_HEADER = "Messe-Uhr"
READING = {"GET", "HEAD"}
MOST_KEPT = 32  # pages of different filters
PAGES: tuple[tuple[str, Render], ...] = (
    ("/programm", render_programme),
    ("/programm/druck", render_print),
    ("/anzeige", render_board),
)


def setup_programme(app: Sanic, parts: ProgrammeParts) -> None:
    """Serve the pages /programm, /programm/druck and /anzeige, and the files below /programm."""
    keep_parts(app, parts)
    cache, offered = DocumentCache(MOST_KEPT), OfferedFilters(parts.site.fair)
    for path, render in PAGES:
        app.add_route(_page_handler(parts, cache, offered, path, render), path, methods=READING, name=f"seite{path}")
    for name in JSON_EXPORTS:
        app.add_route(get_json, f"/programm/{name}", methods=READING, name=f"programm_{name}")
    app.add_route(get_now, "/programm/jetzt.json", methods=READING)
    app.add_route(get_schedule, "/programm/schedule.xml", methods=READING)
    app.add_route(get_calendar, "/programm/programm.ics", methods=READING)
    app.add_route(get_session_calendar, "/programm/sitzung/<name:str>", methods=READING)


def _page_handler(
    parts: ProgrammeParts, cache: DocumentCache, offered: OfferedFilters, path: str, render: Render
) -> Callable[[Request], Coroutine[Any, Any, HTTPResponse]]:
    async def get_page(request: Request) -> HTTPResponse:
        wanted = {name: str(request.args.get(name, "")) for name in ("tag", "thema", "raum", "art")}
        now = parts.site.clock.now().replace(second=0, microsecond=0)
        catalogue = parts.catalogue()
        # unknown values count as everything: else each made-up address would fill the cache
        choices = choose(offered.of(catalogue), wanted)
        chosen = (choice.chosen for choice in choices)
        key = (path, parts.has_map(), catalogue.version, catalogue.read_at, now, *chosen)
        page = cache.get(key, lambda: make_document(render(parts, catalogue, now, choices).encode(), HTML_TYPE))
        return send_document(request, page)

    return get_page


async def get_json(request: Request) -> HTTPResponse:
    """One export with its ETag; 503 while there is no programme."""
    name = request.path.rpartition("/")[2]
    return send_document(request, parts_of(request, ProgrammeParts).exports.json(name))


async def get_now(request: Request) -> HTTPResponse:
    """Serve what runs now; 503 while there is no programme."""
    parts = parts_of(request, ProgrammeParts)
    moment = parts.site.clock.now()
    response = send_document(request, parts.exports.now(moment))
    # To the second, also with a 304: a screen's own clock may be wrong, and the fair's may be a demo clock.
    response.headers[CLOCK_HEADER] = moment.isoformat(timespec="seconds")
    return response


async def get_schedule(request: Request) -> HTTPResponse:
    """The programme for apps that do not read schedule.json."""
    return send_document(request, parts_of(request, ProgrammeParts).exports.schedule())


async def get_calendar(request: Request) -> HTTPResponse:
    """The whole programme as a calendar."""
    parts = parts_of(request, ProgrammeParts)
    # 1,000 sessions take a third of a second: beside the event loop, so that chats go on.
    make = partial(parts.exports.calendar, parts.site.clock.now())
    document = await asyncio.get_running_loop().run_in_executor(None, make)
    return _as_file(send_document(request, document), "programm.ics")


async def get_session_calendar(request: Request, name: str) -> HTTPResponse:
    """One session as a calendar; 404 for an unknown one."""
    parts = parts_of(request, ProgrammeParts)
    identifier = name.removesuffix(".ics")
    document = parts.exports.session(identifier, parts.site.clock.now()) if name.endswith(".ics") else None
    if document is None:
        raise WebProblem(404, "Diesen Programmpunkt gibt es nicht.", "Das Programm steht auf der Seite /programm.")
    return _as_file(send_document(request, document), f"{identifier}.ics")


def _as_file(response: HTTPResponse, name: str) -> HTTPResponse:
    """With the name under which a browser saves it; identifiers are plain ASCII."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
