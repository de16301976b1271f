"""The Redaktion's pages over HTTP, on small content of their own."""

from __future__ import annotations

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.content.live_version import note_live_topics
from bot.content.topics import read_topic
from bot.staff.roles import Role
from bot.web.app import create_app
from tests.samples.content import edit, write_content
from tests.samples.staff import add_users, form_token, log_in
from tests.samples.web import FakeRasa, serving

pytestmark = pytest.mark.asyncio
PARKEN = "/redaktion/thema/parken"
NEW = {
    "titel": "Schirme",
    "text_0": "Am {ort}.",
    "beispiele": "Schirm?\nregenschirm\nKann ich einen Schirm leihen?\nschirme leihen\nEs regnet",
    "saetze": "eins\nzwei\ndrei\nvier",
}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_content(tmp_path)


@pytest_asyncio.fixture
async def web(root: Path) -> AsyncIterator[httpx.AsyncClient]:
    """An editor who is logged in."""
    state = root / "zustand"
    add_users(state)
    app = create_app(root, {"MESSE_ZUSTAND": str(state)}, httpx.MockTransport(FakeRasa().answer))
    async with serving(app) as client:
        await log_in(client, Role.EDITOR)
        yield client


async def fields_at(web: httpx.AsyncClient, address: str) -> dict[str, str]:
    """The fields of the form on a page, as a browser would send them."""
    page = (await web.get(address)).text
    inputs = re.findall(r'<input[^>]*? name="([^"]+)"[^>]*? value="([^"]*)"', page)
    areas = re.findall(r'<textarea[^>]*? name="([^"]+)"[^>]*>\n(.*?)</textarea>', page, flags=re.DOTALL)
    choices = re.findall(r'<select[^>]*? name="([^"]+)".*?<option value="([^"]*)" selected', page, flags=re.DOTALL)
    found = {name: html.unescape(text) for name, text in [*inputs, *areas, *choices]}
    return {**found, "pruefung": form_token(page)}


async def test_saved_answer_is_in_the_file_and_in_the_list_of_deeds(web: httpx.AsyncClient, root: Path) -> None:
    fields = await fields_at(web, PARKEN)
    answer = await web.post(PARKEN, data={**fields, "text_0": "Gar nicht.\r\nWirklich."})
    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PARKEN}?getan=gespeichert")
    topic = read_topic(root / "data/themen/parken.yml")
    assert (topic.answers[0].text, topic.answers[0].buttons[0].payload) == ("Gar nicht.\nWirklich.", "/faq/wlan")
    web.cookies.clear()
    await log_in(web, Role.LEAD)
    assert "Thema gespeichert" in (await web.get("/verwaltung/protokoll")).text


async def test_faulty_form_saves_nothing_and_loses_nothing(web: httpx.AsyncClient, root: Path) -> None:
    before = (root / "data/themen/parken.yml").read_bytes()
    typed = {**await fields_at(web, PARKEN), "text_0": "Am {hort} & <b>", "beispiele": "eins"}
    answer = await web.post(PARKEN, data=typed)
    shown = ["Die Angabe {hort} gibt es nicht", "Am {hort} &amp; &lt;b&gt;</textarea>", ">\neins</textarea>"]
    assert (answer.status_code, [text in answer.text for text in shown]) == (422, [True] * 3)
    assert (root / "data/themen/parken.yml").read_bytes() == before


async def test_preview_fills_in_and_saves_nothing(web: httpx.AsyncClient, root: Path) -> None:
    before = (root / "data/themen/parken.yml").read_bytes()
    typed = {**await fields_at(web, PARKEN), "text_0": "Bei {ort}!", "tat": "vorschau"}
    answer = await web.post(PARKEN, data=typed)
    assert (answer.status_code, "<p>Bei Haus!</p>" in answer.text) == (200, True)
    assert (root / "data/themen/parken.yml").read_bytes() == before


