"""Any valid programme comes back unchanged from every format that it is written in."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path

import pytest
from hypothesis import given

from bot.core.settings import ROOT
from bot.core.yaml_reader import parse_yaml
from bot.programme.exports.ical_export import calendar_of
from bot.programme.exports.schedule_export import to_schedule
from bot.programme.exports.yaml_export import booths_yaml, losses, sessions_yaml
from bot.programme.model import Booth, Original, Session
from bot.programme.sources.calendar_ics import read_calendar
from bot.programme.sources.choose import schedule_format
from bot.programme.sources.schedule_json import read_schedule
from bot.programme.sources.yaml_entries import read_booths, read_sessions
from bot.programme.store import assemble
from tests.samples.programme import FAIR, NOW, ZONE, session
from tests.samples.programme_strategies import BOOTH_LISTS, PROGRAMMES

SHARED = ROOT.parent / "shared" / "daten"


def from_yaml(text: str) -> tuple[Session, ...]:
    return read_sessions(parse_yaml(text, Path("programm.yml")), FAIR, [])


def by_id(sessions: Iterable[Session]) -> dict[str, Session]:
    return {item.id: item for item in sessions}


def published(item: Session) -> Session:
    """What a schedule.json tells of a session; who looks at it needs no seats and no history."""
    silent = {
        "seats": None,
        "seats_free": None,
        "is_new": False,
        "original": Original(),
        "changed_at": None,
        "note": "",
    }
    return item.copy(update=silent)


@given(PROGRAMMES)
def test_yaml_to_yaml(programme: list[Session]) -> None:
    assert by_id(from_yaml(sessions_yaml(programme, FAIR))) == by_id(programme)


@given(PROGRAMMES)
def test_yaml_is_stable(programme: list[Session]) -> None:
    text = sessions_yaml(programme, FAIR)
    assert sessions_yaml(from_yaml(text), FAIR) == text


@given(BOOTH_LISTS)
def test_booths_to_yaml(booths: list[Booth]) -> None:
    text = booths_yaml(booths, FAIR)
    assert read_booths(parse_yaml(text, Path("staende.yml")), FAIR, []) == tuple(booths)


@given(PROGRAMMES)
def test_yaml_to_schedule_json_and_back(programme: list[Session]) -> None:
    programme = [item.copy(update={"cancelled": False}) for item in programme]  # a schedule.json has no cancelled ones
    sessions = from_yaml(sessions_yaml(programme, FAIR))
    raw = json.dumps(to_schedule(assemble(sessions, (), (), NOW), FAIR)).encode()
    back = read_schedule(raw, ZONE, "x").sessions
    assert by_id(from_yaml(sessions_yaml(back, FAIR))) == by_id(map(published, programme))


@given(PROGRAMMES)
def test_calendar_and_back(programme: list[Session]) -> None:
    raw = calendar_of(programme, FAIR, NOW, "Hausmesse")
    assert read_calendar(raw, ZONE, "x").sessions == tuple(programme)


def test_path_with_a_capital_n_survives_a_calendar() -> None:
    item = session("a", title="S:\\Netz", abstract="Laufwerk S:\\Netz", topics=("S:\\Netz",), room="N:\\N")
    assert read_calendar(calendar_of([item], FAIR, NOW, "x"), ZONE, "x").sessions == (item,)


def test_seconds_are_not_written_but_told() -> None:
    late = session("a").copy(update={"start": session("a").start.replace(second=25)})
    found = losses([late], sessions_yaml([late], FAIR), FAIR)
    assert [problem.what for problem in found] == [
        "„a“: start wird „14.05.2025 10:00:00 CEST“ statt „14.05.2025 10:00:25 CEST“"
    ]


def test_lost_session_is_told() -> None:
    found = losses([session("a"), session("b")], sessions_yaml([session("a")], FAIR), FAIR)
    assert [problem.what for problem in found] == ["„b“ geht verloren"]


REAL = sorted(path for folder in ("programme", "kalender") for path in (SHARED / folder).glob("*.[ji][sc]*"))


@pytest.mark.skipif(not REAL, reason=f"Testdaten fehlen: {SHARED}")
def test_real_programmes_are_imported_without_a_loss_but_seconds() -> None:
    lost = []
    for path in REAL:
        if path.name.endswith("schema.json"):
            continue
        sessions = schedule_format(path.name, FAIR)(path.read_bytes(), ZONE, path.name).sessions
        lost += [problem.what for problem in losses(sessions, sessions_yaml(sessions, FAIR), FAIR)]
    assert [what for what in lost if ": start wird" not in what and ": end wird" not in what] == []
    assert len(lost) == 8  # the four events of discourse_no_dtend.ics start and end at odd seconds
