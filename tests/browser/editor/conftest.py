"""Logins to a copy of the project. Each module has its own ``office``: the address of a web process of that copy."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from bot.staff.roles import Role
from tests.samples.staff import NAMES, PASSWORD

if TYPE_CHECKING:
    from playwright._impl._api_structures import SetCookieParam
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage

LogIn = Callable[..., "Page"]


@pytest.fixture(scope="module")
def cookies(office: str) -> dict[Role, list[SetCookieParam]]:
    """The cookies of each role's login."""
    found: dict[Role, list[SetCookieParam]] = {}
    for role in (Role.EDITOR, Role.LEAD):
        form = {"name": NAMES[role], "passwort": PASSWORD}
        answer = httpx.post(f"{office}/anmelden", data=form, timeout=60, trust_env=False)
        found[role] = [{"name": name, "value": value, "url": office} for name, value in answer.cookies.items()]
    return found


@pytest.fixture
def log_in(open_page: OpenPage, office: str, cookies: dict[Role, list[SetCookieParam]]) -> LogIn:
    """``log_in(path, role, **context settings)``: the page of a user who is logged in, by default an editor."""

    def opened(path: str, role: Role = Role.EDITOR, **settings: Any) -> Page:
        page = open_page("about:blank", base_url=office, **settings)
        page.context.add_cookies(cookies[role])
        page.goto(path)
        return page

    return opened
