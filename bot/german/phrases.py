"""Small German wordings that answers are built from: days, hours, lists, numbers, rooms, words from elsewhere."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime

WORD_JOINER = "\u2060"  # without width, and no line breaks there
# The first half of each mark only: parted by a joiner, the second half is plain text everywhere.
_MARKS = re.compile(r"\*(?=\*)|\](?=\()")


def as_text(text: str) -> str:
    """Return ``text`` so that no renderer takes a part of it for markup; most texts come back unchanged."""
    return _MARKS.sub(lambda match: match.group() + WORD_JOINER, text)


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


# A closed list: „Barmer“, „Wiener“ and other names of towns end like adjectives but are not declined.
_ADJECTIVE = re.compile(r"^(Groß|Klein|Alt|Neu|Blau|Rot|Grün|Gelb|Weiß|Ober|Unter|Hinter|Vorder)e[rs]? ")
_THE = {"Foyer": "Das", "Bibliothek": "Die", "Kunsthalle": "Die", "Saal": "Der", "Halle": "Die"}
_IN_THE = {"Foyer": "im", "Bibliothek": "in der", "Kunsthalle": "in der", "Saal": "im", "Halle": "in der"}
_INTO_THE = {
    "Foyer": "ins", "Bibliothek": "in die", "Kunsthalle": "in die", "Saal": "in den", "Halle": "in die",
    "Flur": "in den", "Gang": "in den", "Galerie": "auf die", "Garderobe": "in die", "Küche": "in die",
}  # fmt: skip


def in_room(name: str) -> str:
    """Say where something takes place: ``im Großen Saal``, ``in Seminarraum 1``; "" without a room."""
    if not name:
        return ""
    last = name.split()[-1]
    article = _IN_THE.get(last)
    if article is None:
        return f"im {name}" if name.startswith("Live Club") else f"in {name}"
    return f"{article} {_dative(name)}"


def into_room(name: str) -> str:
    """Say where a door or way leads: ``in den Großen Saal``, ``in die Kunsthalle``, ``in Seminarraum 1``."""
    # The accusative of a masculine adjective ends in -en, of the others in -e.
    article = "in den" if name.startswith("Live Club") else _INTO_THE.get(name.split()[-1], "in") if name else "in"
    ending = "en" if article == "in den" else "e"
    return f"{article} {_ADJECTIVE.sub(lambda match: f'{match.group(1)}{ending} ', name)}"


def on_floor(name: str) -> str:
    """Say on which floor: ``im 2. Obergeschoss``, ``auf Ebene 2``; any other name stands in quotation marks."""
    last = name.split()[-1].casefold() if name else ""
    if last.endswith("geschoss"):
        return f"im {name}"
    return f"auf {name}" if name.startswith("Ebene ") else f"auf „{name}“"


def into_floor(name: str) -> str:
    """Say to which floor: ``ins 2. Obergeschoss``, ``zur Ebene 2``; any other name stands in quotation marks."""
    last = name.split()[-1].casefold() if name else ""
    if last.endswith("geschoss"):
        return f"ins {name}"
    return f"zur {name}" if name.startswith("Ebene ") else f"nach „{name}“"


def the_room(name: str) -> str:
    """Name a room at the beginning of a sentence: ``Der Große Saal``, ``Die Kunsthalle``, ``Seminarraum 1``."""
    article = "Der" if name.startswith("Live Club") else _THE.get(name.split()[-1], "")
    return f"{article} {_ADJECTIVE.sub(lambda match: f'{match.group(1)}e ', name)}" if article else name


def _dative(name: str) -> str:
    """Return the room's name after „im“ or „in der“: only a real adjective changes, „Barmer Saal“ stays."""
    return _ADJECTIVE.sub(lambda match: f"{match.group(1)}en ", name)
