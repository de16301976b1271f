"""Who may use the Programmbüro: one password, sessions in a signed cookie, pauses that grow with every wrong guess."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import Mapping
from dataclasses import dataclass

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from itsdangerous import BadData, URLSafeTimedSerializer

from bot.errors import ConfigurationError, MesselotseError
from bot.web.throttle import MOST_KEYS, Backoff

PASSWORD_VARIABLE = "PROGRAMMBUERO_PASSWORT"
SHORTEST_PASSWORD = 10  # characters
LONGEST_PASSWORD = 200
SESSION_SECONDS = 12 * 3600
EVERYBODY = "*"


class Locked(MesselotseError):
    """Too many wrong passwords: the next try is possible in ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Nach mehreren falschen Passwörtern ist eine Pause nötig: noch {seconds:.0f} Sekunden.")
        self.seconds = seconds


class WrongPassword(MesselotseError):
    """Not the password of the Programmbüro."""


@dataclass(frozen=True)
class Organiser:
    """Somebody logged in; ``session`` is random and stays the same until logging out."""

    name: str
    session: str


class Access:
    """Checks passwords and cookies; keeps the password only as an argon2 hash."""

    def __init__(self, password: str, secret: str) -> None:
        """Take the password ("" switches the Programmbüro off) and the installation's signing key."""
        self._hasher = PasswordHasher()
        self._hash = self._hasher.hash(password) if password else ""
        # With another password all cookies become void.
        self._key = hmac.new(secret.encode(), b"programmbuero:" + password.encode(), hashlib.sha256).digest()
        self._serializer = URLSafeTimedSerializer(self._key, salt="messelotse.programmbuero")
        self._by_address = Backoff()
        self._by_all = Backoff(free=50, first=1.0, longest=30.0)
        self._one_by_one = asyncio.Semaphore(1)
        self._ended: dict[str, None] = {}

    @property
    def is_on(self) -> bool:
        """Whether a password is set."""
        return bool(self._hash)

    async def log_in(self, name: str, password: str, address: str) -> str:
        """The cookie for somebody with the right password.

        Raises:
            Locked: too many wrong passwords before.
            WrongPassword: this one is wrong.
        """
        # One by one: many tries at once must neither slip past the pause nor take 64 MB each.
        async with self._one_by_one:
            if wait := max(self._by_address.wait(address), self._by_all.wait(EVERYBODY)):
                raise Locked(wait)
            if not self.is_on or not await asyncio.to_thread(self._is_right, password[:LONGEST_PASSWORD]):
                self._by_address.fail(address)
                self._by_all.fail(EVERYBODY)
                raise WrongPassword("Das Passwort stimmt nicht.")
            self._by_address.succeed(address)
        return str(self._serializer.dumps([name, secrets.token_hex(16)]))

    def read(self, cookie: str) -> Organiser | None:
        """Who a cookie belongs to; None when it is not ours, too old, or of somebody who has logged out."""
        try:
            name, session = self._serializer.loads(cookie, max_age=SESSION_SECONDS)
        except (BadData, ValueError, TypeError):
            return None
        return None if not self.is_on or session in self._ended else Organiser(str(name), str(session))

    def log_out(self, organiser: Organiser) -> None:
        """Make the organiser's cookie void."""
        if len(self._ended) >= MOST_KEYS:
            del self._ended[next(iter(self._ended))]
        self._ended[organiser.session] = None

    def form_token(self, organiser: Organiser) -> str:
        """What the organiser's forms carry, so that no other page can send them."""
        return hmac.new(self._key, b"formular:" + organiser.session.encode(), hashlib.sha256).hexdigest()

    def is_own_form(self, organiser: Organiser, token: str) -> bool:
        """Whether a form comes from one of our pages."""
        return hmac.compare_digest(self.form_token(organiser).encode(), token.encode("utf-8", "replace"))

    def _is_right(self, password: str) -> bool:
        try:
            return self._hasher.verify(self._hash, password.encode("utf-8", "replace"))
        except VerifyMismatchError:
            return False


def load_access(environment: Mapping[str, str], secret: str) -> Access:
    """The access that PROGRAMMBUERO_PASSWORT sets up; without it the Programmbüro is off.

    Raises:
        ConfigurationError: the password is too short or too long.
    """
    password = environment.get(PASSWORD_VARIABLE, "").strip()
    if password and not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        limits = f"{SHORTEST_PASSWORD} bis {LONGEST_PASSWORD} Zeichen"
        raise ConfigurationError(f"{PASSWORD_VARIABLE} ist zu kurz oder zu lang – bitte {limits} setzen.")
    return Access(password, secret)
