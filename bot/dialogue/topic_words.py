"""Words that belong to a topic, and its answer as text, for parts that answer about it without Rasa's response."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime
from functools import lru_cache

from bot.content.topics import Topic, TopicFolder
from bot.content.variables import fair_variables, fill_in
from bot.core.settings import ROOT
from bot.dialogue.deixis import content_words
from bot.fair.model import Fair

LEAST_EXAMPLES = 2
LEAST_SHARE = 0.2


class TopicalWords:
    """The content words of the topics' examples, with how often each topic has them."""

    def __init__(self, topics: Iterable[Topic]) -> None:
        self._counts: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for topic in topics:
            for example in topic.examples:
                for stem in {each.stem for each in content_words(example)}:
                    self._counts[stem][topic.label] += 1

    def names(self, label: str, text: str, ignore: Sequence[tuple[int, int]] = ()) -> bool:
        """Whether a word of the text belongs to this topic; ``ignore`` holds the spans of times."""
        return any(self._belongs(each.stem, label) for each in content_words(text, ignore))

    def _belongs(self, stem: str, label: str) -> bool:
        counts = self._counts.get(stem, Counter())
        return counts[label] >= LEAST_EXAMPLES and counts[label] >= LEAST_SHARE * sum(counts.values())


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
