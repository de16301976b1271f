"""Turns every fault into a German answer: JSON for the programme interfaces, a page for people."""

from __future__ import annotations

import logging
import secrets
from typing import Any

from sanic import Request, Sanic
from sanic.exceptions import SanicException
from sanic.response import HTTPResponse, html, json

from bot.web.problems import WebProblem, as_json, problem_of_status, unexpected_problem
from bot.web.rendering import Templates

logger = logging.getLogger(__name__)
JSON_PATHS = ("/api", "/chat", "/programm", "/health")
PAGES_TOO = "/programm"  # browsers come here as well as other programs


def setup_errors(app: Sanic, templates: Templates) -> None:
    """Answer every exception of ``app`` in German."""

    def answer(request: Request | None, exception: Exception) -> HTTPResponse:
        problem = _problem_of(exception)
        headers: Any = getattr(exception, "headers", None)
        if request is not None and _wants_json(request):
            return json(as_json(problem), status=problem.status, headers=headers)
        page = templates.render("fehler.html", problem=problem)
        return html(page, status=problem.status, headers=headers)

    app.error_handler.add(Exception, answer)


def _wants_json(request: Request) -> bool:
    if _is_below(request.path, PAGES_TOO) and "text/html" in request.headers.get("accept", ""):
        return False
    return any(_is_below(request.path, prefix) for prefix in JSON_PATHS)


def _is_below(path: str, prefix: str) -> bool:
    return path == prefix or path.startswith(prefix + "/")


def _problem_of(exception: Exception) -> WebProblem:
    if isinstance(exception, WebProblem):
        return exception
    status = exception.status_code if isinstance(exception, SanicException) else None
    if status is not None and status != 500:
        return problem_of_status(status)
    fault_id = secrets.token_hex(4)
    logger.error("Unerwarteter Fehler %s", fault_id, exc_info=exception)
    return unexpected_problem(fault_id)
