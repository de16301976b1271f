"""Logging in to the staff pages and out of them, and the list of what was done there."""

from __future__ import annotations

import math
import re
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, redirect

from bot.german.phrases import clock_time
from bot.staff.access import Locked, Staff, WrongPassword
from bot.staff.logins import LONGEST_LOGIN
from bot.staff.users import LONGEST
from bot.web.http.forms import fields_of, query_of
from bot.web.http.parts import keep_parts, parts_of
from bot.web.http.problems import WebProblem
from bot.web.staff_area.page import (
    COOKIE,
    LOGIN,
    StaffArea,
    login_address,
    require_own_form,
    requires,
    sections_of,
    staff_of,
    staff_page,
)

LOGOUT, HOME, AUDIT = "/abmelden", "/verwaltung", "/verwaltung/protokoll"
ROWS = 100  # of the audit log on a page
DEVICE_COOKIE, DEVICE_SECONDS = "messelotse_geraet", 365 * 86_400
LOGGED_OUT = "abgemeldet"
_LOCAL = re.compile(r"/(?![/\\])[^\s\\]*")


def setup_staff(app: Sanic, parts: StaffArea) -> None:
    """Serve the pages to log in and out, the way to the first page that a person may use, and the audit log."""
    keep_parts(app, parts)
    app.add_route(get_login, LOGIN, methods={"GET", "HEAD"}, name="anmelden")
    app.add_route(post_login, LOGIN, methods={"POST"}, name="angemeldet")
    app.add_route(post_logout, LOGOUT, methods={"POST"}, name="abmelden")
    app.add_route(get_home, HOME, methods={"GET", "HEAD"}, name="verwaltung")
    app.add_route(get_audit, AUDIT, methods={"GET", "HEAD"}, name="protokoll")


async def get_login(request: Request) -> HTTPResponse:
    """Show the form to log in; a person who is logged in, or named by the trusted proxy, goes on at once."""
    access, query = parts_of(request, StaffArea).access, query_of(request)
    target = _target(query.get("weiter", ""))
    if staff_of(request) is not None:
        return redirect(target, status=303)
    name = access.single_sign_on.name_in(request)
    if not name or LOGGED_OUT in query:
        return _form(request, target)
    token = access.log_in_by_proxy(name)
    if token is None:
        what = f"Sie sind im Netz als „{name}“ angemeldet, haben hier aber kein offenes Konto."
        return _form(request, target, f"{what} Bitte wenden Sie sich an die Leitung.", 403)
    return _let_in(request, token, target)


async def post_login(request: Request) -> HTTPResponse:
    """Check name and password; on success set the cookies and go on, else show the form with the reason."""
    # no form token before the login: another page could log a person in to an account of its own
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise WebProblem(403, "Diese Anmeldung kommt von einer anderen Seite.", "Bitte melden Sie sich hier direkt an.")
    fields = fields_of(request)
    name, target = fields.get("name", "").strip(), _target(fields.get("weiter", ""))
    try:
        # cut: hashing texts of any length would be an attack by itself
        password = fields.get("passwort", "")[: LONGEST * 2]
        parts = parts_of(request, StaffArea)
        device = request.cookies.get(DEVICE_COOKIE) or ""
        user, token = await parts.access.log_in(name, password, parts.site.visitors.key_of(request), device)
    except WrongPassword:
        what = "Name oder Passwort stimmt nicht. Bitte versuchen Sie es noch einmal."
        return _form(request, target, what, 401, name)
    except Locked as error:
        return _locked(request, target, math.ceil(error.seconds), name)
    response = _let_in(request, token, target)
    _set_cookie(request, response, parts.access.guard.device_token(user.name), DEVICE_SECONDS, DEVICE_COOKIE)
    return response


async def post_logout(request: Request) -> HTTPResponse:
    """End the login and delete its cookie."""
    parts, staff = parts_of(request, StaffArea), staff_of(request)
    # with the mark, else single sign-on would log in again at once
    response = redirect(f"{LOGIN}?{LOGGED_OUT}=1", status=303)
    if staff is not None:
        require_own_form(request, staff)
        parts.access.log_out(staff)
        _set_cookie(request, response, "", 0)
    return response


async def get_home(request: Request) -> HTTPResponse:
    """Lead to the first page that this person may use."""
    staff = staff_of(request)
    return redirect(login_address(HOME) if staff is None else _first_page(staff), status=303)


@requires(StaffArea)
async def get_audit(request: Request, parts: StaffArea, staff: Staff) -> HTTPResponse:
    """Show the audit log, the latest deeds first, a page at a time, narrowed by words."""
    query = query_of(request)
    words = query.get("suche", "")[:100]
    before = int(query["vor"]) if query.get("vor", "").isdecimal() and len(query["vor"]) < 10 else None
    found = parts.access.audit.latest(ROWS + 1, before, words)
    more = urlencode({"suche": words, "vor": found[ROWS - 1].number}) if len(found) > ROWS else ""
    zone = parts.site.fair.zone
    rows = [(deed, deed.at.astimezone(zone)) for deed in found[:ROWS]]
    shown = [
        {"when": f"{at.day}.{at.month}.{at.year}, {clock_time(at)} Uhr", "user": deed.user, "what": deed.what,
         "about": deed.about}
        for deed, at in rows
    ]  # fmt: skip
    page = staff_page(
        parts.site,
        staff,
        "protokoll.html",
        here="protokoll",
        rows=shown,
        words=words,
        more=more,
        is_first=before is None,
    )
    return html(page)


def _first_page(staff: Staff) -> str:
    return next((section.address for section in sections_of(staff)), "/")


def _target(wanted: str) -> str:
    """Where to go after the login: only to pages of our own."""
    is_ours = _LOCAL.fullmatch(wanted) and wanted.isascii() and not wanted.startswith((LOGIN, LOGOUT))
    return wanted if is_ours else HOME


def _let_in(request: Request, token: str, target: str) -> HTTPResponse:
    response = redirect(target, status=303)
    _set_cookie(request, response, token, LONGEST_LOGIN)
    return response


def _form(request: Request, target: str, problem: str = "", status: int = 200, name: str = "") -> HTTPResponse:
    parts = parts_of(request, StaffArea)
    page = parts.site.templates.render(
        "anmelden.html",
        problem=problem,
        user=name,
        target=target,
        logged_out=LOGGED_OUT in query_of(request),
        has_users=bool(parts.access.users.all()),
    )
    return html(page, status=status)


def _locked(request: Request, target: str, seconds: int, name: str) -> HTTPResponse:
    wait = "1 Sekunde" if seconds == 1 else f"{seconds} Sekunden"
    response = _form(request, target, f"Zu viele falsche Passwörter. Bitte warten Sie {wait}.", 429, name)
    response.headers["Retry-After"] = str(seconds)
    return response


def _set_cookie(request: Request, response: HTTPResponse, value: str, seconds: int, name: str = COOKIE) -> None:
    response.cookies[name] = value
    cookie = response.cookies[name]
    cookie["path"] = LOGIN if name == DEVICE_COOKIE else "/"
    cookie["max-age"] = seconds
    cookie["httponly"] = True
    # Not „Strict“: a link from the intranet must find its reader logged in; changes have their form token.
    cookie["samesite"] = "Lax"
    if parts_of(request, StaffArea).site.visitors.scheme_of(request) == "https":
        cookie["secure"] = True
