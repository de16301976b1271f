"""Rasa's tracker store in the project's database: conversations go on when Rasa restarts or the model changes.

Rasa's own SQL store keeps every event of every conversation in a row of its own and reads them all with each message;
this one keeps what the bot can still need: the slots and the last few questions with their answers.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Sequence
from typing import Any

import sqlalchemy as sa
from rasa.core.brokers.broker import EventBroker
from rasa.core.tracker_store import TrackerStore
from rasa.shared.core.constants import ACTION_LISTEN_NAME, ACTION_SESSION_START_NAME
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.database import open_database, takes_no_writing
from bot.core.settings import state_folder
from bot.dialogue.tracker_rows import TrackerRows
from bot.rasa.turn import NotNow, current_turn

logger = logging.getLogger(__name__)
KEPT_QUESTIONS = 8  # policies look back two, a question that points back and a taken-back one need a few more
# Large parts of an understood message that nothing reads once it has been answered and reported (RANKING).
PASSING_PARTS = ("intent_ranking", "label_ranking", "response_selector", "text_tokens")
RANKING = "label_ranking"
EVENTS_KEY, ANSWERED_KEY = "ereignisse", "beantwortet"


class SqlTrackerStore(TrackerStore):
    """``tracker_store`` in endpoints.yml; its ``fragen`` says how many questions are kept."""

    def __init__(
        self,
        domain: Domain | None = None,
        event_broker: EventBroker | None = None,
        fragen: int = KEPT_QUESTIONS,
        conversations: TrackerRows | None = None,
        **_: Any,
    ) -> None:
        """Open the database that the environment names.

        Raises:
            ConfigurationError: it cannot be opened.
        """
        super().__init__(domain, event_broker)
        self._questions = fragen
        self._conversations = conversations or TrackerRows(open_database(state_folder()))

    async def retrieve(self, sender_id: str) -> DialogueStateTracker | None:
        """Return the conversation as it was saved; None for a new one.

        Outside of a turn, None also when the database does not answer.

        Raises:
            NotNow: the database does not answer.
            AlreadyAnswered: the message at hand has been answered before.
        """
        turn = current_turn()
        try:
            found = self._conversations.load(sender_id)
        except sa.exc.SQLAlchemyError as error:  # its text would hold what was said
            if turn is not None:
                raise NotNow(f"Gespräch nicht gelesen ({type(error).__name__})") from None
            logger.error("Gespräch nicht gelesen (%s): es geht ohne sein Gedächtnis weiter", type(error).__name__)
            return None
        if found is None:
            return None
        events, answered = read_saved(found)
        if turn is not None:
            turn.refuse_repetition(answered)
        return DialogueStateTracker.from_dict(sender_id, events, self.domain.slots, self.max_event_history)

    async def save(self, tracker: DialogueStateTracker) -> None:
        """Save the needed part of the conversation, and the answers to the message at hand.

        Raises:
            NotNow: the database does not answer. A full one takes nothing, which costs the memory, not the answer.
        """
        # First, as Rasa's own stores do: an event broker must see events that were cut off below.
        await self.stream_events(tracker)
        recent = _recent(list(tracker.events), self._questions)
        before = [] if len(recent) == len(tracker.events) else _slot_events(tracker)
        newest = next((event for event in reversed(recent) if isinstance(event, UserUttered)), None)
        turn, slim = current_turn(), [_slim(event.as_dict(), event is newest) for event in (*before, *recent)]
        saved = {EVENTS_KEY: slim, ANSWERED_KEY: turn.as_saved() if turn is not None else {}}
        try:
            self._conversations.save(tracker.sender_id, json.dumps(saved, ensure_ascii=False, separators=(",", ":")))
        except sa.exc.SQLAlchemyError as error:
            if turn is not None and not takes_no_writing(error):
                raise NotNow(f"Gespräch nicht gespeichert ({type(error).__name__})") from None
            logger.error("Gespräch nicht gespeichert (%s)", type(error).__name__)

    async def keys(self) -> Iterable[str]:
        """Return the names of all conversations."""
        return self._conversations.senders()


def read_saved(text: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    """Return the events of a saved conversation, and the answers to its last message (missing in old rows)."""
    saved = json.loads(text)
    return (saved, {}) if isinstance(saved, list) else (saved[EVENTS_KEY], saved[ANSWERED_KEY])


def _recent(events: Sequence[Event], questions: int) -> Sequence[Event]:
    """Return the events since the last start of a session, at most those of so many questions."""
    asked = 0
    for place in range(len(events) - 1, 0, -1):
        event = events[place]
        if isinstance(event, UserUttered):
            asked += 1
            if asked == questions:
                return events[_begin(events, place, ACTION_LISTEN_NAME) :]
        elif isinstance(event, SessionStarted):
            return events[_begin(events, place, ACTION_SESSION_START_NAME) :]
    return events


def _begin(events: Sequence[Event], place: int, action: str) -> int:
    """Return the place of the action that led to the event at ``place``."""
    before = events[place - 1]
    return place - 1 if isinstance(before, ActionExecuted) and before.action_name == action else place


def _slot_events(tracker: DialogueStateTracker) -> list[Event]:
    """Return events that set the slots to their values, since their own may have been left out."""
    changed = [slot for slot in tracker.slots.values() if slot.value != slot.initial_value]
    return [SlotSet(slot.name, slot.value) for slot in changed]


def _slim(event: dict[str, Any], is_newest: bool) -> dict[str, Any]:
    passing = [part for part in PASSING_PARTS if not (is_newest and part == RANKING)]
    kept = {name: value for name, value in event.items() if value is not None}
    if "parse_data" in kept:
        kept["parse_data"] = {name: part for name, part in kept["parse_data"].items() if name not in passing}
    return kept
