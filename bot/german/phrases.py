"""German wordings that answers are built from: days, hours, lists, numbers.

Pure functions over values; they know neither the programme nor the fair, so answers, pages and exports share them.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

# Written out rather than taken from strftime: that follows the server's locale, which need not be German.
WEEKDAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni",
    "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip
NUMBERS = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")


def clock_time(moment: datetime) -> str:
    """Format a time of day without a leading zero: ``9:00``."""
    return f"{moment.hour}:{moment.minute:02d}"


def hours(start: datetime, end: datetime) -> str:
    """Format opening hours: ``9:00 bis 16:30 Uhr``."""
    return f"{clock_time(start)} bis {clock_time(end)} Uhr"


def span(start: datetime, end: datetime) -> str:
    """Format a session's span: ``10:00–10:45 Uhr``."""
    return f"{clock_time(start)}–{clock_time(end)} Uhr"


def day_name(moment: date) -> str:
    """Format a date or datetime in full: ``Mittwoch, 14. Mai 2025``."""
    return f"{WEEKDAYS[moment.weekday()]}, {moment.day}. {MONTHS[moment.month - 1]} {moment.year}"


def relative_day(day: date, today: date) -> str:
    """Name ``day`` as seen from ``today``: ``heute``, ``morgen``, ``gestern``, else ``am Donnerstag, 15. Mai``."""
    near = {0: "heute", 1: "morgen", -1: "gestern"}
    distance = (day - today).days
    return near.get(distance, f"am {WEEKDAYS[day.weekday()]}, {day.day}. {MONTHS[day.month - 1]}")


def join_words(words: Sequence[str], last: str = "und") -> str:
    """Join words as German lists do, without a comma before ``last``: ``A, B und C``; "" for no words."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} {last} {words[-1]}"


def count_words(count: int, one: str, many: str) -> str:
    """Count things in words up to twelve: ``ein Programmpunkt``, ``drei Programmpunkte``, ``14 Programmpunkte``.

    ``one`` carries its own article, because the gender of the noun is not known here.
    """
    if count == 1:
        return one
    # DIN 5008 and the Duden write numbers up to twelve as words in running text.
    number = NUMBERS[count] if count < len(NUMBERS) else str(count)
    return f"{number} {many}"


def capitalise(text: str) -> str:
    """The text with a capital first letter; the others stay, unlike ``str.capitalize``."""
    return text[:1].upper() + text[1:]


def alphabetical(text: str) -> str:
    """Return the sort key after DIN 5007-1, where ä counts as a: „Öffnungszeiten“ between „Notfall“ and „Parken“."""
    letters = unicodedata.normalize("NFKD", text.casefold())
    return "".join(letter for letter in letters if not unicodedata.combining(letter))


def quoted(text: str) -> str:
    """Put a text into German quotes and turn its own into inner ones: ``„Neues Thema ‚Schirme‘“``."""
    return f"„{text.replace('„', '‚').replace('“', '‘')}“"


def shorten(text: str, length: int) -> str:
    """Cut a text at a word's end and append an ellipsis where it is longer than ``length`` characters."""
    if len(text) <= length:
        return text
    head = text[: length - 1]
    # One word longer than the limit is cut inside: better than an answer of nothing but an ellipsis.
    cut = head.rsplit(" ", 1)[0] if " " in head else head[:-1]
    return cut.rstrip(" ,;:–-") + " …"
