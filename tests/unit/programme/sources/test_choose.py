from __future__ import annotations

import json
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError, ContentError
from bot.programme.exports.ical_export import calendar_of
from bot.programme.exports.schedule_export import to_schedule
from bot.programme.sources.choose import recognise, schedule_format, source_from
from bot.programme.sources.files import FileSource
from bot.programme.sources.remote import RemoteSchedule
from bot.programme.store import assemble
from tests.samples.programme import FAIR, NOW, ZONE, ids, session

A = session("a")
JSON = json.dumps(to_schedule(assemble([A], (), (), NOW), FAIR)).encode()
ICS = calendar_of([A], FAIR, NOW, "x")
XML = (
    b"<schedule><day date='2025-05-14'><room name='x'><event guid='a'><title>a</title><start>10:00</start>"
    b"<duration>01:00</duration></event></room></day></schedule>"
)
BOM = b"\xef\xbb\xbf"


@pytest.mark.parametrize(
    ("raw", "ending"),
    [
        (JSON, ".json"),
        (BOM + b"\n [", ".json"),
        (XML, ".xml"),
        (b"<?xml version='1.0'?><schedule/>", ".xml"),
        (ICS, ".ics"),
        (b"begin:vcalendar", ".ics"),
        (b"<!DOCTYPE html><title>", ""),
        (b"<html>", ""),
        (b"", ""),
        (b"quatsch", ""),
    ],
)
def test_recognise(raw: bytes, ending: str) -> None:
    assert recognise(raw) == ending


@pytest.mark.parametrize("raw", [JSON, XML, ICS])
@pytest.mark.parametrize("path", ["/fahrplan", "/export.php", "/"])
def test_content_decides_where_the_ending_is_silent(raw: bytes, path: str) -> None:
    assert ids(schedule_format(path, FAIR)(raw, ZONE, "x").sessions) == ["a"]


@pytest.mark.parametrize(
    ("raw", "what"),
    [
        (b"", "kein Programm: die Antwort ist leer"),
        (
            b"\n<!doctype HTML><title>Anmelden</title>",
            "kein Programm, sondern eine Webseite (vielleicht eine Anmeldung)",
        ),
        (b"quatsch\x00\n", "kein Programm, beginnt mit „quatsch··“"),
    ],
)
def test_other_content_is_named(raw: bytes, what: str) -> None:
    with pytest.raises(ContentError) as caught:
        schedule_format("/fahrplan", FAIR)(raw, ZONE, "x")
    assert [problem.what for problem in caught.value.problems] == [what]


async def test_file_without_an_ending_is_a_source(tmp_path: Path) -> None:
    (tmp_path / "plan").write_bytes(ICS)
    reading = await source_from("plan", tmp_path, FAIR).fetch()
    assert reading is not None and ids(reading.sessions) == ["a"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "programm").mkdir()
    (tmp_path / "plan.JSON").write_text("{}", encoding="utf-8")
    (tmp_path / "plan.txt").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("value", "kind", "name"),
    [
        ("programm", FileSource, "programm"),
        ("plan.JSON", FileSource, "plan.JSON"),
        ("https://a.example/plan", RemoteSchedule, "https://a.example/plan"),
    ],
)
def test_source_from(root: Path, value: str, kind: type, name: str) -> None:
    source = source_from(value, root, FAIR)
    assert (type(source), source.name) == (kind, name)


def test_absolute_path_below_the_root_has_the_same_name(root: Path) -> None:
    assert source_from(str(root / "programm"), root, FAIR).name == "programm"


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("nirgends", "gibt es nicht"),
        ("plan.txt", "ist keine Programmdatei"),
        ("ftp://a/b", "ist keine Internetadresse"),
    ],
)
def test_other_values_are_refused(root: Path, value: str, what: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{value} {what} – bitte"):
        source_from(value, root, FAIR)
