from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path

import pytest

from bot.core.errors import ContentError
from bot.core.yaml_reader import Entry, load_yaml, parse_yaml

FILE = Path("probe.yml")


def entry(text: str) -> Entry:
    return parse_yaml(text, FILE)


def lines(found: Entry) -> list[str]:
    return [str(problem) for problem in found.problems]


@pytest.mark.parametrize(
    ("raw", "message"),
    [
        (
            b"a: [1\nb: 2\n",
            "probe.yml:2: kein gültiges YAML – bitte Einrückung, Doppelpunkte und Anführungszeichen in dieser Zeile "
            "und "
            "der davor prüfen",
        ),
        (b"a: \xff", "probe.yml: nicht lesbar – bitte als UTF-8-Text speichern"),
        (b"- a\n", "probe.yml:1: erwartet werden Einträge der Form „name: wert“ – bitte an der Vorlage ausrichten"),
        (b"", "probe.yml:1: erwartet werden Einträge der Form „name: wert“ – bitte an der Vorlage ausrichten"),
    ],
)
def test_unusable_file_is_one_line(tmp_path: Path, raw: bytes, message: str) -> None:
    (tmp_path / FILE).write_bytes(raw)
    with pytest.raises(ContentError) as caught:
        load_yaml(tmp_path / FILE)
    assert str(caught.value) == message


@pytest.mark.parametrize("depth", [50, 100_000])
def test_deep_nesting_is_one_line(depth: int) -> None:
    with pytest.raises(ContentError) as caught:
        entry("a:\n  " + "[" * depth + "]" * depth)
    assert str(caught.value) == "probe.yml:2: zu tief verschachtelt – bitte vereinfachen"


def test_missing_file_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load_yaml(tmp_path / FILE)
    assert str(caught.value) == "probe.yml: Datei fehlt – bitte anlegen oder den Pfad prüfen"


@pytest.mark.parametrize(
    ("text", "read", "value"),
    [
        ("a: 9:30", lambda found: found.text("a"), "9:30"),
        ("a: no", lambda found: found.text("a"), "no"),
        ("a: '  x '", lambda found: found.text("a"), "x"),
        ("b: 1", lambda found: found.text("a", "sonst"), "sonst"),
        ("a: [x, 9:30]", lambda found: found.texts("a"), ["x", "9:30"]),
        ("b: 1", lambda found: found.texts("a"), []),
        ("a: 012", lambda found: found.number("a"), 12),
        ("b: 1", lambda found: found.number("a"), None),
        ("a: Ja", lambda found: found.flag("a"), True),
        ("a: no", lambda found: found.flag("a"), False),
        ("b: 1", lambda found: found.flag("a"), False),
        ("a: 2025-05-14", lambda found: found.date("a"), date(2025, 5, 14)),
        ("a: 9:05", lambda found: found.time("a"), time(9, 5)),
        ("a: 2025-05-14T10:05:00", lambda found: found.moment("a"), datetime(2025, 5, 14, 10, 5)),
        (
            "a: 2025-05-14T10:05:00+02:00",
            lambda found: found.moment("a"),
            datetime(2025, 5, 14, 10, 5, tzinfo=timezone(timedelta(hours=2))),
        ),
        ("a: {b: 1}", lambda found: found.entry("a").text("b"), "1"),
        ("a:\n- b: 1\n- b: 2", lambda found: [each.text("b") for each in found.entries("a")], ["1", "2"]),
        ("a:", lambda found: found.entries("a"), []),
        ("b: 1\na: 2", lambda found: found.names(), ["b", "a"]),
        ("a: 1", lambda found: (found.has("a"), found.has("b")), (True, False)),
    ],
)
def test_value(text: str, read: Callable[[Entry], object], value: object) -> None:
    found = entry(text)
    assert (read(found), lines(found)) == (value, [])


