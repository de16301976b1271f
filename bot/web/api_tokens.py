"""Who may use the programme API: bearer tokens from the environment, each with a name."""

from __future__ import annotations

import hashlib
import hmac
import math
import re
from collections.abc import Mapping

from sanic import Request

from bot.errors import ConfigurationError
from bot.web.problems import WebProblem
from bot.web.throttle import Window

TOKENS_VARIABLE = "PROGRAMM_TOKENS"
PROXIES_VARIABLE = "SANIC_PROXIES_COUNT"  # read by Sanic itself: how many proxies may be believed
SHORTEST_TOKEN = 20  # characters
LONGEST_NAME = 80
WRONG_PER_MINUTE, REQUESTS_PER_MINUTE = 20, 600
_TOKEN = re.compile(r"[\x21-\x7e]+")


class Tokens:
    """The tokens of this installation; only their hashes are kept."""

    def __init__(self, names: Mapping[bytes, str]) -> None:
        """Take the names by the SHA-256 of their tokens."""
        self._names = dict(names)
        self._wrong = Window(WRONG_PER_MINUTE, 60)
        self._requests = Window(REQUESTS_PER_MINUTE, 60)

    def admit(self, authorization: str, address: str) -> str:
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
            raise self._refuse(address) if authorization else _no_token()
        if wait := self._requests.wait(name):
            raise too_many(wait, f"Mit dem Token „{name}“ kommen zu viele Anfragen.")
        self._requests.note(name)
        return name

    def _name_of(self, authorization: str) -> str | None:
        scheme, _, token = authorization.partition(" ")
        digest = hashlib.sha256(token.strip().encode("utf-8", "replace")).digest()
        found = None
        for known, name in self._names.items():  # always all of them: the time must not tell which one was near
            if hmac.compare_digest(known, digest):
                found = name
        return found if scheme.lower() == "bearer" else None

    def _refuse(self, address: str) -> WebProblem:
        if wait := self._wrong.wait(address):
            return too_many(wait, "Zu viele Anfragen mit falschem Token.")
        self._wrong.note(address)
        return _no_token()


def _no_token() -> WebProblem:
    return WebProblem(
        401,
        "Ein gültiges Token fehlt.",
        "Bitte die Kopfzeile „Authorization: Bearer <Token>“ mitschicken.",
        headers={"WWW-Authenticate": 'Bearer realm="programm"'},
    )


def too_many(wait: float, what: str) -> WebProblem:
    """429 with the seconds to wait."""
    seconds = max(1, math.ceil(wait))
    return WebProblem(
        429, what, f"Bitte warten Sie {seconds} Sekunden.", {"warten": seconds}, {"Retry-After": str(seconds)}
    )


def address_of(request: Request) -> str:
    """Where a request comes from: the address that a trusted proxy names (PROXIES_VARIABLE), else the direct one."""
    return str(request.remote_addr or request.ip)


def load_tokens(environment: Mapping[str, str]) -> Tokens:
    """The tokens of PROGRAMM_TOKENS (``name:token,name2:token2``); none when it is not set.

    Raises:
        ConfigurationError: an entry cannot be used. The message never shows a token.
    """
    entries = [entry.strip() for entry in environment.get(TOKENS_VARIABLE, "").split(",") if entry.strip()]
    names: dict[bytes, str] = {}
    for number, entry in enumerate(entries, 1):
        name, _, token = (part.strip() for part in entry.partition(":"))
        _check(number, name, token)
        names[hashlib.sha256(token.encode()).digest()] = name
    if len(names) < len(entries) or len(set(names.values())) < len(entries):
        raise ConfigurationError(
            f"{TOKENS_VARIABLE} nennt einen Namen oder ein Token doppelt – bitte jedes nur einmal."
        )
    return Tokens(names)


def _check(number: int, name: str, token: str) -> None:
    if not name or not token or len(name) > LONGEST_NAME:
        raise ConfigurationError(f"{TOKENS_VARIABLE}, Eintrag {number} ist unlesbar – bitte wie name:token schreiben.")
    if len(token) < SHORTEST_TOKEN or not _TOKEN.fullmatch(token):
        raise ConfigurationError(
            f"{TOKENS_VARIABLE}, Eintrag {number} („{name}“): Das Token ist zu kurz oder hat Sonderzeichen – bitte "
            f"mindestens {SHORTEST_TOKEN} Zeichen nehmen, etwa mit „openssl rand -hex 20“ erzeugt."
        )
