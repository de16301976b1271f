"""Sessions from programm.yml (``sitzungen:``)."""

from __future__ import annotations

from datetime import datetime

from bot.core.yaml_reader import Entry
from bot.fair.model import Fair
from bot.german.slugs import is_identifier, slug, unique
from bot.programme.model import Original, Session
from bot.programme.sources.yaml_common import Warnings, at, read_room, read_span, report_repeats, require_list

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
