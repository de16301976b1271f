"""Turns every fault into a German answer: JSON for the programme interfaces, a page for people."""

from __future__ import annotations

import logging
import secrets
from collections.abc import Callable, Mapping
from typing import Any, TypeGuard

import sqlalchemy as sa
from sanic import Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, html, json

from bot.content.stories.service import UnknownStory
from bot.content.topic_service import UnknownTopic
from bot.core.database import is_damage, takes_no_writing
from bot.core.errors import (
    ExpiredLink,
    NothingThere,
    OverloadedError,
    ProgrammeUnavailable,
    RefusedError,
    UnknownConversation,
)
from bot.programme.changes.log import AlreadyUndone, Outdated, UnknownChange
from bot.programme.changes.rules import ChangeRefused, NotThere, Pointless
from bot.runtime.locks import Busy
from bot.web.http.problems import (
    DATABASE_AWAY,
    NOT_STORABLE,
    PROGRAMME_AWAY,
    WebProblem,
    as_json,
    problem_of_status,
    unexpected_problem,
)
from bot.web.http.rendering import Templates

logger = logging.getLogger(__name__)
JSON_PATHS = ("/api", "/chat", "/programm", "/health", "/stand")
STATUS_OF: Mapping[type[Exception], int] = {
    UnknownConversation: 401,
    ExpiredLink: 403,
    NothingThere: 404,
    OverloadedError: 503,
    NotThere: 404,
    Pointless: 409,
    ChangeRefused: 400,
}
PAGES_TOO = ("/programm", "/stand")  # browsers come here as well as other programs


def setup_errors(app: Sanic, templates: Templates) -> None:
    """Answer every exception of ``app`` in German."""

    def answer(request: Request | None, exception: Exception) -> HTTPResponse:
        problem = problem_of(exception)
        headers: Any = getattr(exception, "headers", None)
        if request is not None and _wants_json(request):
            return json(as_json(problem), status=problem.status, headers=headers)
        page = templates.render("fehler.html", problem=problem)
        return html(page, status=problem.status, headers=headers)

    app.error_handler.add(Exception, answer)


def _wants_json(request: Request) -> bool:
    accepted = request.headers.get("accept", "")
    if any(_is_below(request.path, prefix) for prefix in PAGES_TOO) and "text/html" in accepted:
        return False
    # browsers ask for text/html first; the widget and other systems for JSON
    return accepted.startswith("application/json") or any(_is_below(request.path, prefix) for prefix in JSON_PATHS)


def _is_below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix + "/")


def problem_of(exception: Exception) -> WebProblem:
    """Return the fault as it is told to people; details that they should not see go to the log."""
    if isinstance(exception, WebProblem):
        return exception
    for kind, answer in ANSWERS.items():
        if isinstance(exception, kind):
            return answer(exception)
    if _is_of_database(exception):
        logger.error("Datenbank nicht erreichbar (%s)", type(exception).__name__)  # its text may hold the password
        return WebProblem(503, *(NOT_STORABLE if takes_no_writing(exception) else DATABASE_AWAY))
    status = exception.status_code if isinstance(exception, SanicException) else None
    if status is not None and status != 500:
        return problem_of_status(status)
    # told to the visitor: it finds the entry in the log without a word about the cause
    fault_id = secrets.token_hex(4)
    logger.error("Unerwarteter Fehler %s", fault_id, exc_info=exception)
    return unexpected_problem(fault_id)


def _refused(error: RefusedError) -> WebProblem:
    return WebProblem(_status_of(error), error.what, error.remedy)


def _refused_change(error: ChangeRefused) -> WebProblem:
    fault = {"feld": error.field, "wert": "", "fehler": error.what, "abhilfe": error.remedy}
    remedy = error.remedy[:1].upper() + error.remedy[1:]
    return WebProblem(_status_of(error), f"{error.what}.", f"{remedy}.", {"felder": [fault]})


def _outdated(error: Outdated) -> WebProblem:
    remedy = "Bitte den jetzigen Stand ansehen und die Änderung mit dessen „revision“ noch einmal schicken."
    return WebProblem(409, str(error), remedy, {"revision": error.revision})


def _status_of(error: Exception) -> int:
    return next(STATUS_OF[kind] for kind in type(error).__mro__ if kind in STATUS_OF)


ANSWERS: Mapping[type[Exception], Callable[[Any], WebProblem]] = {
    RefusedError: _refused,
    ChangeRefused: _refused_change,
    Outdated: _outdated,
    UnknownChange: lambda error: WebProblem(404, str(error), "Bitte die Nummer prüfen."),
    AlreadyUndone: lambda error: WebProblem(409, str(error), "Es ist nichts zu tun."),
    ProgrammeUnavailable: lambda _: WebProblem(503, *PROGRAMME_AWAY),
    UnknownTopic: lambda error: WebProblem(404, str(error), "Bitte wählen Sie ein Thema aus der Liste."),
    UnknownStory: lambda error: WebProblem(404, str(error), "Bitte wählen Sie eine aus der Liste."),
    Busy: lambda _: WebProblem(409, "Es wird gerade schon veröffentlicht.", "Bitte warten Sie, bis das beendet ist."),
}


def _is_of_database(exception: Exception) -> TypeGuard[sa.exc.SQLAlchemyError]:
    """Whether the database is away, locked, full or damaged. Other database errors are mistakes of ours."""
    is_away = isinstance(exception, sa.exc.OperationalError | sa.exc.InterfaceError) or is_damage(exception)
    return is_away or (isinstance(exception, sa.exc.SQLAlchemyError) and takes_no_writing(exception))
