"""Readable titles of topics and intents, for „Meinten Sie …?“ and the editors' pages."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from bot.content.topics import TopicButton, TopicFolder, payload
from bot.core.errors import ContentError
from bot.core.settings import ROOT
from bot.core.yaml_reader import load_yaml
from bot.nlu.text_cleaning import OUT_OF_SCOPE


@dataclass(frozen=True)
class LabelTitleFiles:
    """Titles of all labels below one project root."""

    topics: TopicFolder
    intents: dict[str, str]

    def button(self, label: str, question: str = "") -> TopicButton | None:
        """Return the button that asks for ``label``; one for a programme intent carries the question's words."""
        if "/" in label:
            topic = self.topics.get(label)
            return TopicButton(topic.title, f"/{label}") if topic is not None else None
        title = self.intents.get(label)
        return TopicButton(title, payload(label, frage=question)) if title else None


@lru_cache(maxsize=1)
def shipped_titles() -> LabelTitleFiles:
    """Return the titles of this project's content; topic files are read again when they change."""
    return LabelTitleFiles(TopicFolder(ROOT / "data" / "themen"), read_intent_titles(ROOT / "data" / "nlu"))


def read_intent_titles(folder: Path) -> dict[str, str]:
    """Return ``metadata.titel`` of every intent file; unreadable files are left out."""
    titles = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            for item in load_yaml(path).entries("nlu"):
                if item.has("metadata"):
                    titles[item.text("intent")] = item.entry("metadata").text("titel", "")
        except ContentError:  # `./messelotse check` reports it; suggestions do without
            continue
    return {intent: title for intent, title in titles.items() if title}


def label_button(label: str, question: str = "") -> TopicButton | None:
    """:meth:`LabelTitleFiles.button` of the shipped content."""
    return shipped_titles().button(label, question)


UNCLEAR = "nlu_fallback"


class LabelTitles:
    """Readable names of labels, from the content below ``root``."""

    def __init__(self, root: Path) -> None:
        self._topics = TopicFolder(root / "data" / "themen")
        # Labels without a file of their own, which therefore have no title there.
        own = {UNCLEAR: "Rückfrage", OUT_OF_SCOPE: "Nicht zur Messe"}
        self._intents = {**read_intent_titles(root / "data" / "nlu"), **own}

    def __call__(self, label: str) -> str:
        """Return the title of a topic or intent, else the label itself."""
        topic = self._topics.get(label)
        return topic.title if topic is not None else self._intents.get(label, label)
