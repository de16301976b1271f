"""The sessions that a question asks for: topic, room, kind and time, completed from the last list."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from actions.answer_context import AnswerContext
from actions.phrases import common, fill, sessions
from actions.reading.question import Question
from actions.reply import ROOM, SESSION, Reference
from actions.wording import words_for
from bot.dialogue.context import SUBJECT
from bot.dialogue.deixis import asks_for_rest, content_words, names_own_topic
from bot.fair.model import room_called
from bot.german.stop_words import SESSION_FAMILY, ThingKind, family_of
from bot.german.text import stem, tokenise
from bot.german.time.expressions import TimeExpression, find_time_expressions
from bot.programme.floors import NamedFloor, floor_in
from bot.programme.model import Session
from bot.programme.search.documents import How, One
from bot.programme.search.vocabulary import quiet_correction

_THERE = re.compile(r"\b(?:dort|da drin|in (?:dem|diesem) (?:raum|saal)|im (?:selben|gleichen) (?:raum|saal))\b", re.I)
_SAME_TIME = re.compile(
    r"\b(?:um (?:die|diese|dieselbe|die selbe|die gleiche)|zur (?:gleichen|selben)) (?:uhr)?zeit", re.IGNORECASE
)
_DAY_WORD = re.compile(
    r"heut|morgen|gestern|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|\d\.|\btag|jetzt|gerade|gleich|danach|nächst",
    re.IGNORECASE,
)
_DAY = re.compile(
    r"\b(?:heute?|(?:über)?morgen|gestern|(?:am )?(?:montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag)s?"
    r"|(?:am )?\d{1,2}\.(?: ?(?:\d{1,2}\.|mai))?|(?:am )?(?:ersten|zweiten) tag)(?:\s|$)",
    re.IGNORECASE,
)
_AFTER = re.compile(
    r"\b(?:nach|im anschluss an|hinter)\s+(?=de[rmn]\b|die\b|das\b|diese)(?P<what>\S.+)$", re.IGNORECASE
)
_SEEKS = re.compile(r"\b(?:such|frag|schau|guck|seh|hör)\w*\b[^.?!]*$", re.IGNORECASE)


@dataclass(frozen=True)
class Filters:
    """The conditions that sessions must fit.

    Attributes:
        words: the search words, "" for none.
        room: a room's name.
        family: folded kind of session, see :func:`bot.german.stop_words.family_of`.
        time: the time expression that counts, if any.
    """

    words: str = ""
    room: str = ""
    family: str = ""
    time: TimeExpression | None = None

    def remember(self) -> dict[str, str]:
        """The filters as plain text for a slot."""
        return {
            "woerter": self.words,
            "raum": self.room,
            "art": self.family,
            "zeit": self.time.text if self.time else "",
        }

    @property
    def plural(self) -> str:
        """``Vorträge`` or, in general, ``Programmpunkte``."""
        return words_for(self.family, sessions.SEVERAL_OF_KIND)

    @property
    def singular(self) -> str:
        """``ein Vortrag`` or, in general, ``ein Programmpunkt``."""
        return words_for(self.family, sessions.ONE_OF_KIND)


def read_filters(question: Question, view: AnswerContext) -> Filters:
    """The filters in the question, completed from the last list when the question goes on from there."""
    room = (
        question.named.key
        if question.named is not None and question.named.kind == ROOM
        else _room_meant(question, view)
    )
    floor = floor_in(question.text, view.catalogue.rooms)
    own = Filters(
        words=question.text if _has_words(question, floor) else "",
        room=room,
        family=_family(question),
        time=question.times[-1] if question.times else None,
    )
    if floor is not None and not own.room:
        own = replace(own, room=floor.name)
    listing = question.listing
    if not question.is_follow_up:
        return own
    theme = question.theme or theme_of_focus(question, view)
    if listing is not None and room_called(listing.filters.get("woerter", ""), view.catalogue.rooms):
        theme = ""  # what was listed is a room's programme: „und um elf?“ stays there
    if theme and not (own.words or own.room):
        return replace(own, words=theme, time=own.time or _day_talked_about(question, view))
    if listing is None or (listing.kind != SESSION and not question.refers):
        return own
    return _complete(own, listing.filters, question, view)


def _has_words(question: Question, floor: NamedFloor | None) -> bool:
    """Whether the question names something besides times and the floor („was ist im untergeschos los“)."""
    if floor is None:
        return question.names_something
    return names_own_topic(question.text, [*question.time_spans, floor.span])


def _room_meant(question: Question, view: AnswerContext) -> str:
    """The room behind „im Saal“, or behind „in dem Raum“ and „dort“: the conversation's subject, or where that takes
    place.
    """
    if not question.names_something and (called := room_called(question.text, view.catalogue.rooms)):
        return called
    if question.focus is None or not _means_place(question):
        return ""
    if question.focus.kind == ROOM:
        return question.focus.key
    thing = view.session(question.focus.key) if question.focus.kind == SESSION else view.booth(question.focus.key)
    return thing.room if thing is not None else ""


def _means_place(question: Question) -> bool:
    """Whether „da“ is a place: the room talked about, or the subject's place if more of there is asked for."""
    if _THERE.search(question.text):
        return True
    if question.refers != SUBJECT or question.focus is None:
        return False
    return question.focus.kind == ROOM or asks_for_rest(question.text)


