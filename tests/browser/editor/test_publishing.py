"""The page on publishing in a real browser: blocked, forced, live, rolled back; accessible, also on a phone."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.progress import AnswerChange, Progress, ProgressFile, PublishingStep
from bot.publishing.versions import Versions
from bot.runtime.live_model import RasaFiles, RasaState
from bot.staff.roles import Role
from tests.browser.helpers.servers import Web, copy_project
from tests.samples.publish import supervisor
from tests.samples.staff import add_users

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.editor.conftest import LogIn

PAGE = "/redaktion/veroeffentlichen"
TOPIC = "data/themen/parken.yml"
FAULT = "„Wo ist das WLAN?“ gehört zu „WLAN“, wird jetzt aber als „Parken“ verstanden – bitte „WLAN“ ergänzen."
REMARK = "„Netz?“ wird nicht sicher als „WLAN“ verstanden und führt zu einer Rückfrage – bitte „WLAN“ ergänzen."


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the project with one version that is live; the second is prepared by each test."""
    root = copy_project(tmp_path_factory.mktemp("projekt"))
    state = root / "zustand"
    add_users(state)
    publish_as(root, "Erste")
    return root


def publish_as(root: Path, note: str) -> str:
    """What an earlier publication has left: a version with a model."""
    state = root / "zustand"
    name = prepare(root, note)
    Versions(root, state).publish(name)
    RasaFiles(state).write_state(RasaState("", str(ModelStore(state).model(name)), name))
    ProgressFile(state).write(Progress())
    return name


def prepare(root: Path, note: str) -> str:
    """A snapshot with a model made of nothing: tests/integration/publishing/test_publish.py trains for real."""
    versions, models = Versions(root, root / "zustand"), ModelStore(root / "zustand")
    name = versions.snapshot("Rike Beispiel", note)
    (root / "modell").write_text(note, encoding="utf-8")
    models.put(name, root / "modell")
    models.write_code(name, code_fingerprint(root))
    return name


@pytest.fixture(scope="module")
def office(project: Path) -> Iterator[str]:
    """Address of a web process of the copy; orders are carried out at once."""
    web = Web(project / "zustand", project)
    with supervisor(project / "zustand"):
        web.start()
        yield web.address
        web.stop()


@pytest.fixture
def log_in(log_in: LogIn) -> LogIn:
    """``log_in(role, **context settings)``: the page on publishing."""
    return lambda role=Role.EDITOR, **settings: log_in(PAGE, role, **settings)


def show(project: Path, progress: Progress) -> None:
    ProgressFile(project / "zustand").write(progress)


def text_of(page: Page) -> str:
    return page.locator(".publish").inner_text()


def test_pictures_of_the_guide(project: Path, log_in: LogIn, picture: Callable[..., None]) -> None:
    """The first test, so that the list of versions is the same in every run."""
    topic, note = project / TOPIC, "Parken ergänzt"
    before = topic.read_bytes()
    topic.write_bytes(before.replace(b"- Gibt es ein Parkhaus?", b"- Gibt es ein Stellwerk?"))
    publish_as(project, note)
    changes = (
        AnswerChange("Gibt es hier Schirme?", "nlu_fallback", "faq/parken"),
        AnswerChange("Parkhaus", "", "faq/parken"),
    )
    show(project, Progress(PublishingStep.READY, 1.0, "Rike Beispiel", note, prepare(project, note), changes=changes))
    page = log_in()
    picture(page.locator(".publish"), "redaktion-veroeffentlichen")
    page.locator("tr", has_text="Erste").get_by_text("Zurück hierher").click()
    picture(page.locator(".versions"), "redaktion-zurueck")
    topic.write_bytes(before)


def test_ready_goes_live_and_back_again(project: Path, log_in: LogIn) -> None:
    topic = project / TOPIC
    before = topic.read_bytes()
    topic.write_bytes(before + b"\n# neu\n")
    show(project, Progress(PublishingStep.READY, 1.0, "Rike Beispiel", "Zweite", prepare(project, "Zweite")))
    page = log_in()
    page.get_by_role("button", name="Jetzt veröffentlichen").click()
    page.get_by_text("„Zweite“ ist live.").wait_for()
    page.locator("tr", has_text="Erste").get_by_text("Zurück hierher").click()
    page.locator("tr", has_text="Erste").get_by_role("button").click()
    page.get_by_text("Jetzt gilt wieder „Erste“.").wait_for()
    notes = page.locator(".versions .title").all_inner_texts()
    assert (topic.read_bytes(), notes[:2]) == (before, ["Zurück zu: Erste", "Zweite"])


