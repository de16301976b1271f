"""The programme pages and the hall screen in a real browser, against a real `python -m bot.web`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.browser.helpers.servers import Web

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page, Route

    from tests.browser.conftest import OpenPage

PAGES = ("/", "/programm", "/programm/druck", "/anzeige", "/datenschutz", "/barrierefreiheit")


@contextmanager
def running(web: Web) -> Iterator[None]:
    """Let it run for a while."""
    web.start()
    try:
        yield
    finally:
        web.stop()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_page_is_accessible(
    open_page: OpenPage, address: str, axe: Callable[[Page], list[str]], path: str, scheme: str
) -> None:
    assert axe(open_page(address + path, color_scheme=scheme, bypass_csp=True)) == []


# Zoomed to 200 %, a window of 1280 × 900 has 640 × 450 of its own pixels.
@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 450)], ids=["phone", "zoomed"])
@pytest.mark.parametrize("path", PAGES)
def test_small_page_needs_no_sideways_scrolling(
    open_page: OpenPage, address: str, path: str, width: int, height: int
) -> None:
    page = open_page(address + path, viewport={"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_filter_is_used_by_keyboard(open_page: OpenPage, address: str) -> None:
    page = open_page(address + "/programm")
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
        page.locator("#jetzt li[hidden]").first.wait_for(state="attached")  # those whose turn comes later
        assert page.evaluate(outside) == []


def test_picture_of_the_hall_screen_shows_what_is(
    open_page: OpenPage, tmp_path: Path, picture: Callable[[Page, str], None]
) -> None:
    web = Web(tmp_path)  # the shared server's clock has gone on
    with running(web):
        page = open_page(f"{web.address}/anzeige", viewport={"width": 1280, "height": 720})
        page.locator("#jetzt li").first.wait_for()
        picture(page, "anzeige")


def make_crowded(route: Route) -> None:
    """The server's answer with 20 sessions of a long name in each list."""
    response = route.fetch()
    told = response.json()
    long = told["jetzt"][0] | {"titel": "Datenschutzgrundverordnungskonforme Verwaltungsdigitalisierung im Außendienst"}
    route.fulfill(response=response, json=told | dict.fromkeys(("jetzt", "danach", "aenderungen"), [long] * 20))


def test_hall_screen_keeps_its_copy_while_the_server_is_away(browser: Browser, tmp_path: Path) -> None:
    web = Web(tmp_path)
    with browser.new_context() as context:
        page = context.new_page()
        with running(web):
            page.clock.install()
            page.goto(f"{web.address}/anzeige")
            page.locator("#jetzt li").first.wait_for()
            before = page.locator("#jetzt-titel + ul").text_content()
        pass_time_until(page, "document.getElementById('stand').textContent !== ''")
        kept = (page.locator("#jetzt-titel + ul").text_content(), page.locator("#stand").inner_text())
        with running(web):
            pass_time_until(page, "document.getElementById('stand').textContent === ''")
    assert kept == (before, "Stand 10:05 Uhr")


def test_hall_screen_has_the_fairs_clock_and_follows_the_programme(browser: Browser, tmp_path: Path) -> None:
    web = Web(tmp_path)
    with browser.new_context(timezone_id="America/New_York") as context:
        page = context.new_page()
        with running(web):
            page.clock.install()
            page.goto(f"{web.address}/anzeige")
            page.locator("#jetzt li").first.wait_for()
        web.set(MESSE_NOW="2025-05-14T16:25:00+02:00")
        with running(web):
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
