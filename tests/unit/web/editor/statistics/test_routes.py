"""The statistics: page, CSV, sheet, and the use of each topic."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.chat.question_counts import CountKind
from bot.chat.questions import Verdict
from bot.dialogue.nlu_report import Decision
from bot.staff.roles import Role
from bot.web.app import create_app
from bot.web.editor.statistics.view import (
    Usage,
    duration_words,
    hour_rows,
    make_statistics,
    make_table,
    usage_of,
)
from tests.samples.content import write_content
from tests.samples.question import NOW, Asked
from tests.samples.staff import add_users, log_in
from tests.samples.web import FakeRasa, serving

PAGE = "/redaktion/statistik"


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    """Two hours: 7 chats on Parken, 6 on WLAN with thumbs, one on something nobody else asks."""
    asked = Asked(tmp_path / "zustand")
    for number in range(7):
        asked.ask(f"a{number}", "Wo parke ich?", "faq/parken", about=("stand", "=B3"))
    asked.now = NOW + timedelta(hours=2)
    for number in range(6):
        answer = asked.ask(f"b{number}", "Gibt es WLAN?", "faq/wlan")
        asked.thumb(f"b{number}", answer, Verdict.BAD)
    asked.ask("c", "Gibt es Hundekekse?", "faq/hunde", Decision.NONE)
    return asked


@pytest_asyncio.fixture
async def web(tmp_path: Path, asked: Asked) -> AsyncIterator[httpx.AsyncClient]:
    root = write_content(tmp_path)
    add_users(root / "zustand")
    app = create_app(root, {"MESSE_ZUSTAND": str(root / "zustand")}, httpx.MockTransport(FakeRasa().answer))
    async with serving(app) as client:
        await log_in(client, Role.EDITOR)
        yield client


def test_rare_topic_hides_with_the_smallest_other(asked: Asked) -> None:
    parts = make_statistics(asked.log.counts()).parts
    assert (parts[CountKind.LABEL].shown, parts[CountKind.LABEL].others) == ({"faq/parken": 7}, 7)
    assert (parts[CountKind.HOUR].shown, parts[CountKind.DECISION].shown) == ({"10": 7, "12": 7}, {})


def test_use_of_topics(asked: Asked) -> None:
    usage = usage_of(asked.log.counts())
    assert [usage(f"faq/{stem}") for stem in ("parken", "wlan", "hunde")] == [Usage(7), Usage(bad=6), Usage()]


def test_topics_of_a_hidden_verdict_are_hidden(asked: Asked) -> None:
    for number in range(2):
        asked.thumb(f"a{number}", asked.ask(f"a{number}", "Wo parke ich?", "faq/parken"), Verdict.GOOD)
    parts = make_statistics(asked.log.counts()).parts
    assert (parts[CountKind.VERDICT].shown, parts[CountKind.BAD_OF].shown) == ({}, {})


def test_day_of_few_chats_counts_nowhere(asked: Asked) -> None:
    before = make_statistics(asked.log.counts())
    asked.now = NOW + timedelta(days=1)
    for _ in range(9):
        asked.ask("d", "Wo parke ich?", "faq/parken")
    assert make_statistics(asked.log.counts()) == make_statistics(asked.log.counts(), "2025-05-15") == before


def test_hours_between_are_told_as_too_few(asked: Asked) -> None:
    rows = hour_rows(make_statistics(asked.log.counts()).parts[CountKind.HOUR])
    assert [(row.title, row.number) for row in rows] == [("10 Uhr", 7), ("11 Uhr", None), ("12 Uhr", 7)]


def test_rest_of_a_short_table_holds_what_was_cut(asked: Asked) -> None:
    part = make_statistics(asked.log.counts()).parts[CountKind.HOUR]
    assert [row.number for row in make_table("x", "x", "x", part, str, most=1).rows] == [7, 7]


@pytest.mark.parametrize(
    ("bound", "words"), [("200", "höchstens 0,2 s"), ("", "über 10 s"), (None, "–"), ("3000", "höchstens 3 s")]
)
def test_duration_in_words(bound: str | None, words: str) -> None:
    assert duration_words(bound) == words


def test_half_was_answered_within(asked: Asked) -> None:
    found = make_statistics(asked.log.counts())
    assert (found.median, found.slow, make_statistics({}).median) == ("50", "50", None)


async def test_csv_says_what_the_page_says_and_no_formula(web: httpx.AsyncClient) -> None:
    answer = await web.get(f"{PAGE}.csv?tag=2025-05-14")
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert answer.headers["Content-Disposition"] == 'attachment; filename="statistik-2025-05-14.csv"'
    assert lines[:6] == ["Bereich;Was;Anzahl", "Fragen;Alle;14", "Stunden;10 Uhr;7", "Stunden;11 Uhr;",
                         "Stunden;12 Uhr;7", "Themen;Parken;7"]  # fmt: skip
    assert "Gefragte Stände;'=B3;7" in lines


async def test_page_and_sheet_show_no_small_group(web: httpx.AsyncClient) -> None:
    pages = [(await web.get(address)).text for address in (PAGE, f"{PAGE}/druck")]
    assert [("Parken" in page, "hunde" in page.casefold()) for page in pages] == [(True, False)] * 2


async def test_list_of_topics_tells_their_use(web: httpx.AsyncClient) -> None:
    page = (await web.get("/redaktion")).text
    assert ('<span class="only-small">Gefragt: </span>7<' in page, "nach unten:</span> 6<" in page) == (True, True)


@pytest.mark.parametrize(("role", "status"), [(Role.OFFICE, 403), (Role.LEAD, 200)])
async def test_statistics_are_for_redaktion_and_leitung(web: httpx.AsyncClient, role: Role, status: int) -> None:
    web.cookies.clear()
    await log_in(web, role)
    assert [(await web.get(each)).status_code for each in (PAGE, f"{PAGE}.csv", f"{PAGE}/druck")] == [status] * 3
