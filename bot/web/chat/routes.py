"""The chat API for the widget: JSON in, JSON out."""

from __future__ import annotations

from collections.abc import Mapping

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, json

from bot.chat.answers import Answer
from bot.chat.ratings import MOST_LETTERS, Verdict
from bot.content.languages import LANGUAGES
from bot.core.database import beside
from bot.web.chat.incoming import MAXIMUM_BODY, parse_incoming
from bot.web.chat.push import read_event_id
from bot.web.http.problems import WebProblem
from bot.web.http.validation import FieldFault, bad_fields, read_object
from bot.web.services import Services, services_of


def setup_chat(app: Sanic) -> None:
    """Serve /chat/sitzung, /chat/nachricht, /chat/verlauf and /chat/bewertung."""
    app.add_route(open_session, "/chat/sitzung", methods={"POST"})
    app.add_route(post_message, "/chat/nachricht", methods={"POST"})
    app.add_route(get_history, "/chat/verlauf", methods={"GET"})
    app.add_route(delete_history, "/chat/verlauf", methods={"DELETE"})
    app.add_route(post_rating, "/chat/bewertung", methods={"POST"})


async def open_session(request: Request) -> HTTPResponse:
    """Open a session: its token and the greeting."""
    services = services_of(request)
    token, session = services.sessions.open()
    return json({"sitzung": token, **_as_json(services, await services.delivery.open(session))}, status=201)


async def post_message(request: Request) -> HTTPResponse:
    """Answer one message; the same id again gets the same answers."""
    session = _session_of(request)
    incoming = parse_incoming(request.body)
    answers = await services_of(request).delivery.deliver(session, incoming)
    return json({"antworten": answers})


async def get_history(request: Request) -> HTTPResponse:
    """Everything said in this session; with ``?nach=17``, what came after the bubble with that number."""
    after = read_event_id(request.args.get("nach", "")) or 0
    services, session = services_of(request), _session_of(request)
    history = await services.delivery.history(session, after)
    ratings = await beside(services.questions.ratings.of, session)
    return json(_as_json(services, history, {str(number): verdict for number, verdict in ratings.items()}))


async def delete_history(request: Request) -> HTTPResponse:
    """Forget this session's chat, here and in Rasa."""
    await services_of(request).delivery.forget(_session_of(request))
    return empty(204)


async def post_rating(request: Request) -> HTTPResponse:
    """Keep what somebody thinks of an answer of this chat."""
    session = _session_of(request)
    number, verdict, comment = read_rating(read_object(request.body, MAXIMUM_BODY))
    services = services_of(request)
    answers = [each for each in await services.delivery.history(session) if each["rolle"] == "bot"]
    if number not in (answer["nummer"] for answer in answers):
        raise WebProblem(404, "Diese Antwort gehört nicht zu Ihrem Gespräch.", "Bitte laden Sie die Seite neu.")
    await beside(services.questions.rate, session, number, verdict, comment)
    return empty(204)


def _session_of(request: Request) -> str:
    return services_of(request).sessions.read(request.headers.get("authorization", ""))


def _as_json(services: Services, history: list[Answer], ratings: Mapping[str, str] | None = None) -> dict[str, object]:
    return {
        "verlauf": history,
        "demo_uhr": services.clock.is_demo,
        "loeschfrist_tage": services.fair.retention_days,
        "lageplan": services.venue.current is not None,
        "sprachen": dict(LANGUAGES),
        "bewertungen": ratings or {},
    }


def read_rating(fields: dict[str, object]) -> tuple[int, Verdict | None, str]:
    """Number, verdict and comment in the body of POST /chat/bewertung.

    Raises:
        WebProblem: 400 with every value that cannot be used.
    """
    number, verdict, comment = fields.get("nummer"), fields.get("urteil"), fields.get("kommentar") or ""
    faults = []
    if not isinstance(number, int) or isinstance(number, bool) or not 0 < number < 2**31:
        faults.append(FieldFault("nummer", number, "ist keine Nummer einer Antwort", "bitte eine ganze Zahl angeben"))
    if verdict not in (None, Verdict.GOOD, Verdict.BAD):
        faults.append(FieldFault("urteil", verdict, "ist unbekannt", "bitte gut, schlecht oder null angeben"))
    if not isinstance(comment, str) or len(comment) > MOST_LETTERS:
        remedy = f"bitte einen Text mit höchstens {MOST_LETTERS} Zeichen angeben"
        faults.append(FieldFault("kommentar", comment, "ist so nicht möglich", remedy))
    if faults or not isinstance(number, int) or not isinstance(comment, str):
        raise bad_fields(faults)
    return number, Verdict(verdict) if isinstance(verdict, str) else None, comment.strip()
