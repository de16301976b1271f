"""The programme pages and the hall screen in a real browser, against a real `python -m bot.web`."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest

from bot.settings import ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright ist nicht installiert")
axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe-playwright-python ist nicht installiert")
CHROMIUM = Path("/usr/bin/chromium")
pytestmark = pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} ist nicht installiert")
PAGES = ("/programm", "/programm/druck", "/anzeige")


@contextmanager
def web(port: int, state: Path, now: str = "2025-05-14T10:05:00+02:00") -> Iterator[str]:
    """The web process on this port, once it has the programme; yields its address."""
    silent = {"RASA_PORT": str(free_port()), "AKTION_PORT": str(free_port())}  # nobody listens there
    clock = {"MESSE_NOW": now}
    environment = {**os.environ, **silent, **clock, "MESSE_PORT": str(port), "MESSE_ZUSTAND": str(state)}
    process = subprocess.Popen([sys.executable, "-m", "bot.web"], cwd=ROOT, env=environment)
    address = f"http://127.0.0.1:{port}"
    try:
        with httpx.Client(transport=httpx.HTTPTransport(retries=8), trust_env=False) as client:
            assert any(client.get(f"{address}/programm/katalog.json").status_code == 200 for _ in range(500))
        yield address
    finally:
        process.terminate()
        process.wait(timeout=30)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return int(probe.getsockname()[1])


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with sync_api.sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with web(free_port(), tmp_path_factory.mktemp("zustand")) as address:
        yield address


@contextmanager
def opened(browser: Browser, address: str, width: int, height: int, scheme: str = "light") -> Iterator[Page]:
    """The page in a window of this size."""
    with browser.new_context(viewport={"width": width, "height": height}, color_scheme=scheme) as context:  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address)
        yield page


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(browser: Browser, address: str, path: str, scheme: str) -> None:
    with opened(browser, address + path, 1280, 900, scheme) as page:
        found = axe.Axe().run(page)
    assert [violation["id"] for violation in found.response["violations"]] == []


@pytest.mark.parametrize("path", PAGES)
def test_narrow_page_needs_no_sideways_scrolling(browser: Browser, address: str, path: str) -> None:
    with opened(browser, address + path, 320, 640) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 320


@pytest.mark.parametrize("path", PAGES)
def test_page_at_twice_its_size_needs_no_sideways_scrolling(browser: Browser, address: str, path: str) -> None:
    """Zoomed to 200 %, a window of 1280 × 900 has 640 × 450 of its own pixels."""
    with opened(browser, address + path, 640, 450) as page:
        assert page.evaluate("document.documentElement.scrollWidth") == 640


def test_filter_is_used_by_keyboard(browser: Browser, address: str) -> None:
    with opened(browser, address + "/programm", 1280, 900) as page:
        page.get_by_label("Format").focus()
        page.keyboard.type("Workshop")
        page.get_by_role("button", name="Anzeigen").press("Enter")
        page.get_by_role("link", name="Alles zeigen").wait_for()
        kinds = page.locator(".session .facts-line").all_inner_texts()
    assert {kind.partition(" · ")[0] for kind in kinds} == {"Workshop"}


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (1080, 1920)])
def test_hall_screen_cuts_nothing(browser: Browser, address: str, width: int, height: int) -> None:
    """Every entry shown lies within its list's part of the screen; what does not fit takes its turn."""
    outside = """() => [...document.querySelectorAll('main li:not([hidden]) span')].filter((item) => {
        const [inner, outer] = [item, item.closest('section')].map((each) => each.getBoundingClientRect());
        return inner.bottom > outer.bottom || inner.right > outer.right || item.scrollWidth > item.clientWidth + 1;
    }).map((item) => item.textContent)"""
    with browser.new_context(viewport={"width": width, "height": height}) as context:
        page = context.new_page()
        page.route("**/jetzt.json", make_crowded)
        page.goto(address + "/anzeige")
        page.locator("#jetzt li").nth(19).wait_for(state="attached")
        assert page.evaluate(outside) == []


def make_crowded(route: Route) -> None:
    """The server's answer with 20 sessions of a long name in each list."""
    response = route.fetch()
    told = response.json()
    long = told["jetzt"][0] | {"titel": "Datenschutzgrundverordnungskonforme Verwaltungsdigitalisierung im Außendienst"}
    route.fulfill(response=response, json=told | dict.fromkeys(("jetzt", "danach", "aenderungen"), [long] * 20))


def test_hall_screen_keeps_its_copy_while_the_server_is_away(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with browser.new_context() as context:
        page = context.new_page()
        with web(port, tmp_path) as address:
            page.clock.install()
            page.goto(f"{address}/anzeige")
            page.locator("#jetzt li").first.wait_for()
            before = page.locator("#jetzt-titel + ul").text_content()
        pass_time_until(page, "document.getElementById('stand').textContent !== ''")
        kept = (page.locator("#jetzt-titel + ul").text_content(), page.locator("#stand").inner_text())
        with web(port, tmp_path):
            pass_time_until(page, "document.getElementById('stand').textContent === ''")
    assert kept == (before, "Stand 10:05 Uhr")


def test_hall_screen_has_the_fairs_clock_and_follows_the_programme(browser: Browser, tmp_path: Path) -> None:
    port = free_port()
    with browser.new_context(timezone_id="America/New_York") as context:
        page = context.new_page()
        with web(port, tmp_path) as address:
            page.clock.install()
            page.goto(f"{address}/anzeige")
            page.locator("#jetzt li").first.wait_for()
        with web(port, tmp_path, "2025-05-14T16:25:00+02:00"):
            pass_time_until(page, "document.getElementById('jetzt-leer').checkVisibility()")
            told = (page.locator("#uhr").inner_text()[:4], page.locator("#danach li").count())
        page.clock.run_for(600_000)
        later = page.locator("#uhr").inner_text()[:4]  # without a server
    assert (told, later) == (("16:2", 0), "16:3")


def pass_time_until(page: Page, condition: str) -> None:
    """Let the page's clock run until this holds; between its steps, answers arrive in real time."""
    for _ in range(60):
        page.clock.run_for(5_000)
        if page.evaluate(condition):
            return
        page.wait_for_load_state("networkidle")
    raise AssertionError(f"Nach fünf Minuten der Seite gilt noch nicht: {condition}")
