"""An editor's whole way in a real browser, nothing played: a topic is made, tried out, published, asked, taken back."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from bot.core.settings import state_folder
from bot.staff.roles import Role
from tests.chromium import chromium
from tests.integration.helpers.running_system import RunningSystem
from tests.samples.staff import NAMES, PASSWORD

if TYPE_CHECKING:
    from playwright.sync_api import Page

TITLE, TOPIC = "Fahrstuhlmusik", "data/themen/fahrstuhlmusik.yml"
QUESTION, ANSWER = "Welche Fahrstuhlmusik spielt ihr?", "Im Fahrstuhl läuft Bossa nova."
FOUR = "fahrstuhlmusik\nLäuft im Fahrstuhl Musik?\nWas hört man im Aufzug für Lieder?\nMich stört die Fahrstuhlmusik"
FIFTH = "\nWer sucht die Musik im Fahrstuhl aus?"
SENTENCES = (
    "Aufzugmusik\nWelche Musik läuft bei euch im Fahrstuhl?\nGibt es Fahrstuhlmusik?\nWie heißt die Fahrstuhlmusik?"
)
SOON, TRAINED = 60_000, 900_000  # milliseconds, on a busy machine
pytestmark = pytest.mark.slow


@pytest.fixture
def page(running: RunningSystem, editor_account: None) -> Iterator[Page]:
    """Chromium, as somebody who is not logged in; sentences encoded before need not be encoded once more."""
    for vectors in state_folder().glob("vektoren-*.npz"):
        shutil.copy(vectors, running.state)
    with chromium() as browser:
        opened = browser.new_page(base_url=running.web)
        yield opened


def log_in(page: Page) -> None:
    page.goto("/redaktion")
    page.get_by_label("Anmeldename").fill(NAMES[Role.EDITOR])
    page.get_by_label("Passwort", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("heading", name="Themen").wait_for()


def make_topic(page: Page) -> None:
    page.get_by_role("link", name="Neues Thema").click()
    page.get_by_label("Titel").fill(TITLE)
    page.get_by_label("Antwort", exact=True).fill(ANSWER)
    page.get_by_label("Testsätze").fill(SENTENCES)
    examples = page.get_by_label("Beispielfragen")
    examples.press_sequentially(FOUR)
    page.get_by_text("Erst 4 von mindestens 5").wait_for()
    examples.press_sequentially(FIFTH)
    page.get_by_role("button", name="Thema anlegen").click()
    page.get_by_text("Angelegt. Der Bot kennt das Thema").wait_for()


def prepare(page: Page) -> None:
    page.goto("/redaktion/veroeffentlichen")
    page.get_by_label("Was ändert sich?").fill(TITLE)
    page.get_by_role("button", name="Prüfen und vorbereiten").click()
    page.get_by_text(f"„{TITLE}“ ist bereit").or_(page.get_by_role("alert")).wait_for(timeout=TRAINED)


def answers_of_draft_and_live(page: Page) -> list[bool]:
    page.goto("/redaktion/ausprobieren")
    page.get_by_role("button", name="Entwurf starten").click()
    page.get_by_text("zum Veröffentlichen vorbereitet").wait_for()
    page.get_by_label("Ihre Nachricht an beide").fill(QUESTION)
    page.get_by_role("button", name="Senden").click()
    sides = [page.get_by_role("region", name=name, exact=True) for name in ("Entwurf", "Live")]
    sides[-1].get_by_text("Verstanden").first.wait_for()
    told = [ANSWER in side.inner_text() for side in sides]
    page.get_by_role("button", name="Entwurf beenden").click()
    page.get_by_role("button", name="Entwurf starten").wait_for()
    return told


def publish(page: Page) -> None:
    page.goto("/redaktion/veroeffentlichen")
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    page.get_by_text(f"„{TITLE}“ ist live.").wait_for()


def ask_in_chat(page: Page, address: str) -> str:
    """The chat's answer to somebody who comes anew."""
    assert page.context.browser is not None  # launched by the fixture
    visitor = page.context.browser.new_page(base_url=address)
    visitor.set_default_timeout(SOON)
    visitor.goto("/")
    visitor.get_by_role("button", name="Fragen zur Messe?").click()
    visitor.get_by_label("Ihre Frage").fill(QUESTION)
    visitor.get_by_label("Ihre Frage").press("Enter")
    answers = visitor.locator(".message:not(.own, .waiting)")
    answers.nth(1).wait_for()
    told = answers.last.inner_text()
    visitor.close()
    return told


def roll_back(page: Page) -> None:
    page.goto("/redaktion/veroeffentlichen")
    row = page.locator(".versions tbody tr").last
    row.get_by_text("Zurück hierher").click()
    row.get_by_role("button", name="Jetzt zurücknehmen").click()
    page.get_by_text("Jetzt gilt wieder").wait_for()


def test_new_topic_from_the_first_click_to_the_chat_and_back(running: RunningSystem, page: Page) -> None:
    log_in(page)
    make_topic(page)
    prepare(page)
    assert page.get_by_role("alert").all_inner_texts() == []
    assert answers_of_draft_and_live(page) == [True, False]
    publish(page)
    assert ANSWER in ask_in_chat(page, running.web)
    roll_back(page)
    assert (ANSWER in ask_in_chat(page, running.web), (running.project / TOPIC).exists()) == (False, False)
