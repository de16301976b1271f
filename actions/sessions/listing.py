"""Answers to questions for several sessions: „Was läuft jetzt?“, „Welche Workshops gibt es morgen?“"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from actions.answer_context import AnswerContext
from actions.asking_back import MAX_CHOICES, hit_button, not_found
from actions.cards import session_card
from actions.phrases import common, fill, nothing_found
from actions.phrases import sessions as phrases
from actions.reading.question import Question
from actions.reading.session_filters import Filters, after_named_session, read_filters
from actions.reading.session_search import FoundSessions, find_sessions, in_time
from actions.reply import ALL_BOOTHS, MORE, SESSION, TODAY, WHAT_IS_ON, Listing, Reference, Reply, TopicButton, payload
from actions.wording import PAGE, moment, page, session_line, short_title, words_for
from bot.german.phrases import capitalise, clock_time, count_words, relative_day
from bot.german.time.expressions import TimeExpression
from bot.programme.model import Session

AFTER = TopicButton(phrases.AFTER, payload("programm_suche", zeit_text="danach"))
FEW = 3
_TOPIC_MARK = re.compile(r"\b(?:zu|zum|zur|über|übers|thema|themen|rund um|mit|von|vom|wegen|namens)\b", re.IGNORECASE)
_LAST = re.compile(r"\bletzte[rsnm]?\b|\bals letztes\b|\bzum schluss\b", re.IGNORECASE)
_FIRST = re.compile(r"\berste[rsnm]?\b(?! (?:tag|messetag|hilfe))|\bals erstes\b|\bzuerst\b", re.IGNORECASE)
Sessions = tuple[Session, ...]


def list_sessions(question: Question, view: AnswerContext) -> Reply:
    """Sessions for the question's time, topic, speaker, room and kind; the nearest alternatives when there is none."""
    question = after_named_session(question, view)
    filters = read_filters(question, view)
    found = find_sessions(filters, question, view)
    if not found.sessions and _may_drop_words(question, filters):
        # second try: „was läuft denn grad Schönes“ has words, but no topic
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
    # „was lief heute früh?“: the list is right, but must not sound as if one could go there
    if all(session.end <= view.now for session in fitting):
        intro = fill(phrases.ALREADY_OVER, intro=intro.rstrip(":"))
    return listing_reply(fitting, intro, filters, view)


def _may_drop_words(question: Question, filters: Filters) -> bool:
    """Whether unknown words may be filler („was läuft denn grad Schönes“): a time or kind was asked, but no topic."""
    is_said = filters.words == question.text
    return is_said and bool(filters.time or filters.family) and not _TOPIC_MARK.search(question.text)


def _ends_only(sessions: Sessions, question: Question) -> Sessions:
    """For „der letzte Vortrag heute“ and „der erste“ only the sessions at that end."""
    # for a choice, „der letzte“ is an entry of the list and no time
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
    template = phrases.LAST_OF_DAY if _LAST.search(question.text) else phrases.FIRST_OF_DAY
    return fill(template, day=capitalise(day))


def _not_over(sessions: Sessions, filters: Filters, view: AnswerContext) -> Sessions:
    """For „heute“ only what is still to come, as long as there is something."""
    if filters.time is None or not _is_whole_day(filters.time):
        return sessions
    return tuple(session for session in sessions if session.end > view.now) or sessions


def _reference(question: Question, time: TimeExpression, view: AnswerContext) -> datetime:
    """Return the moment that „danach“ follows: the end of the session that was talked about, else now."""
    focus = question.focus
    session = view.session(focus.key) if time.relation == "after" and focus and focus.kind == SESSION else None
    return session.end if session is not None else view.now


def _without_time(found: FoundSessions, filters: Filters, view: AnswerContext) -> Reply:
    """No time was asked: what is still to come, else everything."""
    ahead = tuple(session for session in found.sessions if session.end > view.now)
    if not ahead:
        count = fill(phrases.COUNTED, count=_count(found.sessions, filters), topic=found.words.strip())
        return listing_reply(found.sessions, fill(phrases.ALREADY_OVER, intro=capitalise(count)), filters, view)
    if not found.words and not filters.family:
        today = tuple(session for session in ahead if session.start.date() == ahead[0].start.date())
        day = capitalise(relative_day(today[0].start.date(), view.now.date()))
        return listing_reply(today, fill(phrases.STILL_ON_DAY, day=day, count=_them(today, filters)), filters, view)
    intro = fill(common.THERE_ARE, count=_them(ahead, filters), topic=found.words.strip())
    return listing_reply(ahead, intro, filters, view)


def _intro(sessions: Sessions, found: FoundSessions, filters: Filters, view: AnswerContext) -> str:
    time, topic, is_one = filters.time, found.words.strip(), len(sessions) == 1
    if time is not None and time.relation == "now":
        template = phrases.RUNNING_ONE if is_one else phrases.RUNNING
        return fill(template, count=_count(sessions, filters), topic=topic)
    if time is not None and time.relation in ("next", "after"):
        when = capitalise(moment(sessions[0].start, view.now))
        template = phrases.BEGINS if is_one else phrases.BEGIN
        return fill(template, moment=when, count=_count(sessions, filters), topic=topic)
    when = capitalise(time_words(filters.time, view.now))
    return fill(phrases.AT_TIME, time=when, count=_them(sessions, filters), topic=topic)


