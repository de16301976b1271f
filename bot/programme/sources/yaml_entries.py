"""Entries of YAML files: values checked with file and line, sessions and booths made from them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import Problem
from bot.core.yaml_reader import Entry
from bot.fair.model import Fair, find_room
from bot.german.slugs import is_identifier, slug, unique
from bot.programme.model import Booth, BoothHours, Original, Session
from bot.programme.sources.moments import WHOLE_DAY, odd_span, odd_wall_time, settle

Warnings = list[Problem]


def warn_at(entry: Entry, key: str, what: str, remedy: str, warnings: Warnings) -> None:
    """Note an oddity that does not stop the file from being used."""
    entry.report_at(key, what, remedy)
    # Reported as a problem first, since only the entry knows the line.
    warnings.append(entry.problems.pop())


def require_list(entry: Entry, key: str) -> list[Entry]:
    """Return the entries under ``key``; a missing key is reported (an empty list is not)."""
    if not entry.has(key):
        entry.report(f"„{key}:“ fehlt", f"bitte „{key}:“ ergänzen und darunter jeden Eintrag mit „- “ beginnen")
    return entry.entries(key)


def read_room(entry: Entry, fair: Fair, warnings: Warnings) -> str:
    """Return the room under ``raum``; a name that messe.yml does not know only causes a warning."""
    room = entry.text("raum", "")
    if room and find_room(room, fair.rooms) is None:
        remedy = "bitte Schreibweise prüfen oder den Raum in messe.yml ergänzen"
        warn_at(entry, "raum", f"Raum „{room}“ steht nicht in messe.yml", remedy, warnings)
    return room


def read_span(
    entry: Entry, keys: tuple[str, str, str], fair: Fair, warnings: Warnings, last_day_key: str = ""
) -> tuple[datetime, datetime] | None:
    """Return start and end from the keys (day, from, to); None when a part is missing or wrong, which is reported.

    ``last_day_key`` may name another day for the end („ende_tag“); without it the end is on the same day.
    """
    day_key, from_key, to_key = keys
    values = [entry.text(key) for key in keys]  # reports every missing one
    if not all(values):
        return None
    day, begins, ends = entry.date(day_key), entry.time(from_key), entry.time(to_key)
    last_day = entry.date(last_day_key) if last_day_key and entry.has(last_day_key) else day
    if day is None or last_day is None or begins is None or ends is None:
        return None
    if fair.day_of(day) is None:
        remedy = "bitte mit „tage“ in messe.yml abgleichen"
        warn_at(entry, day_key, f"Am {day:%d.%m.%Y} ist keine Messe", remedy, warnings)
    if (last_day, ends) <= (day, begins):
        remedy = "bitte beide Uhrzeiten prüfen"
        if last_day_key:
            remedy += f", nach Mitternacht „{last_day_key}: {day + WHOLE_DAY}“ ergänzen"
        entry.report_at(to_key, f"„{to_key}“ liegt nicht nach „{from_key}“", remedy)
        return None
    start = _real(entry, from_key, datetime.combine(day, begins, tzinfo=fair.zone), warnings)
    end = _real(entry, to_key, datetime.combine(last_day, ends, tzinfo=fair.zone), warnings)
    return _odd_span(entry, from_key, start, max(end, start + timedelta(minutes=1)), warnings)


def _real(entry: Entry, key: str, written: datetime, warnings: Warnings) -> datetime:
    """Return the moment as it exists: on the night of a clock change some clock times are skipped, some come twice."""
    oddity = odd_wall_time(written)
    if oddity:
        warn_at(entry, key, oddity, "bitte die Uhrzeit prüfen", warnings)
    return settle(written, written.tzinfo) if isinstance(written.tzinfo, ZoneInfo) else written


def _odd_span(entry: Entry, key: str, start: datetime, end: datetime, warnings: Warnings) -> tuple[datetime, datetime]:
    for oddity in odd_span(start, end):
        warn_at(entry, key, oddity, "bitte die Zeiten prüfen, sonst bleibt es dabei", warnings)
    return start, end


def at(day: date, clock_time: time, zone: ZoneInfo) -> datetime:
    """Return the moment on ``day`` in the fair's zone."""
    return settle(datetime.combine(day, clock_time, tzinfo=zone), zone)


def report_repeats(lines: dict[str, int], entry: Entry, key: str, value: str) -> None:
    """Report ``value`` when an earlier entry has it; ``lines`` maps each value to its line."""
    if value in lines:
        what = f"„{key}: {value}“ steht schon in Zeile {lines[value]}"
        entry.report_at(key, what, "bitte jeden Wert nur einmal vergeben")
    elif value:
        lines[value] = entry.line


KEYS = (
    "id",
    "titel",
    "art",
    "tag",
    "beginn",
    "ende",
    "ende_tag",
    "raum",
    "vortragende",
    "themen",
    "beschreibung",
    "plaetze",
    "frei",
    "abgesagt",
    "hinweis",
    "neu",
    "urspruenglich",
    "geaendert",
    "link",
)
LIST = "sitzungen"


def read_sessions(entry: Entry, fair: Fair, warnings: Warnings) -> tuple[Session, ...]:
    """Return the sessions in the order of the file; oddities are added to ``warnings``.

    Raises:
        ContentError: with every problem found, each with its line.
    """
    entry.allow_only([LIST])
    items = require_list(entry, LIST)
    identifiers = _read_identifiers(items)
    sessions = tuple(_read_session(item, name, fair, warnings) for item, name in zip(items, identifiers, strict=True))
    entry.raise_problems()
    return sessions


