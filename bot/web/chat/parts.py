"""The parts that the chat's handlers share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import sqlalchemy as sa

from bot.chat.questions import QuestionLog
from bot.chat.session_tokens import Sessions
from bot.programme.model import Catalogue
from bot.web.chat.delivery import Delivery
from bot.web.chat.incoming import parse_incoming
from bot.web.chat.live_chat import LiveChat
from bot.web.chat.question_suggestions import QuestionSuggestions
from bot.web.http.parts import Site
from bot.web.http.problems import WebProblem


@dataclass(frozen=True)
class ChatParts:
    """The parts of the chat: its sessions, the delivery of messages, pushed news, and what is kept.

    Attributes:
        catalogue: the programme now; raises ProgrammeUnavailable.
        has_map: whether the fair has a floor plan now.
    """

    site: Site
    sessions: Sessions
    delivery: Delivery
    live: LiveChat
    suggestions: QuestionSuggestions
    questions: QuestionLog
    catalogue: Callable[[], Catalogue]
    has_map: Callable[[], bool]
    database: sa.engine.Engine

    def is_emergency(self, body: bytes) -> bool:
        """Whether the body of POST /chat/nachricht is that of an emergency."""
        try:
            return self.delivery.urgent(parse_incoming(body)) is not None
        except WebProblem:
            return False
