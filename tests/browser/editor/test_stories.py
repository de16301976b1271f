"""Stories and the try-out in a real browser, on a copy of the project: accessible, by keyboard, without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import pytest

from bot.content.stories.service import StoryService
from bot.content.topic_editing import new_topic
from bot.content.topics import Topic, TopicAnswer
from tests.browser.helpers.fake_rasa import fake_rasa
from tests.browser.helpers.servers import Web, copy_project
from tests.samples.draft import SCRIPT, UMBRELLA
from tests.samples.staff import add_users

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page, ViewportSize

    from tests.browser.editor.conftest import LogIn

STORIES, TRYOUT = "/redaktion/geschichten", "/redaktion/ausprobieren"
YES = "Ja zum Vorschlag nach der Programmsuche"
REAL_END = "    sys.exit(main())\n"
FAKE_END = (
    f"    import json, runpy\n    sys.argv[1:] = [json.dumps(['pruefen', 'bereit']), '1', sys.argv[1]]\n"
    f"    runpy.run_path({str(SCRIPT)!r}, run_name='__main__')\n"
)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy whose draft bot answers at once: the real one is tested in tests/integration/publishing/test_tryout.py."""
    root = copy_project(tmp_path_factory.mktemp("projekt"))
    for name in ("domain.yml", "config.yml", "requirements/run.txt"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).write_bytes((Path(__file__).parents[3] / name).read_bytes())
    bot = root / "bot/publishing/draft_bot.py"
    code = bot.read_text(encoding="utf-8")
    assert REAL_END in code
    bot.write_text(code.replace(REAL_END, FAKE_END), encoding="utf-8")
    umbrellas = Topic("faq/schirme", "Schirme", (TopicAnswer("Am Infostand."),), ("Schirm?", "a", "b", "c", "d"))
    (root / "data/themen/schirme.yml").write_text(new_topic(umbrellas), encoding="utf-8")
    add_users(root / "zustand")
    return root


@pytest.fixture(scope="module")
def office(project: Path) -> Iterator[str]:
    """Address of a web process of the copy, with a live bot that only pretends."""
    with fake_rasa() as rasa:
        web = Web(project / "zustand", project, RASA_PORT=str(rasa.port), AKTION_PORT=str(rasa.port))
        web.start()
        yield web.address
        web.stop()


def open_story(page: Page, name: str = YES) -> None:
    page.goto(STORIES)
    page.get_by_role("link", name=name, exact=True).click()
    page.get_by_role("heading", name=f"„{name}“").wait_for()


def show_raw(page: Page) -> None:
    open_story(page)
    page.get_by_text("Rohansicht (YAML)").click()
    page.get_by_label("So steht es in").wait_for()


def show_faults(page: Page) -> None:
    open_story(page)
    page.get_by_label("Antwortet oder tut").first.select_option("action_where")
    page.get_by_role("button", name="Prüfen", exact=True).click()
    page.get_by_role("heading", name="Noch nicht gespeichert").wait_for()


def show_conflict(page: Page) -> None:
    name = "Nein zum Vorschlag nach der Standsuche"
    other = page.context.new_page()
    open_story(other, name)
    open_story(page, name)
    raw = other.get_by_label("So steht es in")
    other.get_by_text("Rohansicht (YAML)").click()
    raw.fill(f"# von anderen\n{raw.input_value()}")
    other.get_by_role("button", name="YAML speichern").click()
    other.get_by_text("Gespeichert. Es gilt").wait_for()
    page.get_by_label("Name").fill("Kein Stand")
    page.get_by_role("button", name="Speichern", exact=True).click()
    page.get_by_role("heading", name="Inzwischen hat jemand anderes").wait_for()
    page.get_by_role("link", name="Die gespeicherte behalten").wait_for()


def start_draft(page: Page) -> None:
    page.goto(TRYOUT)
    again = page.get_by_role("button", name="Neu starten")
    (again if again.count() else page.get_by_role("button", name="Entwurf starten")).click()
    page.get_by_label("Ihre Nachricht an beide").wait_for()


def ask(page: Page, text: str = UMBRELLA) -> None:
    page.get_by_label("Ihre Nachricht an beide").fill(text)
    page.keyboard.press("Enter")
    page.locator(".asked", has_text=text).last.wait_for()


def show_conversation(page: Page) -> None:
    start_draft(page)
    ask(page)


STATES: dict[str, tuple[str, Callable[[Page], None] | None]] = {
    "list": (STORIES, None),
    "story": (STORIES, open_story),
    "raw": (STORIES, show_raw),
    "faults": (STORIES, show_faults),
    "conflict": (STORIES, show_conflict),
    "new": (f"{STORIES}/neu?art=test", None),
    "try-out off": (TRYOUT, None),
    "try-out": (TRYOUT, show_conversation),
}
LOOKS: tuple[tuple[Literal["light", "dark"], ViewportSize], ...] = (
    ("light", {"width": 1280, "height": 800}),
    ("dark", {"width": 320, "height": 640}),
)


