"""The chat over HTTP: the page with the widget, and the API that the widget uses."""

from __future__ import annotations

import json as jsonlib
from collections.abc import Mapping
from datetime import datetime
from functools import partial

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, html, json, raw

from bot.chat.answers import Answer
from bot.chat.chat_tables import data_of
from bot.chat.questions import MOST_COMMENT_LETTERS, Verdict
from bot.content.languages import LANGUAGES
from bot.core.database import beside
from bot.german.phrases import clock_time, day_name, span
from bot.web.chat.incoming import parse_incoming
from bot.web.chat.parts import ChatParts
from bot.web.chat.plan_api import setup_plan
from bot.web.chat.push import HEADERS, EventStream, read_event_id
from bot.web.http.documents import send_document
from bot.web.http.parts import keep_parts, parts_of
from bot.web.http.problems import WebProblem
from bot.web.http.validation import FieldFault, bad_fields, read_object

FILE_NAME = "meine-daten.json"
EXPLANATION = (
    "Das ist alles, was der Messelotse zu Ihrem Gespräch gespeichert hat. „Verlauf löschen“ im Menü des Chats "
    "löscht es. "
    "Was die Felder bedeuten, wozu sie da sind und wie lange sie bleiben, steht auf /datenschutz."
)


def setup_chat(app: Sanic, parts: ChatParts) -> None:
    """Serve the page with the widget, and all that the widget asks for."""
    keep_parts(app, parts)
    app.add_route(get_start, "/", methods={"GET", "HEAD"})
    app.add_route(get_suggestions, "/vorschlaege.json", methods={"GET", "HEAD"})
    app.add_route(open_session, "/chat/sitzung", methods={"POST"})
    app.add_route(post_message, "/chat/nachricht", methods={"POST"})
    app.add_route(get_history, "/chat/verlauf", methods={"GET"})
    app.add_route(delete_history, "/chat/verlauf", methods={"DELETE"})
    app.add_route(post_rating, "/chat/bewertung", methods={"POST"})
    app.add_route(get_data, "/chat/daten", methods={"GET"})
    app.add_route(get_events, "/chat/ereignisse", methods={"GET"})
    setup_plan(app)


async def get_start(request: Request) -> HTTPResponse:
    """The sample intranet page with the chat widget."""
    parts = parts_of(request, ChatParts)
    page = parts.site.templates.render(
        "start.html",
        fair=parts.site.fair,
        days=[(day_name(fair_day.day), span(fair_day.opens, fair_day.closes)) for fair_day in parts.site.fair.days],
        has_map=parts.has_map(),
        demo_clock=moment_text(parts.site.clock.now()) if parts.site.clock.is_demo else "",
    )
    return html(page)


async def open_session(request: Request) -> HTTPResponse:
    """Open a session: its token and the greeting."""
    parts = parts_of(request, ChatParts)
    token, session = parts.sessions.open()
    return json({"sitzung": token, **_as_json(parts, await parts.delivery.open(session))}, status=201)


async def post_message(request: Request) -> HTTPResponse:
    """Answer one message; the same id again gets the same answers."""
    session = _session_of(request)
    incoming = parse_incoming(request.body)
    answers = await parts_of(request, ChatParts).delivery.deliver(session, incoming)
    return json({"antworten": answers})


async def get_history(request: Request) -> HTTPResponse:
    """Everything said in this session; with ``?nach=17``, what came after the bubble with that number."""
    after = read_event_id(request.args.get("nach", "")) or 0
    parts, session = parts_of(request, ChatParts), _session_of(request)
    history = await parts.delivery.history(session, after)
    ratings = await beside(parts.questions.ratings.of, session)
    return json(_as_json(parts, history, {str(number): verdict for number, verdict in ratings.items()}))


async def delete_history(request: Request) -> HTTPResponse:
    """Forget this session's chat, here and in Rasa."""
    await parts_of(request, ChatParts).delivery.forget(_session_of(request))
    return empty(204)


