"""Which sessions a question asks for: by time, topic, speaker, room, kind."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from actions.answer_context import AnswerContext
from actions.reading.question import Question
from actions.reply import ROOM, SESSION
from actions.sessions.wording import in_room
from bot.dialogue.context import SUBJECT
from bot.dialogue.deixis import asks_for_rest, content_words, names_own_topic
from bot.fair.rooms import room_called
from bot.german.place_phrases import on_floor
from bot.german.stop_words import SESSION_FAMILY, ThingKind, family_of
from bot.german.text import stem, tokenise
from bot.german.time.expressions import TimeExpression, find_time_expressions
from bot.programme import queries
from bot.programme.floors import NamedFloor, floor_in
from bot.programme.model import Session
from bot.programme.search.results import Hit
from bot.programme.search.vocabulary import quiet_correction

SEARCHED: frozenset[ThingKind] = frozenset({ThingKind.SESSION, ThingKind.ROOM, ThingKind.SPEAKER, ThingKind.TOPIC})
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
_PLURALS = {"vortrag": "Vorträge", "workshop": "Workshops", "fuhrung": "Führungen", "sprechstunde": "Sprechstunden"}
_SINGULARS = {
    "vortrag": "ein Vortrag",
    "workshop": "ein Workshop",
    "fuhrung": "eine Führung",
    "sprechstunde": "eine Sprechstunde",
}


@dataclass(frozen=True)
class Filters:
    """What sessions must fit.

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
        return _PLURALS.get(self.family, "Programmpunkte")

    @property
    def singular(self) -> str:
        """``ein Vortrag`` or, in general, ``ein Programmpunkt``."""
        return _SINGULARS.get(self.family, "ein Programmpunkt")


@dataclass(frozen=True)
class FoundSessions:
    """Sessions that fit the filters but for their time, and how the filter reads: `` zu „KI“``."""

    sessions: tuple[Session, ...]
    words: str
    nearest: tuple[Hit, ...] = ()


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
    for clock in (hours, f"um {before.start:%H:%M} Uhr"):
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


def find_sessions(filters: Filters, question: Question, view: AnswerContext) -> FoundSessions:
    """Sessions for topic, speaker, room and kind; all when nothing of this is asked."""
    found = _by_words(filters, question, view) if filters.words else FoundSessions(_all(view), "")
    if filters.room:
        found = _in_place(found, filters, view)
    if not filters.family:
        return found
    fitting = tuple(session for session in found.sessions if family_of(session.kind) == filters.family)
    return replace(found, sessions=fitting)


def _in_place(found: FoundSessions, filters: Filters, view: AnswerContext) -> FoundSessions:
    """The sessions in a room; on a floor, those of them that fit the words."""
    if any(room.name == filters.room for room in view.catalogue.rooms):
        return FoundSessions(queries.by_room(view.catalogue, filters.room), f" {in_room(filters.room)}")
    floor = floor_in(filters.room, view.catalogue.rooms)
    rooms = floor.rooms if floor is not None else frozenset({filters.room})
    there = tuple(session for session in found.sessions if session.room in rooms)
    return FoundSessions(there, f"{found.words} {on_floor(filters.room)}", found.nearest)


def _all(view: AnswerContext) -> tuple[Session, ...]:
    return tuple(sorted((each for each in view.catalogue.sessions if not each.cancelled), key=lambda each: each.start))


def _by_words(filters: Filters, question: Question, view: AnswerContext) -> FoundSessions:
    ignore = question.time_spans if filters.words == question.text else ()
    hits = view.index.search(filters.words, SEARCHED, ignore)
    if not hits:
        resolution = view.index.resolve(filters.words, SEARCHED, ignore)
        return FoundSessions((), " dazu", getattr(resolution, "nearest", ()))
    best = hits[0]
    if best.kind is ThingKind.ROOM:
        return FoundSessions(queries.by_room(view.catalogue, best.key), f" {in_room(best.key)}")
    if best.kind is ThingKind.SPEAKER:
        return FoundSessions(queries.by_speaker(view.catalogue, best.key), f" mit {best.key}")
    return FoundSessions(_of_hits(hits, view), _topic_words(hits))


def _of_hits(hits: list[Hit], view: AnswerContext) -> tuple[Session, ...]:
    wanted = {hit.key for hit in hits if hit.kind is ThingKind.SESSION}
    topics = [hit.key for hit in hits if hit.kind is ThingKind.TOPIC]
    sessions = [each for each in _all(view) if each.id in wanted or any(topic in each.topics for topic in topics)]
    return tuple(sessions)


def _topic_words(hits: list[Hit]) -> str:
    topic = next((hit.label for hit in hits if hit.kind is ThingKind.TOPIC), "")
    return f" zu „{topic}“" if topic else " dazu"


def in_time(sessions: tuple[Session, ...], time: TimeExpression, reference: datetime) -> tuple[Session, ...]:
    """The sessions a time expression means.

    Args:
        sessions: sorted by start.
        time: the expression.
        reference: the moment that „danach“ and „als Nächstes“ refer to.
    """
    if time.relation in ("next", "after"):
        later = [session for session in sessions if session.start >= reference]
        return tuple(session for session in later if session.start == later[0].start)
    if time.relation == "later":
        return tuple(each for each in sessions if each.start > reference and each.start.date() == reference.date())
    start, end = time.start, time.end
    if time.relation == "from" and start is not None:
        return tuple(each for each in sessions if start <= each.start and (end is None or each.start < end))
    return tuple(each for each in sessions if (end is None or each.start < end) and (start is None or each.end > start))
