"""Server-sent events to open chats: ``GET /chat/ereignisse``.

Events are ``nachricht`` (a bubble; its number is the event id) and ``plan`` (the own plan, when it has changed). A
browser that comes back with Last-Event-ID gets every bubble recorded since; it knows by the ids of bubbles which it has
already.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import logging
from collections import Counter
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field

import sqlalchemy as sa

from bot.chat.answers import Answer
from bot.chat.conversations import Conversations
from bot.core.database import beside
from bot.core.untrusted_text import whole_number
from bot.web.http.problems import WebProblem, too_many

HEARTBEAT_SECONDS = 15.0
POLL_SECONDS = 0.5  # how soon a bubble recorded by another process is seen
MOST_WAITING = 200  # events; a browser that takes no more is cut off and comes back
MOST_PER_CHAT = 6  # open connections: tabs and windows
MOST_CONNECTIONS = 5_000
RETRY_MILLISECONDS = 2_000
RETRY_SECONDS = 30
HEARTBEAT = ": ruhe\n\n"
HEADERS = {"Cache-Control": "no-store", "X-Accel-Buffering": "no"}  # proxies must pass on every event at once
logger = logging.getLogger(__name__)


@dataclass(eq=False)
class Listener:
    """One open connection: what is to be sent. None ends it, "" asks to look at the plan."""

    chat: str
    address: str = ""  # a pseudonym; "" for one that is not known
    queue: asyncio.Queue[tuple[int, Answer] | str | None] = field(default_factory=lambda: asyncio.Queue(MOST_WAITING))

    def put(self, item: tuple[int, Answer] | str | None) -> None:
        """Queue an item; a browser that does not take its items is cut off."""
        try:
            self.queue.put_nowait(item)
        except asyncio.QueueFull:
            while not self.queue.empty():
                self.queue.get_nowait()
            self.queue.put_nowait(None)


class Hub:
    """The open connections and their news: one look into the database serves all connections of this process."""

    def __init__(
        self,
        conversations: Conversations,
        tell_others: Callable[[str], None] = lambda _: None,
        most_of_address: int = MOST_CONNECTIONS,
    ) -> None:
        """Start without connections.

        Args:
            conversations: all chats.
            tell_others: gets what other processes should :meth:`hear`.
            most_of_address: open connections from one address.
        """
        self._most_of_address = most_of_address
        self._of_address: Counter[str] = Counter()
        self._conversations = conversations
        self._tell_others = tell_others
        self._listeners: dict[str, list[Listener]] = {}
        self._count = 0
        self._last: int | None = None
        self._news = asyncio.Event()
        self._is_closed = False

    @property
    def count(self) -> int:
        """The number of open connections."""
        return self._count

    async def prepare(self) -> None:
        """Look where the news begin, so that the first to :meth:`join` need not look in the event loop."""
        if self._last is None:
            self._last = await beside(self._conversations.last_number)

    def join(self, chat: str, address: str = "") -> Listener:
        """Listen to a chat; the oldest of too many connections has to go.

        Raises:
            WebProblem: 429 when the address has too many; 503 when no further connection can be held, or the server is
                about to stop.
        """
        if address and self._of_address[address] >= self._most_of_address:
            raise too_many(RETRY_SECONDS, "Von Ihrem Anschluss sind gerade zu viele Gespräche offen.")
        if self._is_closed or self._count >= MOST_CONNECTIONS:
            raise WebProblem(503, "Gerade sind zu viele Gespräche offen.", "Bitte versuchen Sie es gleich noch einmal.")
        if self._last is None:
            self._last = self._conversations.last_number()
        others = self._listeners.setdefault(chat, [])
        if len(others) >= MOST_PER_CHAT:
            others[0].put(None)
        listener = Listener(chat, address)
        others.append(listener)
        self._count += 1
        self._of_address[address] += 1
        return listener

    def leave(self, listener: Listener) -> None:
        """Take a closed connection out; harmless if it has gone already."""
        others = self._listeners.get(listener.chat, [])
        if listener in others:
            others.remove(listener)
            self._count -= 1
            self._of_address -= Counter([listener.address])  # drops what has come down to nothing
        if not others:
            self._listeners.pop(listener.chat, None)

    def wake(self) -> None:
        """Something was recorded: look now."""
        self._news.set()
        self._tell_others("")

    def plan_changed(self, chat: str) -> None:
        """A plan was changed: tell the other tabs."""
        self.hear(chat)
        self._tell_others(chat)

    def hear(self, chat: str) -> None:
        """Take news from any process: the chat whose plan was changed; "" for a bubble recorded in any chat."""
        if not chat:
            self._news.set()
        for listener in self._listeners.get(chat, []):
            listener.put("")

    async def keep(self) -> None:
        """Hand out what is recorded until cancelled; then end all connections."""
        try:
            while True:
                with contextlib.suppress(asyncio.TimeoutError):
                    await asyncio.wait_for(self._news.wait(), POLL_SECONDS)
                self._news.clear()
                await self._hand_out()
        finally:
            self._is_closed = True
            for listeners in list(self._listeners.values()):
                for listener in listeners:
                    listener.put(None)

    async def _hand_out(self) -> None:
        if not self._listeners:
            self._last = None
            return
        try:
            found = await beside(self._conversations.newer_than, self._last or 0)
        except sa.exc.SQLAlchemyError as error:  # the next look, half a second later, finds the same
            logger.error("Neue Nachrichten lassen sich gerade nicht lesen (%s)", type(error).__name__)
            return
        for number, chat, bubble in found:
            self._last = number
            for listener in list(self._listeners.get(chat, [])):
                listener.put((number, bubble))


class EventStream:
    """The events of one connection, as they go over the wire."""

    def __init__(
        self, listener: Listener, conversations: Conversations, plan: Callable[[], str], after: int | None
    ) -> None:
        """Make a stream.

        Args:
            listener: registered already, so that nothing falls between history and news.
            conversations: for what the browser has missed.
            plan: the chat's plan as JSON, the same text as long as nothing changes.
            after: the last event that the browser knows; None for a browser that wants only what comes.
        """
        self._listener = listener
        self._conversations = conversations
        self._plan = plan
        self._sent = conversations.last_number(listener.chat) if after is None else after
        self._known_plan = ""

    async def events(self) -> AsyncIterator[str]:
        """Frames until the connection is to end."""
        # without it browsers wait some seconds of their own choice before they come back
        yield f"retry: {RETRY_MILLISECONDS}\n\n{await beside(self._news_of_plan)}"
        # the history first: the listener is registered, so what comes meanwhile waits in its queue
        for bubble in await beside(self._conversations.history, self._listener.chat, self._sent):
            yield self._frame(bubble["nummer"], bubble)
        while True:
            try:
                item = await asyncio.wait_for(self._listener.queue.get(), HEARTBEAT_SECONDS)
            except asyncio.TimeoutError:
                yield await beside(self._news_of_plan) or HEARTBEAT
                continue
            if item is None:
                return
            frame = await beside(self._news_of_plan) if isinstance(item, str) else self._new(*item)
            if frame:
                yield frame

    def _new(self, number: int, bubble: Answer) -> str:
        # history and queue overlap: each bubble once
        return self._frame(number, bubble) if number > self._sent else ""

    def _frame(self, number: int, bubble: Answer) -> str:
        self._sent = number
        return f"id: {number}\nevent: nachricht\ndata: {json.dumps(bubble, ensure_ascii=False)}\n\n"

    def _news_of_plan(self) -> str:
        plan = self._plan()
        if plan == self._known_plan:
            return ""
        self._known_plan = plan
        return f"event: plan\ndata: {plan}\n\n"


def read_event_id(text: str) -> int | None:
    """The number in a Last-Event-ID header; None when there is none.

    Raises:
        WebProblem: 400 when it is no number of ours.
    """
    if not text:
        return None
    number = whole_number(text, most=15)
    if number is None:
        raise WebProblem(400, "Die Kennung des letzten Ereignisses ist keine Zahl.", "Bitte laden Sie die Seite neu.")
    return number
