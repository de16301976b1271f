"""A visitor's own plan: as web tells it, and what a sentence about it says besides the session. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.german.text import fold

_NUMBER_WORDS = {
    "ein": 1, "eine": 1, "einer": 1, "einen": 1, "ne": 1, "ner": 1, "nen": 1, "zwei": 2, "drei": 3, "vier": 4,
    "funf": 5, "fuenf": 5, "sechs": 6, "sieben": 7, "acht": 8, "neun": 9, "zehn": 10, "zwolf": 12, "funfzehn": 15,
    "fuenfzehn": 15, "zwanzig": 20,
    "funfundzwanzig": 25, "dreissig": 30, "dreisig": 30, "vierzig": 40, "funfundvierzig": 45, "sechzig": 60,
}  # fmt: skip
_COUNT = rf"(?P<count>\d{{1,3}}|{'|'.join(sorted(_NUMBER_WORDS, key=len, reverse=True))})"
_MINUTES = re.compile(rf"\b{_COUNT}\s*(?:minuten?|minutchen|mins?\b\.?|m\b)", re.IGNORECASE)
_QUARTER = re.compile(r"\b(?:viertel ?stunde|viertelstunde|viertelstundchen)\b")
_THREE_QUARTERS = re.compile(r"\bdreiviertel ?stunde\b")
_HALF = re.compile(r"\bhalbe[rn]? ?(?:stunde|std)\b|\bhalbstunde\b")
_HOURS = re.compile(rf"\b{_COUNT}\s*(?:stunden?|std|h)\b", re.IGNORECASE)
_ALL = re.compile(
    r"\b(?:alle[ns]?|aller|allem|beide[ns]?|jede[nmsr]?|jeweils|samtliche[ns]?|ganze[nrs]?|komplett\w*|leer\w*)\b"
)
_DAYTIME_ALL = re.compile(r"\balles (?:klar|gut)\b")
# „Starke Passwörter, die man sich merken kann“ is a title: these words are no title when they give the order.
_COMMAND = re.compile(
    r"""\b(?:
    me?rk\w*|mekr\w*|vo?rme?rk\w*|vormerkung|notier\w*|notiz\w*|speicher\w*|bookmark\w*|lesezeichen|favorit\w*|markier\w*
    |schreib\w*|trag\w*|eintrag\w*|eingetragen|setz\w*|pack\w*|hau|fug\w*|hinzu\w*|aufnehm\w*|nimm|nim|nehm\w*|leg|halt|tu
    |plane?n?|einplan\w*|plahn|plans|liste|zettel|tagesplan\w*|merkliste|merkzettel|favoriten|ubersicht
    |streich\w*|steich|strech|losch\w*|entfern\w*|rausnehm\w*|raus|runter|schmeiss?\w*|wirf|kick|austrag\w*|leer\w*|vergiss|vergess\w*
    |alle[nsmr]?|beide[ns]?|jede[nmsr]?|jeweils|samtliche[ns]?|ganze[nrs]?|komplett\w*
    |er+in+er\w*|reminder|ping|pling|weck\w*|timer|alarm|signal|zeichen|bescheid|meld\w*|benachrichtig\w*|nachricht|stups\w*
    |anstups\w*|denk\w*|vorher|davor|zuvor|rechtzeitig|kurz|beginn|start|losgeht|los|anfangt|anfang|bevor|vorm|verpass\w*
    |abstell\w*|ausschalt\w*|einstell\w*|stell\w*|gemerkt\w*|personlich\w*|eigene\w*|programm|eintrag|termin\w*|punkt|passt?
    |hingehen|hingeh|schaff\w*|doch|mehr|brauch\w*|lieber|fest|hatte|hatt
    )\b""",
    re.VERBOSE,
)


def reminder_minutes(text: str) -> int | None:
    """The minutes before a start that the words name: ``ne viertelstunde vorher`` → 15; None when they name none."""
    folded = fold(text)
    for pattern, minutes in ((_THREE_QUARTERS, 45), (_QUARTER, 15), (_HALF, 30)):
        if pattern.search(folded):
            return minutes
    for pattern, factor in ((_MINUTES, 1), (_HOURS, 60)):
        found = pattern.search(folded)
        if found:
            return _number(found.group("count")) * factor
    return None


def minute_spans(text: str) -> list[tuple[int, int]]:
    """Where the words name minutes before a start; these are no time of a session."""
    folded = _fold_in_place(text)
    patterns = (_MINUTES, _HOURS, _THREE_QUARTERS, _QUARTER, _HALF)
    return [(found.start(), found.end()) for pattern in patterns for found in re.finditer(pattern, folded)]


def without_command(text: str) -> str:
    """The words without those that give the order, each other at its place: „merk dir den“ → „     dir den“."""
    folded = _fold_in_place(text)
    spans = [*minute_spans(text), *((found.start(), found.end()) for found in _COMMAND.finditer(folded))]
    return blank(text, spans)


def blank(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with blanks in these places, as long as before."""
    for start, end in spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def means_all(text: str) -> bool:
    """Whether all is meant: „beide“, „alles“, „jeweils“."""
    folded = fold(text)
    return bool(_ALL.search(folded)) and not _DAYTIME_ALL.search(folded)


