"""Logins of the staff, and what slows down guessing of passwords: waits that grow, by name and by address."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa
from itsdangerous import BadData, URLSafeSerializer

from bot.core.database import make_tables, metadata
from bot.staff.users import LONGEST_NAME, User, Users

MOST_KEYS = 10_000  # an attacker with ever new addresses must not fill the memory


class Backoff:
    """Failures by key: after ``free`` of them a pause that doubles with each further one, up to ``longest``."""

    def __init__(
        self, free: int = 4, first: float = 2.0, longest: float = 300.0, forget: float = 900.0,
        real_time: Callable[[], float] = time.monotonic,
    ) -> None:  # fmt: skip
        """Create an empty counter.

        Args:
            free: failures that cost nothing.
            first: seconds of the first pause.
            longest: seconds of the longest pause.
            forget: seconds without a failure after which all are forgotten.
            real_time: source of real seconds.
        """
        self._free = free
        self._first = first
        self._longest = longest
        self._forget = forget
        self._real_time = real_time
        self._failures: dict[str, tuple[int, float]] = {}

    def wait(self, key: str) -> float:
        """Return the seconds until ``key`` may try again; 0.0 when it may now."""
        count, last = self._failures.get(key, (0, 0.0))
        if count <= self._free:
            return 0.0
        pause = min(self._first * 2.0 ** (count - self._free - 1), self._longest)
        return max(0.0, last + pause - self._real_time())

    def fail(self, key: str) -> None:
        """Count a failure of ``key``."""
        count, last = self._failures.pop(key, (0, 0.0))
        if self._real_time() - last >= self._forget:
            count = 0
        # The oldest goes: fail() moves a key to the end, so an attacker in progress stays.
        if len(self._failures) >= MOST_KEYS:
            self._failures.pop(next(iter(self._failures)))
        # No more than can count: two to the power of a long attack would overflow.
        self._failures[key] = (min(count + 1, self._free + 30), self._real_time())

    def succeed(self, key: str) -> None:
        """Forget the failures of ``key``."""
        self._failures.pop(key, None)


class LoginGuard:
    """Counts wrong passwords in this process's memory."""

    def __init__(self, secret: str) -> None:
        """Create the counters; ``secret`` signs the tokens of known devices."""
        self._signer = URLSafeSerializer(secret, salt="messelotse.geraet")
        self._by_address = Backoff()
        # Milder than by address: knowing a name must not be enough to keep its owner out for long.
        self._by_name = Backoff(free=9, longest=60.0)
        self._by_device = Backoff()

    def device_token(self, name: str) -> str:
        """Return the token that a browser keeps once this name has logged in there."""
        return str(self._signer.dumps([name, secrets.token_hex(8)]))

    def wait(self, name: str, address: str, device: str) -> float:
        """Return the seconds until this name may be tried again.

        Args:
            name: as accounts are stored, see :func:`bot.staff.users.name_key`.
            address: a pseudonym; "" stands for many clients, so nothing is counted by it.
            device: the browser's token, "" for none; one of another name counts for nothing.
        """
        if self._is_known(name, device):
            return self._by_device.wait(device)
        return max(self._by_address.wait(address), self._by_name.wait(name))

    def fail(self, name: str, address: str, device: str) -> None:
        """Count a wrong password."""
        if self._is_known(name, device):
            self._by_device.fail(device)
            return
        if address:
            self._by_address.fail(address)
        self._by_name.fail(name)

    def succeed(self, name: str, device: str) -> None:
        """Forget the failures of the name and the device; those of the address may be of other users as well."""
        self._by_name.succeed(name)
        self._by_device.succeed(device)

    def _is_known(self, name: str, device: str) -> bool:
        try:
            return bool(device) and self._signer.loads(device)[0] == name
        except (BadData, LookupError, TypeError):
            return False


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