async def test_preview_says_what_it_found(web: httpx.AsyncClient) -> None:
    fields = {**await fields_at(web, PARKEN), "tat": "vorschau"}
    good = (await web.post(PARKEN, data=fields)).text
    remarked = (await web.post(PARKEN, data={**fields, "beispiele": fields["beispiele"] + "\nParkhaus!"})).text
    assert "Geprüft und noch nicht gespeichert: Nichts steht dem Speichern im Weg. So können Sie speichern." in good
    assert "Ein Hinweis steht bei den Feldern; speichern können Sie trotzdem." in remarked


async def test_topic_that_there_is_already_is_named_beside_the_title(web: httpx.AsyncClient) -> None:
    token = (await fields_at(web, "/redaktion/neu"))["pruefung"]
    typed = {**NEW, "pruefung": token, "titel": "Wo Parken", "tat": "vorschau"}
    page = (await web.post("/redaktion/neu", data=typed)).text
    assert "Es gibt schon das Thema „Parken“. Gehört Ihre Antwort dorthin?" in page
    assert 'href="/redaktion/thema/parken"' in page


async def test_test_sentences_are_changed_beside_the_topic(web: httpx.AsyncClient, root: Path) -> None:
    fields = await fields_at(web, PARKEN)
    assert fields["saetze"].splitlines()[0] == "eins faq/parken"
    changed = fields["saetze"].replace("eins faq/parken", "Ganz hinten?")
    answer = await web.post(PARKEN, data={**fields, "saetze": changed})
    text = (root / "tests/saetze/parken.yml").read_text(encoding="utf-8")
    assert (answer.status_code, "Ganz hinten?" in text, "eins faq/parken" in text) == (303, True, False)


@pytest.mark.parametrize(
    ("sentences", "told"),
    [
        ("eins\nzwei\ndrei", "Erst 3 von mindestens 4 Testsätzen"),
        ("eins\nzwei\ndrei\nparkhaus", "„parkhaus“ ist auch eine Beispielfrage"),
        ("eins\nzwei\ndrei\nEins!", "„Eins!“ steht hier doppelt"),
        ("eins\nzwei\ndrei\neins faq/wlan", "„eins faq/wlan“ steht auch bei „wlan“"),
    ],
)
async def test_faulty_test_sentences_are_not_saved(
    web: httpx.AsyncClient, root: Path, sentences: str, told: str
) -> None:
    before = (root / "tests/saetze/parken.yml").read_bytes()
    answer = await web.post(PARKEN, data={**await fields_at(web, PARKEN), "saetze": sentences})
    assert (answer.status_code, told in html.unescape(answer.text)) == (422, True)
    assert (root / "tests/saetze/parken.yml").read_bytes() == before


async def test_answer_is_saved_whatever_the_test_sentences_are_like(web: httpx.AsyncClient, root: Path) -> None:
    edit(root, "tests/saetze/parken.yml", ", vier faq/parken", "")
    answer = await web.post(PARKEN, data={**await fields_at(web, PARKEN), "text_0": "Gar nicht."})
    assert answer.status_code == 303


async def test_test_sentences_changed_by_two_are_not_lost(web: httpx.AsyncClient, root: Path) -> None:
    mine = await fields_at(web, PARKEN)
    edit(root, "tests/saetze/parken.yml", "eins faq/parken", "Ihr Satz")
    refused = await web.post(PARKEN, data={**mine, "saetze": mine["saetze"].replace("zwei faq/parken", "Mein Satz")})
    page = html.unescape(refused.text)
    assert (refused.status_code, "Ihr Satz" in page, "Mein Satz" in page) == (409, True, True)
    assert "Mein Satz" not in (root / "tests/saetze/parken.yml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("field", "value", "told"),
    [
        ("saetze", "eins\nzwei\ndrei\nvier", "Die Testsätze zählen ab dem nächsten „Prüfen und vorbereiten“."),
        ("text_0", "Gar nicht.", "Antwort und Knöpfe gelten ab sofort"),
    ],
)
async def test_from_when_on_it_counts_is_told(web: httpx.AsyncClient, field: str, value: str, told: str) -> None:
    fields = {**await fields_at(web, PARKEN), field: value}
    assert told in (await web.post(PARKEN, data=fields, follow_redirects=True)).text


