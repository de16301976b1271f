"""Plans of visitors: kept by chat, read and changed for the actions."""

from __future__ import annotations

import io
import json
import secrets
import time
from collections.abc import Callable, Mapping
from typing import Any

import segno
import sqlalchemy as sa
from itsdangerous import BadData, URLSafeTimedSerializer

from bot.chat.answers import Answer
from bot.chat.chat_tables import chat_table
from bot.chat.conversations import PUSHED, append
from bot.chat.interests import SESSION, Interests
from bot.core.errors import ExpiredLink, NothingThere, ProgrammeUnavailable
from bot.dialogue.own_plan import MOST_SESSIONS, OwnPlan, PlanChange
from bot.fair.clock import FairClock
from bot.fair.model import Fair
from bot.german.phrases import WEEKDAYS, relative_day, span
from bot.programme.exports.ical_export import calendar_of
from bot.programme.model import Catalogue, Session

_noted = chat_table(
    "merkliste",
    sa.Column("sitzung", sa.String(200), primary_key=True),
    sa.Column("platz", sa.Integer, nullable=False),  # the order of noting
)
_reminders = chat_table(
    "erinnerungen",
    sa.Column("sitzung", sa.String(200), primary_key=True),
    sa.Column("minuten", sa.Integer, nullable=False),
    sa.Column("erledigt", sa.String(40), nullable=False),  # the start that was reminded of; "" for none yet
    sa.Column("marke", sa.String(32), nullable=False),  # who changed the row last
    sa.Index("erinnerungen_by_session", "sitzung", "minuten"),
)


class Plans:
    """All plans of this installation."""

    def __init__(
        self, engine: sa.engine.Engine, interests: Interests, on_changed: Callable[[str], None] = lambda _: None
    ) -> None:
        """Take the database; ``on_changed(chat)`` is called when a plan was changed here."""
        self._engine = engine
        self._interests = interests
        self._on_changed = on_changed

    def of(self, chat: str) -> OwnPlan:
        """Return a chat's plan."""
        with self._engine.connect() as connection:
            return _read(connection, chat)

    def apply(self, chat: str, change: PlanChange) -> OwnPlan:
        """Change a plan and return its new state. Beyond the most sessions, nothing is added."""
        with self._engine.begin() as connection:
            plan = self.apply_within(connection, chat, change)
        self.tell_changed(chat)
        return plan

    def apply_within(self, connection: Any, chat: str, change: PlanChange) -> OwnPlan:
        """As :meth:`apply`, in a transaction under way; after its commit, :meth:`tell_changed` must be called."""
        before = _read(connection, chat)
        after = before.changed_by(change)
        if len(after.sessions) > MOST_SESSIONS:
            return before
        self._write(connection, chat, before, after)
        return after

    def tell_changed(self, chat: str) -> None:
        """Notify other tabs that the plan has changed."""
        self._on_changed(chat)

    def _write(self, connection: Any, chat: str, before: OwnPlan, after: OwnPlan) -> None:
        now = int(time.time())
        gone = [each for each in before.sessions if each not in after.sessions]
        new = [each for each in after.sessions if each not in before.sessions]
        changed = {
            key
            for key in {*before.reminders, *after.reminders}
            if before.reminders.get(key) != after.reminders.get(key)
        }
        for table, keys in ((_noted, gone), (_reminders, sorted(changed))):
            if keys:
                connection.execute(table.delete().where(table.c.session == chat, table.c.sitzung.in_(keys)))
        if gone:
            self._interests.drop_within(connection, chat, gone)
        if new:
            places = (
                {"session": chat, "sitzung": each, "platz": after.sessions.index(each), "stored_at": now}
                for each in new
            )
            connection.execute(_noted.insert(), list(places))
            self._interests.note_within(connection, chat, [(SESSION, each) for each in new])
        rows = [_reminder(chat, key, after.reminders[key], now) for key in sorted(changed) if key in after.reminders]
        if rows:
            connection.execute(_reminders.insert(), rows)

    def waiting(self) -> list[tuple[str, int, str]]:
        """Return session, minutes and reminded start of all reminders, each combination once."""
        columns = (_reminders.c.sitzung, _reminders.c.minuten, _reminders.c.erledigt)
        with self._engine.connect() as connection:
            return [
                (row.sitzung, row.minuten, row.erledigt) for row in connection.execute(sa.select(*columns).distinct())
            ]

    def settle(self, waiting: tuple[str, int, str], start: str, make: Callable[[], Answer] | None) -> int:
        """Mark these reminders as done for this start and return the number of chats.

        With ``make``, each chat gets such a bubble.
        """
        session, minutes, done = waiting
        mark = secrets.token_hex(8)
        these = (_reminders.c.sitzung == session, _reminders.c.minuten == minutes, _reminders.c.erledigt == done)
        with self._engine.begin() as connection:
            connection.execute(sa.update(_reminders).where(*these).values(erledigt=start, marke=mark))
            chats = list(
                connection.execute(sa.select(_reminders.c.session).where(_reminders.c.marke == mark)).scalars()
            )
            if make is not None:
                append(connection, ((chat, make()) for chat in chats), PUSHED)
        return len(chats)


