"""Every state of the booth that somebody can bring about, for the judges of behaviour, accessibility and looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from tests.browser.helpers.fake_rasa import UNDERSTOOD

if TYPE_CHECKING:
    from playwright.sync_api import Page

SCREENS = {"quer": {"width": 1920, "height": 1080}, "hoch": {"width": 1080, "height": 1920}}
SECRET = "Geheimnis"
PIN = "482913"  # as in conftest.py, like the address


def begin(page: Page) -> None:
    page.get_by_role("button", name="Zum Beginnen berühren").tap()
    page.get_by_text("Guten Tag!").wait_for()


def type_on_screen(page: Page, text: str) -> None:
    page.get_by_label("Ihre Frage").tap()
    for sign in text:
        page.locator(f'.keyboard [data-sign="{sign.lower() if sign != " " else "␣"}"]').tap()


def conversation(page: Page, text: str = SECRET) -> None:
    begin(page)
    type_on_screen(page, text)
    page.get_by_role("button", name="Fragen", exact=True).last.tap()
    page.get_by_text(f"Sie sagten: {text}").wait_for()


def show_rest(page: Page) -> None:
    page.get_by_role("heading", name="Fragen Sie mich").wait_for()


def show_typing(page: Page) -> None:
    begin(page)
    type_on_screen(page, "park")
    page.clock.run_for(200)
    page.get_by_role("option").first.wait_for()


def show_cards(page: Page) -> None:
    begin(page)
    page.get_by_role("button", name="Was läuft jetzt?").tap()
    page.get_by_role("heading", name="Rundgang mit VR-Brille").wait_for()


def show_panel(page: Page) -> None:
    begin(page)
    page.get_by_label("Ihre Frage").fill(str(UNDERSTOOD["text"]))
    page.get_by_label("Ihre Frage").press("Enter")
    page.get_by_text("Es geht um").wait_for()


def show_code(page: Page) -> str:
    conversation(page)
    with page.expect_response("**/stand/schein") as made:
        page.get_by_role("button", name="Am Handy weiter").tap()
    page.get_by_text("Sekunden gültig").wait_for()
    return str(made.value.json()["adresse"])


def show_corner(page: Page) -> None:
    for _ in range(5):
        page.get_by_role("button", name="Messelotse", exact=True).tap()
    for digit in PIN:
        page.locator("#pin-tasten").get_by_role("button", name=digit, exact=True).tap()
    page.get_by_role("button", name="OK").tap()
    page.get_by_text("Heute gezählt").wait_for()


def show_wrong_pin(page: Page) -> None:
    for _ in range(5):
        page.get_by_role("button", name="Messelotse", exact=True).tap()
    page.get_by_role("button", name="OK").tap()
    page.get_by_text("Diese PIN stimmt nicht.").wait_for()


def show_down(page: Page) -> None:
    begin(page)
    page.route("**/chat/nachricht", lambda route: route.abort())
    page.get_by_label("Ihre Frage").fill(SECRET)
    page.get_by_label("Ihre Frage").press("Enter")
    page.get_by_text("Ich versuche es gleich noch einmal.").wait_for()


def show_asked(page: Page) -> None:
    conversation(page)
    page.clock.run_for(46_000)
    page.get_by_role("dialog").wait_for()


STATES: dict[str, Callable[[Page], object]] = {
    "rest": show_rest,
    "begun": begin,
    "typing": show_typing,
    "cards": show_cards,
    "panel": show_panel,
    "code": show_code,
    "corner": show_corner,
    "wrong-pin": show_wrong_pin,
    "down": show_down,
    "asked": show_asked,
}
