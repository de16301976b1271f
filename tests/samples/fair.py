"""A small fixed fair with sessions, booths and rooms, and questions as Rasa's tracker holds them, for the actions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import lru_cache
from typing import Any

from actions.answer_context import AnswerContext
from actions.conversation.answers import split_payload
from actions.reading.question import Question, read_question
from actions.reply import Reply, TopicButton, payload
from bot.fair.model import Contact, Fair, FairDay, Place
from bot.german.time.expressions import TimeExpression, find_time_expressions
from bot.programme.model import Booth, BoothHours, Original, Session
from bot.programme.search.index import CatalogueIndex
from bot.programme.search.synonyms import load_synonyms
from bot.programme.store import assemble
from tests.samples.programme import NOW, ZONE, at, session

ROOMS = (
    Place(name="Foyer", floor="Erdgeschoss", also=("Eingang",), way="Das Foyer liegt hinter dem Eingang."),
    Place(name="Großer Saal", floor="1. Obergeschoss", also=("Saal",), way="Die Treppe führt zum Saal."),
    Place(name="Kunsthalle", floor="2. Obergeschoss"),
    Place(name="Seminarraum 1", floor="2. Obergeschoss", way="Rechts von der Kunsthalle."),
)
FAIR = Fair(
    name="Testmesse",
    motto="Probe",
    organiser="Stadt Probe",
    audience="Beschäftigte",
    zone=ZONE,
    clock_start=NOW,
    days=(FairDay(at("09:00"), at("16:30")), FairDay(at("09:00", 15), at("15:30", 15))),
    venue="Haus der Probe",
    address="Platz 1, 12345 Probe",
    contact=Contact("Infostand im Foyer", "0202 1", "info@example.org"),
    rooms=ROOMS,
    facts={"parkplatz": "Parkhaus Mitte"},
)
CHANGED_AT = at("09:00")
SESSIONS: tuple[Session, ...] = (
    session("auftakt", "09:15", "09:45", title="Eröffnung der Messe", kind="Eröffnung", room="Großer Saal"),
    session(
        "ki",
        "10:00",
        "10:45",
        title="Künstliche Intelligenz im Büro",
        kind="Vortrag",
        room="Großer Saal",
        speakers=("Miriam Talbach",),
        topics=("KI", "Ethik"),
        abstract="Ein Einstieg ohne Vorkenntnisse.",
    ),
    session(
        "rundgang", "10:00", "10:30", title="Rundgang durch das Smart Lab", kind="Führung", room="Foyer", topics=("VR",)
    ),
    session(
        "copilot",
        "11:00",
        "12:30",
        title="Copilot ausprobieren",
        kind="Workshop",
        room="Seminarraum 1",
        speakers=("Ben Öz", "Ida Falk"),
        topics=("Copilot", "KI"),
        seats=20,
        seats_free=3,
    ),
    session(
        "phishing",
        "11:00",
        "11:30",
        title="Phishing erkennen",
        kind="Vortrag",
        room="Kunsthalle",
        speakers=("Clara Stein",),
        topics=("IT-Sicherheit",),
        original=Original(room="Großer Saal"),
        changed_at=CHANGED_AT,
    ),
    session(
        "lego",
        "12:00",
        "13:00",
        title="Roboter bauen",
        kind="Workshop",
        room="Foyer",
        cancelled=True,
        changed_at=CHANGED_AT,
    ),
    session(
        "passwort",
        "13:00",
        "14:00",
        title="Gute Passwörter",
        kind="Workshop",
        room="Seminarraum 1",
        topics=("IT-Sicherheit",),
        seats=12,
        seats_free=0,
    ),
    session(
        "zwilling",
        "14:30",
        "15:15",
        title="Der Digitale Zwilling",
        kind="Vortrag",
        room="Großer Saal",
        speakers=("Jonas Erlenbruch",),
        topics=("Digitaler Zwilling",),
        original=Original(start=at("14:00")),
        changed_at=CHANGED_AT,
        note="Die Technik braucht länger.",
    ),
    session("teilhabe", "10:00", "11:00", 15, title="Barrierefreie Dokumente", kind="Vortrag", room="Kunsthalle"),
    session("daten", "11:00", "12:00", 15, title="Offene Daten", kind="Vortrag", is_new=True, changed_at=CHANGED_AT),
)
BOOTHS = (
    Booth(
        number="A1",
        name="Messelotse",
        room="Foyer",
        organisation="Projektteam Lotse",
        topics=("Chatbots", "KI"),
        description="Hier lernen Sie den Bot kennen.",
        try_out="knifflige Fragen stellen",
        staff=("Samira Dornacker",),
    ),
    Booth(
        number="A2",
        name="Notebooks im Vergleich",
        room="Foyer",
        description="Geräte zum Anfassen.",
        topics=("Hardware",),
    ),
    Booth(
        number="B3",
        name="Virtuelle Welten",
        room="Großer Saal",
        organisation="Amt für Technik",
        topics=("VR",),
        description="Die Stadt in der VR-Brille.",
        hours=(BoothHours(opens=at("10:00"), closes=at("14:00")),),
        note="Bitte Wartezeit einplanen.",
    ),
    Booth(number="C1", name="Digitale Akte", room="Kunsthalle", organisation="Hauptamt", topics=("Digitale Akte",)),
    Booth(
        number="D1", name="Drohnen im Einsatz", description="Flüge auf dem Platz.", staff=("Uwe Krahn", "Ina Lorenz")
    ),
    Booth(number="D2", name="Fundgrube", room="Foyer", description="Altes und Neues."),
)
CATALOGUE = assemble(SESSIONS, BOOTHS, ROOMS, NOW)


@lru_cache(maxsize=1)
def _index() -> CatalogueIndex:
    return CatalogueIndex(CATALOGUE, load_synonyms())


def view(now: datetime = NOW) -> AnswerContext:
    """The programme at this moment."""
    return AnswerContext(FAIR, now, CATALOGUE, _index(), as_of=now, is_live=True)


def view_with(*sessions: Session) -> AnswerContext:
    """The programme with these sessions added to it."""
    catalogue = assemble((*SESSIONS, *sessions), BOOTHS, ROOMS, NOW)
    return replace(view(), catalogue=catalogue, index=CatalogueIndex(catalogue, load_synonyms()))


def time_entity(found: TimeExpression) -> dict[str, Any]:
    """A time as ``bot.rasa.components.time_extractor`` hands it to Rasa."""
    return {
        "entity": "zeit",
        "start": found.offset,
        "end": found.offset + found.length,
        "value": {
            "von": found.start.isoformat() if found.start else None,
            "bis": found.end.isoformat() if found.end else None,
            "korn": str(found.grain),
            "bezug": str(found.relation),
            "text": found.text,
        },
        "extractor": "TimeExtractor",
    }


def message(
    text: str, intent: str = "", labels: Mapping[str, float] | None = None, now: datetime = NOW
) -> dict[str, Any]:
    """``tracker.latest_message`` for typed words, or for a button when ``text`` begins with a slash."""
    if text.startswith("/"):
        name, entities = split_payload(text)
        return {"text": text, "intent": {"name": name}, "entities": entities}
    return {
        "text": text,
        "intent": {"name": intent},
        "entities": [time_entity(found) for found in find_time_expressions(text, now, FAIR.days)],
        "label_ranking": [{"name": name, "confidence": share} for name, share in (labels or {}).items()],
    }


def ask(
    text: str,
    intent: str = "",
    *,
    slots: Mapping[str, Any] | None = None,
    now: datetime = NOW,
    labels: Mapping[str, float] | None = None,
    shown: Sequence[TopicButton] = (),
) -> Question:
    """The question that the actions read from Rasa; ``shown`` are the buttons of the bot's last message."""
    offered = [{"title": button.title, "payload": button.payload} for button in shown]
    events = [{"event": "bot", "data": {"buttons": offered}}, {"event": "user", "data": {}}]
    return read_question(message(text, intent, labels, now), slots or {}, now, FAIR, events)


