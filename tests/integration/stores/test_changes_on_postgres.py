"""The organisers' changes on a PostgreSQL server, by real web processes that share it."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.core.database import open_database
from bot.programme.changes.log import AlreadyUndone, ChangeLog, Outdated
from tests.integration.helpers.postgres_server import PostgresServer
from tests.integration.helpers.running_system import wait_for
from tests.samples.change import content, of_session
from tests.samples.programme import NOW
from tests.samples.web_process import web_process

SESSION, TITLE = "ki-grundlagen", "Künstliche Intelligenz im Büro"
CANCEL = {"art": "absage", "sitzung": SESSION, "grund": "Technik"}
DELAY = {"art": "verspaetung", "sitzung": SESSION, "minuten": 15, "grund": "Technik"}
TOKEN = "probe-0123456789-abcdef"
PATIENCE = 120.0


@pytest.fixture
def log(postgres: PostgresServer, tmp_path: Path) -> Iterator[ChangeLog]:
    engine = open_database(tmp_path, {"MESSE_DATENBANK": postgres.new_database()})
    yield ChangeLog(engine)
    engine.dispose()


@pytest.fixture(scope="module")
def database(postgres: PostgresServer) -> str:
    return postgres.new_database()


@pytest.fixture(scope="module")
def webs(database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[httpx.Client, httpx.Client]]:
    """Two web processes on one database."""
    settings = {"MESSE_DATENBANK": database, "PROGRAMM_TOKENS": f"probe:{TOKEN}"}
    headers = {"Authorization": f"Bearer {TOKEN}"}
    with ExitStack() as stack:
        addresses = [stack.enter_context(web_process(tmp_path_factory.mktemp("web"), **settings)) for _ in range(2)]
        first, second = (
            stack.enter_context(httpx.Client(base_url=each, headers=headers, timeout=60, trust_env=False))
            for each in addresses
        )
        yield first, second


def start_of(web: httpx.Client) -> str:
    start: str = web.get(f"/api/programm/sitzungen/{SESSION}").json()["beginn"]
    return start[11:16]


def post(web: httpx.Client, change: dict[str, Any], path: str = "") -> httpx.Response:
    return web.post(f"/api/programm/aenderungen{path}", json=change)


def test_change_is_live_in_the_other_process_and_taken_back_there(webs: tuple[httpx.Client, httpx.Client]) -> None:
    first, second = webs
    number = post(first, DELAY).json()["aenderung"]["nummer"]
    wait_for(lambda: start_of(second) == "10:15", PATIENCE, "beim anderen Prozess")
    undone = post(second, {"grund": "Irrtum"}, f"/{number}/zuruecknehmen")
    wait_for(lambda: start_of(first) == "10:00", PATIENCE, "zurückgenommen")
    assert undone.json()["aenderung"]["zurueckgenommen"]["autor"] == "probe"


def test_second_organiser_is_told(webs: tuple[httpx.Client, httpx.Client]) -> None:
    revision = webs[0].get(f"/api/programm/sitzungen/{SESSION}").json()["revision"]
    with ThreadPoolExecutor(2) as pool:
        answers = list(pool.map(lambda web: post(web, {**DELAY, "revision": revision}), webs))
    won = next(each for each in answers if each.status_code == 201)
    post(webs[0], {"grund": "Irrtum"}, f"/{won.json()['aenderung']['nummer']}/zuruecknehmen")
    assert sorted(each.status_code for each in answers) == [201, 409]


def test_of_many_at_the_same_moment_one_wins(log: ChangeLog) -> None:
    def try_it(number: int) -> str:
        try:
            log.append(content("absage"), f"Person {number}", "Technik", NOW, {of_session("a"): 0})
        except Outdated:
            return "veraltet"
        return "gewonnen"

    with ThreadPoolExecutor(8) as pool:
        answers = sorted(pool.map(try_it, range(8)))
    assert (answers, len(log.changes())) == (["gewonnen", *["veraltet"] * 7], 1)


def test_without_a_revision_all_are_kept(log: ChangeLog) -> None:
    def add(number: int) -> None:
        log.append(content("verspaetung", minutes=5), f"Person {number}", "Technik", NOW)

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(add, range(24)))
    assert sorted(change.author for change in log.changes()) == sorted(f"Person {number}" for number in range(24))


def test_of_many_who_take_the_same_back_one_does(log: ChangeLog) -> None:
    log.append(content("absage"), "Kim", "Technik", NOW)

    def take_back(number: int) -> str:
        try:
            log.undo(1, f"Person {number}", "Irrtum", NOW)
        except AlreadyUndone:
            return "war schon"
        return "getan"

    with ThreadPoolExecutor(8) as pool:
        assert sorted(pool.map(take_back, range(8))) == ["getan", *["war schon"] * 7]


def test_processes_that_start_together_on_an_empty_database_agree_on_its_tables(
    postgres: PostgresServer, tmp_path: Path
) -> None:
    address = postgres.new_database()

    def start(_number: int) -> sa.engine.Engine:
        engine = open_database(tmp_path, {"MESSE_DATENBANK": address})
        ChangeLog(engine)
        return engine

    with ThreadPoolExecutor(6) as pool:
        engines = list(pool.map(start, range(6)))
    for engine in engines:
        engine.dispose()


def test_database_that_stops_is_told_and_nothing_is_lost(
    postgres: PostgresServer, webs: tuple[httpx.Client, httpx.Client]
) -> None:
    web, _ = webs
    number = post(web, DELAY).json()["aenderung"]["nummer"]
    postgres.stop()
    try:
        refused = post(web, CANCEL)
        read = [web.get("/programm").status_code, web.get("/programm/katalog.json").status_code]
        while_away = (refused.status_code, refused.json()["fehler"], start_of(web), read)
        chat = web.post("/chat/sitzung")
    finally:
        postgres.start()
    wait_for(lambda: post(web, {**DELAY, "minuten": 5}).status_code == 201, PATIENCE, "wieder da")
    made = [each["nummer"] for each in web.get("/api/programm/aenderungen").json()["aenderungen"]]
    assert while_away == (503, "Die Datenbank antwortet gerade nicht.", "10:15", [200, 200])
    # A chat begins all the same: who opens the page may have to report an emergency.
    assert (chat.status_code, len(chat.json()["verlauf"])) == (201, 1)
    assert (start_of(web), number in made) == ("10:20", True)
