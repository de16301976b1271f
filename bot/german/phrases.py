"""Small German wordings that answers are built from: days, hours, lists, numbers."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
NUMBERS = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")


def clock_time(moment: datetime) -> str:
    """``9:00``."""
    return f"{moment.hour}:{moment.minute:02d}"


def hours(start: datetime, end: datetime) -> str:
    """``9:00 bis 16:30 Uhr``."""
    return f"{clock_time(start)} bis {clock_time(end)} Uhr"


def span(start: datetime, end: datetime) -> str:
    """``10:00–10:45 Uhr``."""
    return f"{clock_time(start)}–{clock_time(end)} Uhr"


def day_name(moment: date) -> str:
    """``Mittwoch, 14. Mai 2025`` for a date or datetime."""
    return f"{WEEKDAYS[moment.weekday()]}, {moment.day}. {MONTHS[moment.month - 1]} {moment.year}"


def relative_day(day: date, today: date) -> str:
    """``heute``, ``morgen``, ``gestern``, else ``am Donnerstag, 15. Mai``."""
    near = {0: "heute", 1: "morgen", -1: "gestern"}
    distance = (day - today).days
    return near.get(distance, f"am {WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]}")


def join_words(words: Sequence[str], last: str = "und") -> str:
    """``A, B und C``; "" for no words."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count_words(count: int, one: str, many: str) -> str:
    """``ein Programmpunkt``, ``drei Programmpunkte``, ``14 Programmpunkte``; ``one`` carries its own article."""
    if count == 1:
        return one
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number} {many}"


def capitalise(text: str) -> str:
    """The text with a capital first letter; the others stay, unlike ``str.capitalize``."""
    return text[:1].upper() + text[1:]


def alphabetical(text: str) -> str:
    """Sort key after DIN 5007-1: „Öffnungszeiten“ between „Notfall“ and „Parken“."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def quoted(text: str) -> str:
    """``„Neues Thema ‚Schirme‘“``: the text in quotes, its own ones as inner ones."""
    return f"„{text.replace('„', '‚').replace('“', '‘')}“"


def shorten(text: str, length: int) -> str:
    """The text, cut at a word's end with an ellipsis where it is longer than ``length`` characters."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    cut = head.rsplit(" ", 1)[0] if " " in head else head[:-1]
    return cut.rstrip(" ,;:–-") + " …"
