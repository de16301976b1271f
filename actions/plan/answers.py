"""Answers about a visitor's own plan: note, show, take off. Gaps and reminders have their own modules."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from actions.answer_context import AnswerContext
from actions.plan.subject import Sessions, ask_which, is_named, meant_sessions, planned, without_order
from actions.reading.question import Question
from actions.reading.session_search import in_time
from actions.reply import SESSION, TODAY, WHAT_IS_ON, Listing, Reference, Reply, TopicButton, payload
from actions.sessions.listing import time_words
from actions.sessions.wording import in_room, session_card, session_line, session_time
from bot.dialogue.own_plan import DEFAULT_MINUTES, MOST_SESSIONS, PlanChange
from bot.dialogue.plan_words import means_all, minutes_before
from bot.dialogue.session_names import name_of
from bot.german.phrases import clock_time, count_words, join_words, relative_day, span
from bot.programme.model import Session
from bot.programme.sources.moments import elapsed

SHOW = TopicButton("Mein Plan", payload("plan_zeigen"))
GAPS = TopicButton("Lücken füllen", payload("plan_luecke"))
CLEAR = TopicButton("Ja, alles streichen", payload("plan_streichen", umfang="alles"))
TAKE_ALONG = {"art": "plan", "titel": "Mein Plan"}
MOST_SHOWN = 12
_NO_MORE = re.compile(r"\bkeine\b|\bnicht mehr erinnert\b|\bmusst mich nicht\b", re.IGNORECASE)
EMPTY = (
    "Auf Ihrem Plan steht noch nichts. Sagen Sie zum Beispiel „Merk dir den Vortrag zum Copilot“, "
    "oder tippen Sie bei einem Programmpunkt auf „Merken“."
)


def add_to_plan(question: Question, view: AnswerContext) -> Reply:
    """„Merk dir den Workshop“"""
    meant = meant_sessions(question, view)
    if isinstance(meant, Reply):
        return meant
    plan = planned(question, view)
    new = tuple(each for each in meant if each.id not in question.plan.sessions and is_ahead(each, view.now))
    if not new:
        return _nothing_to_add(meant, question, view)
    if len(question.plan.sessions) + len(new) > MOST_SESSIONS:
        return Reply(f"Ihr Plan ist mit {MOST_SESSIONS} Programmpunkten voll. Streichen Sie bitte zuerst etwas.")
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
    """Whether one can still go there."""
    return not session.cancelled and session.end > now


def _nothing_to_add(meant: Sessions, question: Question, view: AnswerContext) -> Reply:
    text = " ".join(_why_not(each, question, view.now) for each in meant)
    focus = Reference(SESSION, meant[0].id) if len(meant) == 1 else None
    is_noted = any(each.id in question.plan.sessions for each in meant)
    return Reply(text, buttons=(SHOW,) if is_noted else (TODAY, WHAT_IS_ON), focus=focus)


def _why_not(session: Session, question: Question, now: datetime) -> str:
    if session.cancelled:
        return (
            f"{name_of(session).The} fällt leider aus, deshalb habe ich {name_of(session).it_accusative} nicht notiert."
        )
    if session.id in question.plan.sessions:
        return f"{name_of(session).The} steht schon auf Ihrem Plan: {session_time(session, now)}."
    return f"{name_of(session).The} ist schon vorbei."


def _added(new: Sessions, view: AnswerContext) -> str:
    if len(new) == 1:
        where = f" {in_room(new[0].room)}" if new[0].room else ""
        return f"Gemerkt: {name_of(new[0]).the}, {session_time(new[0], view.now)}{where}."
    return f"Gemerkt: {join_words([f'„{each.title}“' for each in new])}."


def _warning(new: Sessions, plan: Sessions) -> str:
    """A word on what else is on the plan at the same time."""
    others = [*plan, *new]
    pairs = [(each, other) for each in new for other in others if clashes(each, other) and other.id != each.id]
    if not pairs:
        return ""
    seen: dict[str, Session] = {other.id: other for _, other in pairs}
    names = join_words([f"„{each.title}“ ({span(each.start, each.end)})" for each in seen.values()])
    return (
        f"Achtung, das überschneidet sich mit {names}."
        if len(new) == 1
        else "Achtung, darunter überschneidet sich etwas."
    )


def clashes(one: Session, other: Session) -> bool:
    """Whether nobody can be at both; what is cancelled is in nobody's way."""
    return not (one.cancelled or other.cancelled) and one.start < other.end and other.start < one.end


