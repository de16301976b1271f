"""Turns: a message is answered wholly or not at all, and once.

Rasa takes a failed action for one that did nothing, and would save the half turn and go on. Here it ends the turn:
nothing is saved, the client is told so, and may send the message again. Answers are saved with the conversation under
the message's id: a message that is sent again because its answer was lost gets that answer and changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

from bot.dialogue.nlu_report import MESSAGE_KEY

FAULTS_OF_ACTIONS = (404, 500)  # it lives, but cannot do this; any other failure is one of the way to it
Messages = list[dict[str, Any]]


class TurnInterrupted(BaseException):
    """Ends a turn from within Rasa, which catches every Exception there and goes on; the text is German."""


class NotNow(TurnInterrupted):
    """A part that the answer needs is away; a retry may help."""


class ActionFailed(TurnInterrupted):
    """The action itself has failed; it may do so each time."""


class AlreadyAnswered(TurnInterrupted):
    """This part of the message has been answered before; ``messages`` are the answers."""

    def __init__(self, messages: Messages) -> None:
        super().__init__("schon beantwortet")
        self.messages = messages


@dataclass
class MessageTurn:
    """The message at hand with the answers so far.

    Attributes:
        message: its id; "" when it has none.
        current: the answers to the part of it that Rasa works on; Rasa's output channel fills it.
        done: the answers to the parts before.
    """

    message: str = ""
    current: Messages = field(default_factory=list)
    done: list[Messages] = field(default_factory=list)

    def as_saved(self) -> dict[str, Any]:
        """Return the part saved with the conversation; Rasa saves a new one also before it is answered."""
        return {MESSAGE_KEY: self.message, "teile": [*self.done, self.current] if self.current else self.done}

    def refuse_repetition(self, saved: dict[str, Any]) -> None:
        """Compare with the answers saved with the conversation.

        Raises:
            AlreadyAnswered: the part at hand has been answered.
        """
        if self.message and saved.get(MESSAGE_KEY) == self.message and len(saved["teile"]) > len(self.done):
            raise AlreadyAnswered(saved["teile"][len(self.done)])


_turn: ContextVar[MessageTurn | None] = ContextVar("turn", default=None)


def current_turn() -> MessageTurn | None:
    """Return the turn that this task works on; None outside of any."""
    return _turn.get()


@contextmanager
def begun(turn: MessageTurn) -> Iterator[MessageTurn]:
    """Work on this turn inside the context."""
    token = _turn.set(turn)
    try:
        yield turn
    finally:
        _turn.reset(token)


def end_turns_without_actions() -> None:
    """Let a failing action end the turn; once for the process."""
    from rasa.core.actions.action import ActionExecutionRejection, RemoteAction

    original = RemoteAction.run
    # The channel may be set up twice in one process (tests, rasa shell).
    if original.__module__ == __name__:
        return

    async def run(self: RemoteAction, *arguments: Any) -> Any:
        try:
            return await original(self, *arguments)
        except ActionExecutionRejection:
            raise
        except Exception as error:
            if current_turn() is None:
                raise
            # Without its cause: an action server's error repeats the visitor's words.
            raise _interruption(self.name(), error) from None

    RemoteAction.run = run


def _interruption(name: str, error: Exception) -> TurnInterrupted:
    status = getattr(error.__cause__, "status", None)
    kind = ActionFailed if status in FAULTS_OF_ACTIONS else NotNow
    return kind(f"Aktion {name}: {type(error.__cause__ or error).__name__}{f' {status}' if status else ''}")
