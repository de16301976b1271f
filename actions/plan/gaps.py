"""„Wo ist bei mir noch Luft?“: free time around what is on the plan, and sessions that fit into it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from actions.answer_context import AnswerContext
from actions.cards import session_card
from actions.phrases import common, fill
from actions.phrases import plan as phrases
from actions.plan.answers import SHOW, is_ahead
from actions.plan.subject import Sessions, planned, without_order
from actions.reading.question import Question
from actions.reading.session_filters import Filters, family_in
from actions.reply import SESSION, TODAY, WHAT_IS_ON, Listing, Reference, Reply
from actions.wording import session_line
from bot.german.phrases import clock_time, join_words, relative_day
from bot.programme.model import Session

SHORTEST = timedelta(minutes=20)
PER_GAP = 2
MOST = 5


@dataclass(frozen=True)
class Gap:
    """Free time between what is on the plan."""

    start: datetime
    end: datetime


def fill_gaps(question: Question, view: AnswerContext) -> Reply:
    """The gaps of one day with sessions that fit; an honest word when there is neither plan nor gap."""
    plan = tuple(each for each in planned(question, view) if is_ahead(each, view.now))
    asked = without_order(question)
    day = _day_meant(asked, plan, view)
    if day is None:
        return Reply(phrases.NOTHING_AHEAD, buttons=(TODAY, WHAT_IS_ON))
    gaps = _within(gaps_on(day, plan, view), asked)
    when = relative_day(day, view.now.date())
    if not gaps:
        return Reply(fill(phrases.NO_GAP, day=when), buttons=(SHOW,))
    times = join_words([fill(common.FROM_TO, start=clock_time(gap.start), end=clock_time(gap.end)) for gap in gaps])
    free = fill(phrases.FREE, day=when, times=times)
    fitting = _suggestions(gaps, plan, asked, view)
    if not fitting:
        return Reply(fill(phrases.NOTHING_FITS, free=free), buttons=(SHOW,))
    return _reply(fill(phrases.FITTING, free=free), fitting, view)


def gaps_on(day: date, plan: Sequence[Session], view: AnswerContext) -> list[Gap]:
    """The free time of a day from now on, within the fair's hours."""
    fair_day = view.fair.day_of(day)
    if fair_day is None:
        return []
    free_from, gaps = max(fair_day.opens, view.now), []
    for session in sorted(plan, key=lambda each: each.start):
        if session.start.date() == day:
            # may be negative where sessions overlap; the filter below drops it
            gaps.append(Gap(free_from, session.start))
            # sessions on a plan may overlap
            free_from = max(free_from, session.end)
    gaps.append(Gap(free_from, fair_day.closes))
    return [gap for gap in gaps if gap.end - gap.start >= SHORTEST]


def _day_meant(asked: Question, plan: Sessions, view: AnswerContext) -> date | None:
    """The day that is named, else that of the next thing on the plan; None without a plan."""
    if not plan:
        return None
    starts = [time.start for time in asked.times if time.start is not None and time.grain != "minute"]
    return starts[-1].date() if starts else plan[0].start.date()


def _within(gaps: list[Gap], asked: Question) -> list[Gap]:
    """Only the part of the gaps at the time that is named."""
    time = asked.times[-1] if asked.times else None
    if time is None or time.relation in ("now", "next", "after", "later"):
        return gaps
    cut = [Gap(max(gap.start, time.start or gap.start), min(gap.end, time.end or gap.end)) for gap in gaps]
    return [gap for gap in cut if gap.end - gap.start >= SHORTEST]


def _suggestions(gaps: Sequence[Gap], plan: Sessions, asked: Question, view: AnswerContext) -> Sessions:
    topics = {topic for session in plan for topic in session.topics}
    chosen: list[Session] = []
    for gap in gaps:
        fitting = [each for each in view.catalogue.sessions if _fits(each, gap) and each not in plan]
        wanted = family_in(asked, tuple(fitting))
        # sessions on a topic of the plan first
        best = sorted(wanted, key=lambda each: (not topics & set(each.topics), each.start))
        chosen += [each for each in best if each not in chosen][:PER_GAP]
    return tuple(sorted(chosen[:MOST], key=lambda each: each.start))


def _fits(session: Session, gap: Gap) -> bool:
    # None means that seats are not limited
    is_open = not session.cancelled and session.seats_free != 0
    return is_open and gap.start <= session.start and session.end <= gap.end


def _reply(intro: str, sessions: Sessions, view: AnswerContext) -> Reply:
    lines = [session_line(each, view.now.date(), with_day=False) for each in sessions]
    keys = tuple(each.id for each in sessions)
    return Reply(
        text="\n".join([intro, *lines, phrases.HOW_TO_NOTE]),
        intro=intro,
        cards=tuple(session_card(each, view.now.date()) for each in sessions),
        buttons=(SHOW,),
        focus=Reference(SESSION, keys[0]) if len(keys) == 1 else None,
        listing=Listing(SESSION, keys, len(keys), Filters().remember()),
    )
