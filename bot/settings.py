"""The fair's facts (messe.yml) and the process settings (environment), decoded once into typed objects."""

from __future__ import annotations

import logging
import os
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from pathlib import Path
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.emergency.answers import EmergencyTexts, read_emergency
from bot.errors import ConfigurationError, ContentError
from bot.programme.model import Place
from bot.yaml_files import Entry, load_yaml

logger = logging.getLogger(__name__)
CONTENT_VARIABLE, STATE_VARIABLE = "MESSE_INHALT", "MESSE_ZUSTAND"
RELEASE = Path(__file__).resolve().parent.parent  # the code of this release
# The folder of messe.yml, data, programm …: the release's own unless the operator keeps content apart from it.
ROOT = Path(os.environ.get(CONTENT_VARIABLE, "").strip() or RELEASE).absolute()
FAIR_FILE = "messe.yml"
LONGEST_RETENTION = 30  # days; as long as the browser's key to a chat is valid
OWNER_ONLY = 0o077  # umask of all that runs: chats, logs and keys are nobody else's business
FAIR_KEYS = (
    "name", "motto", "veranstalter", "zielgruppe", "zeitzone", "uhr", "tage", "ort", "kontakt", "raeume", "angaben",
    "loeschfrist_tage", "notfall",
)  # fmt: skip


@dataclass(frozen=True)
class FairDay:
    """One day of the fair with its opening hours (aware datetimes in the fair's time zone)."""

    opens: datetime
    closes: datetime

    @property
    def day(self) -> date:
        """The calendar day."""
        return self.opens.date()


@dataclass(frozen=True)
class Contact:
    """Where a human answers."""

    desk: str
    phone: str
    mail: str


@dataclass(frozen=True)
class Fair:
    """Everything messe.yml says. ``clock_start`` is None when the real clock counts."""

    name: str
    motto: str
    organiser: str
    audience: str
    zone: ZoneInfo
    clock_start: datetime | None
    days: tuple[FairDay, ...]
    venue: str
    address: str
    contact: Contact
    rooms: tuple[Place, ...]
    facts: Mapping[str, str]
    retention_days: int = 14  # how long a chat is kept
    emergency: EmergencyTexts = EmergencyTexts()

    def day_of(self, day: date) -> FairDay | None:
        """The fair day on this calendar day, if the fair is held then."""
        return next((fair_day for fair_day in self.days if fair_day.day == day), None)


def code_folder(root: Path) -> Path:
    """Where the code for the content in ``root`` lies: beside it, or in this release when content is kept apart."""
    return root if (root / "bot").is_dir() else RELEASE


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
    """messe.yml as it is now: read again when it has changed; a faulty one leaves the last good one in force."""

    def __init__(self, path: Path = ROOT / FAIR_FILE) -> None:
        """Read the file.

        Raises:
            ContentError: it is faulty.
        """
        self._path = path
        self._stamp = self._stamp_now()
        self._fair = load_fair(path)

    @property
    def current(self) -> Fair:
        """The facts of the latest good version."""
        stamp = self._stamp_now()
        if stamp != self._stamp:
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
            return (0, 0)
        return (status.st_mtime_ns, status.st_size)


@dataclass(frozen=True)
class Ports:
    """The three TCP ports; only the web port listens beyond loopback."""

    web: int = 8080
    rasa: int = 5005
    actions: int = 5055


def load_ports(environment: Mapping[str, str] = os.environ) -> Ports:
    """Ports from MESSE_PORT, RASA_PORT and AKTION_PORT.

    Raises:
        ConfigurationError: a value is no port number.
    """
    return Ports(
        _port(environment, "MESSE_PORT", Ports.web),
        _port(environment, "RASA_PORT", Ports.rasa),
        _port(environment, "AKTION_PORT", Ports.actions),
    )


def _port(environment: Mapping[str, str], name: str, default: int) -> int:
    raw = environment.get(name, "").strip() or str(default)
    if not raw.isascii() or not raw.isdigit() or not 0 < int(raw) < 65536:
        raise ConfigurationError(f"{name}={raw} ist kein Port – bitte eine Zahl von 1 bis 65535 setzen.")
    return int(raw)


def state_folder(environment: Mapping[str, str] = os.environ, root: Path = ROOT) -> Path:
    """The folder for everything that arises while running; made when missing, for its owner only.

    MESSE_ZUSTAND names it, else it is ``.messelotse`` below ``root``.

    Raises:
        ConfigurationError: it cannot be made.
    """
    folder = Path(environment.get(STATE_VARIABLE, "").strip() or root / ".messelotse").absolute()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ConfigurationError(
            f"Der Ordner {folder} lässt sich nicht anlegen – bitte MESSE_ZUSTAND prüfen."
        ) from error
    return folder
