"""Words that belong to a topic: „parken“ names the topic „parken“, „anfassen“ does not name „essen_trinken“.

The classifier must give every sentence a label, also „kann man da was anfassen“. Whether a label rests on a word of
its own tells whether a question that points back has a topic of its own.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from bot.content.topics import Topic
from bot.dialogue.deixis import content_words

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
