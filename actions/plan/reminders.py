"""Answers to „Erinnere mich 10 Minuten vorher“: the sessions, the moment, and when it is too late for that."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.answer_context import AnswerContext
from actions.phrases import fill
from actions.phrases import plan as phrases
from actions.plan.answers import SHOW, is_ahead
from actions.plan.subject import Sessions, ask_which, is_named, meant_sessions, minutes_asked, planned, without_order
from actions.reading.question import Question
from actions.reply import SESSION, TODAY, WHAT_IS_ON, Reference, Reply, TopicButton, payload
from actions.wording import moment
from bot.dialogue.own_plan import DEFAULT_MINUTES, MOST_MINUTES, PlanChange, means_all, minutes_before
from bot.dialogue.session_names import name_of
from bot.german.phrases import capitalise, clock_time, count_words
from bot.programme.model import Session
from bot.programme.sources.moments import elapsed, later


def remind(question: Question, view: AnswerContext) -> Reply:
    """Set reminders for one session, or for all on the plan."""
    minutes = minutes_asked(question)
    if minutes is not None and minutes > MOST_MINUTES:
        return Reply(phrases.TOO_EARLY, buttons=(SHOW,))
    before = DEFAULT_MINUTES if minutes is None else minutes
    plan = tuple(each for each in planned(question, view) if is_ahead(each, view.now))
    asked = without_order(question)
    if question.named is None and means_all(question.text) and plan and not is_named(asked):
        return _remind_of_all(plan, before, view)
    meant = meant_sessions(question, view) if not _means_plan(asked, view) else _on_plan(question, plan)
    if isinstance(meant, Reply):
        return meant
    # one at a time: „erinnere mich“ without a name must not set reminders for a whole search result
    return ask_which(question, meant) if len(meant) > 1 else _remind_of(meant[0], before, question, view)


def _means_plan(asked: Question, view: AnswerContext) -> bool:
    """Whether nothing is named and nothing was talked about: what is on the plan must be meant."""
    return not (asked.named or is_named(asked) or asked.focus or asked.listing or asked.times)


def _on_plan(question: Question, plan: Sessions) -> Sessions | Reply:
    if not plan:
        text = fill(phrases.REMIND_OF_NOTHING, question=phrases.REMIND_OF_WHAT)
        return Reply(text, buttons=(TODAY, WHAT_IS_ON))
    if len(plan) == 1:
        return plan
    return ask_which(question, plan, phrases.REMIND_OF_WHAT)


def _remind_of(session: Session, before: int, question: Question, view: AnswerContext) -> Reply:
    focus = Reference(SESSION, session.id)
    name = name_of(session)
    if session.cancelled:
        return Reply(fill(phrases.NOT_REMINDED_CANCELLED, The=name.The), buttons=(TODAY,), focus=focus)
    if session.start <= view.now:
        template = phrases.IS_OVER if session.end <= view.now else phrases.RUNS_ALREADY
        return Reply(fill(template, The=name.The), buttons=(SHOW,), focus=focus)
    if elapsed(view.now, session.start) <= timedelta(minutes=before):
        return _too_late(session, before, question, view)
    is_noted = session.id in question.plan.sessions
    text = fill(
        phrases.REMINDED,
        when=_when(session, before, view.now),
        the_accusative=name.accusative,
        added="" if is_noted else fill(phrases.NOW_NOTED, It=name.it.capitalize()),
    )
    return Reply(
        text,
        buttons=(_off(session), SHOW),
        focus=focus,
        # only what is on the plan is reminded of, so it is put there
        plan=PlanChange(add=(session.id,), remind={session.id: before}),
    )


def _too_late(session: Session, before: int, question: Question, view: AnswerContext) -> Reply:
    """The moment has passed: say so, and offer a shorter one where there is time for it."""
    left = int(elapsed(view.now, session.start).total_seconds() // 60)
    # shorter than asked and than what is left; below two minutes a reminder is of no use
    shorter = next((minutes for minutes in (10, 5, 2) if minutes < min(before, left)), None)
    focus = Reference(SESSION, session.id)
    if shorter is None:
        return Reply(_begins_soon(session, left, phrases.GO_NOW), buttons=(SHOW,), focus=focus)
    title, minutes = fill(phrases.SHORTER_BEFORE, minutes=shorter), str(shorter)
    button = TopicButton(title, payload("erinnern", sitzung=session.id, minuten=minutes))
    offered = fill(phrases.SHORTER, Before=capitalise(minutes_before(before)), shorter=minutes_before(shorter))
    return Reply(_begins_soon(session, left, offered), buttons=(button, SHOW), offer=button, focus=focus)


def _begins_soon(session: Session, left: int, then: str) -> str:
    if left < 1:
        minutes = phrases.LESS_THAN_A_MINUTE
    else:
        minutes = phrases.ONE_MINUTE if left == 1 else fill(phrases.MINUTES, count=left)
    time = clock_time(session.start)
    return fill(phrases.BEGINS_SOON, The=name_of(session).The, minutes=minutes, time=time, then=then)


def _remind_of_all(plan: Sessions, before: int, view: AnswerContext) -> Reply:
    due = [each for each in plan if elapsed(view.now, each.start) > timedelta(minutes=before)]
    if not due:
        return Reply(fill(phrases.ALL_TOO_LATE, Before=capitalise(minutes_before(before))), buttons=(SHOW,))
    text = fill(
        phrases.REMINDED_OF_ALL,
        before=minutes_before(before),
        count=count_words(len(due), phrases.ONE_ITEM_ACCUSATIVE, phrases.SEVERAL_ITEMS),
        left_out="" if len(due) == len(plan) else phrases.SOME_LEFT_OUT,
    )
    return Reply(text, buttons=(SHOW,), plan=PlanChange(remind={each.id: before for each in due}))


def _when(session: Session, before: int, now: datetime) -> str:
    at = moment(later(session.start, -timedelta(minutes=before)), now)
    return fill(phrases.REMINDED_WHEN, time=at, before=minutes_before(before)) if before else at


def _off(session: Session) -> TopicButton:
    return TopicButton(phrases.NO_REMINDER, payload("plan_streichen", sitzung=session.id, umfang="erinnerung"))
