"""The accounts of the staff and their passwords."""

from __future__ import annotations

import re
import time
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.core.database import make_tables, metadata
from bot.core.errors import ConfigurationError
from bot.staff.roles import Role

SHORTEST, LONGEST = 15, 128  # characters
MIN_DIFFERENT = 5
MIN_OWN = 8  # characters beside those that are guessed first
SAFE = 4  # zxcvbn's score: more than 10^10 guesses
MOST_JUDGED = 72  # characters; zxcvbn takes no more
_GUESSED = (
    "messelotse", "hausmesse", "messe", "passwort", "password", "geheim", "qwertz", "qwerty", "willkommen", "wuppertal",
)  # fmt: skip
_RUN = re.compile(r"0?123456789?0?|abcdefghi?|20[0-9]{2}")
_HASHER: Final = PasswordHasher()
_NOBODY: Final = _HASHER.hash("niemand")  # checked for unknown names: the time must not tell who has an account


def check_password(password: str, words: str) -> None:
    """Refuse a password that is too short, too long or easily guessed.

    Args:
        password: as typed.
        words: words that an attacker would try for this account.

    Raises:
        ConfigurationError: with a remedy; never with the password.
    """
    normal = normalise(password)
    if not SHORTEST <= len(normal) <= LONGEST:
        what = "zu kurz" if len(normal) < SHORTEST else "zu lang"
        raise ConfigurationError(
            f"Das Passwort ist {what} – bitte {SHORTEST} bis {LONGEST} Zeichen wählen, "
            "etwa vier Wörter mit Bindestrichen."
        )
    guessed = (*_GUESSED, *re.split(r"[^\w]+", words.casefold()))
    if len(set(normal)) < MIN_DIFFERENT or len(_own_part(normal, guessed)) < MIN_OWN or not _is_safe(normal, guessed):
        raise ConfigurationError(
            "Das Passwort ist leicht zu erraten – bitte etwas wählen, das nicht aus Ihrem Namen, dem Namen der Messe "
            "oder des Bots, bekannten Passwörtern, Wiederholungen oder einer Zeichenfolge besteht."
        )


def _is_safe(password: str, guessed: Sequence[str]) -> bool:
    from zxcvbn import zxcvbn  # its lists take 0.2 s to load, and few processes set passwords

    return int(zxcvbn(password[:MOST_JUDGED], user_inputs=list(guessed))["score"]) >= SAFE


def _own_part(password: str, guessed: Sequence[str]) -> str:
    """Return the password without words, digits and years that are guessed first."""
    rest = password.casefold()
    for word in guessed:
        rest = rest.replace(word, "") if len(word) > 3 else rest
    return re.sub(r"\W", "", _RUN.sub("", rest))


def normalise(password: str) -> str:
    """Return one form for passwords that look the same: keyboards differ in how they send an „ü“."""
    return unicodedata.normalize("NFKC", password.encode("utf-8", "replace").decode())


def hash_password(password: str) -> str:
    """Return the argon2id hash with its salt and costs."""
    return _HASHER.hash(normalise(password))


def is_right(hashed: str, password: str) -> bool:
    """Return whether the password has this hash; takes the same time where there is none ("")."""
    try:
        return _HASHER.verify(hashed or _NOBODY, normalise(password[: LONGEST * 2])) and bool(hashed)
    except (Argon2Error, InvalidHashError):
        return False


LONGEST_NAME, LONGEST_TITLE = 64, 80
_NAME = re.compile(r"[a-z0-9][a-z0-9._@-]{1,63}", re.ASCII | re.IGNORECASE)
_users = sa.Table(
    "users",
    metadata,
    sa.Column("name", sa.String(LONGEST_NAME), primary_key=True),  # to log in with, in small letters
    sa.Column("title", sa.String(LONGEST_TITLE), nullable=False),  # shown to others
    sa.Column("roles", sa.String(64), nullable=False),  # values of Role, with commas between
    sa.Column("password", sa.String(256), nullable=False),  # argon2 hash; "" where only single sign-on counts
    sa.Column("blocked", sa.Boolean, nullable=False, default=False),
    sa.Column("epoch", sa.Integer, nullable=False, default=0),  # grows with what makes earlier logins void
    sa.Column("created_at", sa.Integer, nullable=False, default=lambda: int(time.time())),
)


