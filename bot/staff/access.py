"""Access to the staff pages: passwords or a trusted proxy, and pauses that grow with every wrong guess."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
from dataclasses import dataclass

import sqlalchemy as sa

from bot.core.errors import MesselotseError
from bot.staff.audit import Audit
from bot.staff.logins import LoginGuard, Logins
from bot.staff.roles import Role, may
from bot.staff.single_sign_on import SingleSignOn
from bot.staff.users import User, Users, name_key


class Locked(MesselotseError):
    """Too many wrong passwords: the next try is possible in ``seconds``."""

    def __init__(self, seconds: float) -> None:
        super().__init__(f"Nach mehreren falschen Passwörtern ist eine Pause nötig: noch {seconds:.0f} Sekunden.")
        self.seconds = seconds


class WrongPassword(MesselotseError):
    """Wrong password or unknown account; the message must not tell which."""


@dataclass(frozen=True)
class Staff:
    """A logged-in user: ``user`` is the login name, ``name`` is shown to others; each change needs ``form_token``."""

    user: str
    name: str
    roles: tuple[Role, ...]
    token: str
    form_token: str

    def may(self, *allowed: Role) -> bool:
        """Return whether the user has one of these roles; Leitung has them all."""
        return may(self.roles, allowed)


class Access:
    """Logs users in and out, and reads the browser's cookie."""

    def __init__(self, engine: sa.engine.Engine, secret: str, single_sign_on: SingleSignOn) -> None:
        """Take the database, the installation's signing key and the trusted proxy, if any."""
        self.users = Users(engine)
        self.logins = Logins(engine, self.users)
        self.audit = Audit(engine)
        self.single_sign_on = single_sign_on
        self._key = hmac.new(secret.encode(), b"formulare", hashlib.sha256).digest()
        self.guard = LoginGuard(secret)
        self._one_by_one = asyncio.Semaphore(1)

    async def log_in(self, name: str, password: str, address: str, device: str = "") -> tuple[User, str]:
        """Return the user with this password and the token for their browser.

        Args:
            name: as typed.
            password: as typed.
            address: a pseudonym of the client's address.
            device: the browser's token from an earlier login, see :class:`LoginGuard`.

        Raises:
            Locked: too many wrong passwords before.
            WrongPassword: this one is wrong.
        """
        key = name_key(name)
        # One by one: many tries at once must neither slip past the pause nor take 64 MB each.
        async with self._one_by_one:
            if wait := self.guard.wait(key, address, device):
                raise Locked(wait)
            user = await asyncio.to_thread(self.users.verify, key, password)
            if user is None:
                self.guard.fail(key, address, device)
                raise WrongPassword("Name oder Passwort stimmt nicht.")
            self.guard.succeed(key, device)
        return user, self._open(user, False)

    def log_in_by_proxy(self, name: str) -> str | None:
        """Return a token for the user whom the trusted proxy names; None without an open account."""
        user = self.users.find(name)
        return self._open(user, True) if user is not None and not user.blocked else None

    def _open(self, user: User, single_sign_on: bool) -> str:
        self.audit.note(user.name, "Angemeldet")
        return self.logins.open(user, single_sign_on)

    def staff(self, token: str, proxy_name: str) -> Staff | None:
        """Return the user of a browser's token; None when it is not ours, too old or void.

        Args:
            token: the cookie, "" for none.
            proxy_name: the user whom the trusted proxy names, "" for none: a login that came from it ends with it.
        """
        login = self.logins.read(token) if token else None
        if login is None or (login.single_sign_on and login.user.name != name_key(proxy_name)):
            return None
        user = login.user
        return Staff(user.name, user.title, user.roles, token, self._form_token(token))

    def log_out(self, staff: Staff) -> None:
        """End this login."""
        self.logins.close(staff.token)
        self.audit.note(staff.user, "Abgemeldet")

    def is_own_form(self, staff: Staff, token: str) -> bool:
        """Return whether a form comes from one of our pages, made for this login."""
        return hmac.compare_digest(staff.form_token.encode(), token.encode("utf-8", "replace"))

    def _form_token(self, token: str) -> str:
        return hmac.new(self._key, token.encode(), hashlib.sha256).hexdigest()
