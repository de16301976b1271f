"""Rasa's reports on questions: passed to listeners that count, and the last of each chat kept for its own page."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence

from bot.dialogue.nlu_report import Understanding

MOST_CHATS = 200
Listener = Callable[[str, Sequence[Understanding]], None]


class Understood:
    """Reports by chat, in memory only: they hold the words of the question."""

    def __init__(self) -> None:
        self._last: OrderedDict[str, tuple[Understanding, ...]] = OrderedDict()
        self._listeners: list[Listener] = []

    def listen(self, listener: Listener) -> None:
        """Call ``listener(session, reports)`` after each answered message from now on."""
        self._listeners.append(listener)

    def note(self, session: str, reports: Sequence[Understanding]) -> None:
        """Store the reports on an answered message of this chat and pass them on."""
        self._last[session] = tuple(reports)
        self._last.move_to_end(session)
        if len(self._last) > MOST_CHATS:
            self._last.popitem(last=False)
        for listener in self._listeners:
            listener(session, reports)

    def last(self, session: str) -> tuple[Understanding, ...]:
        """Return the reports on the chat's last message, one for each question in it."""
        return self._last.get(session, ())

    def forget(self, session: str) -> None:
        """Delete the reports of a chat."""
        self._last.pop(session, None)
