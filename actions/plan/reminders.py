"""„Erinnere mich 10 Minuten vorher“: what is reminded of, when, and when it is too late for that."""

from __future__ import annotations

from datetime import datetime, timedelta

from actions.answer_context import AnswerContext
from actions.plan.answers import SHOW, is_ahead
from actions.plan.subject import Sessions, ask_which, is_named, meant_sessions, minutes_asked, planned, without_order
from actions.reading.question import Question
from actions.reply import SESSION, TODAY, WHAT_IS_ON, Reference, Reply, TopicButton, payload
from bot.dialogue.own_plan import DEFAULT_MINUTES, MOST_MINUTES, PlanChange
from bot.dialogue.plan_words import means_all, minutes_before
from bot.dialogue.session_names import name_of
from bot.german.phrases import clock_time, count_words, relative_day
from bot.programme.model import Session
from bot.programme.sources.moments import elapsed, later


def remind(question: Question, view: AnswerContext) -> Reply:
    """Set reminders for one session, or for all on the plan."""
    minutes = minutes_asked(question)
    if minutes is not None and minutes > MOST_MINUTES:
        return Reply("So lange im Voraus erinnere ich nicht, höchstens 24 Stunden vorher.", buttons=(SHOW,))
    before = DEFAULT_MINUTES if minutes is None else minutes
    plan = tuple(each for each in planned(question, view) if is_ahead(each, view.now))
    asked = without_order(question)
    if question.named is None and means_all(question.text) and plan and not is_named(asked):
        return _remind_of_all(plan, before, view)
    meant = meant_sessions(question, view) if not _means_plan(asked, view) else _on_plan(question, plan)
    if isinstance(meant, Reply):
        return meant
    return ask_which(question, meant) if len(meant) > 1 else _remind_of(meant[0], before, question, view)


def _means_plan(asked: Question, view: AnswerContext) -> bool:
    """Whether nothing is named and nothing was talked about: what is on the plan must be meant."""
    return not (asked.named or is_named(asked) or asked.focus or asked.listing or asked.times)


def _on_plan(question: Question, plan: Sessions) -> Sessions | Reply:
    if not plan:
        text = "Woran soll ich Sie erinnern? Nennen Sie mir bitte den Programmpunkt."
        return Reply(text, buttons=(TODAY, WHAT_IS_ON))
    if len(plan) == 1:
        return plan
    return ask_which(question, plan, "Woran soll ich Sie erinnern?")


def _remind_of(session: Session, before: int, question: Question, view: AnswerContext) -> Reply:
    focus = Reference(SESSION, session.id)
    name = name_of(session)
    if session.cancelled:
        return Reply(f"{name.The} fällt leider aus, ich erinnere Sie also nicht.", buttons=(TODAY,), focus=focus)
    if session.start <= view.now:
        state = "ist schon vorbei" if session.end <= view.now else "läuft schon"
        return Reply(f"{name.The} {state}.", buttons=(SHOW,), focus=focus)
    if elapsed(view.now, session.start) <= timedelta(minutes=before):
        return _too_late(session, before, question, view)
    added = "" if session.id in question.plan.sessions else f" {name.it.capitalize()} steht jetzt auf Ihrem Plan."
    return Reply(
        f"Gern, ich erinnere Sie hier im Chat {_when(session, before, view.now)} an {name.accusative}.{added}"
        " Bitte lassen Sie dafür diese Seite offen.",
        buttons=(_off(session), SHOW),
        focus=focus,
        plan=PlanChange(add=(session.id,), remind={session.id: before}),
    )


def _too_late(session: Session, before: int, question: Question, view: AnswerContext) -> Reply:
    """The moment has passed: say so, and offer a shorter one where there is time for it."""
    left = int(elapsed(view.now, session.start).total_seconds() // 60)
    name = name_of(session)
    text = f"{name.The} beginnt schon in {_minutes(left)}, um {clock_time(session.start)} Uhr. "
    shorter = next((minutes for minutes in (10, 5, 2) if minutes < min(before, left)), None)
    if shorter is None:
        return Reply(f"{text}Gehen Sie am besten gleich los.", buttons=(SHOW,), focus=Reference(SESSION, session.id))
    button = TopicButton(f"{shorter} Minuten vorher", payload("erinnern", sitzung=session.id, minuten=str(shorter)))
    text += f"{_capital(minutes_before(before))} geht also nicht mehr; soll ich Sie {minutes_before(shorter)} erinnern?"
    return Reply(text, buttons=(button, SHOW), offer=button, focus=Reference(SESSION, session.id))


def _remind_of_all(plan: Sessions, before: int, view: AnswerContext) -> Reply:
    due = [each for each in plan if elapsed(view.now, each.start) > timedelta(minutes=before)]
    if not due:
        return Reply(
            f"{_capital(minutes_before(before))} geht leider bei keinem Ihrer Programmpunkte mehr.", buttons=(SHOW,)
        )
    count = count_words(len(due), "einen Programmpunkt", "Programmpunkte")
    left_out = "" if len(due) == len(plan) else " Was schon läuft oder gleich beginnt, lasse ich aus."
    return Reply(
        f"Gern, ich erinnere Sie hier im Chat jeweils {minutes_before(before)} an {count} auf Ihrem Plan.{left_out}",
        buttons=(SHOW,),
        plan=PlanChange(remind={each.id: before for each in due}),
    )


def _when(session: Session, before: int, now: datetime) -> str:
    moment = later(session.start, -timedelta(minutes=before))
    day = relative_day(moment.date(), now.date())
    at = f"um {clock_time(moment)} Uhr" if day == "heute" else f"{day} um {clock_time(moment)} Uhr"
    return f"{at}, {minutes_before(before)}," if before else at


def _minutes(count: int) -> str:
    return "weniger als einer Minute" if count < 1 else "einer Minute" if count == 1 else f"{count} Minuten"


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def _off(session: Session) -> TopicButton:
    return TopicButton("Doch nicht erinnern", payload("plan_streichen", sitzung=session.id, umfang="erinnerung"))
