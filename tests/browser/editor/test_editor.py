"""The Redaktion in a real browser, on a copy of the project: accessible, by keyboard, also without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.content.topics import read_topic
from bot.staff.roles import Role
from tests.browser.helpers.servers import Web, copy_project
from tests.samples.question import Asked
from tests.samples.staff import add_users

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.editor.conftest import LogIn

PARKEN, WLAN = "/redaktion/thema/parken", "/redaktion/thema/wlan"
FIVE = "Schirm?\nregenschirm leihen\nKann ich mir einen Schirm ausleihen?\nEs regnet, was nun?\nschirmverleih"
FOUR = "Habt ihr Schirme?\nschirm ausleihen wo\nIch werde nass\nGibt es einen Schirmverleih?"


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return copy_project(tmp_path_factory.mktemp("projekt"))


@pytest.fixture(scope="module")
def office(project: Path) -> Iterator[str]:
    """Address of a web process of the copy."""
    state = project / "zustand"
    add_users(state)
    web = Web(state, project)
    web.start()
    yield web.address
    web.stop()


def save(page: Page) -> None:
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_text("Gespeichert. Antwort und Knöpfe gelten ab sofort").wait_for()


def show_faults(page: Page) -> None:
    page.get_by_label("Antwort", exact=True).fill("Bei {nirgends}.")
    page.get_by_label("Beispielfragen").fill("Wo?\nwo?")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("heading", name="Noch nicht gespeichert").wait_for()


def show_conflict(page: Page) -> None:
    other = page.context.new_page()
    other.goto(WLAN)
    page.goto(WLAN)
    other.get_by_label("Antwort", exact=True).fill(f"{other.get_by_label('Antwort', exact=True).input_value()} Mehr.")
    save(other)
    page.get_by_label("Antwort", exact=True).fill("Meine Antwort.")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("heading", name="Inzwischen hat jemand anderes").wait_for()


STATES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "list": ("/redaktion", None),
    "topic": (PARKEN, None),
    "faults": (PARKEN, show_faults),
    "conflict": (WLAN, show_conflict),
    "new": ("/redaktion/neu", None),
    "deletion": ("/redaktion/thema/smart_city/loeschen", None),
    "refused deletion": (f"{PARKEN}/loeschen", None),
}


LOOKS: dict[str, dict[str, Any]] = {
    "light": {"color_scheme": "light"},
    "dark and small": {"color_scheme": "dark", "viewport": {"width": 320, "height": 640}},
}


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("state", STATES)
def test_state_is_accessible(log_in: LogIn, axe: Callable[[Page], list[str]], state: str, look: str) -> None:
    path, reach = STATES[state]
    page = log_in(path, bypass_csp=True, **LOOKS[look])
    if reach is not None:
        reach(page)
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert (axe(page), page.evaluate("document.documentElement.scrollWidth")) == ([], width)


def test_list_of_deeds_is_accessible(log_in: LogIn, axe: Callable[[Page], list[str]]) -> None:
    assert axe(log_in("/verwaltung/protokoll", Role.LEAD, bypass_csp=True)) == []


def test_preview_follows_the_keys(log_in: LogIn) -> None:
    page = log_in(PARKEN)
    page.get_by_label("Antwort", exact=True).fill("**Hier**: ")
    page.get_by_text("Angaben einfügen").click()
    page.get_by_role("button", name="{ort}").click()
    page.get_by_label("Führt zu").first.select_option(label="WLAN")
    page.get_by_label("Beschriftung").first.fill("Ins Netz")
    preview = page.get_by_role("group", name="Vorschau").first
    assert preview.locator(".bubble").inner_html() == "<p><strong>Hier</strong>: Haus der Jugend Barmen</p>"
    assert preview.get_by_role("listitem").first.inner_text() == "Ins Netz"


def test_advice_comes_while_writing_and_a_real_question_is_taken_over(
    log_in: LogIn,
    axe: Callable[[Page], list[str]],
    picture: Callable[[Page | Locator, str], None],
    project: Path,
) -> None:
    Asked(project / "zustand").miss("gespraech", "Wo lasse ich meinen Mantel?")
    page = log_in("/redaktion/thema/garderobe", bypass_csp=True, viewport={"width": 1280, "height": 1300})
    field = page.get_by_label("Beispielfragen")
    field.press("Control+End")
    page.keyboard.insert_text("\nGibt es hier ein Parkhaus in der Nähe?\ngaderobe")
    page.get_by_text("klingt wie „Parken“").wait_for(timeout=180_000)  # without vectors of a training
    page.get_by_role("heading", name="So fragen").click()  # no cursor in the picture
    picture(page.locator("section[aria-labelledby=fragen]"), "redaktion-rat")
    page.get_by_role("button", name="Wo lasse ich meinen Mantel?").click()
    assert (axe(page), field.input_value().splitlines()[-1]) == ([], "Wo lasse ich meinen Mantel?")


def test_topic_that_there_is_already_is_named_while_writing(log_in: LogIn, axe: Callable[[Page], list[str]]) -> None:
    page = log_in("/redaktion/neu", bypass_csp=True)
    page.get_by_label("Titel").fill("Handy laden")
    page.get_by_text("Es gibt schon das Thema „Handy und Notebook laden“.").wait_for()
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Dort nachsehen (neuer Tab)").click()
    heading = opened.value.get_by_role("heading", level=1).inner_text()
    assert (axe(page), heading) == ([], "Handy und Notebook laden")
    page.get_by_label("Titel").fill("Regenschirme")
    page.get_by_text("Es gibt schon").wait_for(state="detached")


def test_saved_answer_is_what_the_bot_reads_next(log_in: LogIn, project: Path) -> None:
    page = log_in("/redaktion/thema/fahrrad")
    page.get_by_label("Antwort", exact=True).fill("Im Hof.\nHinter dem Haus.")
    save(page)
    assert read_topic(project / "data/themen/fahrrad.yml").answers[0].text == "Im Hof.\nHinter dem Haus."


def test_faults_get_the_focus_and_lead_to_their_fields(log_in: LogIn) -> None:
    page = log_in(PARKEN)
    show_faults(page)
    page.locator("[aria-labelledby=nicht-gespeichert]:focus").wait_for()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    field = page.get_by_label("Antwort", exact=True)
    assert (page.url.endswith("#text_0"), field.input_value(), field.get_attribute("aria-invalid")) == (
        True,
        "Bei {nirgends}.",
        "true",
    )


def test_conflict_is_solved_by_choosing(log_in: LogIn, project: Path) -> None:
    page = log_in(WLAN)
    show_conflict(page)
    page.get_by_role("radio", name="Jetzt gespeichert").check()
    page.get_by_role("button", name="So speichern").click()
    page.get_by_text("Gespeichert. Antwort").wait_for()
    assert read_topic(project / "data/themen/wlan.yml").answers[0].text.endswith("Mehr.")


def test_topic_is_made_and_deleted_without_javascript(log_in: LogIn, project: Path) -> None:
    page = log_in("/redaktion/neu", java_script_enabled=False)
    page.get_by_label("Titel").fill("Regenschirme")
    page.get_by_label("Antwort", exact=True).fill("Schirme gibt es hier: {infostand}.")
    page.get_by_label("Führt zu").first.select_option("stand_suche")
    page.get_by_label("Stichwort").first.fill("Garderobe")
    page.get_by_label("Beispielfragen").fill(FIVE)
    page.get_by_label("Testsätze").fill(FOUR)
    page.get_by_role("button", name="Thema anlegen").click()
    page.get_by_text("Angelegt. Der Bot kennt das Thema").wait_for()
    made = read_topic(project / "data/themen/regenschirme.yml")
    page.get_by_role("link", name="Thema löschen").click()
    page.get_by_role("button", name="Endgültig löschen").click()
    page.get_by_text("Gelöscht. Bis zum Veröffentlichen").wait_for()
    assert (made.examples, made.answers[0].buttons[0].title) == (tuple(FIVE.splitlines()), "Stände zu Garderobe")
    assert not (project / "data/themen/regenschirme.yml").exists()


def test_pictures_of_the_guide(log_in: LogIn, picture: Callable[[Page | Locator, str], None]) -> None:
    page = log_in("/redaktion", viewport={"width": 1000, "height": 640})
    picture(page, "redaktion-themen")
    page.goto("/redaktion/thema/garderobe")
    picture(page, "redaktion-thema")
    page.goto("/redaktion/neu")
    page.set_viewport_size({"width": 1000, "height": 1300})
    page.get_by_label("Titel").fill("Regenschirme")
    page.get_by_label("Antwort", exact=True).fill("Schirme leihen Sie am Infostand im Foyer.")
    page.get_by_label("Beispielfragen").fill("\n".join(FIVE.splitlines()[:3]))
    page.get_by_text("Erst 3 von mindestens 5").wait_for()
    page.get_by_role("heading", name="Neues Thema").click()  # no cursor in the picture
    page.evaluate("scrollTo(0, 0)")
    picture(page, "redaktion-neues-thema")


def test_list_narrows_while_typing(log_in: LogIn) -> None:
    page = log_in("/redaktion")
    page.get_by_label("Suche").press_sequentially("parkhaus ladesäule")
    assert page.locator("[data-count]").inner_text() == f"{page.locator('[data-words]:visible').count()} Thema"
