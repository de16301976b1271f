from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from xml.etree import ElementTree
from xml.sax.saxutils import escape, quoteattr

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.errors import ContentError
from bot.core.settings import ROOT
from bot.programme.model import Session
from bot.programme.sources import schedule_xml
from bot.programme.sources.schedule_json import read_schedule
from bot.programme.sources.schedule_xml import read_schedule_xml
from tests.samples.programme import ZONE, at

SAMPLES = ROOT.parent / "shared" / "daten" / "programme"
REAL = ["voc_frab-camp2019.json", "voc_pretalx-rc3.json", "voc_pretalx-democon.json"]


def as_xml(schedule: Any) -> str:
    """A schedule.json as the schedule.xml that the same tool would write (element by element, as the XSD has it)."""
    conference = schedule["schedule"]["conference"]
    return "".join(
        [
            f"<?xml version='1.0' encoding='utf-8'?>\n<schedule><version>1</version><conference>"
            f"<title>{escape(conference['title'])}</title></conference>\n",
            *(day_xml(day) for day in conference["days"]),
            "</schedule>",
        ]
    )


def day_xml(day: Any) -> str:
    rooms = (
        f"<room name={quoteattr(name)}>{''.join(map(event_xml, events))}</room>"
        for name, events in day["rooms"].items()
    )
    start, end = day.get("day_start", ""), day.get("day_end", "")
    return f"<day index='{day['index']}' date='{day['date']}' start='{start}' end='{end}'>{''.join(rooms)}</day>\n"


def event_xml(event: Any) -> str:
    texts = "".join(f"<{key}>{escape(str(value or ''))}</{key}>\n" for key, value in plain_texts(event))
    persons = "".join(f"<person id='{p['id']}'>{escape(p['public_name'])}</person>" for p in event["persons"])
    return f"<event guid='{event['guid']}' id='{event['id']}'>{texts}<persons>{persons}</persons></event>"


def plain_texts(event: Any) -> Iterator[tuple[str, object]]:
    keys = ("room", "title", "subtitle", "type", "date", "start", "duration", "abstract", "slug", "track", "language")
    yield from ((key, event.get(key)) for key in (*keys, "description", "url"))


@pytest.mark.parametrize("file", REAL)
def test_real_programme_reads_the_same_from_xml(file: str) -> None:
    if not SAMPLES.is_dir():
        pytest.skip(f"Testdaten fehlen: {SAMPLES}")
    raw = (SAMPLES / file).read_bytes()
    xml = as_xml(json.loads(raw))
    sessions = read_schedule_xml(xml.encode(), ZONE, "x").sessions
    assert len(sessions) == len(ElementTree.fromstring(xml).findall(".//event"))
    # XML knows only one kind of line break.
    assert [item.dict() for item in sessions] == [item.dict() for item in read_schedule(raw, ZONE, "x").sessions]


EVENT = """<?xml version="1.0" encoding="iso-8859-1"?>
<schedule xmlns="http://example.org/ns">
 <conference><title>x</title><track name="Künstliches" slug="ki"/></conference>
 <day index="1" date="2025-05-14" start="2025-05-14T09:00:00+02:00">
  <room name="Saal">
   <event id="7" guid="g1">
    <title>Grüße</title><date>2025-05-14T10:00:00+02:00</date><duration>00:45</duration><track slug="ki"></track>
    <persons><person id="1">Ada</person><person name="Ben"/></persons><abstract><![CDATA[a & <Ctrl>]]></abstract>
   </event>
   <event id="x8"><title>b</title><start>23:00</start><track/><room>Foyer</room></event>
  </room>
 </day>
</schedule>"""


def test_event_with_its_line() -> None:
    reading = read_schedule_xml(EVENT.encode("iso-8859-1"), ZONE, "x.xml")
    assert reading.sessions == (
        Session(
            id="g1", title="Grüße", start=at("10:00"), end=at("10:45"), room="Saal", topics=("Künstliches",),
            speakers=("Ada", "Ben"), abstract="a & <Ctrl>",
        ),
        Session(id="x8", title="b", start=at("23:00"), end=at("23:30"), room="Foyer"),
    )  # fmt: skip
    assert [(problem.line, problem.what.partition("): ")[2]) for problem in reading.warnings] == [
        (10, "Dauer fehlt, angenommen: 30 Minuten"),
        (10, "„id“ ist keine Zahl"),
        (10, "steht unter Raum „Saal“, nennt aber „Foyer“, „Foyer“ gilt"),
        (10, "„track“ ist leer, ohne Thema"),
    ]


LAUGHS = '<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;">]><schedule>&y;</schedule>'
THIEF = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><schedule>&x;</schedule>'


@pytest.mark.parametrize(
    ("xml", "line", "what"),
    [
        (EVENT[:500], 8, "kein gültiges XML"),
        ("", 1, "kein gültiges XML"),
        (LAUGHS, 0, "XML mit eigenen Entitäten wird nicht gelesen"),
        (THIEF, 0, "XML mit eigenen Entitäten wird nicht gelesen"),
        ("<a>" * 99 + "</a>" * 99, 0, "XML ist zu tief oder zu umfangreich"),
        ("<rss/>", 0, "das ist keine schedule.xml (äußerstes Element: „rss“)"),
        ("<schedule/>", 0, "kein Programm gefunden (keine Veranstaltung mit Beginn)"),
        ("<?xml version='1.0' encoding='quatsch'?><schedule/>", 1, "XML in unbekannter Zeichenkodierung"),
    ],
)
def test_unusable_xml_is_refused(xml: str, line: int, what: str) -> None:
    with pytest.raises(ContentError) as caught:
        read_schedule_xml(xml.encode("iso-8859-1"), ZONE, "x.xml")
    assert [(problem.line, problem.what) for problem in caught.value.problems] == [(line, what)]


def test_flood_of_elements_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(schedule_xml, "MAX_ELEMENTS", 10)
    with pytest.raises(ContentError, match="zu umfangreich"):
        read_schedule_xml(b"<schedule>" + b"<a/>" * 10 + b"</schedule>", ZONE, "x")


@given(st.binary(max_size=60), st.integers(0, len(EVENT)))
def test_any_bytes_are_read_or_refused(noise: bytes, place: int) -> None:
    raw = EVENT.encode("iso-8859-1")
    try:
        sessions = read_schedule_xml(raw[:place] + noise + raw[place:], ZONE, "x").sessions
    except ContentError:
        return
    assert all(session.start < session.end for session in sessions)


def test_real_schema_is_no_programme() -> None:
    schema = Path(SAMPLES / "schedule.xml.xsd")
    if not schema.is_file():
        pytest.skip(f"Testdaten fehlen: {schema}")
    with pytest.raises(ContentError, match="keine schedule.xml"):
        read_schedule_xml(schema.read_bytes(), ZONE, "x")
