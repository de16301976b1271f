"""The booth's visits: counted, forgotten, taken along."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import httpx
import pytest
from web_samples import FakeRasa, running

from bot.database import open_database
from bot.dialogue.understanding import Decision, Understanding
from bot.errors import ConfigurationError
from bot.web.problems import WebProblem
from bot.web.stand_address import load_address
from bot.web.stand_staff import StaffPin, load_pin
from bot.web.stand_visits import PASS_SECONDS, Visits
from bot.web.throttle import Backoff

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
    visits.begin("a")
    visits.note("a", [report, report])
    visits.note("someone else", [report])
    assert visits.counts() == {"besuch": 1, "nachfrage": 2}


def test_counts_survive_a_restart_and_begin_anew_each_day(tmp_path: Path) -> None:
    Visits(open_database(tmp_path, {}), lambda: date(2025, 5, 14)).begin("a")
    days = [date(2025, 5, 14), date(2025, 5, 15)]
    found = [Visits(open_database(tmp_path, {}), lambda day=day: day).counts() for day in days]  # type: ignore[misc]
    assert found == [{"besuch": 1}, {}]


def test_pass_opens_its_chat_once(visits: Visits) -> None:
    visits.begin("a")
    ticket = visits.make_pass("a")
    assert [visits.redeem(ticket), visits.redeem(ticket), visits.redeem("made up")] == ["a", None, None]


def test_pass_is_void_after_two_minutes(visits: Visits, clock: Clock) -> None:
    visits.begin("a")
    ticket = visits.make_pass("a")
    clock.seconds = PASS_SECONDS
    assert visits.redeem(ticket) is None


def test_pass_is_void_once_the_visitor_has_gone_or_another_was_made(visits: Visits) -> None:
    visits.begin("a")
    first, second = visits.make_pass("a"), visits.make_pass("a")
    visits.end("a")
    assert [visits.redeem(first), visits.redeem(second)] == [None, None]


def test_chat_taken_along_is_not_deleted_by_the_booth(visits: Visits) -> None:
    for chat in ("a", "b"):
        visits.begin(chat)
    visits.redeem(visits.make_pass("a"))
    assert (visits.end("a"), visits.end("b")) == (False, True)


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


async def test_talk_goes_on_at_the_phone_and_the_booth_cannot_delete_it(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_ADRESSE="https://messe.example") as client:
        header = {"Authorization": f"Bearer {(await client.post('/stand/sitzung')).json()['sitzung']}"}
        await client.post("/chat/nachricht", json=MESSAGE, headers=header)
        shown = (await client.post("/stand/schein", headers=header)).json()
        address, ticket = shown["adresse"].split("#")
        waiting = await client.get("/stand/schein", headers=header)
        body = {"schein": ticket}
        first, second = [await client.post("/stand/schein/einloesen", json=body) for _ in range(2)]
        taken = await client.get("/stand/schein", headers=header)
        await client.delete("/stand/sitzung", headers=header)
        phone = {"Authorization": f"Bearer {first.json()['sitzung']}"}
        texts = [each["text"] for each in (await client.get("/chat/verlauf", headers=phone)).json()["verlauf"]]
    assert [each.status_code for each in (waiting, first, second, taken)] == [204, 200, 403, 200]
    assert (address, shown["sekunden"]) == ("https://messe.example/weiter", 120)
    assert texts[1:] == ["Wo kann ich parken?", "Sie sagten: Wo kann ich parken?"]


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


def status_of(pin: StaffPin, given: object) -> int:
    try:
        pin.check(given)
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
