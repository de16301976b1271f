"""The Programmbüro: pages on which organisers change the programme; everything works without JavaScript."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any
from urllib.parse import unquote, urlencode

import sqlalchemy as sa
from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, json, redirect

from bot.errors import ProgrammeUnavailable
from bot.programme.change_desk import ChangeDesk
from bot.programme.change_log import AlreadyUndone, Outdated, UnknownChange
from bot.programme.change_model import Target, TargetKind
from bot.programme.change_rules import Refused
from bot.web.change_reading import clean, read_change
from bot.web.problems import WebProblem
from bot.web.programmbuero_access import Organiser
from bot.web.programmbuero_forms import (
    UNDO_REASON,
    addition_request,
    change_request,
    filters_back,
    filters_of,
)
from bot.web.programmbuero_login import LOGIN, organiser_of, setup_login
from bot.web.programmbuero_pages import addition_page, changes_page, overview_page, target_page
from bot.web.programmbuero_view import BASE, BOOTHS, anchor_of
from bot.web.programme_api import as_problem, read_number
from bot.web.services import Services, services_of

Handler = Callable[..., Awaitable[HTTPResponse]]
REFUSALS = (Refused, Outdated, UnknownChange, AlreadyUndone, ProgrammeUnavailable, sa.exc.SQLAlchemyError)


def setup_programmbuero(app: Sanic) -> None:
    """Serve /programmbuero and what lies below."""
    setup_login(app)
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


def logged_in(handler: Handler) -> Handler:
    """Let in only organisers, and forms only from our own pages; faults become German pages."""

    @wraps(handler)
    async def checked(request: Request, **parameters: str) -> HTTPResponse:
        services = services_of(request)
        organiser = organiser_of(request)
        if organiser is None:
            return redirect(LOGIN, status=303)
        if request.method == "POST" and not services.access.is_own_form(
            organiser, fields_of(request).get("pruefung", "")
        ):
            raise WebProblem(
                403,
                "Dieses Formular ist abgelaufen.",
                "Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.",
            )
        try:
            decoded = {name: unquote(value) for name, value in parameters.items()}  # Sanic leaves them as they came
            return await handler(request, services, organiser, **decoded)
        except REFUSALS as error:
            raise as_problem(error) from error

    return checked


@logged_in
async def get_overview(request: Request, services: Services, organiser: Organiser) -> HTTPResponse:
    """The table of sessions of a day, or of booths, by room."""
    wanted = {name: str(values[0]) for name, values in request.get_args(keep_blank_values=True).items()}
    return html(overview_page(services, organiser, filters_of(wanted), wanted.get("gespeichert", "")))


@logged_in
async def get_session(request: Request, services: Services, organiser: Organiser, key: str) -> HTTPResponse:
    """The form for one session."""
    return _show(request, services, organiser, Target(kind=TargetKind.SESSION, key=key))


@logged_in
async def get_booth(request: Request, services: Services, organiser: Organiser, key: str) -> HTTPResponse:
    """The form for one booth."""
    return _show(request, services, organiser, Target(kind=TargetKind.BOOTH, key=key))


@logged_in
async def post_session(request: Request, services: Services, organiser: Organiser, key: str) -> HTTPResponse:
    """Change one session."""
    return await _change(request, services, organiser, Target(kind=TargetKind.SESSION, key=key))


@logged_in
async def post_booth(request: Request, services: Services, organiser: Organiser, key: str) -> HTTPResponse:
    """Change one booth."""
    return await _change(request, services, organiser, Target(kind=TargetKind.BOOTH, key=key))


@logged_in
async def get_addition(request: Request, services: Services, organiser: Organiser) -> HTTPResponse:
    """The form for a new session."""
    wanted = {name: str(values[0]) for name, values in request.get_args().items()}
    return html(addition_page(services, organiser, {"tag": wanted.get("tag", "")}))


@logged_in
async def post_addition(request: Request, services: Services, organiser: Organiser) -> HTTPResponse:
    """Add a session."""
    fields = fields_of(request)
    try:
        return await _record(services, organiser, addition_request(fields), {})
    except (WebProblem, Refused) as error:
        problem = _problem_of(error)
        return html(addition_page(services, organiser, fields, problem), problem.status)


@logged_in
async def get_changes(request: Request, services: Services, organiser: Organiser) -> HTTPResponse:
    """All changes with their undo buttons."""
    return html(changes_page(services, organiser))


@logged_in
async def post_undo(request: Request, services: Services, organiser: Organiser, number: str) -> HTTPResponse:
    """Take a change back."""
    fields = fields_of(request)
    reason = clean(fields.get("grund", "")[:300], "grund", required=False) or UNDO_REASON
    recorded = await services.desk.undo(read_number(number), organiser.name, reason)
    return redirect(
        _way_back(services.desk, recorded.change.content.target, recorded.change.number, filters_back(fields)),
        status=303,
    )


@logged_in
async def get_number(request: Request, services: Services, organiser: Organiser) -> HTTPResponse:
    """The number of the last change, for pages that want to say that they are out of date."""
    return json({"nummer": max((change.last_number for change in services.desk.changes), default=0)})


def fields_of(request: Request) -> dict[str, str]:
    """The fields of a form, each once."""
    return {name: str(values[0]) for name, values in (request.form or {}).items()}


def _show(request: Request, services: Services, organiser: Organiser, target: Target) -> HTTPResponse:
    wanted = {name: str(values[0]) for name, values in request.get_args().items()}
    return html(target_page(services, organiser, target, filters_of(wanted)))


async def _change(request: Request, services: Services, organiser: Organiser, target: Target) -> HTTPResponse:
    fields = fields_of(request)
    filters = filters_back(fields)
    try:
        return await _record(services, organiser, change_request(fields, target), filters)
    except (WebProblem, Refused, Outdated) as error:
        problem = _problem_of(error)
        outdated = int(fields.get("revision", "0")) if isinstance(error, Outdated) else None
        return html(target_page(services, organiser, target, filters, fields, problem, outdated), problem.status)


async def _record(
    services: Services, organiser: Organiser, request: Mapping[str, Any], filters: Mapping[str, str]
) -> HTTPResponse:
    wanted = read_change(request, services.fair.zone)
    recorded = await services.desk.record(
        wanted.content, organiser.name, wanted.reason, wanted.expected, wanted.new_room
    )
    return redirect(
        _way_back(services.desk, recorded.change.content.target, recorded.change.number, filters), status=303
    )


def _problem_of(error: Exception) -> WebProblem:
    return error if isinstance(error, WebProblem) else as_problem(error)


def _way_back(desk: ChangeDesk, target: Target, number: int, filters: Mapping[str, str]) -> str:
    """The table where the changed thing is, with a word on what was saved."""
    query = dict(filters)
    if target.kind is TargetKind.BOOTH:
        query["ansicht"] = BOOTHS
    else:
        query.pop("ansicht", None)
        session = next((each for each in desk.catalogue.sessions if each.id == target.key), None)
        if session is not None:
            query["tag"] = session.start.date().isoformat()
    return f"{BASE}?{urlencode({**query, 'gespeichert': number})}#{anchor_of(target)}"