async def test_topic_that_is_not_live_yet_is_not_said_to_be(web: httpx.AsyncClient, root: Path) -> None:
    note_live_topics(root, {"data/themen/wlan.yml": (root / "data/themen/wlan.yml").read_bytes()})
    fields = {**await fields_at(web, PARKEN), "text_0": "Gar nicht."}
    answer = await web.post(PARKEN, data=fields, follow_redirects=True)
    assert "Gespeichert. Der Bot kennt das Thema nach dem Veröffentlichen." in answer.text


async def test_nothing_is_compared_where_nothing_is_to_be_learnt(web: httpx.AsyncClient, root: Path) -> None:
    topics = {f"data/themen/{path.name}": path.read_bytes() for path in (root / "data/themen").glob("*.yml")}
    note_live_topics(root, topics)
    fields = {**await fields_at(web, PARKEN), "saetze": "eins\nzwei\ndrei\nvier"}
    answer = await web.post("/redaktion/probe.json", json=fields, headers={"Pruefung": fields["pruefung"]})
    text = "An den Beispielfragen ändert sich nichts: Alle Testsätze werden verstanden wie bisher."
    assert answer.json() == {"zustand": "fertig", "text": text, "saetze": []}


async def test_fault_of_the_simple_wording_names_it_once(web: httpx.AsyncClient) -> None:
    fields = {**await fields_at(web, PARKEN), "leicht_0": "Eins. Zwei."}
    answer = await web.post(PARKEN, data=fields)
    assert "Leichte Sprache: mehrere Sätze" in answer.text
    assert "Leichte Sprache: Leichte Sprache" not in answer.text


async def test_simple_wording_that_may_be_old_is_told(web: httpx.AsyncClient) -> None:
    fields = {**await fields_at(web, PARKEN), "leicht_0": "Sie können parken."}
    await web.post(PARKEN, data=fields)
    fields = {**await fields_at(web, PARKEN), "text_0": "Gar nicht."}
    answer = await web.post(PARKEN, data=fields, follow_redirects=True)
    assert "Die Fassung in Leichter Sprache ist noch die alte" in answer.text


async def test_preview_gives_advice_without_javascript(web: httpx.AsyncClient) -> None:
    typed = {**await fields_at(web, PARKEN), "beispiele": "parkhaus\nParkhaus!", "tat": "vorschau"}
    assert "<q>Parkhaus!</q> ist dasselbe wie „parkhaus“." in (await web.post(PARKEN, data=typed)).text


async def test_advice_is_given_as_json_to_our_own_pages_only(web: httpx.AsyncClient) -> None:
    token = (await fields_at(web, PARKEN))["pruefung"]
    body = {"thema": "parken", "zeilen": ["- parkhaus", "Parkhaus!", "", "a", "b", "c"]}
    refused = await web.post("/redaktion/rat.json", json=body)
    answer = (await web.post("/redaktion/rat.json", json=body, headers={"Pruefung": token})).json()
    remarks = [{"satz": "Parkhaus!", "text": "ist dasselbe wie „parkhaus“."}]
    assert (refused.status_code, answer["hinweise"], answer["vorschlaege"]) == (403, remarks, [])


@pytest.mark.parametrize("body", ["[]", "{}", '{"zeilen": 3}', '{"thema": "../x", "zeilen": [null]}'])
async def test_strange_request_for_advice_is_answered(web: httpx.AsyncClient, body: str) -> None:
    token = (await fields_at(web, PARKEN))["pruefung"]
    headers = {"Pruefung": token, "Content-Type": "application/json"}
    assert (await web.post("/redaktion/rat.json", content=body, headers=headers)).status_code == 200


