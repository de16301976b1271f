"""Logins in the database, so that they can be ended at any time: by logging out, a new password or a block.

The browser holds a random token; the database only its SHA-256, so that a copy of it opens no login.
"""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.core.database import make_tables, metadata
from bot.staff.users import LONGEST_NAME, User, Users

LONGEST_LOGIN = 12 * 3600  # seconds; a day at the fair
IDLE_LOGIN = 3 * 3600  # seconds without a request
TOUCH_SECONDS = 60  # the last use is noted no more often
_logins = sa.Table(
    "staff_logins",
    metadata,
    sa.Column("key", sa.String(64), primary_key=True),
    sa.Column("user", sa.String(LONGEST_NAME), nullable=False, index=True),
    sa.Column("epoch", sa.Integer, nullable=False),  # of the user when logging in
    sa.Column("single_sign_on", sa.Boolean, nullable=False),
    sa.Column("opened_at", sa.Integer, nullable=False),  # real seconds since 1970
    sa.Column("used_at", sa.Integer, nullable=False),
)


@dataclass(frozen=True)
class Login:
    """A valid login; ``single_sign_on`` ones are valid only as long as the proxy names the same user."""

    user: User
    single_sign_on: bool


class Logins:
    """The open logins of all staff, in the database."""

    def __init__(self, engine: sa.engine.Engine, users: Users, now: Callable[[], float] = time.time) -> None:
        self._engine = engine
        self._users = users
        self._now = now
        make_tables(engine)

    def open(self, user: User, single_sign_on: bool = False) -> str:
        """Log a user in and return the token for the browser; expired logins are deleted."""
        token, now = secrets.token_urlsafe(32), int(self._now())
        row = {"key": _key(token), "user": user.name, "epoch": user.epoch, "single_sign_on": single_sign_on}
        with self._engine.begin() as connection:
            connection.execute(_logins.delete().where(_logins.c.opened_at <= now - LONGEST_LOGIN))
            connection.execute(_logins.insert().values(opened_at=now, used_at=now, **row))
        return token

    def read(self, token: str) -> Login | None:
        """Return the login of a token; None when it is unknown, too old, or void."""
        now = int(self._now())
        with self._engine.connect() as connection:
            row = connection.execute(sa.select(_logins).where(_logins.c.key == _key(token))).mappings().first()
        if row is None or now - row["opened_at"] >= LONGEST_LOGIN or now - row["used_at"] >= IDLE_LOGIN:
            return None
        user = self._users.find(row["user"])
        # The epoch grows with a new password or a block, which so end every login without finding them.
        if user is None or user.blocked or user.epoch != row["epoch"]:
            return None
        if now - row["used_at"] >= TOUCH_SECONDS:
            self._touch(token, now)
        return Login(user, bool(row["single_sign_on"]))

    def close(self, token: str) -> None:
        """End this login."""
        with self._engine.begin() as connection:
            connection.execute(_logins.delete().where(_logins.c.key == _key(token)))

    def _touch(self, token: str, now: int) -> None:
        with self._engine.begin() as connection:
            connection.execute(_logins.update().where(_logins.c.key == _key(token)).values(used_at=now))


def _key(token: str) -> str:
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