def time_words(time: TimeExpression | None, now: datetime) -> str:
    """The interval in words: ``heute um 14:00 Uhr``, ``morgen zwischen 10:00 und 12:00 Uhr``."""
    if time is None or (time.start is None and time.end is None):
        return phrases.AT_THE_FAIR
    if time.relation == "later":
        return phrases.LATER
    day = relative_day((time.start or time.end or now).date(), now.date())
    day = f"{day}," if day.startswith(common.NAMED_DAY) else day
    if time.grain in ("day", "week", "month", "year") or _is_whole_day(time):
        return day if time.grain == "day" or _is_whole_day(time) else phrases.IN_THAT_TIME
    return _hours_words(time, day, now)


def _hours_words(time: TimeExpression, day: str, now: datetime) -> str:
    if time.relation == "until" and time.end:
        return fill(phrases.UNTIL, day=day, time=clock_time(time.end))
    if time.start and (time.relation == "from" or time.end is None):
        return fill(phrases.FROM, day=day, time=clock_time(time.start))
    is_interval = bool(time.start and time.end and (time.end - time.start).total_seconds() > 60)
    if time.start and time.end and (time.grain == "part" or is_interval):
        return _between(time.grain, day, time.start, time.end)
    return fill(common.DAY_AT, day=day, time=clock_time(time.start or now))


def _between(grain: str, day: str, start: datetime, end: datetime) -> str:
    """``heute Nachmittag``, ``am Donnerstag, 15. Mai, zwischen 12:00 und 14:00 Uhr``."""
    part = phrases.PARTS_OF_DAY.get((start.hour, end.hour)) if grain == "part" else None
    if part and not day.startswith(common.NAMED_DAY):
        return fill(phrases.PART_OF_DAY, day=day, part=part)
    return fill(phrases.BETWEEN, day=day, start=clock_time(start), end=clock_time(end))


def _is_whole_day(time: TimeExpression) -> bool:
    return bool(time.start and time.end and (time.end - time.start).total_seconds() >= 23 * 3600)


def _count(sessions: Sequence[Session], filters: Filters) -> str:
    return count_words(len(sessions), filters.singular, filters.plural)


def _them(sessions: Sequence[Session], filters: Filters) -> str:
    """The count as an object: ``einen Vortrag``, ``drei Vorträge``."""
    return count_words(len(sessions), words_for(filters.family, phrases.ONE_OF_KIND_ACCUSATIVE), filters.plural)


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
    told = day.casefold() in intro.casefold() or (day == "heute" and intro.startswith(phrases.STARTS_OF_TODAY))
    return not told


def _buttons(sessions: Sessions, rest: int, filters: Filters) -> tuple[TopicButton, ...]:
    if len(sessions) == 1:
        key = sessions[0].id
        return (
            TopicButton(common.WHAT_IT_IS, payload("worum_geht_es", sitzung=key)),
            TopicButton(common.WHERE_IT_IS, payload("wo_ist", sitzung=key)),
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
    nothing = _nothing_at(found, filters, view)
    start = filters.time.start if filters.time and filters.time.start else view.now
    ahead = tuple(
        session for session in found.sessions if session.start >= min(start, view.now) and session.end > view.now
    )
    if not ahead:
        text = fill(nothing_found.NO_SESSION_LATER, nothing=nothing)
        return Reply(text, buttons=(TODAY, ALL_BOOTHS), offer=TODAY)
    nearest = tuple(session for session in ahead if session.start == _nearest_start(ahead, start))
    template = nothing_found.NEAREST_SESSION if len(nearest) == 1 else nothing_found.NEAREST_SESSIONS
    return listing_reply(nearest, fill(template, nothing=nothing), filters, view)


def _nothing_at(found: FoundSessions, filters: Filters, view: AnswerContext) -> str:
    """``Jetzt läuft kein Workshop.``, ``Morgen gibt es keinen Workshop.``"""
    topic, relation = found.words.strip(), filters.time.relation if filters.time else ""
    if relation in ("now", "next", "after", "later"):
        template = nothing_found.NO_SESSION_NOW if relation == "now" else nothing_found.NO_SESSION_AFTER
        return fill(template, none=words_for(filters.family, phrases.NONE_OF_KIND), topic=topic)
    when, none = capitalise(time_words(filters.time, view.now)), phrases.NONE_OF_KIND_ACCUSATIVE
    return fill(nothing_found.NO_SESSION_AT_TIME, time=when, none=words_for(filters.family, none), topic=topic)


def _nearest_start(sessions: Sessions, wanted: datetime) -> datetime:
    if wanted.date() not in {session.start.date() for session in sessions}:
        return sessions[0].start  # a day without the fair: what comes first
    return min(sessions, key=lambda session: abs((session.start - wanted).total_seconds())).start


def _nothing_on_topic(question: Question, filters: Filters, found: FoundSessions, view: AnswerContext) -> Reply:
    if found.nearest:
        return not_found(question, found.nearest, view)
    booths = view.index.search(filters.words, ignore=question.time_spans) if filters.words else []
    buttons = [hit_button(hit, "worum_geht_es") for hit in booths][:MAX_CHOICES]
    text = fill(nothing_found.NO_SESSIONS_OF_KIND, kind=filters.plural, topic=found.words.strip())
    if not filters.family and found.words:
        text = nothing_found.NO_SESSIONS_ON_THAT
    if buttons:
        instead = fill(nothing_found.OTHER_THINGS_INSTEAD, nothing=text)
        return Reply(instead, buttons=tuple(buttons), offer=buttons[0])
    return Reply(text, buttons=(WHAT_IS_ON, TODAY, ALL_BOOTHS), offer=TODAY)
