"""The emergency net for clients that call Rasa directly; the chat's messages have passed it in web."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from bot.content.languages import SIMPLE_LANGUAGE, language_of
from bot.content.topics import is_payload
from bot.dialogue.nlu_report import MESSAGE_KEY
from bot.emergency.service import EmergencyService
from bot.fair.file import LiveFair


class Emergencies:
    """Answers emergencies among the messages to the REST channel."""

    def __init__(self) -> None:
        self._service = EmergencyService(LiveFair())

    def answer(self, text: str, metadata: Mapping[str, Any], is_ours: bool) -> str:
        """Return the answer to an emergency; "" for other messages and those that web (``is_ours``) has checked."""
        # Only sealed or known requests are ours: an id alone could be made up.
        if is_payload(text) or (is_ours and metadata.get(MESSAGE_KEY)):
            return ""
        urgent = self._service.urgent(text, language_of(metadata) == SIMPLE_LANGUAGE)
        return urgent.text if urgent else ""