@dataclass(frozen=True)
class User:
    """An account; ``epoch`` differs once earlier logins are void."""

    name: str
    title: str
    roles: tuple[Role, ...]
    has_password: bool
    blocked: bool
    epoch: int


class Users:
    """All accounts of this installation."""

    def __init__(self, engine: sa.engine.Engine, guessed: str = "") -> None:
        """Take the database, and words that no new password may consist of, such as the fair's name."""
        self._engine = engine
        self._guessed = guessed
        make_tables(engine)

    def add(self, name: str, title: str, roles: Sequence[Role], password: str | None) -> User:
        """Create an account; without a password it can only be used by single sign-on.

        Raises:
            ConfigurationError: the name is taken or unusable, or the password is too weak.
        """
        key = self.require_free(name)
        if password is not None:
            check_password(password, f"{key} {title} {self._guessed}")
        values = {"name": key, "title": title.strip()[:LONGEST_TITLE] or key, "roles": _joined(roles)}
        hashed = hash_password(password) if password is not None else ""
        with self._engine.begin() as connection:
            connection.execute(_users.insert().values(password=hashed, **values))
        return self.require(key)

    def require_free(self, name: str) -> str:
        """Return the name as it is stored, usable for a new account.

        Raises:
            ConfigurationError: it is taken or unusable.
        """
        key = name_key(name)
        if not key:
            raise ConfigurationError(
                f"„{name}“ geht nicht als Anmeldename – bitte 2 bis 64 Zeichen aus a-z, 0-9, Punkt, Strich und @."
            )
        if self.find(key) is not None:
            raise ConfigurationError(f"Das Konto „{key}“ gibt es schon – bitte einen anderen Namen wählen.")
        return key

    def find(self, name: str) -> User | None:
        """Return the account with this name, or None."""
        row = self._row(name)
        return _user(row) if row is not None else None

    def require(self, name: str) -> User:
        """Return the account with this name.

        Raises:
            ConfigurationError: there is none.
        """
        user = self.find(name)
        if user is None:
            raise ConfigurationError(
                f"Das Konto „{name}“ gibt es nicht – „./messelotse nutzer liste“ zeigt alle Konten."
            )
        return user

    def all(self) -> list[User]:
        """Return all accounts by name."""
        with self._engine.connect() as connection:
            return [_user(row) for row in connection.execute(sa.select(_users).order_by(_users.c.name))]

    def verify(self, name: str, password: str) -> User | None:
        """Return the account with this name and password unless it is blocked; takes about 50 ms in any case."""
        row = self._row(name)
        right = is_right(row["password"] if row is not None else "", password)
        return _user(row) if row is not None and right and not row["blocked"] else None

    def set_password(self, name: str, password: str) -> None:
        """Set another password; every login so far becomes void.

        Raises:
            ConfigurationError: the account is missing or the password too weak.
        """
        user = self.require(name)
        check_password(password, f"{user.name} {user.title} {self._guessed}")
        self._change(user, password=hash_password(password))

    def set_blocked(self, name: str, blocked: bool) -> None:
        """Block the account or unblock it; every login so far becomes void.

        Raises:
            ConfigurationError: there is no such account.
        """
        self._change(self.require(name), blocked=blocked)

    def set_roles(self, name: str, roles: Sequence[Role]) -> None:
        """Set other roles.

        Raises:
            ConfigurationError: there is no such account.
        """
        self._change(self.require(name), roles=_joined(roles))

    def _change(self, user: User, **values: Any) -> None:
        statement = _users.update().where(_users.c.name == user.name).values(epoch=user.epoch + 1, **values)
        with self._engine.begin() as connection:
            connection.execute(statement)

    def _row(self, name: str) -> Any:
        with self._engine.connect() as connection:
            return connection.execute(sa.select(_users).where(_users.c.name == name_key(name))).mappings().first()


def name_key(name: str) -> str:
    """Return a name as it is stored, in small letters; "" for an unusable one.

    Only ASCII letters are lowered: folding „ß“ or a Kelvin sign would let one user in as another.
    """
    return name.lower() if _NAME.fullmatch(name) else ""


def _joined(roles: Sequence[Role]) -> str:
    return ",".join(role.value for role in roles)


def _user(row: Any) -> User:
    roles = tuple(Role(value) for value in row["roles"].split(",") if value)
    return User(row["name"], row["title"], roles, bool(row["password"]), bool(row["blocked"]), int(row["epoch"]))
