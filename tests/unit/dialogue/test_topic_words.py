"""Which words belong to a topic."""

import pytest

from bot.content.topics import Topic
from bot.dialogue.topic_words import TopicalWords

WORDS = TopicalWords([
    Topic("faq/parken", "Parken", (), ("Wo kann ich parken?", "Kann man hier parken?", "Parkplatz für Gäste")),
    Topic("faq/essen", "Essen", (), ("Wo gibt es Kaffee?", "Gibt es guten Kaffee?", "Kuchen")),
])  # fmt: skip


@pytest.mark.parametrize(
    ("label", "text", "is_named"),
    [
        ("faq/parken", "und wo kann ich da parken", True),
        ("faq/essen", "und wo kann ich da parken", False),
        ("faq/essen", "kann man da Kuchen anfassen", False),
        ("faq/essen", "", False),
    ],
)
def test_names(label: str, text: str, is_named: bool) -> None:
    assert WORDS.names(label, text) is is_named