def slots(
    focus: tuple[str, str] | None = None,
    listing: tuple[str, tuple[str, ...], int] | None = None,
    filters: Mapping[str, str] | None = None,
    offer: tuple[str, str] | None = None,
    since: datetime = NOW,
) -> dict[str, Any]:
    """Slots as ``actions.base.remember`` leaves them."""
    stamp = since.isoformat()
    asked = {"woerter": "", "raum": "", "art": "", "zeit": "", **(filters or {})}
    kept: dict[str, Any] = {"gegenstand": None, "liste": None, "angebot": None}
    if focus:
        kept["gegenstand"] = {"art": focus[0], "schluessel": focus[1], "um": stamp}
    if listing:
        kept["liste"] = {
            "art": listing[0],
            "schluessel": list(listing[1]),
            "gezeigt": listing[2],
            "frage": asked,
            "um": stamp,
        }
    if offer:
        kept["angebot"] = {"titel": offer[0], "payload": offer[1], "um": stamp}
    return kept


def buttons(reply: Reply) -> list[tuple[str, str]]:
    """The buttons as (title, payload)."""
    return [(button.title, button.payload) for button in reply.buttons]


def keys(reply: Reply) -> list[str]:
    """The keys of the list in a reply."""
    return list(reply.listing.keys) if reply.listing else []


__all__ = [
    "BOOTHS",
    "CATALOGUE",
    "FAIR",
    "NOW",
    "SESSIONS",
    "ask",
    "at",
    "buttons",
    "keys",
    "message",
    "payload",
    "slots",
    "view",
    "view_with",
]
