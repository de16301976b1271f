"""Answers to „What is on …?“."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.answer_context import AnswerContext
from actions.reading.question import Question
from actions.reading.session_filters import after_named_session
from actions.reading.session_search import Filters, FoundSessions, find_sessions, in_time, read_filters
from actions.reading.subject import MAX_CHOICES, hit_button, not_found
from actions.reply import ALL_BOOTHS, SESSION, TODAY, WHAT_IS_ON, Listing, Reference, Reply, TopicButton, payload
from actions.sessions.wording import PAGE, page, session_card, session_line, short_title
from bot.german.phrases import clock_time, count_words, relative_day
from bot.german.time.expressions import TimeExpression
from bot.programme.model import Session

AFTER = TopicButton("Was kommt danach?", payload("programm_suche", zeit_text="danach"))
MORE = TopicButton("Mehr anzeigen", payload("mehr"))
FEW = 3
_TOPIC_MARK = re.compile(r"\b(?:zu|zum|zur|über|übers|thema|themen|rund um|mit|von|vom|wegen|namens)\b", re.IGNORECASE)
_LAST = re.compile(r"\bletzte[rsnm]?\b|\bals letztes\b|\bzum schluss\b", re.IGNORECASE)
_FIRST = re.compile(r"\berste[rsnm]?\b(?! (?:tag|messetag|hilfe))|\bals erstes\b|\bzuerst\b", re.IGNORECASE)
Sessions = tuple[Session, ...]
PARTS_OF_DAY = {(6, 12): "Vormittag", (12, 14): "Mittag", (12, 18): "Nachmittag", (17, 0): "Abend"}


def list_sessions(question: Question, view: AnswerContext) -> Reply:
    """Sessions for the question's time, topic, speaker, room and kind; the nearest alternatives when there is none."""
    question = after_named_session(question, view)
    filters = read_filters(question, view)
    found = find_sessions(filters, question, view)
    if not found.sessions and _may_drop_words(question, filters):
        filters = replace(filters, words="")
        found = find_sessions(filters, question, view)
    if not found.sessions:
        return _nothing_on_topic(question, filters, found, view)
    if filters.time is None:
        return _without_time(found, filters, view)
    fitting = _not_over(in_time(found.sessions, filters.time, _reference(question, filters.time, view)), filters, view)
    last_or_first = _ends_only(fitting, question)
    if last_or_first != fitting:
        return listing_reply(last_or_first, _end_intro(last_or_first, question, view), filters, view)
    if not fitting:
        return _nothing_then(found, filters, view)
    intro = _intro(fitting, found, filters, view)
    if all(session.end <= view.now for session in fitting):
        intro = f"{intro.rstrip(':')} – schon vorbei:"
    return listing_reply(fitting, intro, filters, view)


def _may_drop_words(question: Question, filters: Filters) -> bool:
    """Whether unknown words may be filler („was läuft denn grad Schönes“): a time or kind was asked, but no topic."""
    is_said = filters.words == question.text
    return is_said and bool(filters.time or filters.family) and not _TOPIC_MARK.search(question.text)


def _ends_only(sessions: Sessions, question: Question) -> Sessions:
    """For „der letzte Vortrag heute“ and „der erste“ only the sessions at that end."""
    if not sessions or question.intent == "auswahl":
        return sessions
    if _LAST.search(question.text):
        return tuple(session for session in sessions if session.start == sessions[-1].start)
    if _FIRST.search(question.text):
        return tuple(session for session in sessions if session.start == sessions[0].start)
    return sessions


def _end_intro(sessions: Sessions, question: Question, view: AnswerContext) -> str:
    """``Morgen als Letztes:``"""
    day = relative_day(sessions[0].start.date(), view.now.date())
    return f"{_capitalise(day)} als {'Letztes' if _LAST.search(question.text) else 'Erstes'}:"


def _not_over(sessions: Sessions, filters: Filters, view: AnswerContext) -> Sessions:
    """For „heute“ only what is still to come, as long as there is something."""
    if filters.time is None or not _is_whole_day(filters.time):
        return sessions
    return tuple(session for session in sessions if session.end > view.now) or sessions


def _reference(question: Question, time: TimeExpression, view: AnswerContext) -> datetime:
    """What „danach“ follows: the session that was talked about, else now."""
    focus = question.focus
    session = view.session(focus.key) if time.relation == "after" and focus and focus.kind == SESSION else None
    return session.end if session is not None else view.now