def _read_identifiers(items: list[Entry]) -> list[str]:
    """Assign explicit ids first: an id made from a title gives way to one written in the file."""
    lines: dict[str, int] = {}
    explicit = [_read_identifier(item, lines) for item in items]
    taken: set[str] = set(explicit)
    return [given or _from_title(item, taken) for item, given in zip(items, explicit, strict=True)]


def _from_title(item: Entry, taken: set[str]) -> str:
    return unique(slug(item.text("titel", "")) or "sitzung", taken)


def _read_identifier(item: Entry, lines: dict[str, int]) -> str:
    identifier = item.text("id", "")
    if identifier and not is_identifier(identifier):
        item.report_at("id", f"„id: {identifier}“ enthält unerlaubte Zeichen", "erlaubt sind a-z, 0-9 und Bindestrich")
    report_repeats(lines, item, "id", identifier)
    return identifier


def _read_session(item: Entry, identifier: str, fair: Fair, warnings: Warnings) -> Session:
    item.allow_only(KEYS)
    # A missing span has been reported, so the placeholder never leaves this module.
    span = read_span(item, ("tag", "beginn", "ende"), fair, warnings, "ende_tag")
    start, end = span or (fair.days[0].opens, fair.days[0].closes)
    seats, seats_free = _read_seats(item)
    return Session(
        id=identifier,
        title=item.text("titel"),
        kind=item.text("art", ""),
        start=start,
        end=end,
        room=read_room(item, fair, warnings),
        speakers=tuple(item.texts("vortragende")),
        topics=tuple(item.texts("themen")),
        abstract=item.text("beschreibung", ""),
        seats=seats,
        seats_free=seats_free,
        cancelled=item.flag("abgesagt"),
        is_new=item.flag("neu"),
        original=_read_original(item, start, fair),
        changed_at=_read_changed_at(item, fair),
        note=item.text("hinweis", ""),
        url=_read_link(item),
    )


def _read_seats(item: Entry) -> tuple[int | None, int | None]:
    seats, free = item.number("plaetze"), item.number("frei")
    if seats is not None and free is not None and free > seats:
        item.report_at("frei", f"Mehr freie Plätze ({free}) als Plätze ({seats})", "bitte „frei“ oder „plaetze“ prüfen")
    return seats, free


def _read_changed_at(item: Entry, fair: Fair) -> datetime | None:
    moment = item.moment("geaendert")
    if moment is None:
        return None
    return moment.replace(tzinfo=fair.zone) if moment.tzinfo is None else moment.astimezone(fair.zone)


def _read_link(item: Entry) -> str:
    link = item.text("link", "")
    if link and not link.startswith(("https://", "http://")):
        item.report_at("link", f"„link: {link}“ ist keine Internetadresse", "bitte mit https:// beginnen")
    return link


def _read_original(item: Entry, start: datetime, fair: Fair) -> Original:
    if not item.has("urspruenglich"):
        return Original()
    announced = item.entry("urspruenglich")
    announced.allow_only(["beginn", "raum", "tag"])
    begins, day = announced.time("beginn"), announced.date("tag")
    room = announced.text("raum", "") or None
    if begins is None and day is None:
        return Original(room=room)
    return Original(start=at(day or start.date(), begins or start.time(), fair.zone), room=room)


BOOTH_KEYS = (
    "nummer",
    "name",
    "raum",
    "organisation",
    "beschreibung",
    "ausprobieren",
    "themen",
    "betreut_von",
    "zeiten",
    "hinweis",
)
BOOTH_LIST = "staende"


def read_booths(entry: Entry, fair: Fair, warnings: Warnings) -> tuple[Booth, ...]:
    """Return the booths in the order of the file; oddities are added to ``warnings``.

    Raises:
        ContentError: with every problem found, each with its line.
    """
    entry.allow_only([BOOTH_LIST])
    lines: dict[str, int] = {}
    booths = tuple(_read_booth(item, lines, fair, warnings) for item in require_list(entry, BOOTH_LIST))
    entry.raise_problems()
    return booths


def _read_booth(item: Entry, lines: dict[str, int], fair: Fair, warnings: Warnings) -> Booth:
    item.allow_only(BOOTH_KEYS)
    number = item.text("nummer")
    report_repeats(lines, item, "nummer", number)
    return Booth(
        number=number,
        name=item.text("name"),
        room=read_room(item, fair, warnings),
        organisation=item.text("organisation", ""),
        description=item.text("beschreibung", ""),
        try_out=item.text("ausprobieren", ""),
        topics=tuple(item.texts("themen")),
        staff=tuple(item.texts("betreut_von")),
        hours=tuple(_read_hours(item, fair, warnings)),
        note=item.text("hinweis", ""),
    )


def _read_hours(item: Entry, fair: Fair, warnings: Warnings) -> tuple[BoothHours, ...]:
    found = []
    for hours in item.entries("zeiten"):
        hours.allow_only(["tag", "von", "bis"])
        span = read_span(hours, ("tag", "von", "bis"), fair, warnings)
        if span is not None:
            found.append(BoothHours(opens=span[0], closes=span[1]))
    return tuple(found)
