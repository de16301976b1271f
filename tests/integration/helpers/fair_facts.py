"""What the fair's files say, read here with nothing but a YAML parser: the tests' own eyes."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

import yaml

from bot.core.settings import ROOT

Facts = dict[str, Any]


def read(name: str) -> Facts:
    """One YAML file of the project as plain data; all scalars as they are written."""
    data = yaml.load((ROOT / name).read_text(encoding="utf-8"), Loader=yaml.BaseLoader)  # noqa: S506 - builds texts only
    assert isinstance(data, dict)
    return data


FAIR = read("messe.yml")
GIVEN: Facts = FAIR["angaben"]
SESSIONS: dict[str, Facts] = {session["id"]: session for session in read("programm/programm.yml")["sitzungen"]}
BOOTHS: dict[str, Facts] = {booth["nummer"]: booth for booth in read("programm/staende.yml")["staende"]}
ROOMS: dict[str, Facts] = {room["name"]: room for room in FAIR["raeume"]}
FLOORS: list[Facts] = read("programm/raumplan.yml")["etagen"]
STAIRS: dict[str, str] = {  # of each room: the first stairs of its floor
    room["name"]: next(place["name"] for place in floor["orte"] if place["art"] == "treppe")
    for floor in FLOORS
    for room in floor["raeume"]
}
ZONE = ZoneInfo(FAIR["zeitzone"])


def clock(written: str) -> str:
    """``09:15`` as answers write it: ``9:15``."""
    return written.removeprefix("0")


def span(session: Facts) -> tuple[datetime, datetime]:
    """Start and end of a session."""
    start, end = (
        datetime.fromisoformat(f"{session['tag']}T{session[key]}").replace(tzinfo=ZONE) for key in ("beginn", "ende")
    )
    return start, end


def running_at(moment: datetime) -> set[str]:
    """Titles of the sessions that run at a moment and are not cancelled."""
    held = [session for session in SESSIONS.values() if session.get("abgesagt") != "true"]
    return {session["titel"] for session in held if span(session)[0] <= moment < span(session)[1]}
