"""The programme as iCalendar (RFC 5545)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, timedelta, timezone

from icalendar import Calendar, Event, vText
from icalendar.prop import vCategory

from bot.fair.model import Fair
from bot.german.slugs import slug
from bot.programme.model import Session

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # 3.1: not allowed in a text
_LINE_END = re.compile(r"\r\n?|\n")
_SPECIAL = re.compile(r"[\\;,]")


class IcalText(vText):
    r"""An iCalendar text; the library's own one (7.3) makes a line break of the backslash in „S:\\Netz“."""

    def to_ical(self) -> bytes:
        """Return the text as it is written in the file, control characters left out."""
        escaped = _SPECIAL.sub(r"\\\g<0>", _CONTROL.sub("", self))
        return _LINE_END.sub(r"\\n", escaped).encode()


def categories(topics: Iterable[str]) -> vCategory:
    """Return the value of CATEGORIES."""
    value = vCategory([])
    value.cats = [IcalText(topic) for topic in topics]
    return value


PRODUCT = "-//Messelotse//Programm//DE"
REFRESH = timedelta(minutes=15)  # how often a calendar that has subscribed should ask


def calendar_of(sessions: Sequence[Session], fair: Fair, now: datetime, name: str) -> bytes:
    """Return a calendar with one event a session; cancelled ones are included with that status.

    Args:
        sessions: the sessions to export.
        fair: names the zone, the house and the ids.
        now: becomes the events' DTSTAMP.
        name: the calendar's name as phones show it.
    """
    calendar = Calendar()
    calendar.add("PRODID", PRODUCT)
    calendar.add("VERSION", "2.0")
    # A published calendar, no invitation: there is nothing to answer.
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", IcalText(name))
    calendar.add("X-WR-TIMEZONE", fair.zone.key)
    calendar.add("REFRESH-INTERVAL", REFRESH, parameters={"VALUE": "DURATION"})
    calendar.add("X-PUBLISHED-TTL", IcalText("PT15M"))  # the same for Outlook
    for session in sessions:
        calendar.add_component(_event(session, fair, now))
    if sessions:  # the zone's rules of these years only: all of them make 3 kB
        first, last = min(each.start for each in sessions), max(each.end for each in sessions)
        calendar.add_missing_timezones(date(first.year - 1, 1, 1), date(last.year + 1, 1, 1))
    return bytes(calendar.to_ical())


def _event(session: Session, fair: Fair, now: datetime) -> Event:
    event = Event()
    # The year is part of it: next year's session of the same name must not replace this one in a visitor's calendar.
    event.add("UID", f"{session.id}@{slug(fair.name) or 'messe'}-{fair.days[0].day.year}.messelotse")
    event.add("DTSTAMP", now.astimezone(timezone.utc))
    event.add("DTSTART", session.start.astimezone(fair.zone))
    event.add("DTEND", session.end.astimezone(fair.zone))
    for key, value in _properties(session):
        event.add(key, value)
    return event


def _properties(session: Session) -> Iterator[tuple[str, object]]:
    yield "SUMMARY", IcalText(session.title)
    if session.room:
        yield "LOCATION", IcalText(session.room)
    if session.topics:
        yield "CATEGORIES", categories(session.topics)
    description = _description(session)
    if description:
        yield "DESCRIPTION", IcalText(description)
    if session.url:
        yield "URL", session.url
    yield "STATUS", "CANCELLED" if session.cancelled else "CONFIRMED"
    if session.changed_at is not None:
        changed = session.changed_at.astimezone(timezone.utc)
        yield "LAST-MODIFIED", changed
        # Calendars take an event again only when its number has grown: the moment of the change grows.
        yield "SEQUENCE", max(0, int(changed.timestamp()) // 60 - 25_000_000)
    yield from _own_properties(session)


def _description(session: Session) -> str:
    speakers = f"Mit {', '.join(session.speakers)}." if session.speakers else ""
    return "\n\n".join(part for part in (session.note, speakers, session.abstract) if part)


def _own_properties(session: Session) -> Iterator[tuple[str, IcalText]]:
    """Yield the properties that iCalendar does not define; several speakers are several lines."""
    original = session.original
    texts = {
        "ART": session.kind,
        "TEXT": session.abstract,
        "HINWEIS": session.note,
        "PLAETZE": _number(session.seats),
        "PLAETZE-FREI": _number(session.seats_free),
        "NEU": "ja" if session.is_new else "",
        "URSPRUENGLICH-BEGINN": original.start.isoformat() if original.start is not None else "",
        "URSPRUENGLICH-RAUM": original.room or "",
        "GEAENDERT": session.changed_at.isoformat() if session.changed_at is not None else "",
    }
    yield from ((f"X-MESSELOTSE-{name}", _own_text(text)) for name, text in texts.items() if text)
    yield from (("X-MESSELOTSE-VORTRAGENDE", _own_text(speaker)) for speaker in session.speakers)


def _own_text(text: str) -> IcalText:
    """Return a text with its type: readers leave a property they do not know as written, with all backslashes."""
    typed: IcalText = IcalText(text, params={"VALUE": "TEXT"})
    return typed


def _number(value: int | None) -> str:
    return "" if value is None else str(value)
