"""Read messe.yml, and follow it while it is edited."""

from __future__ import annotations

import logging
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.core.errors import ContentError
from bot.core.settings import ROOT
from bot.core.yaml_reader import Entry, load_yaml
from bot.fair.emergency_texts import EmergencyTexts, read_emergency
from bot.fair.model import Contact, Fair, FairDay, Place

logger = logging.getLogger(__name__)
FAIR_FILE = "messe.yml"
LONGEST_RETENTION = 30  # days; as long as the browser's key to a chat is valid
FAIR_KEYS = (
    "name", "motto", "veranstalter", "zielgruppe", "zeitzone", "uhr", "tage", "ort", "kontakt", "raeume", "angaben",
    "loeschfrist_tage", "notfall",
)  # fmt: skip


def load_fair(path: Path = ROOT / FAIR_FILE) -> Fair:
    """Read messe.yml.

    Raises:
        ContentError: with every problem found, each with its line.
    """
    entry = load_yaml(path)
    entry.allow_only(FAIR_KEYS)
    zone = _read_zone(entry)
    venue = entry.entry("ort")
    contact, facts = entry.entry("kontakt"), _read_facts(entry)
    fair = Fair(
        name=entry.text("name"),
        motto=entry.text("motto", ""),
        organiser=entry.text("veranstalter"),
        audience=entry.text("zielgruppe"),
        zone=zone,
        clock_start=_read_clock(entry, zone),
        days=_read_days(entry, zone),
        venue=venue.text("name"),
        address=f"{venue.text('strasse')}, {venue.text('plz_ort')}",
        contact=Contact(contact.text("infostand"), contact.text("telefon"), contact.text("mail")),
        rooms=tuple(_read_room(room) for room in entry.entries("raeume")),
        facts=facts,
        retention_days=_read_retention(entry),
        emergency=read_emergency(entry.entry("notfall"), facts) if entry.has("notfall") else EmergencyTexts(),
    )
    entry.raise_problems()
    return fair


def _read_zone(entry: Entry) -> ZoneInfo:
    name = entry.text("zeitzone", "Europe/Berlin")
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        entry.report_at("zeitzone", f"Zeitzone „{name}“ ist unbekannt", "bitte etwa Europe/Berlin eintragen")
        # Any zone will do to go on and find further problems; the caller raises them all.
        return ZoneInfo("Europe/Berlin")


def _read_clock(entry: Entry, zone: ZoneInfo) -> datetime | None:
    if entry.text("uhr", "echt").casefold() == "echt":
        return None
    moment = entry.moment("uhr", "echt oder 2025-05-14T10:05:00+02:00")
    return moment.replace(tzinfo=zone) if moment is not None and moment.tzinfo is None else moment


def _read_days(entry: Entry, zone: ZoneInfo) -> tuple[FairDay, ...]:
    days = []
    for item in entry.entries("tage"):
        item.allow_only(["datum", "von", "bis"])
        day, opens, closes = item.date("datum"), item.time("von"), item.time("bis")
        if day is None or opens is None or closes is None:
            for key in ("datum", "von", "bis"):
                item.text(key)  # reports what is missing; a wrong value has been reported already
        elif opens >= closes:
            item.report(f"Der Messetag {day} endet, bevor er beginnt", "bitte „von“ und „bis“ prüfen")
        else:
            days.append(FairDay(_at(day, opens, zone), _at(day, closes, zone)))
    if not days and not entry.problems:
        entry.report_at("tage", "Es gibt keinen gültigen Messetag", "bitte unter „tage“ mindestens einen eintragen")
    return tuple(sorted(days, key=lambda fair_day: fair_day.opens))


def _at(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock_time, tzinfo=zone)


def _read_room(entry: Entry) -> Place:
    entry.allow_only(["name", "etage", "auch", "weg"])
    return Place(
        name=entry.text("name"),
        floor=entry.text("etage", ""),
        also=tuple(entry.texts("auch")),
        way=entry.text("weg", ""),
    )


def _read_retention(entry: Entry) -> int:
    days = entry.number("loeschfrist_tage")
    if days == 0:
        remedy = "bitte mindestens 1 eintragen"
        entry.report_at("loeschfrist_tage", "„loeschfrist_tage: 0“ ließe kein Gespräch zu", remedy)
    if days is not None and days > LONGEST_RETENTION:
        what = f"„loeschfrist_tage: {days}“ ist zu lang: Länger könnte niemand sein Gespräch selbst löschen"
        entry.report_at("loeschfrist_tage", what, f"bitte höchstens {LONGEST_RETENTION} eintragen")
    return Fair.retention_days if days is None else days


def _read_facts(entry: Entry) -> dict[str, str]:
    if not entry.has("angaben"):
        return {}
    facts = entry.entry("angaben")
    return {key: facts.text(key) for key in facts.names()}


class LiveFair:
    """messe.yml as it is now: read again once it has changed; a faulty one leaves the last good one in force."""

    def __init__(self, path: Path = ROOT / FAIR_FILE) -> None:
        """Read the file.

        Raises:
            ContentError: the file is faulty.
        """
        self._path = path
        self._stamp = self._stamp_now()
        self._fair = load_fair(path)

    @property
    def current(self) -> Fair:
        """The fair by the latest good version of the file."""
        stamp = self._stamp_now()
        if stamp != self._stamp:
            # Noted before reading: a faulty file is reported once, not with every message.
            self._stamp = stamp
            try:
                self._fair = load_fair(self._path)
            except ContentError as error:
                logger.warning("messe.yml ist fehlerhaft, die letzte gute Fassung gilt weiter: %s", error)
        return self._fair

    def _stamp_now(self) -> tuple[int, int]:
        try:
            status = self._path.stat()
        except OSError:
            # Editors that save by renaming leave a moment without a file; that counts as a change.
            return (0, 0)
        return (status.st_mtime_ns, status.st_size)
