"""Sessions and booths in German sentences and lines of a list. The templates are in :mod:`actions.phrases`."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from actions.phrases import booths, common, fill, sessions
from bot.fair.model import Place
from bot.german.phrases import WEEKDAYS, clock_time, join_words, relative_day, shorten, span
from bot.german.phrases import in_room as in_room
from bot.german.phrases import the_room as the_room
from bot.programme.model import Booth, Session

PAGE = 5
# „Dort können Sie …“ needs an infinitive at the end; other texts follow a colon
_INFINITIVE = re.compile(r"(?:en|ern|eln)\.?$")


def words_for(kind: str, words: Mapping[str, str]) -> str:
    """The wording for this kind, else the one for every other kind."""
    return words.get(kind, words[""])


def short_title(title: str, length: int = 60) -> str:
    """A title that fits a button."""
    return shorten(title, length)


def titles(listed: Sequence[Session]) -> str:
    """``„A“, „B“ und „C“``."""
    return join_words([fill(common.TITLE, title=each.title) for each in listed])


def page(lines: Sequence[str], total: int) -> str:
    """Lines below each other, with a word on how many more there are."""
    more = total - len(lines)
    tail = [] if more < 1 else [common.ONE_MORE_ENTRY if more == 1 else fill(common.MORE_ENTRIES, count=more)]
    return "\n".join([*lines, *tail])


def moment(start: datetime, now: datetime) -> str:
    """``um 14:00 Uhr`` today, else ``morgen um 14:00 Uhr``."""
    # „heute um 14:00 Uhr“ would only lengthen every line of today
    if start.date() == now.date():
        return fill(common.AT, time=clock_time(start))
    return fill(common.DAY_AT, day=relative_day(start.date(), now.date()), time=clock_time(start))


def from_to(start: datetime, end: datetime, today: date) -> str:
    """``heute von 10:00 bis 10:45 Uhr``."""
    day = relative_day(start.date(), today)
    return fill(common.DAY_FROM_TO, day=day, start=clock_time(start), end=clock_time(end))


def short_day(start: datetime, today: date) -> str:
    """``heute``, ``morgen``, else the weekday."""
    return common.SHORT_DAYS.get((start.date() - today).days, WEEKDAYS[start.weekday()])


# Sessions


def session_line(session: Session, today: date, with_day: bool) -> str:
    """``• 10:00–10:45 Uhr: Titel (Vortrag, Großer Saal)``, with the day before it where days are mixed."""
    facts = ", ".join(fact for fact in (session.kind, session.room) if fact)
    return fill(
        sessions.LINE,
        day=fill(sessions.LINE_DAY, day=short_day(session.start, today)) if with_day else "",
        span=span(session.start, session.end),
        title=session.title,
        facts=fill(sessions.LINE_FACTS, facts=facts) if facts else "",
        mark=_mark(session),
    )


def _mark(session: Session) -> str:
    if session.cancelled:
        return common.MARK_CANCELLED
    if session.seats_free == 0:
        return sessions.MARK_FULL
    changed = [sessions.MARK_CHANGED] if session.original.start or session.original.room else []
    seats = sessions.MARK_ONE_SEAT if session.seats_free == 1 else sessions.MARK_SEATS
    return " ".join([*changed, *([fill(seats, count=session.seats_free)] if session.seats_free else [])])


def change_words(session: Session) -> str:
    """Return the session's changes in a few words: ``11:30 statt 11:00 Uhr, …``; "" for none."""
    if session.cancelled:
        return sessions.CANCELLED
    parts = []
    if (before := session.original.start) is not None:
        now, then = _clock_or_day(session.start, before), _clock_or_day(before, session.start)
        parts.append(fill(sessions.OTHER_TIME, time=now, before=then))
    if session.original.room:
        parts.append(fill(sessions.OTHER_ROOM, room=in_room(session.room), before=in_room(session.original.room)))
    if session.is_new:
        parts.append(sessions.NEW)
    if session.seats_free == 0:
        parts.append(sessions.FULL)
    return ", ".join(parts)


def _clock_or_day(start: datetime, other: datetime) -> str:
    return clock_time(start) if start.date() == other.date() else f"{WEEKDAYS[start.weekday()]} {clock_time(start)}"


