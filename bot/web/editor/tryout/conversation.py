"""A conversation with the draft and the live bot at once: the same message to both, nothing counted or stored."""

from __future__ import annotations

import asyncio
import hashlib
import uuid
from collections import OrderedDict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from bot.chat.answers import Answer, to_answers
from bot.chat.story_from_conversation import StoryTurn, turns_of
from bot.dialogue.nlu_report import REPORT_KEY, Understanding, read_understandings
from bot.dialogue.tracker_rows import PASSING_SENDER
from bot.runtime.rasa_client import RasaClient, RasaUnavailable

MOST_TALKS, MOST_EXCHANGES = 20, 40


@dataclass(frozen=True)
class Side:
    """The reaction of one of the two bots to a message; without answers it did not reply."""

    answers: tuple[Answer, ...] = ()
    reports: tuple[Understanding, ...] = ()

    def decided(self) -> list[tuple[str, str]]:
        """Return label and action of each question understood."""
        return [(each.label, each.action) for each in self.reports]


@dataclass(frozen=True)
class Exchange:
    """A message with both answers; ``shown`` is what the person sees of it."""

    shown: str
    draft: Side
    live: Side

    @property
    def differs(self) -> bool:
        """Whether the two understood it differently or did something else."""
        return self.draft.decided() != self.live.decided()


@dataclass
class TryoutConversation:
    """An editor's messages so far; ``sender`` is the conversation's name at both bots."""

    sender: str = field(default_factory=lambda: f"{PASSING_SENDER}{uuid.uuid4().hex}")
    exchanges: list[Exchange] = field(default_factory=list)

    def offered(self) -> Iterator[tuple[str, str]]:
        """Payload and title of the buttons of the conversation, the last ones first."""
        for exchange in reversed(self.exchanges):
            for answer in (*exchange.draft.answers, *exchange.live.answers):
                yield from ((button["payload"], button["titel"]) for button in answer["knoepfe"])

    def turns(self) -> list[StoryTurn]:
        """Return the draft's turns, as a story has them: what it understood and did."""
        return turns_of([report for exchange in self.exchanges for report in exchange.draft.reports])


class TryoutConversations:
    """The conversations by login, in memory only."""

    def __init__(self) -> None:
        self._conversations: OrderedDict[str, TryoutConversation] = OrderedDict()

    def of(self, token: str) -> TryoutConversation:
        """The conversation of a login."""
        key = hashlib.sha256(token.encode()).hexdigest()
        conversation = self._conversations.setdefault(key, TryoutConversation())
        self._conversations.move_to_end(key)
        if len(self._conversations) > MOST_TALKS:
            self._conversations.popitem(last=False)
        return conversation

    def forget(self, token: str) -> None:
        """Drop the conversation of a login."""
        self._conversations.pop(hashlib.sha256(token.encode()).hexdigest(), None)

    def forget_all(self) -> None:
        """Drop all conversations: another draft knows nothing of them."""
        self._conversations.clear()


async def ask_both(
    conversation: TryoutConversation, message: str, shown: str, draft: RasaClient, live: RasaClient, now: datetime
) -> None:
    """Send the message to both bots and note what came of it."""
    # at once: the slower one sets the time, not the sum
    sides = await asyncio.gather(*(_ask(each, conversation.sender, message, now) for each in (draft, live)))
    conversation.exchanges.append(Exchange(shown, *sides))
    del conversation.exchanges[:-MOST_EXCHANGES]


async def _ask(rasa: RasaClient, sender: str, message: str, now: datetime) -> Side:
    try:
        replies = await rasa.send(sender, message, {REPORT_KEY: True})
    except RasaUnavailable:
        return Side()
    return Side(tuple(to_answers(replies, now)), tuple(read_understandings(replies)))
