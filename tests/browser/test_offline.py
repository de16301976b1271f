"""Every page of the app, also for the staff: asks nobody but its own server, and has no violation of axe-core."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import pytest

from bot.core.settings import ROOT
from bot.staff.roles import Role
from bot.web.app import create_app
from tests.browser.helpers.servers import Web
from tests.samples.staff import NAMES, PASSWORD, add_users

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page, Route

NEVER_ENDS = "/chat/ereignisse"
NO_PAGES = {  # with a name in their address, but no HTML
    "/api/programm/sitzungen/<key:str>",
    "/api/programm/staende/<key:str>",
    "/api/programm/aenderungen/<number:str>",
    "/programm/sitzung/<name:str>",
    "/static/<path:path>",
}
ONLY_ONCE_PUBLISHED = "/redaktion/veroeffentlichen/fassung/<name:str>"  # judged in test_publishing.py
WITH_NAMES = {
    "/redaktion/thema/<stem:str>": "/redaktion/thema/parken",
    "/redaktion/thema/<stem:str>/loeschen": "/redaktion/thema/parken/loeschen",
    "/redaktion/geschichten/eine/<key:str>": "STORY",
    "/redaktion/geschichten/eine/<key:str>/loeschen": "STORY/loeschen",
    "/programmbuero/sitzung/<key:str>": "/programmbuero/sitzung/ki-grundlagen",
    "/programmbuero/stand/<key:str>": "/programmbuero/stand/A2",
}


@pytest.fixture(scope="module")
def routes(tmp_path_factory: pytest.TempPathFactory) -> set[str]:
    """The addresses of all routes that answer GET."""
    app = create_app(ROOT, {"MESSE_ZUSTAND": str(tmp_path_factory.mktemp("andere"))})
    return {f"/{route.path.strip('/')}" for route in app.router.routes if "GET" in route.methods}


@pytest.fixture
def staff(browser: Browser, tmp_path: Path) -> Iterator[BrowserContext]:
    """A browser logged in with every right."""
    add_users(tmp_path, Role.LEAD)
    web = Web(tmp_path)
    web.start()
    with browser.new_context(base_url=web.address, bypass_csp=True) as context:
        page = context.new_page()
        page.goto("/anmelden")
        page.get_by_label("Anmeldename").fill(NAMES[Role.LEAD])
        page.get_by_label("Passwort").fill(PASSWORD)
        page.get_by_role("button", name="Anmelden").click()
        page.wait_for_load_state()
        yield context
    web.stop()


def named(page: Page) -> list[str]:
    """One address for each route with a name in it."""
    page.goto("/redaktion/geschichten")
    story = page.locator('a[href^="/redaktion/geschichten/eine/"]').first.get_attribute("href")
    return [path.replace("STORY", str(story)) for path in WITH_NAMES.values()]


def pages(page: Page, routes: set[str]) -> list[str]:
    """The addresses that answer with HTML."""
    paths = [*sorted(path for path in routes if "<" not in path and path != NEVER_ENDS), *named(page)]
    answers = {path: page.request.get(path) for path in paths}
    return [path for path, answer in answers.items() if answer.ok and "text/html" in answer.headers["content-type"]]


def test_every_address_with_a_name_is_known(routes: set[str]) -> None:
    assert {path for path in routes if "<" in path} == {*WITH_NAMES, *NO_PAGES, ONLY_ONCE_PUBLISHED}


def test_no_page_asks_another_host_or_shuts_anybody_out(
    staff: BrowserContext, routes: set[str], axe: Callable[[Page], list[str]]
) -> None:
    page = staff.pages[0]
    own, elsewhere, found = urlsplit(page.url).netloc, [], {}

    def watch(route: Route) -> None:
        if urlsplit(route.request.url).netloc == own or route.request.url.startswith("data:"):
            route.continue_()
        else:
            elsewhere.append(route.request.url)
            route.abort()

    staff.route("**/*", watch)
    for path in pages(page, routes):
        page.goto(path, wait_until="load")
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            found[urlsplit(page.url).path, scheme] = axe(page)
    shown = {path for path, _ in found}
    assert elsewhere == []
    assert shown >= {"/", "/stand", "/programm", "/anzeige", "/plan", "/datenschutz", "/programmbuero", "/redaktion"}
    assert shown >= {"/redaktion/statistik", "/redaktion/statistik/druck", "/redaktion/veroeffentlichen"}
    assert shown >= {path for path in WITH_NAMES.values() if not path.startswith("STORY")}
    assert {page: violations for page, violations in found.items() if violations} == {}
