"""Turn a conversation with the bot into a story or a test conversation."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.chat.disclosure_control import mask_personal_data
from bot.content.stories.blocks import BOT, USER, StoryStep
from bot.content.stories.listing import StoryKind
from bot.content.stories.service import Draft, StoryService
from bot.dialogue.nlu_report import Understanding


@dataclass(frozen=True)
class StoryTurn:
    """A question and the bot's action.

    Attributes:
        words: the message, or the payload of the button that was tapped.
        label: the full label it should get (``faq/parken``, ``wo_ist``).
        action: Rasa's name of the answering action; "" when there was none.
    """

    words: str
    label: str
    action: str


def turns_of(reports: Sequence[Understanding]) -> list[StoryTurn]:
    """Return the turns of a conversation from Rasa's reports on its questions."""
    return [StoryTurn(each.text, each.label, each.action) for each in reports if each.label]


def draft_of(kind: StoryKind, name: str, turns: Sequence[StoryTurn]) -> Draft:
    """Return the conversation as a draft; a test keeps the words (masked), a story or rule the intents."""
    steps: list[StoryStep] = []
    for turn in turns:
        if kind is StoryKind.TALK:
            words = " ".join(mask_personal_data(turn.words).split())
            steps.append(StoryStep(USER, turn.label, words))
        else:  # policies do not tell topics apart
            steps.append(StoryStep(USER, turn.label.partition("/")[0]))
        if turn.action:
            steps.append(StoryStep(BOT, turn.action))
    return Draft(" ".join(name.split()), tuple(steps))


def save_conversation(root: Path, kind: StoryKind, name: str, turns: Sequence[StoryTurn]) -> str:
    """Write the conversation to the editors' own file of this kind and return its key on the stories' pages.

    Raises:
        FaultyStory: it does not pass the checks; its faults say why.
        ContentError: the file is too unusual to be changed here.
    """
    return StoryService(root).create(kind, draft_of(kind, name, turns))