def session_time(session: Session, now: datetime) -> str:
    """``heute von 10:00 bis 10:45 Uhr``, with a word on whether it is running or over."""
    time = from_to(session.start, session.end, now.date())
    if session.start <= now < session.end:
        return fill(sessions.RUNNING_NOW, time=time)
    return fill(sessions.OVER_NOW, time=time) if session.end <= now else time


def seats_sentence(session: Session) -> str:
    """How many seats are left; "" when seats are not limited."""
    if session.seats is None and session.seats_free is None:
        return ""
    if session.seats_free is None:
        return fill(sessions.SEATS_UNKNOWN, seats=session.seats)
    if session.seats_free == 0:
        return sessions.NO_SEATS
    if session.seats:
        template = sessions.ONE_SEAT_OF if session.seats_free == 1 else sessions.SEATS_OF
    else:
        template = sessions.ONE_SEAT if session.seats_free == 1 else sessions.SEATS
    return fill(template, free=session.seats_free, seats=session.seats)


def leaders(session: Session) -> str:
    """Name the people of a session that has some: ``Den Vortrag „…“ hält A.``, ``„…“ gestalten A und B.``"""
    templates = sessions.LED_BY_ONE if len(session.speakers) == 1 else sessions.LED_BY_SEVERAL
    return fill(words_for(session.kind, templates), title=session.title, people=people(session.speakers))


def people(names: Sequence[str]) -> str:
    """``A, B und C``."""
    return join_words(list(names))


def what_it_is(session: Session, now: datetime) -> str:
    """``„…“ ist ein Vortrag mit A, heute von 10:00 bis 10:45 Uhr im Großen Saal.``"""
    when = f"{session_time(session, now)} {in_room(session.room)}".rstrip()
    speakers = fill(sessions.WITH_PEOPLE, people=people(session.speakers)) if session.speakers else ""
    article = sessions.ARTICLE_OF.get(session.kind, "")
    if article:
        fields = {"title": session.title, "article": article, "kind": session.kind, "people": speakers, "when": when}
        return fill(sessions.IS_A, **fields)
    is_told = not session.kind or session.kind in session.title
    kind = "" if is_told else fill(sessions.IS_KIND, kind=session.kind)
    return fill(
        sessions.IS_WITH if speakers else sessions.IS, title=session.title, kind=kind, when=when, people=speakers
    )


# Booths and rooms


def floor_of(room: Place | None) -> str:
    """`` (2. Obergeschoss)``; "" when unknown."""
    return f" ({room.floor})" if room is not None and room.floor else ""


def booth_name(booth: Booth) -> str:
    """``Stand B3 „Digitale Akte“``."""
    return fill(common.BOOTH_NAME, number=booth.number, name=booth.name)


def booth_line(booth: Booth, today: date) -> str:
    """``• B3: Name (Großer Saal)``, with what differs from the announced booth."""
    if booth.cancelled:
        return fill(booths.LINE, number=booth.number, name=booth.name, room="", moved=common.MARK_CANCELLED, hours="")
    spans = [f"{short_day(each.opens, today)} {span(each.opens, each.closes)}" for each in booth.hours]
    return fill(
        booths.LINE,
        number=booth.number,
        name=booth.name,
        room=fill(booths.LINE_ROOM, room=booth.room) if booth.room else "",
        moved=fill(booths.LINE_MOVED, room=in_room(booth.original_room)) if booth.original_room else "",
        hours=fill(booths.LINE_STAFFED, hours=join_words(spans)) if spans else "",
    )


def booth_change(booth: Booth) -> str:
    """Return the booth's changes from the announcement as sentences; "" for none."""
    if booth.cancelled:
        return fill(booths.CANCELLED, number=booth.number, name=booth.name, note=booth.note)
    if booth.original_room:
        return fill(booths.MOVED, room=in_room(booth.room), before=in_room(booth.original_room))
    return ""


def try_out_sentence(booth: Booth) -> str:
    """``Dort können Sie …``; "" when nothing can be tried out."""
    text = booth.try_out.rstrip(".")
    if not text:
        return ""
    return fill(booths.THERE_YOU_CAN if _INFINITIVE.search(text) else booths.TO_TRY_OUT, what=text)
