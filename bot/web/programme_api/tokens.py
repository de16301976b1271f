"""The programme API's access: bearer tokens from the environment, each with a name."""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping

from bot.core.errors import ConfigurationError
from bot.core.secrets import read_secret
from bot.web.http.problems import WebProblem, too_many
from bot.web.http.rate_counter import MemoryCounter, RateCounter

TOKENS_VARIABLE = "PROGRAMM_TOKENS"
SHORTEST_TOKEN = 20  # characters
LONGEST_NAME = 80
WRONG_PER_MINUTE, REQUESTS_PER_MINUTE = 20, 600
MINUTE = 60.0  # seconds
_TOKEN = re.compile(r"[\x21-\x7e]+")


class ApiTokens:
    """The tokens of this installation; only their hashes are kept."""

    def __init__(self, names: Mapping[bytes, str], counter: RateCounter) -> None:
        """Take the names by the SHA-256 of their tokens, and what counts requests."""
        self._names = dict(names)
        self._counter = counter

    async def admit(self, authorization: str, address: str) -> str:
        """The name behind an Authorization header.

        Raises:
            WebProblem: 503 without any token set up, 401 for a wrong one, 429 for too many requests.
        """
        if not self._names:
            raise WebProblem(
                503,
                "Die Programm-Schnittstelle ist nicht eingeschaltet.",
                f"Bitte die Umgebungsvariable {TOKENS_VARIABLE} setzen, etwa kasse:<mindestens 20 Zeichen>.",
            )
        name = self._name_of(authorization)
        if name is None:
            raise await self._refuse(address) if authorization else _no_token()
        # names may hold umlauts and blanks; a counter's keys are short printable ASCII
        key = hashlib.sha256(name.encode()).hexdigest()[:32]
        if wait := await self._counter.take(f"token:{key}", REQUESTS_PER_MINUTE, MINUTE):
            raise too_many(wait, f"Mit dem Token „{name}“ kommen zu viele Anfragen.")
        return name

    def _name_of(self, authorization: str) -> str | None:
        scheme, _, token = authorization.partition(" ")
        digest = hashlib.sha256(token.strip().encode("utf-8", "replace")).digest()
        found = None
        for known, name in self._names.items():  # always all of them: the time must not tell which one was near
            if hmac.compare_digest(known, digest):
                found = name
        return found if scheme.lower() == "bearer" else None

    async def _refuse(self, address: str) -> WebProblem:
        if wait := await self._counter.take(f"falsch:{address}", WRONG_PER_MINUTE, MINUTE):
            return too_many(wait, "Zu viele Anfragen mit falschem Token.")
        return _no_token()


def _no_token() -> WebProblem:
    return WebProblem(
        401,
        "Ein gültiges Token fehlt.",
        "Bitte die Kopfzeile „Authorization: Bearer <Token>“ mitschicken.",
        headers={"WWW-Authenticate": 'Bearer realm="programm"'},
    )


def load_tokens(environment: Mapping[str, str], counter: RateCounter | None = None) -> ApiTokens:
    """The tokens of PROGRAMM_TOKENS (``name:token,name2:token2``); none when it is not set.

    Raises:
        ConfigurationError: an entry cannot be used. The message never shows a token.
    """
    entries = [entry.strip() for entry in read_secret(environment, TOKENS_VARIABLE).split(",") if entry.strip()]
    names: dict[bytes, str] = {}
    for number, entry in enumerate(entries, 1):
        name, _, token = (part.strip() for part in entry.partition(":"))
        _check(number, name, token)
        names[hashlib.sha256(token.encode()).digest()] = name
    if len(names) < len(entries) or len(set(names.values())) < len(entries):
        raise ConfigurationError(
            f"{TOKENS_VARIABLE} nennt einen Namen oder ein Token doppelt – bitte jedes nur einmal."
        )
    return ApiTokens(names, counter or MemoryCounter())


def _check(number: int, name: str, token: str) -> None:
    if not name or not token or len(name) > LONGEST_NAME:
        raise ConfigurationError(f"{TOKENS_VARIABLE}, Eintrag {number} ist unlesbar – bitte wie name:token schreiben.")
    if len(token) < SHORTEST_TOKEN or not _TOKEN.fullmatch(token):
        raise ConfigurationError(
            f"{TOKENS_VARIABLE}, Eintrag {number} („{name}“): Das Token ist zu kurz oder hat Sonderzeichen – bitte "
            f"mindestens {SHORTEST_TOKEN} Zeichen nehmen, etwa mit „openssl rand -hex 20“ erzeugt."
        )
