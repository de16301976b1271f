"""Test conversations that go differently than they should: read from Rasa's report, told in German."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from bot.content.stories.wording import action_title
from bot.content.titles import LabelTitles
from bot.german.phrases import quoted

# Rasa's failed_test_stories.yml marks a deviation by a comment behind the expected step.
_STORY = re.compile(r"^- story: (?P<name>.*)$", re.MULTILINE)
_WRONG = re.compile(r"^\s*(?:- )?(intent|action): (?P<expected>\S+)\s+# predicted: (?P<found>\S+)(?P<rest>.*)$", re.M)
_LABELLED_WORDS = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\{[^{}]*\})")


@dataclass(frozen=True)
class FailedConversation:
    """The first deviation in one test conversation.

    Attributes:
        name: as in its file.
        sentence: the misunderstood sentence; "" where the bot acts differently.
        expected: label or action that its file names; "" when Rasa does not tell.
        found: label or action that came instead.
    """

    name: str
    sentence: str = ""
    expected: str = ""
    found: str = ""


def read_failed_conversations(written: str) -> list[FailedConversation]:
    """Read the text of ``failed_test_stories.yml``."""
    _, *parts = _STORY.split(written)
    return [_failed_conversation(_name(name), part) for name, part in zip(parts[::2], parts[1::2], strict=True)]


def failed_conversation_line(conversation: FailedConversation, title: LabelTitles) -> str:
    """Say in German what is wrong and how to mend it."""
    if conversation.sentence:
        meant, taken = title(conversation.expected), title(conversation.found)
        return (
            f"Im Testgespräch „{conversation.name}“ wird „{conversation.sentence}“ als „{taken}“ verstanden "
            f"statt als „{meant}“ – "
            f"bitte „{meant}“ um ähnliche Beispielfragen ergänzen."
        )
    if conversation.expected:
        return (
            f"Im Testgespräch „{conversation.name}“ kommt {quoted(action_title(conversation.found))} statt "
            f"{quoted(action_title(conversation.expected))} – bitte Geschichten und Regeln prüfen."
        )
    return f"Das Testgespräch „{conversation.name}“ läuft anders als erwartet – bitte Geschichten und Regeln prüfen."


def _failed_conversation(name: str, part: str) -> FailedConversation:
    match = _WRONG.search(part)
    if match is None:
        return FailedConversation(name)
    expected, found = match["expected"], match["found"]
    if match[1] == "action":
        return FailedConversation(name, "", expected, found)
    sentence = _LABELLED_WORDS.sub(r"\1", match["rest"]).strip()
    return FailedConversation(name, sentence, expected, found.removesuffix(":"))


def _name(written: str) -> str:
    """Return a test conversation's name as its file has it: Rasa adds the path, „name (/path/test_x.yml)“."""
    try:
        name = str(yaml.safe_load(written))
    except yaml.YAMLError:
        name = written
    return name.partition(" (/")[0]
