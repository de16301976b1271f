"""Questions as the chat notes them, for the pages that show and count them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from bot.chat.answers import make_answer
from bot.chat.conversations import Conversations
from bot.chat.questions import QuestionLog, Verdict
from bot.core.database import open_database
from bot.dialogue.nlu_report import Decision, Understanding

NOW = datetime.fromisoformat("2025-05-14T10:05:00+02:00")


class Asked:
    """The questions of an installation whose state is in ``folder``; each chat is a name."""

    def __init__(self, folder: Path, now: datetime = NOW) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.now = now
        self._engine = open_database(folder, {})
        self._conversations = Conversations(self._engine)
        self.log = QuestionLog(self._engine, lambda: self.now)

    def ask(
        self,
        chat: str,
        text: str,
        label: str = "ausserhalb",
        decision: Decision = Decision.ANSWERED,
        confidence: float = 0.9,
        about: tuple[str, str] | None = None,
    ) -> int:
        """One question with its answer; returns the answer's number."""
        message = f"m{self._conversations.last_number()}"
        bubbles = [make_answer(text, self.now, "nutzer"), make_answer("So ist es.", self.now)]
        self._conversations.record(chat, message, bubbles)
        report = Understanding(text, label, confidence, decision=decision, durations={"gesamt": 30.0})
        self.log.note(chat, message, [report], [about] if about else [])
        return self._conversations.last_number()

    def miss(self, chat: str, text: str) -> None:
        """A question that found no answer."""
        self.ask(chat, text, "wo_ist", Decision.NONE, 0.2)

    def thumb(self, chat: str, number: int, verdict: Verdict, comment: str = "") -> None:
        """A thumb for an answer."""
        self.log.rate(chat, number, verdict, comment)

    def close(self) -> None:
        """Let the database go."""
        self._engine.dispose()