async def post_rating(request: Request) -> HTTPResponse:
    """Store a visitor's rating of one answer of this chat."""
    session = _session_of(request)
    number, verdict, comment = read_rating(read_object(request.body))
    parts = parts_of(request, ChatParts)
    answers = [each for each in await parts.delivery.history(session) if each["rolle"] == "bot"]
    # numbers count over all chats: another chat's answer must not be rated
    if number not in (answer["nummer"] for answer in answers):
        raise WebProblem(404, "Diese Antwort gehört nicht zu Ihrem Gespräch.", "Bitte laden Sie die Seite neu.")
    await beside(parts.questions.rate, session, number, verdict, comment)
    return empty(204)


async def get_events(request: Request) -> None:
    """Hold the connection and send what happens in the chat."""
    parts = parts_of(request, ChatParts)
    chat = parts.sessions.read(request.headers.get("authorization", ""))
    after = read_event_id(request.headers.get("last-event-id", ""))
    await parts.live.hub.prepare()
    listener = parts.live.hub.join(chat, parts.site.visitors.key_of(request))
    try:
        plan = partial(parts.live.plan_service.as_text, chat)
        stream = await beside(EventStream, listener, parts.live.conversations, plan, after)
        response = await request.respond(content_type="text/event-stream; charset=utf-8", headers=HEADERS)
        async for frame in stream.events():
            await response.send(frame)
        await response.eof()
    finally:
        parts.live.hub.leave(listener)


async def get_data(request: Request) -> HTTPResponse:
    """The rows of all tables about this chat."""
    parts = parts_of(request, ChatParts)
    session = parts.sessions.read(request.headers.get("authorization", ""))
    found = await beside(data_of, parts.database, session)
    body = {"erklaerung": EXPLANATION, "loeschfrist_tage": parts.site.fair.retention_days, "daten": found}
    headers = {"Content-Disposition": f'attachment; filename="{FILE_NAME}"'}
    return raw(
        jsonlib.dumps(body, ensure_ascii=False, indent=2).encode(), headers=headers, content_type="application/json"
    )


async def get_suggestions(request: Request) -> HTTPResponse:
    """Serve the suggestions for a question that is being typed, with an ETag."""
    return send_document(request, parts_of(request, ChatParts).suggestions.document())


def _session_of(request: Request) -> str:
    return parts_of(request, ChatParts).sessions.read(request.headers.get("authorization", ""))


def _as_json(parts: ChatParts, history: list[Answer], ratings: Mapping[str, str] | None = None) -> dict[str, object]:
    return {
        "verlauf": history,
        "demo_uhr": parts.site.clock.is_demo,
        "loeschfrist_tage": parts.site.fair.retention_days,
        "lageplan": parts.has_map(),
        "sprachen": dict(LANGUAGES),
        "bewertungen": ratings or {},
    }


def moment_text(moment: datetime) -> str:
    """Like "Mittwoch, 14. Mai 2025, 10:05 Uhr"."""
    return f"{day_name(moment)}, {clock_time(moment)} Uhr"


def read_rating(fields: dict[str, object]) -> tuple[int, Verdict | None, str]:
    """Number, verdict and comment in the body of POST /chat/bewertung.

    Raises:
        WebProblem: 400 with every value that cannot be used.
    """
    number, verdict, comment = fields.get("nummer"), fields.get("urteil"), fields.get("kommentar") or ""
    faults = []
    # true is an int in Python; above 2**31 PostgreSQL's integer ends
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**31:
        faults.append(FieldFault("nummer", number, "ist keine Nummer einer Antwort", "bitte eine ganze Zahl angeben"))
    if verdict not in (None, Verdict.GOOD, Verdict.BAD):
        faults.append(FieldFault("urteil", verdict, "ist unbekannt", "bitte gut, schlecht oder null angeben"))
    if not isinstance(comment, str) or len(comment) > MOST_COMMENT_LETTERS:
        remedy = f"bitte einen Text mit höchstens {MOST_COMMENT_LETTERS} Zeichen angeben"
        faults.append(FieldFault("kommentar", comment, "ist so nicht möglich", remedy))
    if faults or not isinstance(number, int) or not isinstance(comment, str):
        raise bad_fields(faults)
    return number, Verdict(verdict) if isinstance(verdict, str) else None, comment.strip()
