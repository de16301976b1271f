"""Details that only our own calendars carry (X-MESSELOTSE-…, see :mod:`bot.programme.exports.ical_export`)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.programme.model import Original
from bot.programme.sources.moments import settle
from bot.programme.sources.schedule_values import lines_of, text_of

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
        "seats": _number(own["PLAETZE"]),
        "seats_free": _number(own["PLAETZE-FREI"]),
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


def _number(raw: str) -> int | None:
    return int(raw) if raw.isascii() and raw.isdigit() and len(raw) < 7 else None


def _moment(raw: str, zone: ZoneInfo) -> datetime | None:
    try:
        moment = datetime.fromisoformat(raw)
    except ValueError:
        return None
    return settle(moment if moment.tzinfo is not None else moment.replace(tzinfo=zone), zone)
