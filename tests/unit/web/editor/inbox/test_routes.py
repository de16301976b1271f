"""The inbox: groups, assigning, new topic, out of scope, ignoring, undoing; two editors at once."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.chat import question_counts
from bot.chat.questions import Verdict
from bot.dialogue.nlu_report import Decision
from bot.staff.roles import Role
from bot.web.app import create_app
from bot.web.editor.inbox.routes import InboxParts
from bot.web.http.parts import kept_parts
from tests.samples.content import write_content
from tests.samples.question import Asked
from tests.samples.staff import add_users, form_token, log_in
from tests.samples.web import FakeRasa, serving

PAGE, PARKING = "/redaktion/eingang", "data/themen/parken.yml"
OUTSIDE = "data/nlu/ausserhalb.yml"
FIRST_GUESS = r'label="Passt vielleicht"><option value="(\w+)"'
DOGS = ("Darf mein Hund mit rein?", "Darf mein Hund mit?", "Darf der Hund mit rein?")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_content(tmp_path)
    (tmp_path / OUTSIDE).parent.mkdir(exist_ok=True)
    outside = "nlu:\n- intent: ausserhalb\n  examples: |\n    - Wann kommt die Müllabfuhr?\n    - hundesteuer\n"
    (tmp_path / OUTSIDE).write_text(outside, encoding="utf-8")
    add_users(tmp_path / "zustand")
    return tmp_path


@pytest.fixture
def asked(root: Path) -> Asked:
    """Three on dogs in other words, one of them twice; a bad answer on parking."""
    asked = Asked(root / "zustand")
    for chat, words in enumerate((*DOGS, DOGS[1])):
        asked.miss(f"a{chat}", words)
    answer = asked.ask("b", "Was kostet das Parkhaus?", "faq/parken")
    asked.thumb("b", answer, Verdict.BAD, "Der Preis stimmt nicht")
    return asked


@pytest_asyncio.fixture
async def web(root: Path, asked: Asked) -> AsyncIterator[httpx.AsyncClient]:
    app = create_app(root, {"MESSE_ZUSTAND": str(root / "zustand")}, httpx.MockTransport(FakeRasa().answer))
    async with serving(app) as client:
        nearness = kept_parts(app, InboxParts).adviser.nearness
        nearness.is_ready()
        assert nearness.wait(120)
        await log_in(client, Role.EDITOR)
        yield client


async def page_of(web: httpx.AsyncClient, **query: str) -> str:
    return (await web.get(PAGE, params=query)).text


def heads(page: str) -> list[str]:
    """The first question of each group."""
    return re.findall(r'<h2 id="frage-\d+">„(.*?)“</h2>', page)


def keys(page: str, place: int = 0) -> str:
    """The keys in the forms of a group."""
    found = re.findall(r'class="assign">.*?name="fragen" value="([0-9a-f ]+)"', page, re.DOTALL)
    return str(found[place])


async def send(web: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    token = form_token(await page_of(web))
    return await web.post(f"{PAGE}/{path}", data={"pruefung": token, **fields})


async def test_questions_of_one_meaning_stand_together_most_frequent_first(web: httpx.AsyncClient) -> None:
    page = await page_of(web)
    assert heads(page) == [DOGS[1], "Was kostet das Parkhaus?"]
    assert ("4-mal gefragt" in page, DOGS[0] in page, "Der Preis stimmt nicht" in page) == (True, True, True)


@pytest.mark.parametrize(
    ("query", "found"),
    [({"grund": "schlecht"}, ["Was kostet das Parkhaus?"]), ({"suche": "HUND"}, [DOGS[1]]), ({"suche": "nichts"}, [])],
)
async def test_groups_are_narrowed(web: httpx.AsyncClient, query: dict[str, str], found: list[str]) -> None:
    page = await page_of(web, **query)
    assert (heads(page), "Dazu ist nichts im Eingang." in page) == (found, not found)


async def test_what_it_was_taken_for_is_offered_first_unless_somebody_complained(
    web: httpx.AsyncClient, asked: Asked
) -> None:
    words = "Wie lautet das Passwort für das Internet?"
    asked.ask("c", words, "faq/parken", Decision.ASKED_BACK, 0.4)
    page = await page_of(web)
    before = dict(zip(heads(page), re.findall(FIRST_GUESS, page), strict=True))
    asked.thumb("d", asked.ask("d", words, "faq/parken"), Verdict.BAD, "")
    page = await page_of(web)
    after = dict(zip(heads(page), re.findall(FIRST_GUESS, page), strict=True))
    assert (before[words], after[words]) == ("parken", "wlan")


async def test_group_is_assigned_and_taken_back(web: httpx.AsyncClient, root: Path) -> None:
    before = (root / PARKING).read_text(encoding="utf-8")
    chosen = keys(await page_of(web))
    choice = await send(web, "zuordnen", fragen=chosen, thema="parken")
    assert (choice.status_code, [words in choice.text for words in DOGS]) == (200, [True, True, True])
    saved = await send(web, "speichern", fragen=chosen, thema="parken", saetze="\n".join(DOGS[:2]))
    assert (saved.status_code, saved.headers["location"]) == (303, f"{PAGE}?getan=zugeordnet")
    after = (root / PARKING).read_text(encoding="utf-8")
    assert [line for line in after.splitlines() if line not in before.splitlines()] == [f"    - {w}" for w in DOGS[:2]]
    page = await page_of(web)
    assert heads(page) == ["Was kostet das Parkhaus?"]
    number = re.findall(r'name="nummer" value="(\d+)"', page)[0]
    await send(web, "zurueck", nummer=number)
    assert ((root / PARKING).read_text(encoding="utf-8"), len(heads(await page_of(web)))) == (before, 2)


async def test_group_becomes_example_of_what_is_out_of_scope(web: httpx.AsyncClient, root: Path) -> None:
    chosen = keys(await page_of(web))
    choice = await send(web, "zuordnen", fragen=chosen, thema="parken", ausserhalb="1")
    assert "gehört nicht zur Messe" in choice.text
    await send(web, "speichern", fragen=chosen, thema="ausserhalb", saetze=DOGS[0])
    assert (root / OUTSIDE).read_text(encoding="utf-8").endswith(f"    - hundesteuer\n    - {DOGS[0]}\n")


async def test_ignored_group_is_gone_and_noted(web: httpx.AsyncClient) -> None:
    await send(web, "ignorieren", fragen=keys(await page_of(web)))
    page = await page_of(web)
    assert (heads(page), f"„{DOGS[1]}“" in page) == (["Was kostet das Parkhaus?"], True)


async def test_second_editor_is_told_that_it_is_done(web: httpx.AsyncClient, root: Path) -> None:
    chosen = keys(await page_of(web))
    await send(web, "ignorieren", fragen=chosen)
    before = (root / PARKING).read_bytes()
    for path in ("zuordnen", "ignorieren", "speichern"):
        answer = await send(web, path, fragen=chosen, thema="parken", saetze=DOGS[0])
        assert answer.headers["location"] == f"{PAGE}?getan=schon"
    assert (root / PARKING).read_bytes() == before


@pytest.mark.parametrize(
    ("sentences", "what"),
    [("", "Es steht keine Frage da"), ("Ich heiße …", "ist etwas verdeckt"), ("[x](ort)", "Klammern"),
     ("Hund?\nhund", "schon eine Beispielfrage"), ("Wann kommt die Müllabfuhr?", "schon eine Beispielfrage")],
)  # fmt: skip
async def test_bad_sentence_is_said_and_nothing_is_saved(
    web: httpx.AsyncClient, root: Path, sentences: str, what: str
) -> None:
    before = (root / PARKING).read_bytes()
    answer = await send(web, "speichern", fragen=keys(await page_of(web)), thema="parken", saetze=sentences)
    assert (answer.status_code, what in answer.text, (root / PARKING).read_bytes()) == (422, True, before)


async def test_new_topic_begins_with_the_questions(web: httpx.AsyncClient) -> None:
    page = await page_of(web)
    form = re.search(r'action="/redaktion/neu"><input type="hidden" name="beispiele" value="(.*?)">', page, re.DOTALL)
    assert form is not None
    new = (await web.get("/redaktion/neu", params={"beispiele": form.group(1)})).text
    assert [words in new for words in DOGS] == [True, True, True]


@pytest.mark.parametrize("topic", ["", "nirgends", "../parken"])
async def test_unknown_topic_is_a_german_page(web: httpx.AsyncClient, topic: str) -> None:
    answer = await send(web, "zuordnen", fragen=keys(await page_of(web)), thema=topic)
    assert (answer.status_code, "Thema" in answer.text) == (404, True)


async def test_many_groups_have_pages(web: httpx.AsyncClient, asked: Asked, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(question_counts, "ALIKE", 2.0)
    for number in range(45):
        asked.miss(f"x{number}", f"Frage Nummer {number}")
    for chat in "yz":
        asked.miss(chat, "Frage Nummer 7")
    first = heads(await page_of(web))
    last = heads(await page_of(web, seite="99"))
    assert (len(first), first[0], set(first) & set(last)) == (20, "Frage Nummer 7", set())


async def test_empty_inbox_says_so(web: httpx.AsyncClient) -> None:
    for _ in range(2):
        await send(web, "ignorieren", fragen=keys(await page_of(web)))
    assert "Der Eingang ist leer" in await page_of(web)


async def test_inbox_is_for_the_redaktion(web: httpx.AsyncClient) -> None:
    await web.post("/abmelden", data={"pruefung": form_token(await page_of(web))})
    await log_in(web, Role.OFFICE)
    assert (await web.get(PAGE)).status_code == 403
