"""The booth: a page for a touch screen at the fair, and what it asks for beyond the chat API.

A visit is a chat whose token the page keeps in its memory only. It ends with ``DELETE /stand/sitzung``, which forgets
it unless the visitor has taken it along.
"""

from __future__ import annotations

import json as jsonlib

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, html, json

from bot.dialogue.explain import explain
from bot.dialogue.topic_words import all_topics
from bot.runtime.rasa_client import RasaUnavailable
from bot.web.http.documents import make_document, send_document
from bot.web.http.parts import keep_parts, parts_of
from bot.web.http.problems import WebProblem
from bot.web.http.validation import read_object
from bot.web.kiosk.handover import public_address, setup_handover
from bot.web.kiosk.map import label_title
from bot.web.kiosk.parts import KioskParts
from bot.web.kiosk.staff import count_rows
from bot.web.kiosk.visits import MARK

PAGE = "/stand"
MODES = ("", "einfach")  # with the panel „So habe ich Sie verstanden“, and without
LONGEST_QUESTION = 60  # letters that fit the screen
SMALL_TALK = "smalltalk/"


def setup_kiosk(app: Sanic, parts: KioskParts) -> None:
    """Serve the booth's page and its own requests."""
    app.add_route(get_page, PAGE, methods={"GET", "HEAD"})
    app.add_route(get_questions, f"{PAGE}/fragen.json", methods={"GET", "HEAD"})
    app.add_route(begin_visit, f"{PAGE}/sitzung", methods={"POST"})
    app.add_route(end_visit, f"{PAGE}/sitzung", methods={"DELETE"})
    app.add_route(get_map, f"{PAGE}/karte.json", methods={"GET", "HEAD"})
    app.add_route(open_corner, f"{PAGE}/betrieb", methods={"POST"})
    app.add_route(get_understanding, f"{PAGE}/verstanden", methods={"GET"})
    setup_handover(app)
    keep_parts(app, parts)
    parts.understood.listen(parts.visits.note)


async def get_page(request: Request) -> HTTPResponse:
    """The page; ``?modus=einfach`` leaves out how questions are understood."""
    parts = parts_of(request, KioskParts)
    wanted = str(request.args.get("modus", ""))
    mode = wanted if wanted in MODES else ""
    page = parts.site.templates.render(
        "stand.html",
        fair=parts.site.fair,
        mode=mode,
        has_corner=parts.pin.is_set,
        can_leave=public_address(request),
    )
    return html(page)


async def get_questions(request: Request) -> HTTPResponse:
    """Real questions that it understands, one of each topic."""
    body = jsonlib.dumps({"fragen": example_questions()}, ensure_ascii=False).encode()
    return send_document(request, make_document(body, "application/json; charset=utf-8"))


async def get_map(request: Request) -> HTTPResponse:
    """The map of all examples, of the model now at work; 503 while there is none."""
    try:
        return send_document(request, await parts_of(request, KioskParts).sky.document())
    except RasaUnavailable as error:
        raise WebProblem(503, "Die Karte ist gerade nicht da.", "Bitte versuchen Sie es gleich noch einmal.") from error


async def begin_visit(request: Request) -> HTTPResponse:
    """Open a chat for a visitor at the booth: its token and the greeting."""
    parts = parts_of(request, KioskParts)
    token, chat = parts.sessions.open(MARK)
    parts.visits.begin()
    opened = {"demo_uhr": parts.site.clock.is_demo, "loeschfrist_tage": parts.site.fair.retention_days}
    history = await parts.chats.open(chat)
    return json({"sitzung": token, "verlauf": history, "lageplan": False, "bewertungen": {}, **opened}, status=201)


async def end_visit(request: Request) -> HTTPResponse:
    """The visitor has gone: forget the chat, here and in Rasa; one taken along is no longer behind this token."""
    await parts_of(request, KioskParts).chats.forget(visit_of(request))
    return empty(204)


async def get_understanding(request: Request) -> HTTPResponse:
    """How the last message of this chat was understood, one entry for each question in it."""
    parts = parts_of(request, KioskParts)
    reports = parts.understood.last(visit_of(request))
    places = [await parts.sky.place(each.ranking) for each in reports]
    pairs = zip(reports, places, strict=True)
    return json({"fragen": [explain(each, label_title, parts.site.fair, where) for each, where in pairs]})


async def open_corner(request: Request) -> HTTPResponse:
    """Return today's counts to the operator who knows the PIN."""
    parts = parts_of(request, KioskParts)
    parts.pin.check(read_object(request.body).get("pin"), parts.site.visitors.key_of(request))
    return json({"zahlen": count_rows(parts.visits.counts())})


def visit_of(request: Request) -> str:
    """The chat whose token came with the request."""
    return parts_of(request, KioskParts).sessions.read(request.headers.get("authorization", ""))


def example_questions() -> list[dict[str, str]]:
    """The label and the longest of the first few examples of each topic that are whole questions and fit the screen."""
    found = []
    for topic in all_topics():
        fitting = [each for each in topic.examples if each.endswith("?") and len(each) <= LONGEST_QUESTION]
        if fitting and not topic.label.startswith(SMALL_TALK):
            found.append({"absicht": topic.label, "text": max(fitting[:5], key=len)})
    return found