@pytest.mark.parametrize("state", STATES)
def test_state_is_accessible_wide_and_light_small_and_dark(
    log_in: LogIn, axe: Callable[[Page], list[str]], state: str
) -> None:
    path, reach = STATES[state]
    page = log_in(path, bypass_csp=True)
    if reach is not None:
        reach(page)
    found = []
    for scheme, screen in LOOKS:
        page.emulate_media(color_scheme=scheme)
        page.set_viewport_size(screen)
        found.append((axe(page), page.evaluate("document.documentElement.scrollWidth")))
    assert found == [([], screen["width"]) for _, screen in LOOKS]


def test_story_is_made_from_steps_and_deleted_without_javascript(log_in: LogIn, project: Path) -> None:
    page = log_in(f"{STORIES}/neu?art=geschichte", java_script_enabled=False)
    page.get_by_label("Name").fill("Danke nach dem Weg")
    page.get_by_label("Möchte").select_option("wo_ist")
    page.get_by_label("Antwortet oder tut").select_option("action_where")
    page.get_by_role("button", name="Gast", exact=True).click()
    page.get_by_label("Möchte").last.select_option(label="Plauderei")
    page.get_by_role("button", name="Bot", exact=True).click()
    page.get_by_label("Antwortet oder tut").last.select_option(label="Erwiderung auf Plauderei")
    page.get_by_role("button", name="Anlegen").last.click()
    page.get_by_text("Angelegt. Es gilt, sobald Sie veröffentlichen.").wait_for()
    made = next(story for story in StoryService(project).all()[0] if story.block.name == "Danke nach dem Weg")
    page.get_by_role("link", name="Geschichte löschen …").click()
    page.get_by_role("button", name="Endgültig löschen").click()
    page.get_by_text("Gelöscht. Bis Sie veröffentlichen").wait_for()
    assert [step.value for step in made.block.steps] == ["wo_ist", "action_where", "smalltalk", "utter_smalltalk"]
    assert not (project / made.file).exists()


def test_moved_step_stays_in_sight_and_the_picture_follows(log_in: LogIn) -> None:
    page = log_in(STORIES)
    open_story(page)
    page.get_by_role("button", name="Nach unten (Schritt 1)").click()
    page.wait_for_url("**#schritt-1")
    boxes = page.locator("svg.flow text.words").all_text_contents()
    assert boxes == ["sucht Programmpunkte", "Programm durchsuchen", "Ja", "führt seinen Vorschlag aus"]


def test_fault_gets_the_focus_and_leads_to_its_step(log_in: LogIn) -> None:
    page = log_in(STORIES)
    show_faults(page)
    page.locator("[aria-labelledby=nicht-gespeichert]:focus").wait_for()
    page.get_by_role("link", name="Schritt 2: Widerspricht der Regel").click()
    assert page.url.endswith("#schritt-1")


def test_list_narrows_while_typing(log_in: LogIn) -> None:
    page = log_in(STORIES)
    page.get_by_label("Suche").press_sequentially("standsuche nein")
    shown = page.locator("[data-words]:visible")
    assert page.locator("[data-count]").inner_text() == f"{shown.count()} Einträge"
    assert [text for text in shown.all_inner_texts() if "tandsuche" not in text] == []


def test_conversation_with_both_becomes_a_test(log_in: LogIn, project: Path) -> None:
    page = log_in(TRYOUT)
    show_conversation(page)
    page.get_by_text("Der Entwurf versteht das anders").wait_for()
    page.get_by_label("Name").fill("Schirm leihen")
    page.get_by_role("button", name="Als Test speichern").click()
    page.get_by_role("heading", name="Testgespräch „Schirm leihen“").wait_for()
    assert f"      {UMBRELLA}\n    intent: faq/schirme\n" in (
        project / "tests/gespraeche/test_redaktion.yml"
    ).read_text(encoding="utf-8")


def test_try_out_works_without_javascript(log_in: LogIn) -> None:
    page = log_in(TRYOUT, java_script_enabled=False)
    page.get_by_role("button", name="starten").click()
    reload = page.get_by_role("link", name="Stand neu laden")
    while reload.count():  # bounded by the test's own time-out
        reload.click()
    ask(page)
    page.get_by_role("region", name="Live").get_by_role("button", name="Garderobe").click()
    assert page.locator(".asked").last.text_content() == "Ihre Nachricht: Garderobe"


def test_pictures_of_the_guide(log_in: LogIn, picture: Callable[[Page | Locator, str], None]) -> None:
    page = log_in(STORIES, viewport={"width": 1000, "height": 640})
    picture(page, "redaktion-geschichten")
    page.set_viewport_size({"width": 1280, "height": 1000})
    open_story(page, "Nein zum Vorschlag nach der Programmsuche")
    picture(page, "redaktion-geschichte")
    show_conversation(page)
    page.get_by_role("heading", name="Ausprobieren").click()
    picture(page.locator(".exchanges"), "redaktion-ausprobieren")
