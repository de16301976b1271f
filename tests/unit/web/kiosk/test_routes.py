"""The booth's visits: counted, forgotten, taken along."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import httpx
import pytest
import sqlalchemy as sa

import bot.web.app  # noqa: F401  # so that all tables are known
from bot.chat.chat_tables import tables_of_chats
from bot.chat.conversations import Conversations
from bot.chat.session_tokens import sender_of
from bot.core.database import open_database
from bot.core.errors import ConfigurationError
from bot.dialogue.nlu_report import Decision, Understanding
from bot.dialogue.tracker_rows import TrackerRows
from bot.staff.logins import Backoff
from bot.web.http.problems import WebProblem
from bot.web.kiosk import visits as stand_visits
from bot.web.kiosk.parts import load_address
from bot.web.kiosk.staff import StaffPin, load_pin
from bot.web.kiosk.visits import MARK, PASS_SECONDS, TooManyPasses, Visits
from tests.samples.web import FakeRasa, running

READING = ("/chat/verlauf", "/chat/plan", "/chat/daten", "/stand/verstanden")
MESSAGE = {"id": "11111111-1111-4111-8111-111111111111", "text": "Wo kann ich parken?"}


class Clock:
    seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def visits(tmp_path: Path, clock: Clock) -> Visits:
    return Visits(open_database(tmp_path, {}), lambda: date(2025, 5, 14), clock)


def test_only_messages_of_the_booth_are_counted(visits: Visits) -> None:
    report = Understanding("Wo?", "wo_ist", 0.9, decision=Decision.ASKED_BACK)
    visits.begin()
    visits.note(f"{MARK}a", [report, report])
    visits.note("someone else", [report])
    assert visits.counts() == {"besuch": 1, "nachfrage": 2}


def test_counts_survive_a_restart_and_begin_anew_each_day(tmp_path: Path) -> None:
    Visits(open_database(tmp_path, {}), lambda: date(2025, 5, 14)).begin()
    days = [date(2025, 5, 14), date(2025, 5, 15)]
    found = [Visits(open_database(tmp_path, {}), lambda day=day: day).counts() for day in days]  # type: ignore[misc]
    assert found == [{"besuch": 1}, {}]


def test_pass_opens_its_chat_once_in_whichever_process(visits: Visits, tmp_path: Path, clock: Clock) -> None:
    other = Visits(open_database(tmp_path, {}), lambda: date(2025, 5, 14), clock)
    ticket = visits.make_pass("a")
    assert [each.chat_of(ticket) for each in (visits, other)] == ["a", "a"]
    assert [other.redeem(ticket, "a", "b"), visits.redeem(ticket, "a", "c")] == [True, False]
    assert (other.chat_of(ticket), visits.chat_of("made up"), visits.is_handed_over("a")) == (None, None, True)


def test_pass_is_void_after_two_minutes(visits: Visits, clock: Clock) -> None:
    ticket = visits.make_pass("a")
    clock.seconds = PASS_SECONDS
    assert (visits.chat_of(ticket), visits.redeem(ticket, "a", "b")) == (None, False)


def test_pass_is_void_once_the_chat_is_deleted_or_another_was_made(visits: Visits) -> None:
    first, second = visits.make_pass("a"), visits.make_pass("a")
    before = visits.chat_of(second)
    Conversations(visits._engine).delete("a")
    assert (visits.chat_of(first), before, visits.chat_of(second)) == (None, "a", None)


def test_waiting_pass_is_not_pushed_out(visits: Visits, clock: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stand_visits, "MOST_WAITING", 3)
    first = visits.make_pass("a")
    for chat in "bc":
        visits.make_pass(chat)
    with pytest.raises(TooManyPasses, match="in zwei Minuten"):
        visits.make_pass("d")
    assert visits.chat_of(first) == "a"
    clock.seconds = PASS_SECONDS
    assert visits.chat_of(visits.make_pass("d")) == "d"


def test_everything_about_a_chat_goes_along(visits: Visits) -> None:
    engine = visits._engine
    TrackerRows(engine).save(sender_of("a"), "[]")
    with engine.begin() as connection:
        for table in tables_of_chats():
            connection.execute(table.insert().values(sample_row(table, "a")))
    visits.redeem(visits.make_pass("a"), "a", "b")
    with engine.connect() as connection:
        chats = {each.name: connection.execute(sa.select(each.c.session)).scalars() for each in tables_of_chats()}
        rows = {name: set(found) for name, found in chats.items()}
    of_booth = rows.pop("booth_handed_over"), rows.pop("booth_passes")
    assert ({*map(frozenset, rows.values())}, of_booth) == ({frozenset("b")}, ({"a", "b"}, set()))
    assert TrackerRows(engine).senders() == [sender_of("b")]


def sample_row(table: sa.Table, chat: str) -> dict[str, object]:
    """A row in which every column that needs a value has one."""
    texts = {column.name: "x" for column in table.columns if isinstance(column.type, sa.String)}
    numbers = {column.name: 7 for column in table.columns if isinstance(column.type, (sa.Integer, sa.Float))}
    return {**texts, **numbers, "session": chat}


async def test_visit_that_ends_is_forgotten_here_and_in_rasa(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        opened = (await client.post("/stand/sitzung")).json()
        header = {"Authorization": f"Bearer {opened['sitzung']}"}
        await client.post("/chat/nachricht", json=MESSAGE, headers=header)
        ended = await client.delete("/stand/sitzung", headers=header)
        left = (await client.get("/chat/verlauf", headers=header)).json()["verlauf"]
    assert (ended.status_code, len(left), rasa.texts) == (204, 1, ["Wo kann ich parken?", "/neu_anfangen"])


async def test_understanding_is_that_of_the_own_chat_only(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        refused = await client.get("/stand/verstanden")
        header = {"Authorization": f"Bearer {(await client.post('/stand/sitzung')).json()['sitzung']}"}
        empty = await client.get("/stand/verstanden", headers=header)
    assert (refused.status_code, empty.json()) == (401, {"fragen": []})


async def test_questions_of_the_attract_loop_are_whole_and_real(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        questions = (await client.get("/stand/fragen.json")).json()["fragen"]
    assert [len(questions) > 30, [each for each in questions if not each["text"].endswith("?")]] == [True, []]


async def test_conversation_goes_on_at_the_phone_and_the_booth_cannot_delete_it(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_ADRESSE="https://messe.example") as client:
        header = {"Authorization": f"Bearer {(await client.post('/stand/sitzung')).json()['sitzung']}"}
        await client.post("/chat/nachricht", json=MESSAGE, headers=header)
        await client.put("/chat/plan/ki-grundlagen", headers=header)
        plan = (await client.get("/chat/plan", headers=header)).json()
        shown = (await client.post("/stand/schein", headers=header)).json()
        address, ticket = shown["adresse"].split("#")
        waiting = await client.get("/stand/schein", headers=header)
        body = {"schein": ticket}
        first, second = [await client.post("/stand/schein/einloesen", json=body) for _ in range(2)]
        taken = await client.get("/stand/schein", headers=header)
        left = [(await client.get(path, headers=header)).text for path in (*READING, plan["kalender"])]
        await client.put("/chat/plan/guten-morgen-ki", headers=header)
        await client.delete("/stand/sitzung", headers=header)
        phone = {"Authorization": f"Bearer {first.json()['sitzung']}"}
        texts = [each["text"] for each in (await client.get("/chat/verlauf", headers=phone)).json()["verlauf"]]
        own = (await client.get("/chat/plan", headers=phone)).text
    assert [each.status_code for each in (waiting, first, second, taken)] == [204, 200, 403, 200]
    assert (address, shown["sekunden"]) == ("https://messe.example/weiter", 120)
    assert texts[1:] == ["Wo kann ich parken?", "Sie sagten: Wo kann ich parken?"]
    assert [word for word in ("Sie sagten", "ki-grundlagen") for each in left if word in each] == []
    assert ("ki-grundlagen" in own, "guten-morgen-ki" in own) == (True, False)


async def test_no_code_is_offered_that_leads_to_the_booths_own_machine(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        page = (await client.get("/stand")).text
        header = {"Authorization": f"Bearer {(await client.post('/stand/sitzung')).json()['sitzung']}"}
        refused = await client.post("/stand/schein", headers=header)
    assert ("data-mitnehmen" in page, refused.status_code) == (False, 409)


@pytest.mark.parametrize("variable", ["MESSE_STAND_PIN", "MESSE_ADRESSE"])
def test_unusable_setting_is_named(variable: str) -> None:
    loads = {"MESSE_STAND_PIN": load_pin, "MESSE_ADRESSE": load_address}
    with pytest.raises(ConfigurationError, match=variable):
        loads[variable]({variable: "12a"})


def test_pin_opens_and_wrong_ones_lock(clock: Clock) -> None:
    pin = StaffPin("4829", Backoff(free=1, first=30.0, real_time=clock))
    found = [status_of(pin, given) for given in ("4829", "0000", None, "4829")]
    clock.seconds = 31.0
    assert [*found, status_of(pin, "4829"), status_of(StaffPin(""), "")] == [200, 403, 403, 429, 200, 404]


def test_guessing_from_elsewhere_does_not_lock_the_booth() -> None:
    pin = StaffPin("4829", Backoff(free=0, first=30.0))
    assert [status_of(pin, each, "dort") for each in ("0000", "\ud800", "4829")] == [403, 429, 429]
    assert status_of(pin, "4829", "stand") == 200


def test_pin_waits_half_a_minute_at_most_where_the_address_stands_for_many(clock: Clock) -> None:
    pin = StaffPin("4829", real_time=clock)
    for clock.seconds in (10.0, 20.0, 30.0, 40.0, 50.0, 81.0, 112.0, 143.0):
        assert status_of(pin, "0000", "") == 403
    assert status_of(pin, "4829", "") == 429
    clock.seconds = 174.0
    assert status_of(pin, "4829", "") == 200


def status_of(pin: StaffPin, given: object, address: str = "hier") -> int:
    try:
        pin.check(given, address)
    except WebProblem as problem:
        return problem.status
    return 200


async def test_corner_counts_without_persons(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_STAND_PIN="482913") as client:
        await client.post("/stand/sitzung")
        opened = await client.post("/stand/betrieb", json={"pin": "482913"})
        refused = await client.post("/stand/betrieb", json={"pin": "1"})
    assert (opened.json()["zahlen"][0], refused.status_code) == (["Besuche", 1], 403)


async def test_map_comes_from_the_rasa_that_answers(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        missing = await client.get("/stand/karte.json")
        rasa = MapRasa()
    async with running(tmp_path, rasa) as client:
        found = (await client.get("/stand/karte.json")).json()
    assert (missing.status_code, [each["titel"] for each in found["themen"]]) == (503, ["Parken"])
    assert [each.endswith("/webhooks/rest/karte") for each in rasa.asked_for] == [True]


class MapRasa(FakeRasa):
    """A Rasa whose model brings a map."""

    def __init__(self) -> None:
        super().__init__()
        self.asked_for: list[str] = []

    async def answer(self, request: httpx.Request) -> httpx.Response:
        self.asked_for.append(str(request.url))
        return httpx.Response(200, json={"labels": {"faq/parken": [1, 2]}, "points": {"faq/parken": [1, 2]}})
