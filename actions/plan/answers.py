"""Answers about a visitor's own plan: note, show, take off. Gaps and reminders have their own modules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from actions.answer_context import AnswerContext
from actions.cards import plan_card, session_card
from actions.phrases import fill
from actions.phrases import plan as phrases
from actions.phrases import sessions as session_phrases
from actions.plan.subject import Sessions, ask_which, is_named, meant_sessions, planned, without_order
from actions.reading.question import Question
from actions.reading.session_filters import Filters
from actions.reading.session_search import in_time
from actions.reply import SESSION, TODAY, WHAT_IS_ON, Listing, Reference, Reply, TopicButton, payload
from actions.sessions.listing import time_words
from actions.wording import in_room, session_line, session_time, titles
from bot.dialogue.own_plan import DEFAULT_MINUTES, MOST_SESSIONS, PlanChange, means_all, minutes_before
from bot.dialogue.session_names import name_of
from bot.german.phrases import clock_time, count_words, join_words, relative_day, span
from bot.programme.model import Session
from bot.programme.sources.moments import elapsed

SHOW = TopicButton(phrases.SHOW, payload("plan_zeigen"))
GAPS = TopicButton(phrases.GAPS, payload("plan_luecke"))
CLEAR = TopicButton(phrases.CLEAR, payload("plan_streichen", umfang="alles"))
MOST_SHOWN = 12
_NO_MORE = re.compile(r"\bkeine\b|\bnicht mehr erinnert\b|\bmusst mich nicht\b", re.IGNORECASE)


def add_to_plan(question: Question, view: AnswerContext) -> Reply:
    """Put the sessions that are meant on the plan: „Merk dir den Workshop“."""
    meant = meant_sessions(question, view)
    if isinstance(meant, Reply):
        return meant
    plan = planned(question, view)
    new = tuple(each for each in meant if each.id not in question.plan.sessions and is_ahead(each, view.now))
    if not new:
        return _nothing_to_add(meant, question, view)
    if len(question.plan.sessions) + len(new) > MOST_SESSIONS:
        return Reply(fill(phrases.FULL, most=MOST_SESSIONS))
    left_out = " ".join(_why_not(each, question, view.now) for each in meant if each not in new)
    sentences = [_added(new, view), _warning(new, plan), _seats(new), left_out]
    focus = Reference(SESSION, new[0].id) if len(new) == 1 else None
    return Reply(
        " ".join(sentence for sentence in sentences if sentence),
        buttons=(*_after_adding(new, view.now), SHOW),
        focus=focus,
        plan=PlanChange(add=tuple(each.id for each in new)),
    )


def is_ahead(session: Session, now: datetime) -> bool:
    """Whether a visitor can still go there: not cancelled, not over."""
    return not session.cancelled and session.end > now


def _nothing_to_add(meant: Sessions, question: Question, view: AnswerContext) -> Reply:
    text = " ".join(_why_not(each, question, view.now) for each in meant)
    focus = Reference(SESSION, meant[0].id) if len(meant) == 1 else None
    is_noted = any(each.id in question.plan.sessions for each in meant)
    return Reply(text, buttons=(SHOW,) if is_noted else (TODAY, WHAT_IS_ON), focus=focus)


def _why_not(session: Session, question: Question, now: datetime) -> str:
    name = name_of(session)
    if session.cancelled:
        return fill(phrases.NOT_NOTED_CANCELLED, The=name.The, it=name.it_accusative)
    if session.id in question.plan.sessions:
        return fill(phrases.ALREADY_NOTED, The=name.The, time=session_time(session, now))
    return fill(phrases.IS_OVER, The=name.The)


def _added(new: Sessions, view: AnswerContext) -> str:
    if len(new) > 1:
        return fill(phrases.NOTED_SEVERAL, titles=titles(new))
    time, room = session_time(new[0], view.now), in_room(new[0].room)
    return fill(phrases.NOTED, the=name_of(new[0]).the, time=time, room=room)


def _warning(new: Sessions, plan: Sessions) -> str:
    """A word on what else is on the plan at the same time."""
    others = [*plan, *new]
    pairs = [(each, other) for each in new for other in others if clashes(each, other) and other.id != each.id]
    if not pairs:
        return ""
    if len(new) > 1:
        return phrases.CLASHES_AMONG
    seen = {other.id: other for _, other in pairs}.values()
    names = [fill(phrases.CLASHING_SESSION, title=each.title, span=span(each.start, each.end)) for each in seen]
    return fill(phrases.CLASHES_WITH, others=join_words(names))


def clashes(one: Session, other: Session) -> bool:
    """Whether the two sessions overlap in time; a cancelled session clashes with none."""
    return not (one.cancelled or other.cancelled) and one.start < other.end and other.start < one.end


def _seats(new: Sessions) -> str:
    """Noting is no booking: said where seats are limited."""
    limited = [each for each in new if each.seats is not None or each.seats_free is not None]
    if not limited:
        return ""
    full = [each for each in limited if each.seats_free == 0]
    if not full:
        return phrases.NO_BOOKING
    return phrases.NO_SEATS_THERE if len(new) == 1 else fill(phrases.NO_SEATS_AT, titles=titles(full))


def _after_adding(new: Sessions, now: datetime) -> tuple[TopicButton, ...]:
    if len(new) != 1 or elapsed(now, new[0].start) <= timedelta(minutes=DEFAULT_MINUTES):
        return ()
    return (TopicButton(phrases.REMIND_BEFORE, payload("erinnern", sitzung=new[0].id, minuten="10")),)


def show_plan(question: Question, view: AnswerContext) -> Reply:
    """List the plan, or its part at the time that is asked: „Was steht auf meinem Plan?“"""
    plan = planned(question, view)
    # the plan holds ids; what left the programme is counted, since its title is not known any more
    gone = len(question.plan.sessions) - len(plan)
    if not plan:
        return Reply(phrases.EMPTY, buttons=(TODAY, WHAT_IS_ON))
    asked = without_order(question)
    time = asked.times[-1] if asked.times else None
    fitting = in_time(plan, time, view.now) if time is not None else plan
    if not fitting:
        when = time_words(time, view.now)
        nothing = phrases.EMPTY if when == session_phrases.LATER else fill(phrases.NOTHING_THEN, time=when)
        return Reply(nothing, buttons=(SHOW, GAPS))
    return _plan_reply(fitting, _intro(fitting, len(plan), view), question, view, gone)


def _intro(fitting: Sessions, total: int, view: AnswerContext) -> str:
    ahead = [each for each in fitting if is_ahead(each, view.now)]
    following = ""
    if ahead and ahead[0].start > view.now:
        day, time = relative_day(ahead[0].start.date(), view.now.date()), clock_time(ahead[0].start)
        following = fill(phrases.FOLLOWING, title=ahead[0].title, day=day, time=time)
    template = phrases.ON_PLAN_THEN if len(fitting) < total else phrases.ON_PLAN
    return fill(template, stand=_stand(len(fitting)), count=_items(len(fitting)), following=following)


def _stand(count: int) -> str:
    return phrases.STANDS if count == 1 else phrases.STAND


def _plan_reply(sessions: Sessions, intro: str, question: Question, view: AnswerContext, gone: int) -> Reply:
    shown = sessions[:MOST_SHOWN]
    lines = [_line(each, question, view) for each in shown]
    notes = [_clash_sentence(sessions), _gone_sentence(gone)]
    heading = " ".join(part for part in (intro, *notes) if part)
    keys = tuple(each.id for each in sessions)
    # the text names them all, too: the plan must be readable without the widget
    cards = tuple(session_card(each, view.now.date()) for each in shown)
    return Reply(
        text="\n".join([heading, *lines, phrases.TAKE_ALONG]),
        intro=heading,
        cards=(*cards, plan_card()),
        buttons=(GAPS,),
        focus=Reference(SESSION, keys[0]) if len(keys) == 1 else None,
        listing=Listing(SESSION, keys, len(keys), Filters().remember()),
    )


def _line(session: Session, question: Question, view: AnswerContext) -> str:
    minutes = question.plan.reminders.get(session.id)
    line = session_line(session, view.now.date(), with_day=True)
    if minutes is None or not is_ahead(session, view.now):
        return line
    return fill(phrases.LINE_REMINDER, line=line, before=minutes_before(minutes))


def _clash_sentence(sessions: Sequence[Session]) -> str:
    pairs = [(one, other) for at, one in enumerate(sessions) for other in sessions[at + 1 :] if clashes(one, other)]
    if not pairs:
        return ""
    first, second = pairs[0]
    return fill(phrases.CLASHES if len(pairs) > 1 else phrases.CLASH, first=first.title, second=second.title)


def _gone_sentence(gone: int) -> str:
    if not gone:
        return ""
    return phrases.ONE_GONE if gone == 1 else fill(phrases.SEVERAL_GONE, count=gone)


def remove_from_plan(question: Question, view: AnswerContext) -> Reply:
    """Take sessions, reminders or everything off the plan: „Nimm den raus“, „Erinnere mich nicht mehr“."""
    plan = planned(question, view)
    if not question.plan.sessions:
        return Reply(phrases.NOTHING_TO_REMOVE, buttons=(TODAY,))
    if question.scope == "alles":
        return _all_removed(question)
    if _only_reminder(question):
        return _reminder_removed(question, view, plan)
    asked = without_order(question)
    if means_all(question.text) and not is_named(asked) and question.named is None:
        count = len(question.plan.sessions)
        text = fill(phrases.REALLY_ALL, stand=_stand(count), count=_items(count))
        return Reply(text, buttons=(CLEAR, SHOW), offer=CLEAR)
    meant = meant_sessions(question, view, plan)
    if isinstance(meant, Reply):
        return meant
    return _removed(tuple(each for each in meant if each.id in question.plan.sessions), meant, plan, question)


def _all_removed(question: Question) -> Reply:
    text = fill(phrases.ALL_REMOVED, empty=phrases.EMPTY_NOW)
    return Reply(text, buttons=(TODAY,), plan=PlanChange(remove=question.plan.sessions))


def _removed(on_plan: Sessions, meant: Sessions, plan: Sessions, question: Question) -> Reply:
    if not on_plan:
        nothing = fill(phrases.NOT_ON_PLAN, The=name_of(meant[0]).The)
        if len(plan) > 1:
            return ask_which(question, plan, fill(phrases.NOT_ON_PLAN_WHICH, nothing=nothing))
        return Reply(nothing, buttons=(SHOW,))
    left = len(question.plan.sessions) - len(on_plan)
    template = phrases.ONE_LEFT if left == 1 else phrases.SEVERAL_LEFT
    rest = fill(template, count=_items(left)) if left else phrases.EMPTY_NOW
    back = TopicButton(phrases.NOTE_AGAIN, payload("plan_merken", sitzung=on_plan[0].id))
    return Reply(
        fill(phrases.REMOVED, titles=titles(on_plan), rest=rest),
        buttons=(back, SHOW) if len(on_plan) == 1 else (SHOW,),
        focus=Reference(SESSION, on_plan[0].id) if len(on_plan) == 1 else None,
        plan=PlanChange(remove=tuple(each.id for each in on_plan)),
    )


def _items(count: int) -> str:
    return count_words(count, phrases.ONE_ITEM, phrases.SEVERAL_ITEMS)


def _only_reminder(question: Question) -> bool:
    """Whether only the reminder is to go: „Erinnere mich nicht mehr daran“."""
    return question.scope == "erinnerung" or "erinner" in question.text.casefold()


def _reminder_removed(question: Question, view: AnswerContext, plan: Sessions) -> Reply:
    with_reminder = tuple(each for each in plan if each.id in question.plan.reminders)
    if not with_reminder:
        return Reply(phrases.NO_REMINDER_SET, buttons=(SHOW,))
    meant: Sessions | Reply = with_reminder
    if len(with_reminder) > 1 and not (means_all(question.text) or _NO_MORE.search(question.text)):
        meant = meant_sessions(question, view, with_reminder)
    if isinstance(meant, Reply):
        return meant
    text = fill(phrases.REMINDER_REMOVED, titles=titles(meant))
    return Reply(text, buttons=(SHOW,), plan=PlanChange(remind={each.id: None for each in meant}))
