"""Logging in to the staff pages and out of them."""

from __future__ import annotations

import math
import re

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, redirect

from bot.staff.access import Locked, Staff, WrongPassword
from bot.staff.logins import LONGEST_LOGIN
from bot.staff.passwords import LONGEST
from bot.web.http.problems import WebProblem
from bot.web.services import services_of
from bot.web.staff.staff import COOKIE, LOGIN, fields_of, login_address, query_of, require_own_form, staff_of
from bot.web.staff.staff_frame import sections_of

LOGOUT, HOME = "/abmelden", "/verwaltung"
DEVICE_COOKIE, DEVICE_SECONDS = "messelotse_geraet", 365 * 86_400
LOGGED_OUT = "abgemeldet"
_LOCAL = re.compile(r"/(?![/\\])[^\s\\]*")


def setup_login(app: Sanic) -> None:
    """Serve the pages to log in and out, and the way to the first page that somebody may use."""
    app.add_route(get_login, LOGIN, methods={"GET", "HEAD"}, name="anmelden")
    app.add_route(post_login, LOGIN, methods={"POST"}, name="angemeldet")
    app.add_route(post_logout, LOGOUT, methods={"POST"}, name="abmelden")
    app.add_route(get_home, HOME, methods={"GET", "HEAD"}, name="verwaltung")


async def get_login(request: Request) -> HTTPResponse:
    """The form to log in; whoever is logged in, or named by the trusted proxy, goes on at once."""
    access, query = services_of(request).access, query_of(request)
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
    """Log in."""
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise WebProblem(403, "Diese Anmeldung kommt von einer anderen Seite.", "Bitte melden Sie sich hier direkt an.")
    fields = fields_of(request)
    name, target = fields.get("name", "").strip(), _target(fields.get("weiter", ""))
    try:
        password = fields.get("passwort", "")[: LONGEST * 2]
        services = services_of(request)
        device = request.cookies.get(DEVICE_COOKIE) or ""
        user, token = await services.access.log_in(name, password, services.visitors.key_of(request), device)
    except WrongPassword:
        what = "Name oder Passwort stimmt nicht. Bitte versuchen Sie es noch einmal."
        return _form(request, target, what, 401, name)
    except Locked as error:
        return _locked(request, target, math.ceil(error.seconds), name)
    response = _let_in(request, token, target)
    _set_cookie(request, response, services.access.guard.device_token(user.name), DEVICE_SECONDS, DEVICE_COOKIE)
    return response


async def post_logout(request: Request) -> HTTPResponse:
    """Log out."""
    services, staff = services_of(request), staff_of(request)
    response = redirect(f"{LOGIN}?{LOGGED_OUT}=1", status=303)
    if staff is not None:
        require_own_form(request, services, staff)
        services.access.log_out(staff)
        _set_cookie(request, response, "", 0)
    return response


async def get_home(request: Request) -> HTTPResponse:
    """Lead to the first page that somebody may use."""
    staff = staff_of(request)
    return redirect(login_address(HOME) if staff is None else _first_page(staff), status=303)


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
    services = services_of(request)
    page = services.templates.render(
        "anmelden.html",
        problem=problem,
        user=name,
        target=target,
        logged_out=LOGGED_OUT in query_of(request),
        has_users=bool(services.access.users.all()),
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
    if services_of(request).visitors.scheme_of(request) == "https":
        cookie["secure"] = True