def _without_time(found: FoundSessions, filters: Filters, view: AnswerContext) -> Reply:
    """No time was asked: what is still to come, else everything."""
    ahead = tuple(session for session in found.sessions if session.end > view.now)
    if not ahead:
        intro = f"{_count(found.sessions, filters)}{found.words} – schon vorbei:"
        return listing_reply(found.sessions, _capitalise(intro), filters, view)
    if not found.words and not filters.family:
        today = tuple(session for session in ahead if session.start.date() == ahead[0].start.date())
        day = relative_day(today[0].start.date(), view.now.date())
        return listing_reply(
            today, f"{_capitalise(day)} gibt es noch {_accusative(_count(today, filters))}:", filters, view
        )
    return listing_reply(ahead, f"Es gibt {_accusative(_count(ahead, filters))}{found.words}:", filters, view)


def _intro(sessions: Sessions, found: FoundSessions, filters: Filters, view: AnswerContext) -> str:
    time = filters.time
    count = _count(sessions, filters)
    if time is not None and time.relation == "now":
        verb = "läuft" if len(sessions) == 1 else "laufen"
        return f"Jetzt {verb} {count}{found.words}:"
    if time is not None and time.relation in ("next", "after"):
        return f"{_capitalise(_moment(sessions[0].start, view.now))} {_begins(sessions)} {count}{found.words}:"
    return f"{_capitalise(time_words(filters.time, view.now))} gibt es {_accusative(count)}{found.words}:"


def _begins(sessions: Sessions) -> str:
    return "beginnt" if len(sessions) == 1 else "beginnen"


def _moment(start: datetime, now: datetime) -> str:
    day = relative_day(start.date(), now.date())
    return f"um {clock_time(start)} Uhr" if day == "heute" else f"{day} um {clock_time(start)} Uhr"


def time_words(time: TimeExpression | None, now: datetime) -> str:
    """The interval in words: ``heute um 14:00 Uhr``, ``morgen zwischen 10:00 und 12:00 Uhr``."""
    if time is None or (time.start is None and time.end is None):
        return "auf der Messe"
    if time.relation == "later":
        return "später"
    day = relative_day((time.start or time.end or now).date(), now.date())
    day = f"{day}," if day.startswith("am ") else day
    if time.grain in ("day", "week", "month", "year") or _is_whole_day(time):
        return day if time.grain == "day" or _is_whole_day(time) else "in dieser Zeit"
    if time.relation == "until" and time.end:
        return f"{day} bis {clock_time(time.end)} Uhr"
    if time.start and (time.relation == "from" or time.end is None):
        return f"{day} ab {clock_time(time.start)} Uhr"
    if time.grain == "part" and time.start and time.end:
        return _part_of_day(day, time.start, time.end)
    if time.start and time.end and (time.end - time.start).total_seconds() > 60:
        return f"{day} zwischen {clock_time(time.start)} und {clock_time(time.end)} Uhr"
    return f"{day} um {clock_time(time.start or now)} Uhr"


def _part_of_day(day: str, start: datetime, end: datetime) -> str:
    """``heute Nachmittag``, ``am Donnerstag, 15. Mai, zwischen 12:00 und 14:00 Uhr``."""
    part = PARTS_OF_DAY.get((start.hour, end.hour))
    if part and not day.startswith("am "):
        return f"{day} {part}"
    return f"{day} zwischen {clock_time(start)} und {clock_time(end)} Uhr"


def _is_whole_day(time: TimeExpression) -> bool:
    return bool(time.start and time.end and (time.end - time.start).total_seconds() >= 23 * 3600)


def _count(sessions: Sequence[Session], filters: Filters) -> str:
    return count_words(len(sessions), filters.singular, filters.plural)


def _accusative(count: str) -> str:
    return f"einen{count[3:]}" if count.startswith("ein ") and not count.startswith("eine ") else count


def _capitalise(text: str) -> str:
    return text[:1].upper() + text[1:]


