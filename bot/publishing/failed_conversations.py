"""Test conversations that go otherwise than they should: read from what Rasa writes, told in German."""

from __future__ import annotations

import re
from dataclasses import dataclass

import yaml

from bot.content.stories.wording import action_title
from bot.content.titles import LabelTitles
from bot.german.phrases import quoted

# How Rasa's failed_test_stories.yml marks what went wrong: a comment behind what should have been.
_STORY = re.compile(r"^- story: (?P<name>.*)$", re.MULTILINE)
_WRONG = re.compile(r"^\s*(?:- )?(intent|action): (?P<expected>\S+)\s+# predicted: (?P<found>\S+)(?P<rest>.*)$", re.M)
_LABELLED_WORDS = re.compile(r"\[([^\[\]]*)\](?:\([^()]*\)|\{[^{}]*\})")


@dataclass(frozen=True)
class FailedTalk:
    """The first thing that goes wrong in one test conversation.

    Attributes:
        name: as in its file.
        sentence: what is misunderstood; "" where the bot does something else.
        expected: label or action that its file names; "" when Rasa does not tell.
        found: label or action that came instead.
    """

    name: str
    sentence: str = ""
    expected: str = ""
    found: str = ""


def read_failed_talks(written: str) -> list[FailedTalk]:
    """From the text of ``failed_test_stories.yml``."""
    _, *parts = _STORY.split(written)
    return [_failed_talk(_name(name), part) for name, part in zip(parts[::2], parts[1::2], strict=True)]


def failed_talk_line(talk: FailedTalk, title: LabelTitles) -> str:
    """What is wrong and what helps, in German."""
    if talk.sentence:
        meant, taken = title(talk.expected), title(talk.found)
        return (
            f"Im Testgespräch „{talk.name}“ wird „{talk.sentence}“ als „{taken}“ verstanden statt als „{meant}“ – "
            f"bitte „{meant}“ um ähnliche Beispielfragen ergänzen."
        )
    if talk.expected:
        return (
            f"Im Testgespräch „{talk.name}“ kommt {quoted(action_title(talk.found))} statt "
            f"{quoted(action_title(talk.expected))} – bitte Geschichten und Regeln prüfen."
        )
    return f"Das Testgespräch „{talk.name}“ läuft anders als erwartet – bitte Geschichten und Regeln prüfen."


def _failed_talk(name: str, part: str) -> FailedTalk:
    match = _WRONG.search(part)
    if match is None:
        return FailedTalk(name)
    expected, found = match["expected"], match["found"]
    if match[1] == "action":
        return FailedTalk(name, "", expected, found)
    sentence = _LABELLED_WORDS.sub(r"\1", match["rest"]).strip()
    return FailedTalk(name, sentence, expected, found.removesuffix(":"))


def _name(written: str) -> str:
    """The name of a test conversation as its file has it: Rasa adds the path, „name (/path/test_x.yml)“."""
    try:
        name = str(yaml.safe_load(written))
    except yaml.YAMLError:
        name = written
    return name.partition(" (/")[0]
