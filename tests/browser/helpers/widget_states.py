"""Every state of the chat widget that somebody can bring about, for the judges of accessibility, size and looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.chat.test_widget import NOW, ask, choose, open_chat
from tests.browser.helpers.fake_rasa import FakeRasa

if TYPE_CHECKING:
    from playwright.sync_api import Page

TALK = "Künstliche Intelligenz im Büro: Was sie kann und was nicht"
State = Callable[["Page", FakeRasa], object]


def show_answer(page: Page, text: str = "Hallo!", answer: str = "Sie sagten") -> None:
    open_chat(page)
    ask(page, text)
    page.get_by_text(answer).first.wait_for()


def show_cards(page: Page) -> None:
    open_chat(page)
    page.get_by_role("button", name=NOW).click()
    page.get_by_role("heading", name="Rundgang mit VR-Brille").wait_for()
    page.get_by_role("button", name="Alle Stände").click()
    page.get_by_role("heading", name="Virtuelle Realität").wait_for()


def show_waiting(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    rasa.gate.clear()
    ask(page, "Hallo!")
    page.locator(".typing").wait_for()


def show_down(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    rasa.up = False
    ask(page, "Wo kann ich parken?")
    page.get_by_role("button", name="Jetzt versuchen").wait_for()


def show_error(page: Page) -> None:
    open_chat(page)
    page.route("**/chat/nachricht", lambda route: route.fulfill(json={"antworten": [{"text": 5}]}), times=1)
    ask(page, "Hallo!")
    page.get_by_text("Die Antwort war nicht lesbar.").wait_for()


def show_comment(page: Page) -> None:
    show_answer(page)
    page.get_by_role("button", name="Nicht hilfreich").click()
    page.get_by_label("Was hat gefehlt?").wait_for()


def show_suggestions(page: Page) -> None:
    open_chat(page)
    page.get_by_label("Ihre Frage").press_sequentially("künst")
    page.get_by_role("option").first.wait_for()
    page.keyboard.press("ArrowDown")


def show_noted(page: Page) -> None:
    show_cards(page)
    page.get_by_role("button", name=f"Merken: {TALK}").click()
    page.get_by_role("button", name="Mein Plan (1)").click()
    page.get_by_role("heading", name="Mein Plan").wait_for()


def show_plan(page: Page) -> None:
    show_noted(page)
    page.get_by_role("button", name="QR-Code fürs Handy").click()
    page.get_by_role("img", name="QR-Code").wait_for()


def show_long_history(page: Page) -> None:
    open_chat(page)
    for number in range(8):
        ask(page, f"Frage {number}")
        page.get_by_text(f"Sie sagten: Frage {number}").wait_for()
    page.reload()
    page.get_by_text("Sie sagten: Frage 7").wait_for()


def show_menu(page: Page) -> None:
    open_chat(page)
    page.get_by_role("button", name="Menü").click()


def ask_to_delete(page: Page) -> None:
    open_chat(page)
    choose(page, "Verlauf löschen")


STATES: dict[str, State] = {
    "closed": lambda page, _: page.get_by_role("button", name="Fragen zur Messe?").wait_for(),
    "open": lambda page, _: open_chat(page),
    "menu": lambda page, _: show_menu(page),
    "asked-to-delete": lambda page, _: ask_to_delete(page),
    "waiting": show_waiting,
    "answered": lambda page, _: show_answer(page),
    "cards": lambda page, _: show_cards(page),
    "markdown": lambda page, _: show_answer(page, "markdown", "etwas Zeit"),
    "long-words": lambda page, _: show_answer(page, "lang", "siehe"),
    "comment": lambda page, _: show_comment(page),
    "suggestions": lambda page, _: show_suggestions(page),
    "plan": lambda page, _: show_plan(page),
    "down": show_down,
    "error": lambda page, _: show_error(page),
    "long-history": lambda page, _: show_long_history(page),
}
