from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pytest

from bot.chat.question_counts import Asked, grouped, key_of
from bot.content.examples import with_examples, without_examples
from bot.core.errors import ContentError

TEXT = """\
version: "3.1"
nlu:
- intent: faq/x # Kommentar
  examples: |
    - eins
    - „zwei“: drei

# dahinter
"""


def asked(words: str, count: int = 1, last: int = 0) -> Asked:
    return Asked(words, count, last, frozenset())


def words_of(questions: Sequence[Asked], vectors: list[list[float]] | None) -> list[list[str]]:
    found = grouped(questions, None if vectors is None else np.asarray(vectors, dtype=np.float32))
    return [[each.words for each in group.questions] for group in found]


def test_like_questions_stand_together_the_most_frequent_first() -> None:
    questions = [asked("hund?", 2), asked("Regen?", 1), asked("Hunde?", 3), asked("schirm?", 5)]
    vectors = [[1.0, 0.0], [0.0, 1.0], [0.9, 0.1], [0.1, 0.9]]
    assert words_of(questions, vectors) == [["schirm?", "Regen?"], ["Hunde?", "hund?"]]


def test_equally_frequent_groups_are_ordered_by_the_latest() -> None:
    assert words_of([asked("alt", 1, 3), asked("neu", 1, 9)], [[1.0, 0.0], [0.0, 1.0]]) == [["neu"], ["alt"]]


def test_each_question_is_a_group_while_nothing_can_be_compared() -> None:
    assert words_of([asked("a"), asked("b", 2)], None) == [["b"], ["a"]]
    assert words_of([], np.zeros((0, 2)).tolist()) == []


def test_case_and_punctuation_make_no_other_key() -> None:
    assert (key_of("Hunde?") == key_of("hunde"), key_of("Hunde?") == key_of("Katzen?")) == (True, False)


def test_examples_are_put_at_the_end_and_taken_out_again() -> None:
    fuller = with_examples(TEXT, ["drei?", "vier"])
    assert fuller == TEXT.replace("drei\n", "drei\n    - drei?\n    - vier\n", 1)
    assert without_examples(fuller, {"drei?", "vier"}.__contains__) == TEXT


@pytest.mark.parametrize("text", ["nlu: []\n", TEXT + TEXT, "examples: |\nanderes: 1\n"])
def test_file_without_a_clear_place_is_refused(text: str) -> None:
    with pytest.raises(ContentError, match="Texteditor"):
        with_examples(text, ["neu"])