def _read(connection: Any, chat: str) -> OwnPlan:
    noted = sa.select(_noted.c.sitzung).where(_noted.c.session == chat).order_by(_noted.c.platz, _noted.c.sitzung)
    reminders = sa.select(_reminders.c.sitzung, _reminders.c.minuten).where(_reminders.c.session == chat)
    minutes: Mapping[str, int] = {row.sitzung: row.minuten for row in connection.execute(reminders)}
    return OwnPlan(tuple(connection.execute(noted).scalars()), minutes)


def _reminder(chat: str, session: str, minutes: int, now: int) -> dict[str, Any]:
    return {"session": chat, "sitzung": session, "minuten": minutes, "erledigt": "", "marke": "", "stored_at": now}


LINK_SECONDS = 30 * 60
_SHORT_DAYS = {"heute", "morgen", "gestern"}


class PlanService:
    """Shows plans as JSON and as calendar files, by signed links."""

    def __init__(
        self, plans: Plans, catalogue: Callable[[], Catalogue], fair: Fair, clock: FairClock, secret: str
    ) -> None:
        """Take the plans; ``secret`` signs the links, ``catalogue`` may raise ProgrammeUnavailable."""
        self._plans = plans
        self._catalogue = catalogue
        self._fair = fair
        self._clock = clock
        self._signer = URLSafeTimedSerializer(secret, salt="messelotse.plan")

    def as_text(self, chat: str) -> str:
        """Return the plan as JSON text, identical as long as the plan is."""
        plan = self._plans.of(chat)
        return json.dumps({"sitzungen": [self._entry(each, plan) for each in self._sessions(plan)]}, ensure_ascii=False)

    def as_json(self, chat: str) -> dict[str, Any]:
        """Return the plan with fresh links to take it along."""
        token = str(self._signer.dumps(chat))
        body: dict[str, Any] = json.loads(self.as_text(chat))
        return {**body, "kalender": f"/chat/plan.ics?schein={token}", "qr": f"/chat/plan.svg?schein={token}"}

    def chat_of(self, token: str) -> str:
        """Return the chat whose plan a link shows.

        Raises:
            ExpiredLink: we have not signed it, or it is too old.
        """
        try:
            return str(self._signer.loads(token, max_age=LINK_SECONDS))
        except BadData as error:
            raise ExpiredLink(
                "Dieser Link gilt nicht mehr.", "Bitte öffnen Sie „Mein Plan“ im Chat noch einmal."
            ) from error

    def calendar(self, chat: str) -> bytes:
        """Return the plan as iCalendar.

        Raises:
            NothingThere: the plan is empty.
        """
        sessions = self._sessions(self._plans.of(chat))
        if not sessions:
            raise NothingThere("Auf diesem Plan steht nichts mehr.", "Bitte merken Sie sich im Chat etwas vor.")
        return calendar_of(sessions, self._fair, self._clock.now(), f"Mein Plan: {self._fair.name}")

    def _sessions(self, plan: OwnPlan) -> list[Session]:
        try:
            known = {session.id: session for session in self._catalogue().sessions}
        except ProgrammeUnavailable:
            return []
        return sorted((known[each] for each in plan.sessions if each in known), key=lambda each: each.start)

    def _entry(self, session: Session, plan: OwnPlan) -> dict[str, Any]:
        day = relative_day(session.start.date(), self._clock.now().date())
        return {
            "id": session.id,
            "titel": session.title,
            "tag": day if day in _SHORT_DAYS else WEEKDAYS[session.start.weekday()],
            "zeit": span(session.start, session.end),
            "raum": session.room,
            "hinweis": _note(session),
            "erinnerung": plan.reminders.get(session.id),
        }


def _note(session: Session) -> str:
    if session.cancelled:
        return "fällt aus"
    return "geändert" if session.original.start is not None or session.original.room is not None else ""


def qr_code(url: str) -> bytes:
    """Return an address as QR code (SVG)."""
    picture = io.BytesIO()
    segno.make(url, error="m", micro=False).save(picture, kind="svg", border=4, scale=4, light="#fff", xmldecl=False)
    return picture.getvalue()
