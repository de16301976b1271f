from __future__ import annotations

import os
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.core.errors import ContentError, Problem
from bot.core.settings import ROOT
from bot.fair.file import load_fair
from bot.programme.model import Booth, BoothHours, Original, Session
from bot.programme.sources.base import SourceReading
from bot.programme.sources.files import FileSource, read_booths_file, read_folder, schedule_file
from tests.samples.programme import FAIR, ZONE, at, session


class Text:
    """Reads a text file as one session; „kaputt“ is a fault."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0

    def read(self) -> SourceReading:
        self.count += 1
        text = self.path.read_text(encoding="utf-8")
        if text == "kaputt":
            raise ContentError([Problem(self.path.name, 1, "kaputt", "bitte heilen")])
        return SourceReading((session(text),))


def source(path: Path, text: str) -> tuple[Text, FileSource]:
    path.write_text(text, encoding="utf-8")
    reader = Text(path)
    return reader, FileSource("x", [path], reader.read)


async def test_unchanged_file_is_not_read_again(tmp_path: Path) -> None:
    reader, files = source(tmp_path / "x", "a")
    assert (await files.fetch(), await files.fetch(), reader.count) == (SourceReading((session("a"),)), None, 1)


@pytest.mark.parametrize(("text", "moment"), [("b", 1), ("bb", 0)])
async def test_other_time_or_size_is_read(tmp_path: Path, text: str, moment: int) -> None:
    _, files = source(tmp_path / "x", "a")
    os.utime(tmp_path / "x", (0, 0))
    await files.fetch()
    (tmp_path / "x").write_text(text, encoding="utf-8")
    os.utime(tmp_path / "x", (moment, moment))
    assert await files.fetch() == SourceReading((session(text),))


async def test_fault_is_raised_until_the_file_changes(tmp_path: Path) -> None:
    reader, files = source(tmp_path / "x", "kaputt")
    for _ in range(2):
        with pytest.raises(ContentError):
            await files.fetch()
    assert reader.count == 1
    (tmp_path / "x").write_text("heil", encoding="utf-8")
    os.utime(tmp_path / "x", (0, 0))
    assert await files.fetch() == SourceReading((session("heil"),))


async def test_missing_schedule_file_is_a_content_error(tmp_path: Path) -> None:
    def decode(raw: bytes, zone: ZoneInfo, name: str) -> SourceReading:
        raise AssertionError("nothing to decode")

    with pytest.raises(ContentError, match="x.json: Datei fehlt"):
        await schedule_file(tmp_path / "x.json", ZONE, "x", decode).fetch()


TIMES = "tag: 2025-05-14, beginn: 10:00, ende: 11:00"
FULL = """
sitzungen:
- id: ki
  titel: KI im Büro
  art: Workshop
  tag: 2025-05-14
  beginn: 11:30
  ende: "12:10"
  raum: Großer Saal
  vortragende: [Miriam Talbach]
  themen: [KI, Ethik]
  beschreibung: Was geht.
  plaetze: 20
  frei: 3
  abgesagt: ja
  neu: ja
  urspruenglich: {beginn: "11:00", raum: Foyer}
  geaendert: "2025-05-14T08:30"
  hinweis: Entfällt.
  link: https://example.org/ki
"""
BOOTHS = """
staende:
- nummer: B3
  name: VR
  raum: Foyer
  organisation: IT
  beschreibung: Brillen.
  ausprobieren: Brillen aufsetzen
  themen: [VR]
  betreut_von: [Emre Sonnwald]
  zeiten: [{tag: 2025-05-15, von: "10:00", bis: "12:00"}]
  hinweis: Bitte anstellen.
