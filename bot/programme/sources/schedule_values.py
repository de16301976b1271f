"""Values in schedule files, whatever program wrote them: texts, names, times, and where in the tree events lie."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from bot.programme.sources.moments import WHOLE_DAY, later, odd_offset, odd_span, odd_wall_time, settle

YEARS = range(1990, 2200)
LONGEST = timedelta(days=366)
_TEXT_KEYS = ("de", "name", "public_name", "full_public_name", "title", "en")
_BARE_OFFSET = re.compile(r"([+-]\d\d)(\d\d)$")
_LINE_BREAK = re.compile(r"<br\s*/?>|</(?:p|div|li|h[1-6])>|\r\n?", re.IGNORECASE)
# Only tags that calendars and conference tools write: a text about <Ctrl> or a < b stays as it is.
_TAG = re.compile(r"</?(?:a|b|i|u|p|em|strong|span|div|ul|ol|li|h[1-6]|html-blob|font)(?:\s[^<>]*)?/?>", re.IGNORECASE)
_ENTITY = re.compile(r"&(?:nbsp|amp|lt|gt|quot|apos|hellip|ndash|mdash|[aouAOU]uml|szlig|#\d{1,5});")
_BLANK_LINES = re.compile(r"\n[ \t]*\n(?:[ \t]*\n)+")
_COLONS = re.compile(r"(?:(\d{1,4}):)?(\d{1,4}):(\d{2})")
_DAYS = re.compile(r"(\d{1,3}) days?(?:,? +(\d{1,2}):(\d{2})(?::\d{2})?)?")
_ISO = re.compile(r"P(?:(\d{1,3})D)?(?:T(?:(\d{1,4})H)?(?:(\d{1,5})M)?(?:\d+S)?)?")


def text_of(value: object) -> str:
    """Return a text without surrounding blanks; of a translated or named object its German text, name or any text."""
    if isinstance(value, str):
        # A lone surrogate cannot be encoded and would break every later step.
        return value.encode("utf-8", "replace").decode("utf-8").strip()
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return str(value)
    if isinstance(value, dict):
        candidates = [value.get(key) for key in _TEXT_KEYS] + list(value.values())
        return next((text_of(item) for item in candidates if isinstance(item, str) and item.strip()), "")
    return ""


def lines_of(value: object) -> str:
    """Return a longer text with plain line breaks, without HTML."""
    text = _TAG.sub("", _LINE_BREAK.sub("\n", text_of(value)))
    plain = _ENTITY.sub(lambda match: html.unescape(match.group()).replace("\xa0", " "), text)
    return _BLANK_LINES.sub("\n\n", plain).strip()


def items_of(value: object) -> Iterator[tuple[str, object]]:
    """Yield (key, item) of a list (key "") or of a mapping; other values have no items."""
    if isinstance(value, list):
        yield from (("", item) for item in value)
    elif isinstance(value, dict):
        yield from ((str(key), item) for key, item in value.items())


def names_of(value: object) -> tuple[str, ...]:
    """Return the names in a list of texts or objects, each once, in their order."""
    names = (text_of(item) for item in ([value] if isinstance(value, str) else [item for _, item in items_of(value)]))
    return tuple(dict.fromkeys(name for name in names if name))


def link_of(value: object) -> str:
    """Return a web address; other schemes (javascript:, data:) are dropped."""
    link = text_of(value)
    return link if link.startswith(("https://", "http://")) else ""


def zone_of(value: object, default: ZoneInfo) -> ZoneInfo:
    """Return the time zone of that name, else ``default``."""
    try:
        return ZoneInfo(text_of(value)) if text_of(value) else default
    except (ZoneInfoNotFoundError, ValueError, OSError):  # OSError: the name of a folder such as "Europe"
        return default


def moment_of(value: object, zone: ZoneInfo) -> datetime | None:
    """Return an aware moment from ISO 8601 with date and time; without an offset it is meant in ``zone``."""
    # Python 3.10 reads neither „Z“ nor an offset without a colon.
    raw = _BARE_OFFSET.sub(r"\1:\2", text_of(value).replace("Z", "+00:00"))
    if len(raw) < len("2025-05-14T09:00"):
        return None
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return None
    if moment.year not in YEARS:
        return None
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=zone)


def day_of(value: object) -> date | None:
    """Return a calendar day from a date or from the date part of a moment."""
    try:
        day = date.fromisoformat(text_of(value)[:10])
    except ValueError:
        return None
    return day if day.year in YEARS else None


def clock_of(value: object) -> time | None:
    """Return a time of day such as 09:00, 9:00 or 09:00:00."""
    hour, _, rest = text_of(value).partition(":")
    try:
        return time(int(hour), int(rest[:2]))
    except ValueError:
        return None


def duration_of(value: object) -> timedelta | None:
    """Return a length of time.

    Read are "01:30", "1:02:00" (days:hours:minutes), "01:30:00", "1 day, 2:00", "PT90M" and a number of minutes.
    """
    raw = text_of(value)
    if raw.isascii() and raw.isdigit():
        return _sensible([0, 0, int(raw[:8])])
    if re.fullmatch(r"\d\d:\d\d:\d\d", raw):  # two digits in front are hours; the tools write days without a zero
        hours, minutes, _ = raw.split(":")
        return _sensible([0, int(hours), int(minutes)])
    for pattern in (_COLONS, _DAYS, _ISO):
        match = pattern.fullmatch(raw)
        if match is not None and any(match.groups()):
            return _sensible([int(part or 0) for part in match.groups()])
    return None


def _sensible(parts: list[int]) -> timedelta | None:
    days, hours, minutes = parts
    length = timedelta(days=days, hours=hours, minutes=minutes)
    return length if timedelta() < length <= LONGEST else None


Json = Mapping[str, object]
LINE = "@line"
"""Key under which a format notes the line of an event; no schedule has it by itself."""
_EVENT_KEYS = ("title", "guid", "start", "date", "duration", "persons")


@dataclass(frozen=True)
class FoundEvent:
    """An event as found (any JSON value), with the room and the day above it ("" and {} if none)."""

    event: object
    room: str
    day: Json


def mapping_of(value: object) -> Json:
    """Return ``value`` if it is an object, else an empty one."""
    return value if isinstance(value, dict) else {}


def find_events(schedule: Json, conference: Json) -> Iterator[FoundEvent]:
    """Yield all events: conference.days[].rooms{}[], days[].events[], and the flat list of the hub form."""
    for node in _distinct(schedule, conference):
        for key, day in items_of(node.get("days")):
            yield from _events_of_day(key, day)
        for _, event in items_of(node.get("events")):
            yield FoundEvent(event, "", {})


def read_tracks(conference: Json) -> dict[str, str]:
    """Return track names by their slug, for events that name only the slug."""
    tracks = [mapping_of(track) for _, track in items_of(conference.get("tracks"))]
    return {text_of(track.get("slug")): text_of(track.get("name")) for track in tracks if track.get("slug")}


def _distinct(schedule: Json, conference: Json) -> tuple[Json, ...]:
    return (schedule,) if schedule is conference else (schedule, conference)


def _events_of_day(key: str, day: object) -> Iterator[FoundEvent]:
    if isinstance(day, list):
        day = {"events": day}
    details = mapping_of(day)
    if day_of(details.get("date")) is None:  # days keyed by their date
        details = {**details, "date": key}
    for _, event in items_of(details.get("events")):
        yield FoundEvent(event, "", details)
    for room, content in items_of(details.get("rooms")):
        yield from _events_of_room(room.strip(), content, details)


def _events_of_room(room: str, content: object, day: Json) -> Iterator[FoundEvent]:
    node = mapping_of(content)
    if "events" in node:
        room, content = text_of(node.get("name")) or room, node["events"]
    elif any(key in node for key in _EVENT_KEYS):
        content = [node]
    for _, event in items_of(content):
        yield FoundEvent(event, room, day)


ASSUMED = timedelta(minutes=30)
Oddities = list[str]


def read_times(
    event: Json, day: Json, zone: ZoneInfo, oddities: Oddities, fair_zone: ZoneInfo
) -> tuple[datetime, datetime] | None:
    """Return start and end in ``fair_zone``; None when there is no start.

    Args:
        event: the event itself.
        day: the day it stands under ({} if none).
        zone: time zone of moments without an offset.
        oddities: collects remarks (German).
        fair_zone: time zone of the result.
    """
    written, fallback = _read_start(event, day, zone, oddities)
    if written is None:
        return None
    oddities += filter(None, (odd_offset(written, fair_zone), odd_wall_time(written)))
    # A moment with its own offset exists; only a wall-clock time may fall into a gap.
    start = settle(written, zone) if written.tzinfo is zone else written
    end = _read_end(event, start, fallback, zone, oddities)
    span = settle(start, fair_zone), settle(end, fair_zone)
    oddities += odd_span(*span)
    return span


def _read_start(event: Json, day: Json, zone: ZoneInfo, oddities: Oddities) -> tuple[datetime | None, timedelta]:
    moment = moment_of(event.get("date"), zone) or moment_of(event.get("start"), zone)
    clock = clock_of(event.get("start"))
    if moment is not None:
        if clock is not None and clock != moment.time().replace(second=0, microsecond=0):
            oddities.append(f"„start“ ({clock:%H:%M}) passt nicht zu „date“ ({moment:%H:%M}), „date“ gilt")
        return moment, ASSUMED
    own_day = day_of(event.get("date"))
    calendar_day = own_day or day_of(day.get("date"))
    if calendar_day is None:
        return None, ASSUMED
    if clock is None:
        oddities.append("Uhrzeit fehlt, angenommen wird der ganze Tag")
        return _at_midnight(calendar_day, zone), WHOLE_DAY
    start = datetime.combine(calendar_day, clock, tzinfo=zone)
    return (start if own_day else _after_midnight(start, day, zone)), ASSUMED


def _at_midnight(day: date, zone: ZoneInfo) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=zone)


def _after_midnight(start: datetime, day: Json, zone: ZoneInfo) -> datetime:
    """Move a start into the night: 00:30 on a conference day that begins at 09:00 is the next calendar day."""
    opens = moment_of(day.get("day_start") or day.get("start"), zone)
    is_early = opens is not None and opens.date() == start.date() and start < opens
    return start + WHOLE_DAY if is_early else start


def _read_end(event: Json, start: datetime, fallback: timedelta, zone: ZoneInfo, oddities: Oddities) -> datetime:
    by_duration = _end_by_duration(event, start, oddities)
    stated = _stated_end(event, start, zone, oddities)
    if stated is not None and by_duration is not None and abs(stated - by_duration) >= timedelta(minutes=1):
        oddities.append("„end“ und „duration“ widersprechen sich, „end“ gilt")
    end = stated or by_duration
    if end is not None:
        return end
    if fallback == WHOLE_DAY:
        oddities.append("Dauer fehlt, angenommen: der ganze Tag")
        return start + WHOLE_DAY  # to the next midnight, also where a day has 23 or 25 hours
    oddities.append("Dauer fehlt, angenommen: 30 Minuten")
    return later(start, fallback)


def _end_by_duration(event: Json, start: datetime, oddities: Oddities) -> datetime | None:
    duration = duration_of(event.get("duration"))
    if duration is None and event.get("duration"):
        oddities.append("„duration“ ist unverständlich")
    return None if duration is None else later(start, duration)


def _stated_end(event: Json, start: datetime, zone: ZoneInfo, oddities: Oddities) -> datetime | None:
    end = moment_of(event.get("end"), zone)
    clock = clock_of(event.get("end"))
    if clock is not None:
        same_day = datetime.combine(start.date(), clock, tzinfo=start.tzinfo)
        # An end without a date that is not after the start is on the next day.
        end = same_day if same_day > start else same_day + WHOLE_DAY
    if end is not None and end.astimezone(timezone.utc) <= start.astimezone(timezone.utc):
        oddities.append("„end“ liegt nicht nach dem Beginn")
        return None
    if end is None and event.get("end"):
        oddities.append("„end“ ist unverständlich")
    return end
