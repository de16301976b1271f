"""One event of a calendar as a session: its own properties, and what our exports write beside them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from bot.core.errors import Problem
from bot.core.untrusted_text import whole_number
from bot.german.slugs import is_identifier, slug, unique
from bot.programme.model import Original, Session
from bot.programme.sources.calendar_series import SERIES_KEYS, CalendarComponent, Occurrence, value_in
from bot.programme.sources.moments import WHOLE_DAY, later, odd_offset, odd_span, odd_wall_time, settle
from bot.programme.sources.schedule_values import YEARS, lines_of, link_of, text_of

OWN = "X-MESSELOTSE-"


def own_details(event: Any, zone: ZoneInfo) -> dict[str, Any]:
    """Return the fields of a session that only our own calendars know; of another calendar only its description."""
    own = {key: text_in(event.get(OWN + key)) for key in _KEYS}
    # Our own calendars repeat note and speakers in DESCRIPTION; read back, they would become part of the text.
    is_own = any(own.values())
    abstract = own["TEXT"] if is_own else lines_of(text_in(event.get("DESCRIPTION")))
    return {
        "kind": own["ART"],
        "speakers": tuple(dict.fromkeys(texts_in(event.get(f"{OWN}VORTRAGENDE")))),
        "abstract": abstract,
        "seats": whole_number(own["PLAETZE"], most=6),
        "seats_free": whole_number(own["PLAETZE-FREI"], most=6),
        "is_new": own["NEU"] == "ja",
        "original": Original(start=_moment(own["URSPRUENGLICH-BEGINN"], zone), room=own["URSPRUENGLICH-RAUM"] or None),
        "changed_at": _moment(own["GEAENDERT"], zone),
        "note": own["HINWEIS"],
    }


_KEYS = (
    "ART", "TEXT", "HINWEIS", "VORTRAGENDE", "PLAETZE", "PLAETZE-FREI", "NEU", "URSPRUENGLICH-BEGINN",
    "URSPRUENGLICH-RAUM", "GEAENDERT",
)  # fmt: skip


def text_in(value: Any) -> str:
    """Return one text; of a repeated property the first non-empty one."""
    return next(texts_in(value), "")


def texts_in(value: Any) -> Iterator[str]:
    """Yield all texts of a property that may be repeated."""
    values = value if isinstance(value, list) else [value]
    yield from (text for item in values if item is not None and (text := text_of(str(item))))


def _moment(raw: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return settle(moment if moment.tzinfo is not None else moment.replace(tzinfo=zone), zone)


ASSUMED = timedelta(minutes=30)
REMEDY = "bitte in der Quelle berichtigen"
UNTITLED = "Ohne Titel"


class EventReader:
    """Reads dates as sessions and keeps what they share: the zones, the ids given so far, the problems."""

    def __init__(self, zone: ZoneInfo, fair_zone: ZoneInfo, name: str, shared_names: set[str]) -> None:
        self.problems: list[Problem] = []
        self._zone = zone
        self._fair_zone = fair_zone
        self._name = name
        self._shared_names = shared_names
        self._taken: set[str] = set()

    def has_start(self, component: CalendarComponent) -> bool:
        """Return whether the event has a readable start."""
        start = _day_or_moment(component.event.get("DTSTART"))
        return start is not None and start.year in YEARS

    def report_missing_start(self, component: CalendarComponent) -> None:
        """Report an event that cannot be shown."""
        self._report(
            f"„{_title(component.event)}“: Beginn fehlt oder ist unverständlich, wird nicht gezeigt", component
        )

    def report_struck(self, found: Occurrence) -> None:
        """Report a series without any date left."""
        self._report(f"„{_title(found.event)}“: {found.oddity}", found.source)

    def read(self, found: Occurrence) -> Session:
        """Return the session; oddities are reported."""
        event = found.event
        oddities = [found.oddity] if found.oddity else []
        title = _title(event)
        if title == UNTITLED:
            oddities.append("Titel fehlt")
        start, end = self._read_span(found, oddities)
        session = Session(
            id=self._identify(found, title, oddities),
            title=title,
            start=start,
            end=end,
            room=text_in(event.get("LOCATION")),
            topics=tuple(dict.fromkeys(_categories(event))),
            cancelled=text_in(event.get("STATUS")).upper() == "CANCELLED",
            url=link_of(text_in(event.get("URL"))),
            **own_details(event, self._fair_zone),
        )
        oddities += _odd_details(event, session)
        for oddity in oddities:
            self._report(f"„{title}“ ({start:%d.%m.%Y, %H:%M} Uhr): {oddity}", found.source)
        return session

    def _read_span(self, found: Occurrence, oddities: list[str]) -> tuple[datetime, datetime]:
        written = _day_or_moment(found.event.get("DTSTART"))
        if not isinstance(written, datetime):
            return self._read_days(found, oddities)
        start = self._aware(written, found, oddities)
        end = self._read_end(found, start, oddities)
        span = settle(start, self._fair_zone), settle(end, self._fair_zone)
        oddities += odd_span(*span)
        return span

    def _aware(self, written: datetime, found: Occurrence, oddities: list[str]) -> datetime:
        start = written if written.tzinfo is not None else written.replace(tzinfo=self._zone)
        zone_name = str(found.event["DTSTART"].params.get("TZID", ""))
        if written.tzinfo is None and zone_name:
            oddities.append(f"Zeitzone „{zone_name}“ ist unbekannt, angenommen wird {self._zone.key}")
        elif zone_name:  # UTC is how calendars write everything, nothing odd
            oddities += filter(None, [odd_offset(start, self._fair_zone)])
        oddities += filter(None, [odd_wall_time(start)])
        return start

    def _read_end(self, found: Occurrence, start: datetime, oddities: list[str]) -> datetime:
        end = _day_or_moment(found.event.get("DTEND"))
        if isinstance(end, datetime):
            end = end if end.tzinfo is not None else end.replace(tzinfo=self._zone)
            if end.year in YEARS and settle(end, self._fair_zone) > settle(start, self._fair_zone):
                return end
        has_end = any(key in found.source.event for key in ("DTEND", "DURATION"))
        duration = value_in(found.event.get("DURATION"), "dt")
        if isinstance(duration, timedelta) and timedelta() < duration < 366 * WHOLE_DAY:
            return later(start, duration)
        what = "Ende liegt nicht nach dem Beginn" if has_end else "Ende fehlt"
        oddities.append(f"{what}, angenommen: 30 Minuten")
        return later(start, ASSUMED)

    def _read_days(self, found: Occurrence, oddities: list[str]) -> tuple[datetime, datetime]:
        first, last = _day_or_moment(found.event["DTSTART"]), _day_or_moment(found.event.get("DTEND"))
        assert first is not None  # has_start
        oddities.append("Uhrzeit fehlt, angenommen wird der ganze Tag")
        start = _midnight(first, self._fair_zone)
        end = _midnight(last, self._fair_zone) if last is not None and last.year in YEARS else start
        span = start, max(end, start + WHOLE_DAY)
        oddities += odd_span(*span)
        return span

    def _identify(self, found: Occurrence, title: str, oddities: list[str]) -> str:
        uid = text_in(found.source.event.get("UID"))
        local = uid.partition("@")[0]
        # The part before the @ is shorter and survives a move to another server; it must be unique, though.
        given = uid if local in self._shared_names else local
        wanted = given if is_identifier(given) else slug(given) or slug(title) or "termin"
        # Dates of a series share a UID; the date tells them apart and stays the same when one is moved.
        if found.key and (found.event is not found.source.event or _is_part_of_series(found.source)):
            wanted = f"{wanted}-{found.key}"
        identifier = unique(wanted, self._taken)
        if identifier != wanted:
            oddities.append(f"Kennung „{wanted}“ kommt mehrfach vor, hier wird „{identifier}“ daraus")
        return identifier

    def _report(self, what: str, component: CalendarComponent) -> None:
        self.problems.append(Problem(self._name, component.line, what, REMEDY))


def _odd_details(event: Any, session: Session) -> Iterator[str]:
    if not session.room:
        yield "Raum fehlt"
    if "CATEGORIES" in event and not session.topics:
        yield "„CATEGORIES“ ist leer, ohne Thema"
    if event.get("URL") and not session.url:
        yield "„URL“ ist keine Internetadresse und wird weggelassen"


def _is_part_of_series(component: CalendarComponent) -> bool:
    return any(key in component.event for key in ("RECURRENCE-ID", *SERIES_KEYS))


def _title(event: Any) -> str:
    return text_in(event.get("SUMMARY")) or UNTITLED


def _categories(event: Any) -> Iterator[str]:
    value = event.get("CATEGORIES", [])
    for group in value if isinstance(value, list) else [value]:
        yield from (text for item in value_in(group, "cats") or [] if (text := text_of(str(item))))


def _day_or_moment(value: Any) -> date | None:
    """Return the date or moment of a property; None when it is missing or unreadable."""
    moment = value_in(value, "dt")
    return moment if isinstance(moment, date) else None


def _midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)