def _seats(new: Sessions) -> str:
    """Noting is no booking: said where seats are limited."""
    limited = [each for each in new if each.seats is not None or each.seats_free is not None]
    if not limited:
        return ""
    full = [f"„{each.title}“" for each in limited if each.seats_free == 0]
    if full:
        where = "Dort" if len(new) == 1 else f"Bei {join_words(full)}"
        return f"{where} sind gerade keine Plätze mehr frei; wird wieder einer frei, sage ich Ihnen hier Bescheid."
    return "Ein Platz ist damit nicht reserviert."


def _after_adding(new: Sessions, now: datetime) -> tuple[TopicButton, ...]:
    if len(new) != 1 or elapsed(now, new[0].start) <= timedelta(minutes=DEFAULT_MINUTES):
        return ()
    return (TopicButton("10 Minuten vorher erinnern", payload("erinnern", sitzung=new[0].id, minuten="10")),)


def show_plan(question: Question, view: AnswerContext) -> Reply:
    """„Was steht auf meinem Plan?“"""
    plan = planned(question, view)
    gone = len(question.plan.sessions) - len(plan)
    if not plan:
        return Reply(EMPTY, buttons=(TODAY, WHAT_IS_ON))
    asked = without_order(question)
    time = asked.times[-1] if asked.times else None
    fitting = in_time(plan, time, view.now) if time is not None else plan
    if not fitting:
        when = time_words(time, view.now)
        return Reply(f"Für {when} steht nichts auf Ihrem Plan." if when != "später" else EMPTY, buttons=(SHOW, GAPS))
    return _plan_reply(fitting, _intro(fitting, len(plan), view), question, view, gone)


def _intro(fitting: Sessions, total: int, view: AnswerContext) -> str:
    ahead = [each for each in fitting if is_ahead(each, view.now)]
    count = count_words(len(fitting), "ein Programmpunkt", "Programmpunkte")
    stands = "steht" if len(fitting) == 1 else "stehen"
    scope = "Davon passen" if len(fitting) < total else f"Auf Ihrem Plan {stands}"
    if scope == "Davon passen":
        scope = f"Für diese Zeit {stands} auf Ihrem Plan"
    following = ""
    if ahead and ahead[0].start > view.now:
        day = relative_day(ahead[0].start.date(), view.now.date())
        following = f" Als Nächstes: „{ahead[0].title}“, {day} um {clock_time(ahead[0].start)} Uhr."
    return f"{scope} {count}.{following}"


def _plan_reply(sessions: Sessions, intro: str, question: Question, view: AnswerContext, gone: int) -> Reply:
    shown = sessions[:MOST_SHOWN]
    lines = [_line(each, question, view) for each in shown]
    notes = [_clash_sentence(sessions), _gone_sentence(gone)]
    take = "Unter „Mein Plan“ gibt es ihn als Kalenderdatei und als QR-Code fürs Handy."
    heading = " ".join(part for part in (intro, *notes) if part)
    keys = tuple(each.id for each in sessions)
    cards = tuple(session_card(each, view.now.date()) for each in shown)
    return Reply(
        text="\n".join([heading, *lines, take]),
        intro=heading,
        cards=(*cards, TAKE_ALONG),
        buttons=(GAPS,),
        focus=Reference(SESSION, keys[0]) if len(keys) == 1 else None,
        listing=Listing(SESSION, keys, len(keys), {"woerter": "", "raum": "", "art": "", "zeit": ""}),
    )


def _line(session: Session, question: Question, view: AnswerContext) -> str:
    minutes = question.plan.reminders.get(session.id)
    bell = f" – Erinnerung {minutes_before(minutes)}" if minutes is not None and is_ahead(session, view.now) else ""
    return f"{session_line(session, view.now.date(), with_day=True)}{bell}"


