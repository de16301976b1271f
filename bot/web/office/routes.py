"""The Programmbüro: pages on which staffs change the programme; everything works without JavaScript."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, json, redirect

from bot.programme.changes.log import Outdated
from bot.programme.changes.model import Target, TargetKind
from bot.programme.changes.rules import ChangeRefused
from bot.programme.changes.service import ChangeService, Recorded
from bot.staff.access import Staff
from bot.staff.roles import PROGRAMME
from bot.web.changes.reading import read_change, read_number
from bot.web.http.errors import problem_of
from bot.web.http.forms import clean, fields_of, query_of
from bot.web.http.parts import keep_parts
from bot.web.http.problems import WebProblem
from bot.web.office.forms import (
    UNDO_REASON,
    addition_request,
    change_request,
    filters_back,
    filters_of,
)
from bot.web.office.pages import OfficeParts, addition_page, changes_page, overview_page, target_page
from bot.web.office.view import BASE, BOOTHS, anchor_of, content_words
from bot.web.staff_area.page import requires


def setup_office(app: Sanic, parts: OfficeParts) -> None:
    """Serve /programmbuero and what lies below."""
    keep_parts(app, parts)
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


office_page = requires(OfficeParts, *PROGRAMME)


@office_page
async def get_overview(request: Request, parts: OfficeParts, staff: Staff) -> HTTPResponse:
    """Show the table of a day's sessions, or of booths, by room."""
    wanted = query_of(request)
    return html(overview_page(parts, staff, filters_of(wanted), wanted.get("gespeichert", "")))


@office_page
async def get_session(request: Request, parts: OfficeParts, staff: Staff, key: str) -> HTTPResponse:
    """Show the form for one session."""
    return _show(request, parts, staff, Target(kind=TargetKind.SESSION, key=key))


@office_page
async def get_booth(request: Request, parts: OfficeParts, staff: Staff, key: str) -> HTTPResponse:
    """Show the form for one booth."""
    return _show(request, parts, staff, Target(kind=TargetKind.BOOTH, key=key))


@office_page
async def post_session(request: Request, parts: OfficeParts, staff: Staff, key: str) -> HTTPResponse:
    """Record a change of a session; the form again with the reason if it is refused."""
    return await _change(request, parts, staff, Target(kind=TargetKind.SESSION, key=key))


@office_page
async def post_booth(request: Request, parts: OfficeParts, staff: Staff, key: str) -> HTTPResponse:
    """Record a change of a booth; the form again with the reason if it is refused."""
    return await _change(request, parts, staff, Target(kind=TargetKind.BOOTH, key=key))


@office_page
async def get_addition(request: Request, parts: OfficeParts, staff: Staff) -> HTTPResponse:
    """Show the form for a new session."""
    wanted = query_of(request)
    return html(addition_page(parts, staff, {"tag": wanted.get("tag", "")}))


@office_page
async def post_addition(request: Request, parts: OfficeParts, staff: Staff) -> HTTPResponse:
    """Record an additional session; the form again with the reason if it is refused."""
    fields = fields_of(request)
    try:
        return await _record(parts, staff, addition_request(fields), {})
    except (WebProblem, ChangeRefused) as error:
        problem = problem_of(error)
        return html(addition_page(parts, staff, fields, problem), problem.status)


@office_page
async def get_changes(request: Request, parts: OfficeParts, staff: Staff) -> HTTPResponse:
    """All changes with their undo buttons."""
    return html(changes_page(parts, staff))


@office_page
async def post_undo(request: Request, parts: OfficeParts, staff: Staff, number: str) -> HTTPResponse:
    """Record that a change is taken back."""
    fields = fields_of(request)
    reason = clean(fields.get("grund", "")[:300], "grund", required=False) or UNDO_REASON
    recorded = await parts.change_service.undo(read_number(number), staff.name, reason)
    _note(parts, staff, "Programmänderung zurückgenommen", recorded)
    return redirect(
        _way_back(parts.change_service, recorded.change.content.target, recorded.change.number, filters_back(fields)),
        status=303,
    )


@office_page
async def get_number(request: Request, parts: OfficeParts, staff: Staff) -> HTTPResponse:
    """The number of the last change, for pages that want to say that they are out of date."""
    return json({"nummer": max((change.last_number for change in parts.change_service.changes), default=0)})


def _show(request: Request, parts: OfficeParts, staff: Staff, target: Target) -> HTTPResponse:
    wanted = query_of(request)
    return html(target_page(parts, staff, target, filters_of(wanted)))


async def _change(request: Request, parts: OfficeParts, staff: Staff, target: Target) -> HTTPResponse:
    fields = fields_of(request)
    filters = filters_back(fields)
    try:
        return await _record(parts, staff, change_request(fields, target), filters)
    except (WebProblem, ChangeRefused, Outdated) as error:
        problem = problem_of(error)
        outdated = int(fields.get("revision", "0")) if isinstance(error, Outdated) else None
        return html(target_page(parts, staff, target, filters, fields, problem, outdated), problem.status)


async def _record(
    parts: OfficeParts, staff: Staff, request: Mapping[str, Any], filters: Mapping[str, str]
) -> HTTPResponse:
    wanted = read_change(request, parts.site.fair.zone)
    recorded = await parts.change_service.record(
        wanted.content, staff.name, wanted.reason, wanted.expected, wanted.new_room
    )
    _note(parts, staff, "Programm geändert", recorded)
    return redirect(
        _way_back(parts.change_service, recorded.change.content.target, recorded.change.number, filters), status=303
    )


def _note(parts: OfficeParts, staff: Staff, what: str, recorded: Recorded) -> None:
    change = recorded.change
    about = f"{change.content.target.key}: {content_words(change.content)} (Nr. {change.number})"
    parts.audit.note(staff.user, what, about)


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
