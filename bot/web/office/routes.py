"""The Programmbüro: pages on which staffs change the programme; everything works without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping
from functools import wraps
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa
from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, json, redirect

from bot.core.errors import ProgrammeUnavailable
from bot.programme.changes.log import AlreadyUndone, Outdated, UnknownChange
from bot.programme.changes.model import Target, TargetKind
from bot.programme.changes.rules import ChangeRefused
from bot.programme.changes.service import ChangeService, Recorded
from bot.staff.access import Staff
from bot.staff.roles import Role
from bot.web.http.forms import clean
from bot.web.http.problems import WebProblem
from bot.web.office.forms import (
    UNDO_REASON,
    addition_request,
    change_request,
    filters_back,
    filters_of,
)
from bot.web.office.pages import addition_page, changes_page, overview_page, target_page
from bot.web.office.view import BASE, BOOTHS, anchor_of, content_words
from bot.web.programme_api.api import as_problem, read_number
from bot.web.programme_api.change_reading import read_change
from bot.web.services import Services
from bot.web.staff.staff import fields_of, query_of, requires

Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]
REFUSALS = (ChangeRefused, Outdated, UnknownChange, AlreadyUndone, ProgrammeUnavailable, sa.exc.SQLAlchemyError)


def setup_programmbuero(app: Sanic) -> None:
    """Serve /programmbuero and what lies below."""
    reading = {"GET", "HEAD"}
    for address, handler, methods in (
        ("", get_overview, reading),
        ("/sitzung/<key:str>", get_session, reading),
        ("/sitzung/<key:str>", post_session, {"POST"}),
        ("/stand/<key:str>", get_booth, reading),
        ("/stand/<key:str>", post_booth, {"POST"}),
        ("/neu", get_addition, reading),
        ("/neu", post_addition, {"POST"}),
        ("/aenderungen", get_changes, reading),
        ("/aenderungen/<number:str>/zuruecknehmen", post_undo, {"POST"}),
        ("/nummer.json", get_number, reading),
    ):
        app.add_route(handler, BASE + address, methods=methods, name=f"buero_{handler.__name__}")


def office_page(handler: Handler) -> Handler:
    """Let in only the Programmbüro; refused changes become German pages."""

    @wraps(handler)
    async def translated(request: Request, services: Services, staff: Staff, **parameters: str) -> HTTPResponse:
        try:
            return await handler(request, services, staff, **parameters)
        except REFUSALS as error:
            raise as_problem(error) from error

    return requires(Role.OFFICE)(translated)


@office_page
async def get_overview(request: Request, services: Services, staff: Staff) -> HTTPResponse:
    """The table of sessions of a day, or of booths, by room."""
    wanted = query_of(request)
    return html(overview_page(services, staff, filters_of(wanted), wanted.get("gespeichert", "")))


@office_page
async def get_session(request: Request, services: Services, staff: Staff, key: str) -> HTTPResponse:
    """The form for one session."""
    return _show(request, services, staff, Target(kind=TargetKind.SESSION, key=key))


@office_page
async def get_booth(request: Request, services: Services, staff: Staff, key: str) -> HTTPResponse:
    """The form for one booth."""
    return _show(request, services, staff, Target(kind=TargetKind.BOOTH, key=key))


@office_page
async def post_session(request: Request, services: Services, staff: Staff, key: str) -> HTTPResponse:
    """Change one session."""
    return await _change(request, services, staff, Target(kind=TargetKind.SESSION, key=key))


@office_page
async def post_booth(request: Request, services: Services, staff: Staff, key: str) -> HTTPResponse:
    """Change one booth."""
    return await _change(request, services, staff, Target(kind=TargetKind.BOOTH, key=key))


@office_page
async def get_addition(request: Request, services: Services, staff: Staff) -> HTTPResponse:
    """The form for a new session."""
    wanted = query_of(request)
    return html(addition_page(services, staff, {"tag": wanted.get("tag", "")}))


@office_page
async def post_addition(request: Request, services: Services, staff: Staff) -> HTTPResponse:
    """Add a session."""
    fields = fields_of(request)
    try:
        return await _record(services, staff, addition_request(fields), {})
    except (WebProblem, ChangeRefused) as error:
        problem = _problem_of(error)
        return html(addition_page(services, staff, fields, problem), problem.status)


@office_page
async def get_changes(request: Request, services: Services, staff: Staff) -> HTTPResponse:
    """All changes with their undo buttons."""
    return html(changes_page(services, staff))


@office_page
async def post_undo(request: Request, services: Services, staff: Staff, number: str) -> HTTPResponse:
    """Take a change back."""
    fields = fields_of(request)
    reason = clean(fields.get("grund", "")[:300], "grund", required=False) or UNDO_REASON
    recorded = await services.change_service.undo(read_number(number), staff.name, reason)
    _note(services, staff, "Programmänderung zurückgenommen", recorded)
    return redirect(
        _way_back(
            services.change_service, recorded.change.content.target, recorded.change.number, filters_back(fields)
        ),
        status=303,
    )


@office_page
async def get_number(request: Request, services: Services, staff: Staff) -> HTTPResponse:
    """The number of the last change, for pages that want to say that they are out of date."""
    return json({"nummer": max((change.last_number for change in services.change_service.changes), default=0)})


def _show(request: Request, services: Services, staff: Staff, target: Target) -> HTTPResponse:
    wanted = query_of(request)
    return html(target_page(services, staff, target, filters_of(wanted)))


async def _change(request: Request, services: Services, staff: Staff, target: Target) -> HTTPResponse:
    fields = fields_of(request)
    filters = filters_back(fields)
    try:
        return await _record(services, staff, change_request(fields, target), filters)
    except (WebProblem, ChangeRefused, Outdated) as error:
        problem = _problem_of(error)
        outdated = int(fields.get("revision", "0")) if isinstance(error, Outdated) else None
        return html(target_page(services, staff, target, filters, fields, problem, outdated), problem.status)


async def _record(
    services: Services, staff: Staff, request: Mapping[str, Any], filters: Mapping[str, str]
) -> HTTPResponse:
    wanted = read_change(request, services.fair.zone)
    recorded = await services.change_service.record(
        wanted.content, staff.name, wanted.reason, wanted.expected, wanted.new_room
    )
    _note(services, staff, "Programm geändert", recorded)
    return redirect(
        _way_back(services.change_service, recorded.change.content.target, recorded.change.number, filters), status=303
    )


def _note(services: Services, staff: Staff, what: str, recorded: Recorded) -> None:
    change = recorded.change
    about = f"{change.content.target.key}: {content_words(change.content)} (Nr. {change.number})"
    services.access.audit.note(staff.user, what, about)


def _problem_of(error: Exception) -> WebProblem:
    return error if isinstance(error, WebProblem) else as_problem(error)


def _way_back(service: ChangeService, target: Target, number: int, filters: Mapping[str, str]) -> str:
    """The table where the changed thing is, with a word on what was saved."""
    query = dict(filters)
    if target.kind is TargetKind.BOOTH:
        query["ansicht"] = BOOTHS
    else:
        query.pop("ansicht", None)
        session = service.catalogue.session(target.key)
        if session is not None:
            query["tag"] = session.start.date().isoformat()
    return f"{BASE}?{urlencode({**query, 'gespeichert': number})}#{anchor_of(target)}"