def _clash_sentence(sessions: Sequence[Session]) -> str:
    pairs = [(one, other) for at, one in enumerate(sessions) for other in sessions[at + 1 :] if clashes(one, other)]
    if not pairs:
        return ""
    first, second = pairs[0]
    more = " und noch mehr" if len(pairs) > 1 else ""
    return f"Achtung: „{first.title}“ und „{second.title}“ überschneiden sich{more}."


def _gone_sentence(gone: int) -> str:
    if not gone:
        return ""
    return "Einen Ihrer Programmpunkte gibt es nicht mehr." if gone == 1 else f"{gone} davon gibt es nicht mehr."


def remove_from_plan(question: Question, view: AnswerContext) -> Reply:
    """„Nimm den raus“, „Erinnere mich nicht mehr“"""
    plan = planned(question, view)
    if not question.plan.sessions:
        return Reply("Auf Ihrem Plan steht noch nichts, da gibt es nichts zu streichen.", buttons=(TODAY,))
    if question.scope == "alles":
        return _all_removed(question)
    if _only_reminder(question):
        return _reminder_removed(question, view, plan)
    asked = without_order(question)
    if means_all(question.text) and not is_named(asked) and question.named is None:
        stands = "steht" if len(question.plan.sessions) == 1 else "stehen"
        text = f"Soll ich wirklich alles streichen? Auf Ihrem Plan {stands} {_items(len(question.plan.sessions))}."
        return Reply(text, buttons=(CLEAR, SHOW), offer=CLEAR)
    meant = meant_sessions(question, view, plan)
    if isinstance(meant, Reply):
        return meant
    return _removed(tuple(each for each in meant if each.id in question.plan.sessions), meant, plan, question)


def _all_removed(question: Question) -> Reply:
    text = "Ihr Plan ist jetzt leer. Erinnerungen gibt es damit auch keine mehr."
    return Reply(text, buttons=(TODAY,), plan=PlanChange(remove=question.plan.sessions))


def _removed(on_plan: Sessions, meant: Sessions, plan: Sessions, question: Question) -> Reply:
    if not on_plan:
        if len(plan) > 1:
            return ask_which(
                question, plan, f"{name_of(meant[0]).The} steht nicht auf Ihrem Plan. Was soll ich streichen?"
            )
        return Reply(f"{name_of(meant[0]).The} steht nicht auf Ihrem Plan.", buttons=(SHOW,))
    names = join_words([f"„{each.title}“" for each in on_plan])
    left = len(question.plan.sessions) - len(on_plan)
    rest = "Ihr Plan ist jetzt leer." if not left else f"Es {'bleibt' if left == 1 else 'bleiben'} {_items(left)}."
    back = TopicButton("Doch wieder merken", payload("plan_merken", sitzung=on_plan[0].id))
    return Reply(
        f"Gestrichen: {names}. {rest}",
        buttons=(back, SHOW) if len(on_plan) == 1 else (SHOW,),
        focus=Reference(SESSION, on_plan[0].id) if len(on_plan) == 1 else None,
        plan=PlanChange(remove=tuple(each.id for each in on_plan)),
    )


def _items(count: int) -> str:
    return count_words(count, "ein Programmpunkt", "Programmpunkte")


def _only_reminder(question: Question) -> bool:
    """Whether only the reminder is to go: „Erinnere mich nicht mehr daran“."""
    return question.scope == "erinnerung" or "erinner" in question.text.casefold()


def _reminder_removed(question: Question, view: AnswerContext, plan: Sessions) -> Reply:
    with_reminder = tuple(each for each in plan if each.id in question.plan.reminders)
    if not with_reminder:
        return Reply("Es ist gerade keine Erinnerung eingestellt.", buttons=(SHOW,))
    meant: Sessions | Reply = with_reminder
    if len(with_reminder) > 1 and not (means_all(question.text) or _NO_MORE.search(question.text)):
        meant = meant_sessions(question, view, with_reminder)
    if isinstance(meant, Reply):
        return meant
    names = join_words([f"„{each.title}“" for each in meant])
    text = f"In Ordnung, ich erinnere Sie nicht mehr an {names}. Auf Ihrem Plan bleibt es stehen."
    return Reply(text, buttons=(SHOW,), plan=PlanChange(remind={each.id: None for each in meant}))
