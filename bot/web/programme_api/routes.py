"""The programme for other systems: read it with revisions, change it, take changes back. Bearer tokens only."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any

from pydantic import BaseModel
from sanic import Request, Sanic
from sanic.response import HTTPResponse, raw

from bot.core.untrusted_text import from_address
from bot.programme.changes.model import Target, TargetKind
from bot.programme.changes.service import ChangeService
from bot.web.changes.reading import read_change, read_number
from bot.web.changes.requests import Zuruecknahme
from bot.web.http.documents import JSON_TYPE, make_document, send_document
from bot.web.http.forms import clean
from bot.web.http.parts import Site, keep_parts, parts_of
from bot.web.http.validation import FieldFault, bad_fields, check, read_object
from bot.web.programme_api.answers import (
    Aenderungen,
    Sitzungen,
    Staende,
    booth_answer,
    change_answer,
    recorded_answer,
    session_answer,
)
from bot.web.programme_api.openapi import describe_api
from bot.web.programme_api.tokens import ApiTokens

BASE = "/api/programm"
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


@dataclass(frozen=True)
class ApiParts:
    """The tokens of the API, and the service that carries changes out."""

    site: Site
    tokens: ApiTokens
    change_service: ChangeService


def setup_programme_api(app: Sanic, parts: ApiParts) -> None:
    """Serve /api/programm/… and its description at /api/openapi.json."""
    keep_parts(app, parts)
    description = make_document(describe_api(), JSON_TYPE)

    async def get_description(request: Request) -> HTTPResponse:
        return send_document(request, description)

    reading = {"GET", "HEAD"}
    app.add_route(get_description, "/api/openapi.json", methods=reading, name="api_beschreibung")
    for address, handler, methods in (
        ("/sitzungen", get_sessions, reading),
        ("/sitzungen/<key:str>", get_session, reading),
        ("/staende", get_booths, reading),
        ("/staende/<key:str>", get_booth, reading),
        ("/aenderungen", get_changes, reading),
        ("/aenderungen", post_change, {"POST"}),
        ("/aenderungen/<number:str>", get_change, reading),
        ("/aenderungen/<number:str>/zuruecknehmen", post_undo, {"POST"}),
    ):
        app.add_route(handler, BASE + address, methods=methods, name=f"api_{handler.__name__}")


def admitted(handler: Handler) -> Handler:
    """Let in only requests with a token; the handler gets its name."""

    @wraps(handler)
    async def checked(request: Request, **parameters: str) -> HTTPResponse:
        parts = parts_of(request, ApiParts)
        address = parts.site.visitors.key_of(request)
        author = await parts.tokens.admit(request.headers.get("authorization", ""), address)
        decoded = {name: from_address(value) for name, value in parameters.items()}
        return await handler(request, author, parts.change_service, **decoded)

    return checked


@admitted
async def get_sessions(_request: Request, _author: str, service: ChangeService) -> HTTPResponse:
    """Return all sessions with their revisions."""
    found = [session_answer(each, service.revision_of(of_session(each.id))) for each in service.catalogue.sessions]
    return send(Sitzungen(sitzungen=found))


@admitted
async def get_session(_request: Request, _author: str, service: ChangeService, key: str) -> HTTPResponse:
    """Return one session with its revision; 404 for an unknown one."""
    return send(session_answer(service.situation.session(key), service.revision_of(of_session(key))))


@admitted
async def get_booths(_request: Request, _author: str, service: ChangeService) -> HTTPResponse:
    """Return all booths with their revisions."""
    found = [booth_answer(each, service.revision_of(of_booth(each.number))) for each in service.catalogue.booths]
    return send(Staende(staende=found))


@admitted
async def get_booth(_request: Request, _author: str, service: ChangeService, key: str) -> HTTPResponse:
    """Return one booth with its revision; 404 for an unknown one."""
    return send(booth_answer(service.situation.booth(key), service.revision_of(of_booth(key))))


@admitted
async def get_changes(request: Request, _author: str, service: ChangeService) -> HTTPResponse:
    """All changes, the latest first; ``ab`` asks only for what happened from that number on."""
    first = _first_number(request)
    wanted = [change for change in reversed(service.changes) if change.last_number >= first]
    return send(Aenderungen(aenderungen=[change_answer(each, service.ineffective.get(each.number)) for each in wanted]))


@admitted
async def get_change(_request: Request, _author: str, service: ChangeService, number: str) -> HTTPResponse:
    """Return one change by its number; 404 for an unknown one."""
    change = service.find(read_number(number))
    return send(change_answer(change, service.ineffective.get(change.number)))


@admitted
async def post_change(request: Request, author: str, service: ChangeService) -> HTTPResponse:
    """Record a change; 201 with its address, 409 when the given revision is outdated."""
    wanted = read_change(read_object(request.body), parts_of(request, ApiParts).site.fair.zone)
    recorded = await service.record(wanted.content, author, wanted.reason, wanted.expected, wanted.new_room)
    location = f"{BASE}/aenderungen/{recorded.change.number}"
    return send(recorded_answer(recorded, service), 201, {"Location": location})


@admitted
async def post_undo(request: Request, author: str, service: ChangeService, number: str) -> HTTPResponse:
    """Take a change back; 409 when it was taken back already."""
    reason = check(Zuruecknahme, read_object(request.body)).grund
    recorded = await service.undo(read_number(number), author, clean(reason, "grund"))
    return send(recorded_answer(recorded, service))


def of_session(key: str) -> Target:
    """The session with this id as the target of changes."""
    return Target(kind=TargetKind.SESSION, key=key)


def of_booth(key: str) -> Target:
    """The booth with this number as the target of changes."""
    return Target(kind=TargetKind.BOOTH, key=key)


def send(answer: BaseModel, status: int = 200, headers: dict[str, str] | None = None) -> HTTPResponse:
    """The answer as JSON without its empty fields."""
    body = answer.json(ensure_ascii=False, exclude_none=True)
    return raw(body.encode(), status, headers, JSON_TYPE)


def _first_number(request: Request) -> int:
    values = request.get_args(keep_blank_values=True)
    unknown = [name for name in values if name != "ab"]
    if unknown:
        raise bad_fields([FieldFault(unknown[0], values.get(unknown[0]), "ist hier unbekannt", "möglich ist nur: ab")])
    text = str(values.get("ab", "0"))
    if len(values.getlist("ab") or ()) > 1 or not text.isascii() or not text.isdigit() or len(text) > 9:
        raise bad_fields([FieldFault("ab", text, "ist keine Nummer", "bitte eine ganze Zahl ab 0 angeben")])
    return int(text)
