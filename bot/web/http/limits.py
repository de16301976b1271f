"""Rate limits for visitors: each request that changes something is counted by session and by address.

Sizes are limited by the web server (all requests) and by the code that reads a body (far smaller).
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Awaitable, Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import wraps
from inspect import isawaitable
from typing import Any

from sanic import Request, Sanic

from bot.chat.session_tokens import Sessions, sender_of
from bot.core.errors import UnknownConversation
from bot.core.settings import read_number
from bot.web.http.problems import WebProblem, too_many
from bot.web.http.rate_counter import RateCounter
from bot.web.http.visitors import Visitors

SESSION_VARIABLE, ADDRESS_VARIABLE = "MESSE_GRENZE_SITZUNG", "MESSE_GRENZE_ADRESSE"
TOGETHER_VARIABLE, STREAMS_VARIABLE = "MESSE_GRENZE_GLEICHZEITIG", "MESSE_GRENZE_STROEME"
HIGHEST = 1_000_000
MINUTE = 60.0  # seconds
MOST_TOGETHER_OF_SESSION = 6  # a browser sends one message after the other
RETRY_SECONDS = 2
# Looks a minute for an emergency in what the limits refuse: a look takes a millisecond or two.
LOOKS_OF_SESSION, LOOKS_OF_ADDRESS = 60, 6_000
MESSAGE_PATH = "/chat/nachricht"
CHAT_PATHS = ("/chat/", "/stand/")
READING = frozenset({"GET", "HEAD", "OPTIONS"})
Handler = Callable[..., Awaitable[Any]]


@dataclass(frozen=True)
class Limits:
    """Requests a minute of one session and of one address, how many are worked on at once, and open event streams."""

    session: int = 60
    address: int = 3_000  # many share one: a whole building may go through one gateway
    together: int = 400
    streams: int = 2_500  # of one address: a thousand colleagues behind one gateway, some with a second window


def load_limits(environment: Mapping[str, str]) -> Limits:
    """The limits as set.

    Raises:
        ConfigurationError: a value is no number from 1 to 1,000,000.
    """
    return Limits(
        read_number(environment, SESSION_VARIABLE, Limits.session, HIGHEST, "keine Grenze"),
        read_number(environment, ADDRESS_VARIABLE, Limits.address, HIGHEST, "keine Grenze"),
        read_number(environment, TOGETHER_VARIABLE, Limits.together, HIGHEST, "keine Grenze"),
        read_number(environment, STREAMS_VARIABLE, Limits.streams, HIGHEST, "keine Grenze"),
    )


class RequestGate:
    """Admits requests within the limits."""

    def __init__(self, limits: Limits, counter: RateCounter) -> None:
        self._limits = limits
        self._counter = counter
        self._inside: Counter[str] = Counter()

    async def admit(self, session: str, address: str) -> None:
        """Count a request.

        Args:
            session: a pseudonym of the chat or "".
            address: a pseudonym or "", see :meth:`bot.web.http.visitors.Visitors.key_of`.

        Raises:
            WebProblem: 429.
        """
        for name, key, limit, what in (
            ("sitzung", session, self._limits.session, "Das waren sehr viele Nachrichten in kurzer Zeit."),
            ("adresse", address, self._limits.address, "Von Ihrem Anschluss kommen gerade zu viele Anfragen."),
        ):
            if key and (wait := await self._counter.take(f"{name}:{key}", limit, MINUTE)):
                raise too_many(wait, what)

    async def may_look(self, session: str, address: str) -> bool:
        """Count a look for an emergency in a request that was refused."""
        limits = ((session, LOOKS_OF_SESSION), (address, LOOKS_OF_ADDRESS))
        return not any([key and await self._counter.take(f"notfall:{key}", most, MINUTE) for key, most in limits])

    @contextmanager
    def place(self, session: str, address: str) -> Iterator[None]:
        """Be one of those who are served at the same time.

        Raises:
            WebProblem: 429.
        """
        most = {session: MOST_TOGETHER_OF_SESSION, address: math.ceil(self._limits.together / 2)}
        most[""] = self._limits.together  # all together; also takes the place of a session or address that is not known
        if any(self._inside[key] >= number for key, number in most.items()):
            raise too_many(RETRY_SECONDS, "Gerade kommen zu viele Anfragen auf einmal.")
        self._inside.update(most.keys())
        try:
            yield
        finally:
            self._inside.subtract(most.keys())
            self._inside += Counter()  # drops what has come down to nothing


@dataclass(frozen=True)
class Callers:
    """The origin of a request: address, session, and whether it is an emergency.

    Attributes:
        is_emergency: whether the body of a message is that of an emergency.
    """

    visitors: Visitors
    sessions: Sessions
    is_emergency: Callable[[bytes], bool]

    def session_of(self, request: Request) -> str:
        """A pseudonym of the chat that a request belongs to; "" for none: of a wrong token the handler tells."""
        if not request.path.startswith(CHAT_PATHS):
            return ""
        try:
            return sender_of(self.sessions.read(request.headers.get("authorization", "")))
        except UnknownConversation:
            return ""


def setup_limits(app: Sanic, limits: Limits, counter: RateCounter, callers: Callers) -> None:
    """Guard every route of ``app`` that changes something; call it when all routes are there."""
    gate = RequestGate(limits, counter)
    for route in routes_of(app):
        if not route.methods <= READING:
            route.handler = _guarded(route.handler, gate, callers)


def routes_of(app: Sanic) -> list[Any]:
    """All routes of ``app``."""
    router = app.router
    groups = (*router.static_routes.values(), *router.dynamic_routes.values(), *router.regex_routes.values())
    return [route for group in groups for route in group.routes]


def _guarded(handler: Handler, gate: RequestGate, callers: Callers) -> Handler:
    @wraps(handler)
    async def guarded(request: Request, *arguments: Any, **parameters: Any) -> Any:
        if request.method in READING:
            return await _awaited(handler(request, *arguments, **parameters))
        session, address = callers.session_of(request), callers.visitors.key_of(request)
        with ExitStack() as inside:
            try:
                await gate.admit(session, address)
                # counted first, then placed: one that is refused for lack of room still counts
                inside.enter_context(gate.place(session, address))
            except WebProblem:
                if not await _is_emergency(request, gate, callers, session, address):
                    raise
            return await _awaited(handler(request, *arguments, **parameters))

    return guarded


async def _is_emergency(request: Request, gate: RequestGate, callers: Callers, session: str, address: str) -> bool:
    """Whether the message is answered whatever the limits say: that costs neither Rasa nor a wait."""
    if request.path.rstrip("/") != MESSAGE_PATH or not session or not await gate.may_look(session, address):
        return False
    return callers.is_emergency(request.body)


async def _awaited(result: Any) -> Any:
    return await result if isawaitable(result) else result
