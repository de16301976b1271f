"""The programme API's answers: sessions, booths and changes with German names; empty fields are not sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field

from bot.programme.changes.model import Change, ChangeContent, LogEntry, Target, TargetKind
from bot.programme.changes.service import ChangeService, Recorded
from bot.programme.model import Booth, BoothHours, Original, Session


class ZeitVonBis(BaseModel):
    """Von wann bis wann."""

    von: datetime
    bis: datetime


class Urspruenglich(BaseModel):
    """Was angekündigt war; nur, was abweicht."""

    beginn: datetime | None = None
    raum: str | None = None


class Sitzung(BaseModel):
    """Eine Sitzung, wie sie gerade gilt."""

    id: str
    revision: int = Field(..., description="Nummer der letzten Änderung, 0 ohne eine")
    titel: str
    art: str
    beginn: datetime
    ende: datetime
    raum: str
    vortragende: list[str]
    themen: list[str]
    plaetze: int | None = None
    frei: int | None = None
    abgesagt: bool
    neu: bool
    urspruenglich: Urspruenglich | None = None
    geaendert: datetime | None = None
    hinweis: str


class Stand(BaseModel):
    """Ein Stand, wie er gerade gilt."""

    nummer: str
    revision: int = Field(..., description="Nummer der letzten Änderung, 0 ohne eine")
    name: str
    raum: str
    raum_vorher: str | None = None
    organisation: str
    themen: list[str]
    zeiten: list[ZeitVonBis]
    abgesagt: bool
    geaendert: datetime | None = None
    hinweis: str


class Eintrag(BaseModel):
    """Wer wann warum etwas getan hat."""

    nummer: int
    autor: str
    grund: str
    um: datetime


class NeueSitzung(BaseModel):
    """Die Sitzung, die eine Änderung hinzufügt."""

    titel: str
    art: str
    beginn: datetime
    ende: datetime
    raum: str
    vortragende: list[str]
    themen: list[str]
    beschreibung: str
    plaetze: int | None = None
    frei: int | None = None


class Aenderung(Eintrag):
    """Eine Änderung; „zurueckgenommen“ steht an denen, die nicht mehr gelten."""

    art: str
    sitzung: str | None = None
    stand: str | None = None
    titel: str
    beginn: datetime | None = None
    ende: datetime | None = None
    minuten: int | None = None
    raum: str | None = None
    mit: str | None = None
    plaetze: int | None = None
    frei: int | None = None
    zeiten: list[ZeitVonBis] | None = None
    hinweis: str | None = None
    programmpunkt: NeueSitzung | None = None
    wirkt: bool = Field(..., description="Ob die Änderung gerade gilt und ihr Ziel im Programm steht")
    problem: str | None = Field(None, description="Warum sie nicht wirkt, obwohl sie nicht zurückgenommen ist")
    zurueckgenommen: Eintrag | None = None


class Sitzungen(BaseModel):
    """Alle Sitzungen."""

    sitzungen: list[Sitzung]


class Staende(BaseModel):
    """Alle Stände."""

    staende: list[Stand]


class Aenderungen(BaseModel):
    """Änderungen, die jüngste zuerst."""

    aenderungen: list[Aenderung]


class Erledigt(BaseModel):
    """Was aufgezeichnet wurde und sofort gilt."""

    aenderung: Aenderung
    revision: int = Field(..., description="Neuer Stand der Sitzung oder des Standes")
    hinweise: list[str] = Field(..., description="Was Sie wissen sollten, etwa ein doppelt belegter Raum")


class Feldfehler(BaseModel):
    """Ein Wert, der so nicht geht."""

    feld: str
    wert: str
    fehler: str
    abhilfe: str


class Fehler(BaseModel):
    """Was nicht ging und was zu tun ist."""

    fehler: str
    abhilfe: str
    felder: list[Feldfehler] | None = None
    revision: int | None = Field(None, description="Bei 409: der jetzige Stand")
    warten: int | None = Field(None, description="Bei 429: so viele Sekunden")


def session_answer(session: Session, revision: int) -> Sitzung:
    """A session with its revision."""
    original = session.original
    return Sitzung(
        id=session.id,
        revision=revision,
        titel=session.title,
        art=session.kind,
        beginn=session.start,
        ende=session.end,
        raum=session.room,
        vortragende=list(session.speakers),
        themen=list(session.topics),
        plaetze=session.seats,
        frei=session.seats_free,
        abgesagt=session.cancelled,
        neu=session.is_new,
        urspruenglich=None if original == Original() else Urspruenglich(beginn=original.start, raum=original.room),
        geaendert=session.changed_at,
        hinweis=session.note,
    )


def booth_answer(booth: Booth, revision: int) -> Stand:
    """A booth with its revision."""
    return Stand(
        nummer=booth.number,
        revision=revision,
        name=booth.name,
        raum=booth.room,
        raum_vorher=booth.original_room or None,
        organisation=booth.organisation,
        themen=list(booth.topics),
        zeiten=_spans(booth.hours),
        abgesagt=booth.cancelled,
        geaendert=booth.changed_at,
        hinweis=booth.note,
    )


def change_answer(change: Change, problem: str | None) -> Aenderung:
    """A change; ``problem`` is why it has no effect."""
    return Aenderung(
        **_entry(change).dict(),
        **_content(change.content),
        wirkt=change.undone is None and problem is None,
        problem=problem,
        zurueckgenommen=_entry(change.undone) if change.undone is not None else None,
    )


def recorded_answer(recorded: Recorded, service: ChangeService) -> Erledigt:
    """Return the answer to a recorded change."""
    change = recorded.change
    return Erledigt(
        aenderung=change_answer(change, service.ineffective.get(change.number)),
        revision=service.revision_of(change.content.target),
        hinweise=list(recorded.hints),
    )


def _entry(entry: LogEntry) -> Eintrag:
    return Eintrag(nummer=entry.number, autor=entry.author, grund=entry.reason, um=entry.made_at)


def _content(content: ChangeContent) -> dict[str, Any]:
    return {
        "art": content.kind.value,
        **_target(content.target),
        "titel": content.label,
        "beginn": content.start,
        "ende": content.end,
        "minuten": content.minutes,
        "raum": content.room,
        "mit": content.partner,
        "plaetze": content.seats,
        "frei": content.seats_free,
        "zeiten": _spans(content.hours) if content.hours is not None else None,
        "hinweis": content.note,
        "programmpunkt": _added(content.session) if content.session is not None else None,
    }


def _target(target: Target) -> dict[str, str]:
    return {"stand" if target.kind is TargetKind.BOOTH else "sitzung": target.key}


def _added(session: Session) -> NeueSitzung:
    return NeueSitzung(
        titel=session.title,
        art=session.kind,
        beginn=session.start,
        ende=session.end,
        raum=session.room,
        vortragende=list(session.speakers),
        themen=list(session.topics),
        beschreibung=session.abstract,
        plaetze=session.seats,
        frei=session.seats_free,
    )


def _spans(hours: tuple[BoothHours, ...]) -> list[ZeitVonBis]:
    return [ZeitVonBis(von=each.opens, bis=each.closes) for each in hours]
