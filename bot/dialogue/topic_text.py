"""The answer of a topic as text, for parts that answer about it without Rasa's response."""

from __future__ import annotations

from datetime import datetime
from functools import lru_cache

from bot.content.topics import Topic, TopicFolder
from bot.content.variables import fair_variables, fill_in
from bot.core.settings import ROOT
from bot.fair.model import Fair


@lru_cache(maxsize=1)
def _topics() -> TopicFolder:
    return TopicFolder(ROOT / "data" / "themen")


def topic_called(label: str) -> Topic | None:
    """The topic with this label (``faq/parken``), or None."""
    return _topics().get(label)


def all_topics() -> list[Topic]:
    """All topics."""
    return _topics().all()


def topic_text(topic: Topic, fair: Fair, now: datetime) -> str:
    """Its first answer with the fair's facts."""
    return fill_in(topic.answers[0].text, fair_variables(fair, now))
