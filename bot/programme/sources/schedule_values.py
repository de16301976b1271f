"""Single values of foreign schedules, read leniently: texts, moments, durations, names.

Every function returns an empty text or None where a value cannot be understood; the caller reports it.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

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
