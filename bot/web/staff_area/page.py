"""The shared part of all pages for staff: access by role, the check that changes come from our pages, and the frame."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from functools import wraps
from typing import Any
from urllib.parse import quote, urlencode

from sanic import Request
from sanic.response import HTTPResponse, redirect

from bot.core.untrusted_text import from_address
from bot.staff.access import Access, Staff
from bot.staff.roles import CONTENT, PROGRAMME, STATISTICS, Role, role_words
from bot.web.http.forms import fields_of
from bot.web.http.parts import Site, parts_of
from bot.web.http.problems import WebProblem

LOGIN = "/anmelden"
COOKIE = "messelotse_anmeldung"
FORM_FIELD, TOKEN_HEADER = "pruefung", "Pruefung"
SAFE_METHODS = ("GET", "HEAD")
Handler = Callable[..., Coroutine[Any, Any, HTTPResponse]]


@dataclass(frozen=True)
class StaffArea:
    """The ground of all pages for staff."""

    site: Site
    access: Access


def requires(kind: type[Any], *roles: Role) -> Callable[[Handler], Handler]:
    """Make a handler ``(request, parts, staff, **path parameters)`` of a page for staff with one of these roles.

    Without a login, the request is led to the login and back; changes need the form token (field ``pruefung`` or, for
    JSON, header ``Pruefung``).

    Args:
        kind: the class of the surface's parts.
        roles: who may; without any, only Leitung.
    """

    def decorate(handler: Handler) -> Handler:
        @wraps(handler)
        async def checked(request: Request, **parameters: Any) -> HTTPResponse:
            staff = staff_of(request)
            if staff is None:
                return _to_login(request)
            if not staff.may(*roles):
                raise WebProblem(
                    403, "Dafür fehlt Ihnen die Berechtigung.", f"Diese Seite ist für: {role_words(roles)}, Leitung."
                )
            if request.method not in SAFE_METHODS:
                require_own_form(request, staff)
            decoded = {name: from_address(str(value)) for name, value in parameters.items()}
            return await handler(request, parts_of(request, kind), staff, **decoded)

        checked.for_staff = True  # type: ignore[attr-defined]  # tests walk all routes and look for it
        return checked

    return decorate


def staff_of(request: Request) -> Staff | None:
    """Return the person who is logged in, or None."""
    access = parts_of(request, StaffArea).access
    return access.staff(request.cookies.get(COOKIE) or "", access.single_sign_on.name_in(request))


def require_own_form(request: Request, staff: Staff) -> None:
    """Refuse a change that does not come from one of our pages.

    Raises:
        WebProblem: 403.
    """
    token = request.headers.get(TOKEN_HEADER) or fields_of(request).get(FORM_FIELD, "")
    if not parts_of(request, StaffArea).access.is_own_form(staff, token):
        raise WebProblem(
            403,
            "Dieses Formular ist abgelaufen.",
            "Bitte laden Sie die Seite neu und versuchen Sie es noch einmal.",
        )


def login_address(back: str) -> str:
    """The login that leads back to this local address."""
    return f"{LOGIN}?{urlencode({'weiter': back}, quote_via=quote, safe='/')}"


def _to_login(request: Request) -> HTTPResponse:
    if "application/json" in request.headers.get("accept", ""):
        raise WebProblem(401, "Ihre Anmeldung ist abgelaufen.", "Bitte melden Sie sich in einem anderen Tab neu an.")
    is_page = request.method in SAFE_METHODS
    query = f"?{request.query_string}" if request.query_string else ""
    return redirect(login_address(request.path + query if is_page else request.path), status=303)


@dataclass(frozen=True)
class Section:
    """An entry of the navigation, shown to these roles (and to Leitung)."""

    key: str
    title: str
    address: str
    roles: tuple[Role, ...] = ()


SECTIONS = (
    Section("themen", "Themen", "/redaktion", CONTENT),
    Section("eingang", "Eingang", "/redaktion/eingang", CONTENT),
    Section("geschichten", "Geschichten", "/redaktion/geschichten", CONTENT),
    Section("ausprobieren", "Ausprobieren", "/redaktion/ausprobieren", CONTENT),
    Section("statistik", "Statistik", "/redaktion/statistik", STATISTICS),
    Section("veroeffentlichen", "Veröffentlichen", "/redaktion/veroeffentlichen", CONTENT),
    Section("programmbuero", "Programmbüro", "/programmbuero", PROGRAMME),
    Section("protokoll", "Protokoll", "/verwaltung/protokoll"),
)


def sections_of(staff: Staff) -> list[Section]:
    """Return the sections that this person may use, in the order of the navigation."""
    return [section for section in SECTIONS if staff.may(*section.roles)]


def staff_page(site: Site, staff: Staff, template: str, here: str, **values: Any) -> str:
    """A page that extends ``verwaltung.html``.

    Args:
        here: the key of the section that it belongs to.
        values: what the template's own part needs.
    """
    return site.templates.render(
        template,
        sections=sections_of(staff),
        here=here,
        staff=staff,
        form_token=staff.form_token,
        fair=site.fair,
        **values,
    )
