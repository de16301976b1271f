"""The pages on stories over HTTP, as a browser without JavaScript uses them."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.content.stories.service import StoryService
from bot.staff.roles import Role
from bot.web.app import create_app
from tests.samples.content import edit
from tests.samples.staff import add_users, form_token, log_in
from tests.samples.story import STORIES, STORY_FILE, write_stories
from tests.samples.web import FakeRasa, serving

pytestmark = pytest.mark.asyncio
BASE = "/redaktion/geschichten"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_stories(tmp_path)


@pytest_asyncio.fixture
async def web(root: Path) -> AsyncIterator[httpx.AsyncClient]:
    """An editor who is logged in."""
    add_users(root / "zustand")
    app = create_app(root, {"MESSE_ZUSTAND": str(root / "zustand")}, httpx.MockTransport(FakeRasa().answer))
    async with serving(app) as client:
        await log_in(client, Role.EDITOR)
        yield client


def address(root: Path, name: str = "Weg und Thema") -> str:
    key = next(story.key for story in StoryService(root).all()[0] if story.block.name == name)
    return f"{BASE}/eine/{key}"


def fields_in(page: str, form: str = "bearbeiten") -> dict[str, str]:
    """The fields of a form as a browser would send them."""
    part = page.split(f'<form id="{form}"')[1].split("</form>")[0]
    inputs = re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', part)
    areas = re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n(.*?)</textarea>', part, flags=re.DOTALL)
    selects = re.findall(r'<select[^>]*? name="([^"]+)".*?</select>', part, flags=re.DOTALL)
    chosen = re.findall(r'<option value="([^"]*)" selected', part)
    return {name: html.unescape(text) for name, text in [*inputs, *areas, *zip(selects, chosen, strict=True)]}


async def test_list_shows_kind_flow_and_can_be_narrowed(web: httpx.AsyncClient) -> None:
    page = (await web.get(f"{BASE}?suche=saal&art=test")).text
    names = ["Frage zum Weg", "Weg und Thema"]
    assert [f">{name}</a>" in page for name in names] == [True, False]
    assert "1 Eintrag" in page


async def test_step_is_added_moved_and_saved_without_javascript(web: httpx.AsyncClient, root: Path) -> None:
    place = address(root)
    page = (await web.get(place)).text
    page = (await web.post(place, data={**fields_in(page), "tat": "dazu_nutzer"})).text.replace(
        '<option value="">– bitte wählen –</option>', '<option value="" selected>– bitte wählen –</option>'
    )
    fields = dict(re.findall(r'name="(art_\d)" value="(\w+)"', page))
    assert fields["art_4"] == "nutzer"
    kept = {f"{name}_{number}": value for number, step in enumerate(["wo_ist", "action_where", "faq", "utter_faq"])
            for name, value in (("wert", step), ("quelle", str(number)))}  # fmt: skip
    common = {"pruefung": form_token(page), "version": re.findall(r'name="version" value="(\w+)"', page)[0]}
    form = {**fields, **kept, **common, "name": "Weg und Thema", "wert_4": "wo_ist", "art_5": "bot"}
    answer = await web.post(place, data={**form, "wert_5": "action_where", "tat": "speichern"})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{place}?getan=gespeichert")
    new = "  - intent: wo_ist\n  - action: action_where\n"
    assert (root / STORY_FILE).read_text(encoding="utf-8") == STORIES + new


@pytest.mark.parametrize(
    ("deed", "order"),
    [("runter_0", ["action_where", "wo_ist", "faq", "utter_faq"]), ("weg_1", ["wo_ist", "faq", "utter_faq"])],
)
async def test_steps_move_in_the_form_alone(web: httpx.AsyncClient, root: Path, deed: str, order: list[str]) -> None:
    page = (await web.get(address(root))).text
    page = (await web.post(address(root), data={**fields_in(page), "tat": deed})).text
    assert re.findall(r'<option value="(\w+)" selected', page) == order
    assert (root / STORY_FILE).read_text(encoding="utf-8") == STORIES


async def test_fault_stands_at_its_step(web: httpx.AsyncClient, root: Path) -> None:
    fields = fields_in((await web.get(address(root))).text)
    answer = await web.post(address(root), data={**fields, "wert_1": "utter_faq", "tat": "speichern"})
    link = 'href="#schritt-1">Schritt 2: Widerspricht der Regel „Weg sagen“'
    assert (answer.status_code, link in answer.text, 'id="fehler-1"' in answer.text) == (422, True, True)


async def test_second_editor_sees_the_difference_and_chooses(web: httpx.AsyncClient, root: Path) -> None:
    mine = {**fields_in((await web.get(address(root))).text), "name": "Weg und Thema", "tat": "speichern"}
    edit(root, STORY_FILE, "  # danach\n  - intent: faq\n  - action: utter_faq\n", "")
    refused = await web.post(address(root), data=mine)
    shown = "<strong>Ihre Fassung:</strong> Gast: Frage zu einem Thema"
    assert (refused.status_code, shown in refused.text) == (409, True)
    again = await web.post(address(root), data={**fields_in(refused.text), "tat": "speichern"})
    assert (again.status_code, (root / STORY_FILE).read_text(encoding="utf-8")) == (
        303,
        STORIES.replace("  # danach\n", ""),
    )


async def test_story_that_is_gone_can_be_made_anew(web: httpx.AsyncClient, root: Path) -> None:
    place = address(root)
    fields = {**fields_in((await web.get(place)).text), "tat": "speichern"}
    (root / STORY_FILE).unlink()
    gone = await web.post(place, data=fields)
    assert gone.status_code == 409
    answer = await web.post(f"{BASE}/neu", data={**fields_in(gone.text), "tat": "speichern"})
    assert (answer.status_code, (root / "data/stories/redaktion.yml").exists()) == (303, True)


async def test_raw_view_saves_what_was_typed_and_tells_the_fault(web: httpx.AsyncClient, root: Path) -> None:
    fields = fields_in((await web.get(address(root))).text, "rohansicht")
    bad = await web.post(address(root), data={**fields, "yaml": fields["yaml"].replace("action:", "aktion:")})
    assert (bad.status_code, "„aktion“ ist unbekannt" in bad.text, "aktion: utter_faq" in bad.text) == (422, True, True)
    good = await web.post(address(root), data={**fields, "yaml": fields["yaml"].replace("# zuerst", "# erst")})
    assert (good.status_code, "# erst\n" in (root / STORY_FILE).read_text(encoding="utf-8")) == (303, True)


async def test_new_rule_is_made_and_deleted_and_both_are_noted(web: httpx.AsyncClient, root: Path) -> None:
    token = form_token((await web.get(f"{BASE}/neu?art=regel")).text)
    form = {"pruefung": token, "art": "regel", "name": "Netz", "art_0": "nutzer", "wert_0": "nlu_fallback"}
    answer = await web.post(f"{BASE}/neu", data={**form, "art_1": "bot", "wert_1": "action_where", "tat": "speichern"})
    place = answer.headers["Location"].partition("?")[0]
    page = (await web.get(f"{place}/loeschen")).text
    version = re.findall(r'name="version" value="(\w+)"', page)[0]
    gone = await web.post(f"{place}/loeschen", data={"pruefung": token, "version": version})
    assert (answer.status_code, gone.headers["Location"]) == (303, f"{BASE}?getan=geloescht&art=regel")
    web.cookies.clear()
    await log_in(web, Role.LEAD)
    log = (await web.get("/verwaltung/protokoll")).text
    assert ["Regel angelegt" in log, "Regel gelöscht" in log] == [True, True]


async def test_form_without_our_token_changes_nothing(web: httpx.AsyncClient, root: Path) -> None:
    answer = await web.post(address(root), data={"name": "X", "tat": "speichern"})
    assert (answer.status_code, (root / STORY_FILE).read_text(encoding="utf-8")) == (403, STORIES)


@pytest.mark.parametrize("path", ["/eine/gibtesnicht", "/eine/gibtesnicht/loeschen"])
async def test_unknown_story_is_a_german_page(web: httpx.AsyncClient, path: str) -> None:
    answer = await web.get(BASE + path)
    assert (answer.status_code, "Diese Geschichte gibt es nicht" in answer.text) == (404, True)