async def test_second_editor_sees_the_difference_and_chooses(web: httpx.AsyncClient, root: Path) -> None:
    mine = {**await fields_at(web, PARKEN), "text_0": "Meine Antwort."}
    edit(root, "data/themen/parken.yml", "Parken am {ort}.", "Ihre Antwort.")
    edit(root, "data/themen/parken.yml", "titel: Parken", "titel: Autos")
    refused = await web.post(PARKEN, data=mine)
    assert (refused.status_code, "Ihre Antwort." in refused.text, 'value="Autos"' in refused.text) == (409, True, True)
    version = re.search(r'name="version" value="(\w+)"', refused.text)
    base = re.search(r'name="basis" value="([^"]*)"', refused.text)
    assert version is not None and base is not None
    again = {**mine, "titel": "Autos", "version": version.group(1), "basis": html.unescape(base.group(1))}
    await web.post(PARKEN, data={**again, "wahl_text_0": "andere"})
    topic = read_topic(root / "data/themen/parken.yml")
    assert (topic.title, topic.answers[0].text) == ("Autos", "Ihre Antwort.")


async def test_new_topic_appears_with_its_test_sentences(web: httpx.AsyncClient, root: Path) -> None:
    token = (await fields_at(web, "/redaktion/neu"))["pruefung"]
    refused = await web.post("/redaktion/neu", data={**NEW, "pruefung": token, "saetze": "eins"})
    made = await web.post("/redaktion/neu", data={**NEW, "pruefung": token})
    assert (refused.status_code, "Erst 1 von mindestens 4 Testsätzen" in refused.text) == (422, True)
    assert (made.headers["Location"], read_topic(root / "data/themen/schirme.yml").title) == (
        "/redaktion/thema/schirme?getan=angelegt",
        "Schirme",
    )
    assert (root / "tests/saetze/schirme.yml").exists()


async def test_topic_that_is_needed_elsewhere_is_not_deleted(web: httpx.AsyncClient, root: Path) -> None:
    edit(root, "data/rules/gespraech.yml", "intent: wo_ist", "intent: faq/wlan")
    page = await web.get("/redaktion/thema/wlan/loeschen")
    token = (await fields_at(web, PARKEN))["pruefung"]
    answer = await web.post("/redaktion/thema/wlan/loeschen", data={"pruefung": token, "version": "x"})
    assert ("data/rules/gespraech.yml" in page.text, answer.status_code) == (True, 409)
    assert (root / "data/themen/wlan.yml").exists()


async def test_deleted_topic_is_gone(web: httpx.AsyncClient, root: Path) -> None:
    fields = await fields_at(web, "/redaktion/thema/wlan/loeschen")
    answer = await web.post("/redaktion/thema/wlan/loeschen", data=fields)
    assert (answer.status_code, (root / "data/themen/wlan.yml").exists()) == (303, False)
    assert (await web.get("/redaktion/thema/wlan", headers={"Accept": "text/html"})).status_code == 404


@pytest.mark.parametrize(
    ("query", "titles"), [("", ["Parken", "wlan"]), ("?suche=internet", ["wlan"]), ("?zustand=Problem", [])]
)
async def test_list_is_narrowed(web: httpx.AsyncClient, query: str, titles: list[str]) -> None:
    page = (await web.get(f"/redaktion{query}")).text
    assert re.findall(r'<a class="title"[^>]*>([^<]+)</a>', page) == titles


async def test_faulty_file_is_a_problem_in_the_list_and_told_when_opened(web: httpx.AsyncClient, root: Path) -> None:
    edit(root, "data/themen/parken.yml", "nlu:", "nlu: [")
    page = (await web.get("/redaktion?zustand=Problem")).text
    opened = await web.get(PARKEN, headers={"Accept": "text/html"})
    assert ("kein gültiges YAML" in page, opened.status_code, "Texteditor" in opened.text) == (True, 409, True)


async def test_only_editors_come_in(web: httpx.AsyncClient) -> None:
    web.cookies.clear()
    await log_in(web, Role.OFFICE)
    assert (await web.get("/redaktion")).status_code == 403