def _complete(own: Filters, last: dict[str, str], question: Question, view: AnswerContext) -> Filters:
    named = own.words or own.room
    words = last.get("woerter", "")
    if question.listing is not None and question.listing.kind != SESSION:
        words = " ".join(each.word for each in content_words(words)) or words  # „Stände zu KI“ names no session
    filters = own if named else replace(own, words=words, room=last.get("raum", ""))
    filters = filters if own.family or named else replace(filters, family=last.get("art", ""))
    spoken = last.get("zeit")
    before = find_time_expressions(spoken, question.now, view.fair.days) if spoken else []
    if own.time is not None and before and _SAME_TIME.search(question.text):
        return replace(filters, time=_at_time_of(before[-1], own.time, view))
    if own.time is not None:
        return replace(filters, time=_on_day_of(own.time, before[-1] if before else None, question.now, view))
    return replace(filters, time=before[-1]) if before and (named or own.family) else filters


def _day_talked_about(question: Question, view: AnswerContext) -> TimeExpression | None:
    """The day or part of a day of the last list: „gibt es da auch einen Workshop?“ stays there."""
    spoken = question.listing.filters.get("zeit") if question.listing is not None else ""
    found = find_time_expressions(spoken, question.now, view.fair.days) if spoken else []
    return found[-1] if found and question.refers and found[-1].grain in ("day", "part") else None


def _on_day_of(
    time: TimeExpression, before: TimeExpression | None, now: datetime, view: AnswerContext
) -> TimeExpression:
    """„Und um elf?“ after „morgen“ means tomorrow: a time without a day stays on the day talked about."""
    day = before.start if before is not None else None
    if day is None or day.date() == now.date() or _DAY_WORD.search(time.text):
        return time
    moved = find_time_expressions(time.text, day.replace(hour=0, minute=1), view.fair.days)
    return moved[-1] if moved else time


def _at_time_of(before: TimeExpression, day: TimeExpression, view: AnswerContext) -> TimeExpression:
    """„Und morgen um die Zeit?“ after „um zwei“ or „heute um 14 Uhr“ means tomorrow at two; a mere day has no hour."""
    if day.start is None or before.start is None or before.grain in ("day", "week", "month", "year"):
        return day
    hours = _DAY.sub("", before.text).strip()
    for clock in (hours, fill(common.AT, time=f"{before.start:%H:%M}")):
        moved = find_time_expressions(f"{day.text} {clock}", view.now, view.fair.days)
        if clock and len(moved) == 1 and moved[0].start is not None and moved[0].grain == before.grain:
            return moved[0]
    return day


def theme_of_focus(question: Question, view: AnswerContext) -> str:
    """The topic of what the conversation was about, unless a list has been shown since; "" for none.

    „Danach“ and the like ask what comes next, whatever its topic.
    """
    focus, listing = question.focus, question.listing
    if focus is None or any(time.relation in ("after", "next", "later", "now") for time in question.times):
        return ""
    if listing is not None and focus.key in listing.keys and len(listing.keys) > 1:
        return ""
    thing = view.session(focus.key) if focus.kind == SESSION else view.booth(focus.key)
    return thing.topics[0] if thing is not None and thing.topics else ""


def _family(question: Question) -> str:
    tokens = tokenise(question.text, question.time_spans)
    exact = [token.stem for token in tokens]
    mended = [stem(word) for token in tokens if (word := quiet_correction(token.word)) is not None]
    return next((SESSION_FAMILY[each] for each in (*exact, *mended) if SESSION_FAMILY.get(each)), "")


def names_only_kind(question: Question) -> bool:
    """Whether the text is nothing but a kind of session: „Sprechstunde?“, „die Workshops“."""
    return bool(_family(question)) and not content_words(question.text)


def family_in(question: Question, sessions: tuple[Session, ...]) -> tuple[Session, ...]:
    """The sessions of the kind that the question names; all when it names none."""
    family = _family(question)
    return tuple(each for each in sessions if not family or family_of(each.kind) == family)


def after_named_session(question: Question, view: AnswerContext) -> Question:
    """The question with „danach“ and that session as the conversation's subject; as it was when it names none behind
    „nach“.

    „Ich suche nach dem Workshop zu KI“ and „nach der Mittagspause“ (a time) stay.
    """
    match = _AFTER.search(question.text)
    if match is None or _SEEKS.search(question.text[: match.start()]) or _is_time(match.start(), question):
        return question
    found = view.index.resolve(match["what"], {ThingKind.SESSION})
    if not isinstance(found, One) or found.hit.how is How.MEANING:
        return question
    text = f"{question.text[: match.start()]}danach"
    times = tuple(find_time_expressions(text, question.now, view.fair.days))
    return replace(question, text=text, times=times, focus=Reference(SESSION, found.hit.key), listing=None, refers="")


def _is_time(start: int, question: Question) -> bool:
    return any(begin <= start < end for begin, end in question.time_spans)