def listing_reply(sessions: Sessions, intro: str, filters: Filters, view: AnswerContext, shown: int = 0) -> Reply:
    """A page of sessions below an intro, with buttons for what comes next.

    Args:
        sessions: the whole list.
        intro: sentence above it.
        filters: what led to the list, kept for follow-ups.
        view: the programme.
        shown: how many of the list were shown before.
    """
    part = sessions[shown : shown + PAGE]
    with_day = _needs_days(sessions, intro, view)
    lines = [session_line(session, view.now.date(), with_day) for session in part]
    rest = len(sessions) - shown - len(part)
    focus = Reference(SESSION, part[0].id) if len(sessions) == 1 else None
    return Reply(
        text=f"{intro}\n{page(lines, len(lines) + rest)}",
        intro=intro,
        cards=tuple(session_card(session, view.now.date()) for session in part),
        buttons=_buttons(sessions, rest, filters),
        focus=focus,
        listing=Listing(SESSION, tuple(session.id for session in sessions), shown + len(part), filters.remember()),
        offer=MORE if rest else None,
    )


def _needs_days(sessions: Sessions, intro: str, view: AnswerContext) -> bool:
    """Whether each line must name its day: not when all run on one day that the intro tells."""
    days = {session.start.date() for session in sessions}
    if len(days) != 1:
        return True
    day = relative_day(days.pop(), view.now.date())
    told = day.casefold() in intro.casefold() or (day == "heute" and intro.startswith(("Jetzt", "Um ")))
    return not told


def _buttons(sessions: Sessions, rest: int, filters: Filters) -> tuple[TopicButton, ...]:
    if len(sessions) == 1:
        key = sessions[0].id
        return (
            TopicButton("Worum geht es?", payload("worum_geht_es", sitzung=key)),
            TopicButton("Wo ist das?", payload("wo_ist", sitzung=key)),
        )
    if len(sessions) <= FEW:
        pairs = ((short_title(each.title), payload("worum_geht_es", sitzung=each.id)) for each in sessions)
        return tuple(TopicButton(*pair) for pair in pairs)
    buttons: list[TopicButton] = [MORE] if rest else []
    if filters.time is not None and filters.time.relation == "now":
        buttons.append(AFTER)
    return tuple(buttons)


def _nothing_then(found: FoundSessions, filters: Filters, view: AnswerContext) -> Reply:
    """Nothing at that time: say so, and show what comes nearest."""
    when = (
        "Jetzt läuft"
        if filters.time and filters.time.relation == "now"
        else f"{_capitalise(time_words(filters.time, view.now))} gibt es"
    )
    if filters.time and filters.time.relation in ("next", "after", "later"):
        when = "Danach kommt"
    none = f"{when} {_none(filters, 'gibt es' in when)}{found.words}."
    start = filters.time.start if filters.time and filters.time.start else view.now
    ahead = tuple(
        session for session in found.sessions if session.start >= min(start, view.now) and session.end > view.now
    )
    if not ahead:
        return Reply(f"{none} Mehr steht dazu nicht im Programm.", buttons=(TODAY, ALL_BOOTHS), offer=TODAY)
    nearest = tuple(session for session in ahead if session.start == _nearest_start(ahead, start))
    intro = f"{none} Zeitlich am nächsten liegt:" if len(nearest) == 1 else f"{none} Zeitlich am nächsten liegen:"
    return listing_reply(nearest, intro, filters, view)


def _nearest_start(sessions: Sessions, wanted: datetime) -> datetime:
    if wanted.date() not in {session.start.date() for session in sessions}:
        return sessions[0].start  # a day without the fair: what comes first
    return min(sessions, key=lambda session: abs((session.start - wanted).total_seconds())).start


def _none(filters: Filters, is_object: bool) -> str:
    """``kein Workshop``, after „gibt es“ ``keinen Workshop``; ``keine Führung`` in both cases."""
    masculine = "keinen" if is_object else "kein"
    article = "keine" if filters.family in ("fuhrung", "sprechstunde") else masculine
    return f"{article} {filters.singular.split()[1]}"


def _nothing_on_topic(question: Question, filters: Filters, found: FoundSessions, view: AnswerContext) -> Reply:
    if found.nearest:
        return not_found(question, found.nearest, view)
    booths = view.index.search(filters.words, ignore=question.time_spans) if filters.words else []
    buttons = [hit_button(hit, "worum_geht_es") for hit in booths][:MAX_CHOICES]
    text = f"{filters.plural}{found.words} stehen nicht im Programm."
    if not filters.family and found.words:
        text = "Dazu steht nichts im Programm."
    if buttons:
        return Reply(f"{text} Vielleicht hilft Ihnen das:", buttons=tuple(buttons), offer=buttons[0])
    return Reply(text, buttons=(WHAT_IS_ON, TODAY, ALL_BOOTHS), offer=TODAY)
