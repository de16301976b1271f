"""The picture in README.md: the sample page with a talk that the whole system had."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from running_system import RunningSystem

sys.path.append(str(Path(__file__).resolve().parent.parent / "browser"))
from pictures import check_picture  # noqa: E402

from tests.chromium import CHROMIUM  # noqa: E402

WAY, SEARCH = "Wo ist der Stand mit den VR-Brillen?", "Welche Workshops gibt es heute zu KI?"


@pytest.mark.skipif(not CHROMIUM.exists(), reason=f"{CHROMIUM} ist nicht installiert")
def test_picture_of_the_start_page_shows_what_is(running: RunningSystem) -> None:
    sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright ist nicht installiert")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        check_picture("start", picture_of_talk(browser, running.web))
        browser.close()


def picture_of_talk(browser: object, address: str) -> bytes:
    """A screenshot after two questions and their answers."""
    page = browser.new_page(viewport={"width": 1280, "height": 900})  # type: ignore[attr-defined]
    page.goto(address)
    page.get_by_role("button", name="Fragen zur Messe?").click()
    for number, question in enumerate((WAY, SEARCH), start=2):
        page.get_by_label("Ihre Frage").fill(question)
        page.get_by_label("Ihre Frage").press("Enter")
        page.locator(".message:not(.own, .waiting)").nth(number - 1).wait_for()
    page.mouse.move(0, 0)
    shown: bytes = page.screenshot(animations="disabled")
    return shown
