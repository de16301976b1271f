"""Logging in to the Programmbüro and out of it."""

from __future__ import annotations

import math

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, redirect

from bot.web.api_tokens import LONGEST_NAME, address_of
from bot.web.change_reading import clean
from bot.web.problems import WebProblem
from bot.web.programmbuero_access import PASSWORD_VARIABLE, SESSION_SECONDS, Locked, Organiser, WrongPassword
from bot.web.programmbuero_view import BASE
from bot.web.services import services_of

LOGIN = f"{BASE}/anmelden"
COOKIE = "programmbuero"


def setup_login(app: Sanic) -> None:
    """Serve the pages to log in and out."""
    app.add_route(get_login, LOGIN, methods={"GET", "HEAD"}, name="buero_anmelden")
    app.add_route(post_login, LOGIN, methods={"POST"}, name="buero_angemeldet")
    app.add_route(post_logout, f"{BASE}/abmelden", methods={"POST"}, name="buero_abmelden")


def organiser_of(request: Request) -> Organiser | None:
    """Who is logged in; None when nobody is."""
    return services_of(request).access.read(request.cookies.get(COOKIE) or "")


async def get_login(request: Request) -> HTTPResponse:
    """The form to log in, or a word on how to switch the Programmbüro on."""
    if not services_of(request).access.is_on:
        page = services_of(request).templates.render("programmbuero_aus.html", variable=PASSWORD_VARIABLE)
        return html(page, status=503)
    return redirect(BASE, status=303) if organiser_of(request) is not None else _form(request)


async def post_login(request: Request) -> HTTPResponse:
    """Log in."""
    access = services_of(request).access
    if not access.is_on:
        return await get_login(request)
    if request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none"):
        raise WebProblem(403, "Diese Anmeldung kommt von einer anderen Seite.", "Bitte melden Sie sich hier direkt an.")
    form = request.form or {}
    name = clean(str(form.get("name", ""))[:LONGEST_NAME], "name", required=False)
    if not name:
        return _form(request, "Bitte nennen Sie Ihren Namen: Er steht bei Ihren Änderungen.", 400)
    try:
        cookie = await access.log_in(name, str(form.get("passwort", "")), address_of(request))
    except WrongPassword:
        return _form(request, "Das Passwort stimmt nicht. Bitte versuchen Sie es noch einmal.", 401, name)
    except Locked as error:
        return _locked(request, math.ceil(error.seconds), name)
    response = redirect(BASE, status=303)
    _set_cookie(request, response, cookie, SESSION_SECONDS)
    return response


async def post_logout(request: Request) -> HTTPResponse:
    """Log out."""
    access, organiser = services_of(request).access, organiser_of(request)
    response = redirect(LOGIN, status=303)
    if organiser is not None and access.is_own_form(organiser, str((request.form or {}).get("pruefung", ""))):
        access.log_out(organiser)
        _set_cookie(request, response, "", 0)
    return response


def _form(request: Request, problem: str = "", status: int = 200, name: str = "") -> HTTPResponse:
    page = services_of(request).templates.render("programmbuero_anmelden.html", problem=problem, author=name)
    return html(page, status=status)


def _locked(request: Request, seconds: int, name: str) -> HTTPResponse:
    wait = "1 Sekunde" if seconds == 1 else f"{seconds} Sekunden"
    response = _form(request, f"Zu viele falsche Passwörter. Bitte warten Sie {wait}.", 429, name)
    response.headers["Retry-After"] = str(seconds)
    return response


def _set_cookie(request: Request, response: HTTPResponse, value: str, seconds: int) -> None:
    response.cookies[COOKIE] = value
    cookie = response.cookies[COOKIE]
    cookie["path"] = BASE
    cookie["max-age"] = seconds
    cookie["httponly"] = True
    cookie["samesite"] = "Strict"
    # A client could only make its own cookie stricter by sending this header itself.
    if request.scheme == "https" or request.headers.get("x-forwarded-proto", "") == "https":
        cookie["secure"] = True
