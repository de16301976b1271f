"""Every state of the booth: no violation of axe-core, nothing outside or cut off, edges in high contrast."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.helpers.fake_rasa import FakeRasa
from tests.browser.helpers.stand_states import SCREENS, STATES

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage

OUTSIDE = """() => [...document.querySelectorAll('body *')].filter((node) => {
    if (!node.checkVisibility() || node.closest('.log, .hidden, .report') || node.matches('.hidden')) return false;
    const box = node.getBoundingClientRect();
    return box.right > innerWidth + 1 || box.bottom > innerHeight + 1 || box.left < -1;
}).map((node) => node.outerHTML.slice(0, 120))"""
CUT = """() => [...document.querySelectorAll('.names, .report, .verdict, .bars, .key')]
    .filter((node) => node.scrollWidth > node.clientWidth + 1 || node.scrollHeight > node.clientHeight + 1)
    .map((node) => node.outerHTML.slice(0, 120))"""
WITHOUT_EDGE = """() => [...document.querySelectorAll('button:not(.mark, .question), input, .bubble:not(.wide), .sure')]
    .filter((node) => node.checkVisibility() && parseFloat(getComputedStyle(node).borderTopWidth) === 0)
    .map((node) => node.outerHTML.slice(0, 120))"""


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("state", STATES)
def test_state_is_accessible_and_fits_the_screen(
    open_page: OpenPage, address: str, rasa: FakeRasa, axe: Callable[[Page], list[str]], state: str, screen: str
) -> None:
    page = open_page("about:blank", viewport=SCREENS[screen], has_touch=True, bypass_csp=True)
    page.clock.install()
    page.goto(f"{address}/stand")
    STATES[state](page)
    assert (axe(page), page.evaluate(OUTSIDE), page.evaluate(CUT)) == ([], [], [])


@pytest.mark.parametrize("state", ["typing", "cards", "panel", "down", "wrong-pin"])
def test_controls_have_edges_in_high_contrast(open_page: OpenPage, address: str, rasa: FakeRasa, state: str) -> None:
    page = open_page("about:blank", viewport=SCREENS["quer"], has_touch=True, forced_colors="active")
    page.clock.install()
    page.goto(f"{address}/stand")
    STATES[state](page)
    assert page.evaluate(WITHOUT_EDGE) == []


PICTURES = {("rest", "quer"): "stand-ruhe", ("panel", "quer"): "stand-quer", ("panel", "hoch"): "stand-hoch"}


@pytest.mark.parametrize(("state", "screen"), PICTURES, ids=lambda each: each)
def test_picture_of_the_booth_shows_what_is(
    open_page: OpenPage, address: str, rasa: FakeRasa, picture: Callable[[Page, str], None], state: str, screen: str
) -> None:
    page = open_page("about:blank", viewport=SCREENS[screen], has_touch=True, reduced_motion="reduce")
    page.route("**/stand/fragen.json", lambda route: route.abort())  # else another question comes after six seconds
    page.goto(f"{address}/stand")
    page.get_by_text("Gute Fragen an die KI").wait_for()
    STATES[state](page)
    page.locator("#karte").evaluate(
        "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
    )
    picture(page, PICTURES[state, screen])