"""


def read(folder: Path, sessions: str, booths: str = "staende: []") -> SourceReading:
    (folder / "programm.yml").write_text(sessions, encoding="utf-8")
    (folder / "staende.yml").write_text(booths, encoding="utf-8")
    return read_folder(folder, FAIR)


def problems(folder: Path, sessions: str, booths: str = "staende: []") -> list[str]:
    with pytest.raises(ContentError) as caught:
        read(folder, sessions, booths)
    return [f"{problem.file}:{problem.line}: {problem.what}" for problem in caught.value.problems]


def test_session_with_every_key(tmp_path: Path) -> None:
    assert read(tmp_path, FULL).sessions == (
        Session(
            id="ki",
            title="KI im Büro",
            kind="Workshop",
            start=at("11:30"),
            end=at("12:10"),
            room="Großer Saal",
            speakers=("Miriam Talbach",),
            topics=("KI", "Ethik"),
            abstract="Was geht.",
            seats=20,
            seats_free=3,
            cancelled=True,
            is_new=True,
            original=Original(start=at("11:00"), room="Foyer"),
            changed_at=at("08:30"),
            note="Entfällt.",
            url="https://example.org/ki",
        ),
    )


def test_booth_with_every_key(tmp_path: Path) -> None:
    assert read(tmp_path, "sitzungen: []", BOOTHS).booths == (
        Booth(
            number="B3",
            name="VR",
            room="Foyer",
            organisation="IT",
            description="Brillen.",
            try_out="Brillen aufsetzen",
            topics=("VR",),
            staff=("Emre Sonnwald",),
            hours=(BoothHours(opens=at("10:00", 15), closes=at("12:00", 15)),),
            note="Bitte anstellen.",
        ),
    )


def test_missing_ids_come_from_titles(tmp_path: Path) -> None:
    text = f"sitzungen:\n- {{titel: Café, {TIMES}}}\n- {{titel: Café, {TIMES}}}\n- {{id: cafe, titel: x, {TIMES}}}\n"
    assert [session.id for session in read(tmp_path, text).sessions] == ["cafe-2", "cafe-3", "cafe"]


def test_original_day_keeps_the_time(tmp_path: Path) -> None:
    text = f"sitzungen:\n- {{titel: a, {TIMES}, urspruenglich: {{tag: 2025-05-15}}}}\n"
    assert read(tmp_path, text).sessions[0].original == Original(start=at("10:00", 15))


@pytest.mark.parametrize(
    ("fields", "problem"),
    [
        (TIMES, "„titel“ fehlt"),
        ("titel: a, tag: 2025-05-14, beginn: 10:00", "„ende“ fehlt"),
        ("titel: a, tag: 2025-05-14, beginn: 10:00, ende: 9:30", "„ende“ liegt nicht nach „beginn“"),
        ("titel: a, tag: morgen, beginn: 10:00, ende: 11:00", "„tag: morgen“ ist kein gültiges Datum"),
        (f"titel: a, {TIMES}, plaetze: 3, frei: 4", "Mehr freie Plätze (4) als Plätze (3)"),
        (f"titel: a, {TIMES}, titl: b", "„titl“ ist unbekannt"),
        (f"titel: a, {TIMES}, id: a b", "„id: a b“ enthält unerlaubte Zeichen"),
        (f"titel: a, {TIMES}, link: 'javascript:x'", "„link: javascript:x“ ist keine Internetadresse"),
        (f"titel: a, {TIMES}, urspruenglich: {{ort: b}}", "„ort“ ist unbekannt"),
    ],
)
def test_session_fault_is_reported(tmp_path: Path, fields: str, problem: str) -> None:
    assert problems(tmp_path, f"sitzungen:\n- {{{fields}}}\n") == [f"programm.yml:2: {problem}"]


def test_faults_of_both_files_are_reported_together(tmp_path: Path) -> None:
    sessions = f"sitzungen:\n- {{id: a, titel: a, {TIMES}}}\n- {{id: a, titel: b, {TIMES}}}\n"
    booths = "staende:\n- {nummer: A1, name: a}\n- {nummer: A1, name: b}\n- {nummer: A2}\n"
    assert problems(tmp_path, sessions, booths) == [
        "programm.yml:3: „id: a“ steht schon in Zeile 2",
        "staende.yml:3: „nummer: A1“ steht schon in Zeile 2",
        "staende.yml:4: „name“ fehlt",
    ]


def test_missing_list_is_reported(tmp_path: Path) -> None:
    assert problems(tmp_path, "sitzung: []") == [
        "programm.yml:1: „sitzung“ ist unbekannt",
        "programm.yml:1: „sitzungen:“ fehlt",
    ]


def test_unknown_room_and_day_are_only_warned_of(tmp_path: Path) -> None:
    text = "sitzungen:\n- {titel: a, tag: 2025-05-20, beginn: 10:00, ende: 11:00, raum: Keller}\n"
    warnings = read(tmp_path, text).warnings
    assert [f"{warning.line}: {warning.what}" for warning in warnings] == [
        "2: Am 20.05.2025 ist keine Messe",
        "2: Raum „Keller“ steht nicht in messe.yml",
    ]


def test_booths_alone(tmp_path: Path) -> None:
    (tmp_path / "staende.yml").write_text("staende:\n- {nummer: A1, name: a}\n", encoding="utf-8")
    assert read_booths_file(tmp_path / "staende.yml", FAIR) == SourceReading((), (Booth(number="A1", name="a"),), ())


def test_sample_programme_is_flawless() -> None:
    reading = read_folder(ROOT / "programm", load_fair())
    assert (reading.warnings, bool(reading.sessions), bool(reading.booths)) == ((), True, True)


def test_session_past_midnight_names_the_day_of_its_end(tmp_path: Path) -> None:
    item = 'titel: a, tag: 2025-05-14, beginn: "23:00", ende: "00:30", ende_tag: 2025-05-15'
    reading = read(tmp_path, f"sitzungen:\n- {{{item}}}\n")
    assert [(session.start, session.end) for session in reading.sessions] == [(at("23:00"), at("00:30", 15))]
    assert [problem.what for problem in reading.warnings] == ["geht über Mitternacht (bis 15.05., 00:30 Uhr)"]


@pytest.mark.parametrize(
    ("day", "begins", "start", "warning"),
    [
        ("2025-03-30", "02:30", "2025-03-30T03:30:00+02:00",
         "02:30 Uhr am 30.03.2025 gibt es wegen der Zeitumstellung nicht, es gilt 03:30 Uhr"),
        ("2025-10-26", "02:30", "2025-10-26T02:30:00+02:00",
         "02:30 Uhr am 26.10.2025 gibt es wegen der Zeitumstellung zweimal, das erste Mal gilt"),
    ],
)  # fmt: skip
def test_change_of_the_clocks_is_told(tmp_path: Path, day: str, begins: str, start: str, warning: str) -> None:
    item = f'titel: a, tag: {day}, beginn: "{begins}", ende: "05:00"'
    reading = read(tmp_path, f"sitzungen:\n- {{{item}}}\n")
    assert [session.start.isoformat() for session in reading.sessions] == [start]
    assert warning in [problem.what for problem in reading.warnings]


def test_long_session_is_told(tmp_path: Path) -> None:
    item = 'titel: a, tag: 2025-05-14, beginn: "08:00", ende: "17:00"'
    reading = read(tmp_path, f"sitzungen:\n- {{{item}}}\n")
    assert [(problem.line, problem.what) for problem in reading.warnings] == [
        (2, "dauert länger als 8 Stunden (bis 14.05., 17:00 Uhr)")
    ]
