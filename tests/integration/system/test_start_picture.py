"""The picture in README.md: the sample page with a talk that the whole system had."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.helpers.pictures import check_picture
from tests.chromium import chromium
from tests.integration.helpers.running_system import RunningSystem

if TYPE_CHECKING:
    from playwright.sync_api import Page

WAY, SEARCH = "Wo ist der Stand mit den VR-Brillen?", "Welche Workshops gibt es heute zu KI?"


def test_picture_of_the_start_page_shows_what_is(running: RunningSystem) -> None:
    with chromium() as browser:
        page = browser.new_page(viewport={"width": 1280, "height": 900})
        page.goto(running.web)
        conversation(page)
        check_picture("start", page.screenshot(animations="disabled"))


def conversation(page: Page) -> None:
    """Two questions and their answers."""
    page.get_by_role("button", name="Fragen zur Messe?").click()
    for number, question in enumerate((WAY, SEARCH), start=2):
        page.get_by_label("Ihre Frage").fill(question)
        page.get_by_label("Ihre Frage").press("Enter")
        page.locator(".message:not(.own, .waiting)").nth(number - 1).wait_for()
    page.mouse.move(0, 0)