def test_blocked_is_for_the_lead_alone_and_needs_a_reason(project: Path, log_in: LogIn) -> None:
    show(
        project,
        Progress(PublishingStep.BLOCKED, 1.0, "Rike Beispiel", "Dritte", prepare(project, "Dritte"), faults=(FAULT,)),
    )
    editor = log_in()
    topic = project / TOPIC
    topic.write_bytes(topic.read_bytes().replace(b"- Gibt es ein Parkhaus?", b"- Wo ist das Parkdeck?"))
    editor.reload()
    assert "seitdem geändert" in text_of(editor) and "Thema „Parken“ geändert (Fragen)" in text_of(editor)
    topic.write_bytes(topic.read_bytes().replace(b"- Wo ist das Parkdeck?", b"- Gibt es ein Parkhaus?"))
    editor.get_by_role("link", name="„WLAN“").click()
    editor.wait_for_url("**/redaktion/thema/wlan")
    editor.go_back()
    assert (FAULT in text_of(editor), editor.get_by_label("Was ändert sich?").input_value()) == (True, "Dritte")
    assert (FAULT in text_of(editor), editor.get_by_role("button", name="Trotzdem").count()) == (True, 0)
    lead = log_in(Role.LEAD)
    lead.get_by_label("Grund").fill("Der Satz ist veraltet")
    lead.get_by_role("button", name="Trotzdem veröffentlichen").click()
    lead.get_by_text("„Dritte“ ist live.").wait_for()
    lead.goto("/verwaltung/protokoll")
    assert "Der Satz ist veraltet" in lead.locator("main").inner_text()


def test_going_back_says_what_goes_and_what_waits_is_named(project: Path, log_in: LogIn) -> None:
    topic = project / TOPIC
    good = topic.read_text(encoding="utf-8")
    topic.write_text(good.replace("- Gibt es ein Parkhaus?", "- Gibt es ein Stellwerk?"), encoding="utf-8")
    show(project, Progress())
    page = log_in()
    waiting = page.locator(".prepare .plain").inner_text()
    page.locator("tr", has_text="Erste").get_by_text("Zurück hierher").last.click()
    lost = page.locator("tr", has_text="Erste").locator("details .plain").last.inner_text()
    topic.write_text(good, encoding="utf-8")
    page.reload()
    assert (waiting, lost) == ("Thema „Parken“ geändert (Fragen)", "Thema „Parken“ geändert (Fragen)")
    assert "Alles, was gespeichert ist, ist auch veröffentlicht." in text_of(page)


def test_new_job_is_named_from_the_first_moment(project: Path, log_in: LogIn) -> None:
    show(project, Progress(PublishingStep.FAILED, 0.0, "Rike Beispiel", "Die davor", faults=("Nein.",)))
    page = log_in()
    page.get_by_label("Was ändert sich?").fill("Thema „Schirme“")
    page.get_by_role("button", name="Prüfen und vorbereiten").click()
    page.get_by_text("Die neue Fassung wird vorbereitet: „Thema ‚Schirme‘“").wait_for()
    page.get_by_text("Nicht veröffentlicht.").wait_for()


def test_faulty_content_is_told_by_the_real_command(project: Path, log_in: LogIn) -> None:
    topic = project / TOPIC
    good = topic.read_bytes()
    topic.write_text("kaputt: [", encoding="utf-8")
    page = log_in()
    page.get_by_label("Was ändert sich?").fill("Vierte")
    page.get_by_role("button", name="Prüfen und vorbereiten").click()
    page.get_by_text("Nicht veröffentlicht.").wait_for()
    topic.write_bytes(good)
    assert "parken.yml" in text_of(page)


def test_progress_moves_without_a_reload(project: Path, log_in: LogIn) -> None:
    file = ProgressFile(project / "zustand")
    with file.only_me():
        file.write(Progress(PublishingStep.TRAINING, 0.3, "Rike Beispiel", "Fünfte"))
        page = log_in()
        page.evaluate("window.same = true")
        begun = time.time() - 200
        file.write(
            Progress(PublishingStep.SENTENCES, 0.7, "Rike Beispiel", "Fünfte", begun=begun, detail="Satz 120 von 900.")
        )
        page.locator(".steps .current", has_text="Testsätze fragen").wait_for()
        box = page.locator("[data-said]").bounding_box()
        assert box is not None and box["width"] <= 1  # heard, not seen twice
        page.get_by_text("Satz 120 von 900. Begonnen vor drei Minuten.").wait_for()
        assert page.evaluate("[window.same, document.querySelector('progress').value]") == [True, 70]


@pytest.mark.parametrize("settings", [{}, {"color_scheme": "dark"}, {"viewport": {"width": 320, "height": 640}}])
def test_page_is_accessible_and_fits(
    project: Path, log_in: LogIn, axe: Callable[..., Any], settings: dict[str, Any]
) -> None:
    changes = (
        AnswerChange("Gibt es hier Schirme?", "nlu_fallback", "faq/parken"),
        AnswerChange("Parkhaus", "", "faq/parken"),
    )
    shown = Progress(PublishingStep.BLOCKED, 1.0, "Rike Beispiel", "Sechste", "x", faults=(FAULT,), remarks=(REMARK,))
    show(project, replace(shown, changes=changes))
    page = log_in(Role.LEAD, bypass_csp=True, **settings)
    too_wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert (axe(page), too_wide) == ([], False)


def test_difference_of_a_version_shows_its_lines(project: Path, log_in: LogIn, axe: Callable[..., Any]) -> None:
    topic = project / TOPIC
    topic.write_bytes(topic.read_bytes() + b"\n# eine neue Zeile\n")
    publish_as(project, "Siebte")
    page = log_in(bypass_csp=True)
    page.get_by_role("link", name="Siebte").click()
    assert page.locator("main .plain li").all_inner_texts() == ["Thema „Parken“ geändert (Kommentare)"]
    page.get_by_text("Zeile für Zeile").click()
    assert ("+# eine neue Zeile" in page.locator(".added").all_inner_texts()[-1], axe(page)) == (True, [])
