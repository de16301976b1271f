"""Rules for passwords, and their argon2 hashes.

Length counts, not special characters: at least 15 where the password is all that protects (NIST SP 800-63B-4, 3.1.1.2),
up to 128, every character allowed, to be changed only for cause (also BSI ORP.4.A23), nothing easily guessed: the rest
beside the words of this installation must be long, and zxcvbn must need many guesses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

from bot.core.errors import ConfigurationError

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
