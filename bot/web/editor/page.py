"""The wrapper of all pages of the Redaktion: its role, and German pages for content that cannot be read or written."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from sanic import Request
from sanic.response import HTTPResponse

from bot.core.errors import ContentError
from bot.staff.access import Staff
from bot.staff.roles import CONTENT
from bot.web.http.problems import WebProblem
from bot.web.staff_area.page import Handler, requires

READING, SENDING = {"GET", "HEAD"}, {"POST"}
STORIES = "/redaktion/geschichten"  # a conversation that was tried out becomes one


def editor_page(kind: type[Any]) -> Callable[[Handler], Handler]:
    """Make a handler ``(request, parts, staff, **path parameters)`` of a page for the Redaktion.

    Only here a faulty file is told to people: visitors cannot mend it.

    Args:
        kind: the class of the surface's parts.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def translated(request: Request, parts: Any, staff: Staff, **parameters: str) -> HTTPResponse:
            try:
                return await handler(request, parts, staff, **parameters)
            except ContentError as error:
                remedy = "Bitte die Datei mit einem Texteditor berichtigen; bis dahin gilt die letzte gute Fassung."
                raise WebProblem(409, str(error), remedy) from error
            except OSError as error:
                what = f"Die Datei lässt sich nicht schreiben ({error.strerror})."
                raise WebProblem(503, what, "Bitte Platz und Rechte auf dem Server prüfen lassen.") from error

        return requires(kind, *CONTENT)(translated)

    return decorate