def minutes_before(minutes: int) -> str:
    """``10 Minuten vorher``, ``eine Stunde vorher``, for 0 ``zu Beginn``."""
    if not minutes:
        return "zu Beginn"
    if minutes % 60 == 0:
        return "eine Stunde vorher" if minutes == 60 else f"{minutes // 60} Stunden vorher"
    return "eine Minute vorher" if minutes == 1 else f"{minutes} Minuten vorher"


def _number(word: str) -> int:
    return int(word) if word.isdigit() else _NUMBER_WORDS[word]


def _fold_in_place(text: str) -> str:
    """Folded letter by letter, so that places stay: „ß“ becomes one „s“."""
    return "".join((fold(letter) or letter)[:1] for letter in text)


SESSIONS, REMINDERS = "plan", "erinnerungen"
DEFAULT_MINUTES = 10
MOST_MINUTES = 24 * 60
MOST_SESSIONS = 100


@dataclass(frozen=True)
class OwnPlan:
    """Session ids in the order in which they were noted; minutes before the start for those with a reminder."""

    sessions: tuple[str, ...] = ()
    reminders: Mapping[str, int] = field(default_factory=dict)

    def changed_by(self, change: PlanChange) -> OwnPlan:
        """The plan after a change: a reminder needs its session on the plan and goes with it."""
        kept = [each for each in self.sessions if each not in change.remove]
        sessions = (*kept, *(each for each in dict.fromkeys(change.add) if each not in kept))
        wanted = {**self.reminders, **change.remind}
        return OwnPlan(sessions, {key: value for key, value in wanted.items() if value is not None and key in sessions})

    def as_metadata(self) -> dict[str, Any]:
        """For Rasa: with a message from web, or in the slot ``plan``."""
        return {SESSIONS: list(self.sessions), REMINDERS: dict(self.reminders)}


@dataclass(frozen=True)
class PlanChange:
    """A change to a plan. ``remind`` gives minutes before the start; None takes the reminder away."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    remind: Mapping[str, int | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.add or self.remove or self.remind)

    def then(self, other: PlanChange) -> PlanChange:
        """This change and another after it, as one."""
        add = tuple(each for each in self.add if each not in other.remove)
        remove = tuple(each for each in self.remove if each not in other.add)
        return PlanChange((*add, *other.add), (*remove, *other.remove), {**self.remind, **other.remind})

    def as_custom(self) -> dict[str, Any]:
        """For the message to web."""
        return {"dazu": list(self.add), "weg": list(self.remove), "erinnern": dict(self.remind)}


def read_plan(value: object) -> OwnPlan:
    """The plan in message metadata or in the slot; an empty one when there is none."""
    if not isinstance(value, Mapping):
        return OwnPlan()
    sessions = _texts(value.get(SESSIONS))
    reminders = {key: minutes for key, minutes in _minutes(value.get(REMINDERS)).items() if minutes is not None}
    return OwnPlan(sessions, reminders)


def read_change(custom: object) -> PlanChange:
    """The change that an action asks for; an empty one when it asks for none."""
    wanted = custom.get("plan") if isinstance(custom, Mapping) else None
    if not isinstance(wanted, Mapping):
        return PlanChange()
    return PlanChange(_texts(wanted.get("dazu")), _texts(wanted.get("weg")), _minutes(wanted.get("erinnern")))


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, (list, tuple)) else ()
    return tuple(dict.fromkeys(item for item in items if isinstance(item, str) and item))[:MOST_SESSIONS]


def _minutes(value: object) -> dict[str, int | None]:
    items = value.items() if isinstance(value, Mapping) else ()
    return {key: minutes for key, minutes in items if isinstance(key, str) and (minutes is None or is_minutes(minutes))}


def is_minutes(value: object) -> bool:
    """Whether this is a usable number of minutes before a start."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_MINUTES