@pytest.mark.parametrize(
    ("text", "read", "message"),
    [
        ("b: 1", lambda found: found.text("a"), "probe.yml:1: „a“ fehlt – bitte „a: …“ ergänzen"),
        ("b: 1\na:", lambda found: found.text("a"), "probe.yml:2: „a“ fehlt – bitte „a: …“ ergänzen"),
        (
            "a: [x]",
            lambda found: found.text("a"),
            "probe.yml:1: „a“ muss ein Text sein – bitte eine einzelne Angabe eintragen",
        ),
        (
            "a: x",
            lambda found: found.texts("a"),
            "probe.yml:1: „a“ muss eine Liste sein – bitte „a: [erstes, zweites]“ schreiben",
        ),
        (
            "a: -3",
            lambda found: found.number("a"),
            "probe.yml:1: „a: -3“ ist keine ganze Zahl ab 0 – bitte wie 12 schreiben",
        ),
        (
            "a: ²",
            lambda found: found.number("a"),
            "probe.yml:1: „a: ²“ ist keine ganze Zahl ab 0 – bitte wie 12 schreiben",
        ),
        (
            "a: vielleicht",
            lambda found: found.flag("a"),
            "probe.yml:1: „a: vielleicht“ ist weder ja noch nein – bitte wie ja schreiben",
        ),
        (
            "a: 14.5.",
            lambda found: found.date("a"),
            "probe.yml:1: „a: 14.5.“ ist kein gültiges Datum – bitte wie 2025-05-14 schreiben",
        ),
        (
            "a: 25:00",
            lambda found: found.time("a"),
            'probe.yml:1: „a: 25:00“ ist keine Uhrzeit – bitte wie "10:30" schreiben',
        ),
        (
            "a: 10",
            lambda found: found.time("a"),
            'probe.yml:1: „a: 10“ ist keine Uhrzeit – bitte wie "10:30" schreiben',
        ),
        (
            "a: [1]",
            lambda found: found.moment("a"),
            "probe.yml:1: „a: …“ ist kein Zeitpunkt – bitte wie 2025-05-14T10:05:00+02:00 schreiben",
        ),
        (
            "a: x",
            lambda found: found.entry("a").names(),
            "probe.yml:1: „a“ fehlt oder hat keine Einträge – bitte „a:“ mit Einträgen darunter anlegen",
        ),
        (
            "a: x",
            lambda found: found.entries("a"),
            "probe.yml:1: „a“ muss eine Liste sein – bitte jeden Eintrag mit „- “ beginnen",
        ),
        (
            "a:\n- x",
            lambda found: found.entries("a"),
            "probe.yml:2: Eintrag in „a“ hat keine Angaben – bitte „- name: wert“ schreiben",
        ),
        (
            "a: 1\nb: 2",
            lambda found: found.allow_only(["a", "c"]),
            "probe.yml:2: „b“ ist unbekannt – erlaubt sind: a, c",
        ),
        ("a: 1\na: 2", lambda found: None, "probe.yml:2: „a“ steht doppelt – bitte einen der Einträge löschen"),
    ],
)
def test_fault_is_one_line(text: str, read: Callable[[Entry], object], message: str) -> None:
    found = entry(text)
    read(found)
    assert lines(found) == [message]


def test_problems_of_inner_entries_are_raised_together() -> None:
    found = entry("a:\n- b: x\n- b: y")
    for item in found.entries("a"):
        item.number("b")
    with pytest.raises(ContentError) as caught:
        found.raise_problems()
    assert [problem.line for problem in caught.value.problems] == [2, 3]


def test_no_problem_raises_nothing() -> None:
    assert entry("a: 1").raise_problems() is None  # type: ignore[func-returns-value]


def test_open_quotation_mark_is_reported_where_it_began() -> None:
    with pytest.raises(ContentError) as caught:
        parse_yaml('name: Messe\nmotto: "Verwaltung\nort: Barmen\n' + "angaben: 1\n" * 20, Path("messe.yml"))
    assert caught.value.problems[0].line == 2
