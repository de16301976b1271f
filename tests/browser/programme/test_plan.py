"""The own plan and messages that come by themselves, in a real browser, also over a restart of the server."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bot.core.settings import ROOT
from tests.browser.chat.test_widget import NOW, choose, open_chat
from tests.browser.helpers.fake_rasa import FakeRasa
from tests.browser.helpers.servers import Web

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage

TITLE = "Künstliche Intelligenz im Büro: Was sie kann und was nicht"
LONGER = f"Der Vortrag „{TITLE}“ endet 15 Minuten später, um 11:00 Uhr."
MOVED = f"Der Vortrag „{TITLE}“ ist verlegt: jetzt in der Kunsthalle statt im Großen Saal."


class OwnProgramme(Web):
    """A web process with a programme of its own."""

    def __init__(self, folder: Path, rasa: FakeRasa) -> None:
        self.programme = folder / "programm" / "programm.yml"
        shutil.copytree(ROOT / "programm", folder / "programm")
        ports = {"RASA_PORT": str(rasa.port), "AKTION_PORT": str(rasa.port)}
        super().__init__(folder / "zustand", PROGRAMM_QUELLE=str(folder / "programm"), **ports)

    def change(self, old: str, new: str) -> None:
        """Change the first session that has this line; the conversation on AI comes before the others."""
        text = self.programme.read_text(encoding="utf-8")
        head, mark, rest = text.partition("- id: ki-grundlagen\n")
        draft = self.programme.with_suffix(".neu")
        draft.write_text(head + mark + rest.replace(old, new, 1), encoding="utf-8")
        draft.replace(self.programme)


@pytest.fixture
def web(tmp_path: Path, rasa: FakeRasa) -> Iterator[OwnProgramme]:
    """A running one."""
    server = OwnProgramme(tmp_path, rasa)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def page(open_page: OpenPage, web: OwnProgramme) -> Page:
    """The open chat with two sessions to note."""
    page = open_page(web.address)
    open_chat(page)
    page.get_by_role("button", name=NOW).click()
    return page


def note(page: Page) -> None:
    """Note the conversation on AI from its card."""
    button = page.get_by_role("button", name=f"Merken: {TITLE}")
    button.click()
    page.get_by_role("button", name="Mein Plan (1)").wait_for()
    assert button.get_attribute("aria-pressed") == "true"


def test_noted_session_that_changes_is_told(page: Page, web: OwnProgramme) -> None:
    note(page)
    web.change('ende: "10:45"', 'ende: "11:00"')
    page.get_by_text(LONGER).wait_for()
    assert page.get_by_text(LONGER).count() == 1


def test_nothing_is_missed_over_a_restart(page: Page, web: OwnProgramme) -> None:
    note(page)
    web.stop()
    web.change('ende: "10:45"', 'ende: "11:00"')
    web.start()
    page.get_by_text(LONGER).wait_for()
    web.change("raum: Großer Saal", "raum: Kunsthalle")
    page.get_by_text(MOVED).wait_for()
    page.reload()
    page.get_by_text(MOVED).wait_for()
    assert [page.get_by_text(text).count() for text in (LONGER, MOVED)] == [1, 1]


def test_closed_chat_says_that_something_came(page: Page, web: OwnProgramme) -> None:
    note(page)
    page.keyboard.press("Escape")
    web.change('ende: "10:45"', 'ende: "11:00"')
    page.get_by_role("button", name="Neue Nachricht").click()
    assert page.get_by_text(LONGER).is_visible()


def test_other_chat_is_told_nothing(page: Page, web: OwnProgramme, open_page: OpenPage) -> None:
    note(page)
    other = open_page(web.address)
    open_chat(other)
    web.change('ende: "10:45"', 'ende: "11:00"')
    page.get_by_text(LONGER).wait_for()
    assert other.get_by_text(LONGER).count() == 0


def test_plan_by_keyboard_reminder_and_removal(page: Page, web: OwnProgramme) -> None:
    note(page)
    web.change('beginn: "10:00"', 'beginn: "10:30"')
    page.get_by_text("beginnt 30 Minuten später").wait_for()
    page.get_by_role("button", name="Mein Plan (1)").press("Enter")
    page.get_by_role("heading", name="Mein Plan").wait_for()
    remind = page.get_by_role("button", name=f"10 Minuten vorher erinnern: {TITLE}")
    remind.press("Enter")
    page.locator('[aria-pressed="true"][data-action^="erinnern"]').wait_for()
    page.get_by_role("button", name=f"Streichen: {TITLE}").press("Enter")
    page.get_by_text("Noch steht nichts auf Ihrem Plan.").wait_for()
    page.keyboard.press("Escape")
    assert page.get_by_label("Ihre Frage").is_visible()


def test_reminder_too_late_is_told_on_the_plan(page: Page) -> None:
    note(page)
    page.get_by_role("button", name="Mein Plan (1)").click()
    page.get_by_role("button", name=f"10 Minuten vorher erinnern: {TITLE}").click()
    page.get_by_role("alert").filter(has_text="Dafür ist es zu spät.").wait_for()
    assert page.locator('[aria-pressed="true"][data-action]').count() == 0


def test_plan_is_taken_along(page: Page) -> None:
    note(page)
    page.get_by_role("button", name="Mein Plan (1)").click()
    page.locator('a[download][href*="schein="]').wait_for()
    with page.expect_download() as started:
        page.get_by_role("dialog").get_by_role("link", name="Kalenderdatei").click()
    page.get_by_role("button", name="QR-Code fürs Handy").click()
    picture = page.get_by_role("img", name="QR-Code mit dem Link zur Kalenderdatei")
    picture.wait_for()
    calendar = Path(started.value.path()).read_text(encoding="utf-8")
    width = picture.evaluate("async image => { await image.decode(); return image.naturalWidth > 0; }")
    assert (started.value.suggested_filename, calendar.count("BEGIN:VEVENT"), width) == ("mein-plan.ics", 1, True)


def test_deleted_chat_forgets_the_plan(page: Page) -> None:
    note(page)
    choose(page, "Verlauf löschen")
    page.get_by_role("button", name="Löschen", exact=True).click()
    page.get_by_role("button", name="Mein Plan", exact=True).wait_for()
