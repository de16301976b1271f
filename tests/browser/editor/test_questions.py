"""What was asked, in a real browser: the statistics as page and on paper, the inbox of what went badly."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.chat.questions import Verdict
from bot.dialogue.nlu_report import Decision
from tests.browser.helpers.servers import Web, copy_project
from tests.samples.question import NOW, Asked
from tests.samples.staff import add_users

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.editor.conftest import LogIn

STATISTICS, INBOX = "/redaktion/statistik", "/redaktion/eingang"
SAME_TIME = """document.querySelectorAll('.inbox .details').forEach(each =>
    each.textContent = each.textContent.replace(/zuletzt [^·]+/, 'zuletzt 14.5., 12:05 Uhr '))"""
LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark and small": {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
}


def ask_around(state: Path) -> None:
    """A day of the fair: many chats, a few thumbs, something rare."""
    asked = Asked(state)
    booths = ("B3", "A1", "C2")
    for number in range(60):
        asked.now = NOW + timedelta(hours=number % 6)
        topic = ("parken", "wlan", "garderobe", "essen", "barrierefreiheit")[number % 5 if number < 50 else 0]
        answer = asked.ask(f"g{number}", f"Frage zu {topic}", f"faq/{topic}", about=("stand", booths[number % 3]))
        if number % 4 == 0:
            asked.thumb(f"g{number}", answer, Verdict.GOOD if number % 3 else Verdict.BAD)
    for number in range(8):
        asked.ask(f"m{number}", "Wo gibt es Waffeln?", "stand_suche", Decision.NONE, 0.2)
    for chat, words in enumerate(("Darf mein Hund mit rein?", "Darf mein Hund mit?", "Darf der Hund mit rein?") * 2):
        asked.miss(f"h{chat}", words)
    answer = asked.ask("p", "Was kostet das Parkhaus am Bahnhof?", "faq/parken")
    asked.thumb("p", answer, Verdict.BAD, "Der Preis stimmt nicht")
    asked.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a web process of a copy of the project, where an editor may log in."""
    project = copy_project(tmp_path_factory.mktemp("projekt"))
    add_users(project / "zustand")
    ask_around(project / "zustand")
    web = Web(project / "zustand", project)
    web.start()
    yield web.address
    web.stop()


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("path", [STATISTICS, f"{STATISTICS}/druck", "/redaktion", INBOX])
def test_page_is_accessible(log_in: LogIn, axe: Callable[[Page], list[str]], path: str, look: str) -> None:
    page = log_in(path, bypass_csp=True, **LOOKS[look])
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert (axe(page), page.evaluate("document.documentElement.scrollWidth")) == ([], width)


def test_report_is_one_sheet(log_in: LogIn) -> None:
    paper = log_in(f"{STATISTICS}/druck").pdf(format="A4", prefer_css_page_size=True)
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1


def test_day_is_chosen_and_downloaded(log_in: LogIn) -> None:
    page = log_in(STATISTICS)
    page.get_by_label("Zeitraum").select_option("2025-05-14")
    page.get_by_role("button", name="Anzeigen").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Als Tabelle (CSV)").click()
    assert download.value.suggested_filename == "statistik-2025-05-14.csv"


def test_picture_of_the_guide(log_in: LogIn, picture: Callable[[Page | Locator, str], None]) -> None:
    picture(log_in(STATISTICS, viewport={"width": 1000, "height": 900}), "redaktion-statistik")


def grouped_inbox(log_in: LogIn, **settings: Any) -> Page:
    """The inbox, once meanings can be compared."""
    page = log_in(INBOX, **settings)
    until = time.monotonic() + 120
    while page.get_by_text("wird gerade vorbereitet").count() and time.monotonic() < until:
        page.wait_for_timeout(500)
        page.reload()
    return page


def test_choice_of_questions_is_accessible(log_in: LogIn, axe: Callable[[Page], list[str]]) -> None:
    page = grouped_inbox(log_in, bypass_csp=True, **LOOKS["dark and small"])
    page.get_by_role("button", name="Zuordnen …").first.click()
    page.get_by_role("heading", name="Fragen zu „").wait_for()
    assert (axe(page), page.evaluate("document.documentElement.scrollWidth")) == ([], 320)


def test_pictures_of_the_inbox(log_in: LogIn, picture: Callable[[Page | Locator, str], None]) -> None:
    page = grouped_inbox(log_in, viewport={"width": 1000, "height": 1100})
    heads = page.locator(".inbox h2").all_inner_texts()
    assert (len(heads), heads[0], "Hund" in heads[1]) == (5, "„Wo gibt es Waffeln?“", True)
    page.evaluate(SAME_TIME)
    picture(page, "redaktion-eingang")


def test_questions_become_examples_and_are_taken_back_by_keyboard(log_in: LogIn) -> None:
    page = grouped_inbox(log_in)
    group = page.get_by_role("listitem").filter(has=page.get_by_role("heading", name="„Was kostet das Parkhaus"))
    group.get_by_label("Thema").select_option("parken")
    group.get_by_role("button", name="Zuordnen …").press("Enter")
    page.get_by_role("button", name="Als Beispielfragen speichern").press("Enter")
    page.get_by_text("Zugeordnet.").wait_for()
    assert page.get_by_role("heading", name="„Was kostet das Parkhaus").count() == 0
    page.get_by_role("button", name=re.compile("Rückgängig.*Was kostet das Parkhaus")).press("Enter")
    page.get_by_role("heading", name="„Was kostet das Parkhaus").wait_for()
