"""The own plan over HTTP: ``/chat/plan`` and what belongs to it."""

from __future__ import annotations

import json as jsonlib
from datetime import timedelta

from sanic import Request, Sanic
from sanic.response import HTTPResponse, json, raw

from bot.chat.plans import qr_code
from bot.core.database import beside
from bot.core.untrusted_text import from_address
from bot.dialogue.own_plan import MOST_SESSIONS, PlanChange, is_minutes
from bot.programme.model import Session
from bot.programme.sources.moments import elapsed
from bot.web.chat.parts import ChatParts
from bot.web.http.documents import CALENDAR_TYPE
from bot.web.http.parts import parts_of
from bot.web.http.problems import WebProblem


def setup_plan(app: Sanic) -> None:
    """Serve the plan, its entries, reminders, calendar file and QR code."""
    app.add_route(get_plan, "/chat/plan", methods={"GET"})
    app.add_route(put_session, "/chat/plan/<key:str>", methods={"PUT"})
    app.add_route(delete_session, "/chat/plan/<key:str>", methods={"DELETE"})
    app.add_route(put_reminder, "/chat/plan/<key:str>/erinnerung", methods={"PUT"})
    app.add_route(get_calendar, "/chat/plan.ics", methods={"GET", "HEAD"})
    app.add_route(get_qr_code, "/chat/plan.svg", methods={"GET", "HEAD"})


async def get_plan(request: Request) -> HTTPResponse:
    """The plan with links to take it along."""
    return json(await beside(parts_of(request, ChatParts).live.plan_service.as_json, _chat_of(request)))


async def put_session(request: Request, key: str) -> HTTPResponse:
    """Put a session on the plan; 409 when the plan is full."""
    chat, session = _chat_of(request), _session_called(request, key)
    if len(parts_of(request, ChatParts).live.plans.of(chat).sessions) >= MOST_SESSIONS:
        raise WebProblem(
            409, f"Ihr Plan ist mit {MOST_SESSIONS} Programmpunkten voll.", "Bitte streichen Sie zuerst etwas."
        )
    return _changed(request, chat, PlanChange(add=(session.id,)))


async def delete_session(request: Request, key: str) -> HTTPResponse:
    """Take a session off the plan; one that is not on it is no fault."""
    return _changed(request, _chat_of(request), PlanChange(remove=(from_address(key),)))


async def put_reminder(request: Request, key: str) -> HTTPResponse:
    """Set or, with null, end the reminder for a session; it is noted as well."""
    chat, session = _chat_of(request), _session_called(request, key)
    minutes = _read_minutes(request.body)
    if minutes is None:
        return _changed(request, chat, PlanChange(remind={session.id: None}))
    # elapsed, not subtracted: on the night of a clock change an hour is missing or twice
    if elapsed(parts_of(request, ChatParts).site.clock.now(), session.start) <= timedelta(minutes=minutes):
        raise WebProblem(409, "Dafür ist es zu spät.", f"„{session.title}“ beginnt früher oder läuft schon.")
    return _changed(request, chat, PlanChange(add=(session.id,), remind={session.id: minutes}))


async def get_calendar(request: Request) -> HTTPResponse:
    """The plan as a calendar file, by a link that is valid for half an hour."""
    desk = parts_of(request, ChatParts).live.plan_service
    # the link itself is the permission: a phone has no token of the chat
    body = desk.calendar(desk.chat_of(request.args.get("schein", "")))
    headers = {"Content-Disposition": 'attachment; filename="mein-plan.ics"', "Cache-Control": "no-store"}
    return raw(body, headers=headers, content_type=CALENDAR_TYPE)


async def get_qr_code(request: Request) -> HTTPResponse:
    """The calendar link as QR code, for a phone in front of the screen."""
    token = request.args.get("schein", "")
    parts_of(request, ChatParts).live.plan_service.chat_of(token)
    scheme = parts_of(request, ChatParts).site.visitors.scheme_of(request)
    picture = qr_code(
        f"{scheme}://{request.host}{parts_of(request, ChatParts).site.prefix}/chat/plan.ics?schein={token}"
    )
    return raw(picture, headers={"Cache-Control": "no-store"}, content_type="image/svg+xml")


def _chat_of(request: Request) -> str:
    return parts_of(request, ChatParts).sessions.read(request.headers.get("authorization", ""))


def _changed(request: Request, chat: str, change: PlanChange) -> HTTPResponse:
    parts = parts_of(request, ChatParts)
    parts.live.plans.apply(chat, change)
    return json(parts.live.plan_service.as_json(chat))


def _session_called(request: Request, key: str) -> Session:
    found = parts_of(request, ChatParts).catalogue().session(from_address(key))
    if found is None:
        raise WebProblem(404, "Diesen Programmpunkt gibt es nicht.", "Das Programm steht auf der Seite /programm.")
    return found


def _read_minutes(body: bytes) -> int | None:
    """The minutes in the body.

    Raises:
        WebProblem: 400 when it has none that can be used.
    """
    try:
        decoded = jsonlib.loads(body.decode("utf-8"))
        minutes = decoded["minuten"]
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _bad_minutes() from error
    if minutes is not None and not is_minutes(minutes):
        raise _bad_minutes()
    return None if minutes is None else int(minutes)


def _bad_minutes() -> WebProblem:
    return WebProblem(
        400, "Die Zeit vor dem Beginn fehlt.", 'Bitte senden Sie {"minuten": 10}, höchstens 1440, oder null.'
    )
