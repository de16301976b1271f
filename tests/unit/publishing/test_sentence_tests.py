"""Which misunderstood test sentences hold a version back."""

from __future__ import annotations

import pytest

from bot.content.topics import UNCLEAR
from bot.publishing.sentence_tests import Expected, misunderstood

NOTHING: frozenset[str] = frozenset()


def all_right(count: int) -> tuple[list[Expected], dict[str, str], dict[str, str]]:
    expected = [Expected(str(number), "faq/parken") for number in range(count)]
    labels = {each.sentence: each.label for each in expected}
    return expected, labels, dict(labels)


def test_wrong_answer_that_was_right_before_blocks() -> None:
    expected, live, fresh = all_right(100)
    fresh["7"] = "faq/wlan"
    found = misunderstood(expected, live, fresh, NOTHING)
    assert ([each.sentence for each in found.blocking], found.told) == (["7"], ())


def test_wrong_answer_that_was_wrong_before_is_nothing_new() -> None:
    expected, live, fresh = all_right(100)
    live["7"] = fresh["7"] = "faq/wlan"
    found = misunderstood(expected, live, fresh, NOTHING)
    assert (found.blocking, found.told) == ((), ())


@pytest.mark.parametrize(("questions", "blocking"), [(1, 0), (2, 0), (3, 3)])
def test_a_pattern_of_questions_back_blocks(questions: int, blocking: int) -> None:
    expected, live, fresh = all_right(100)
    fresh.update({str(number): UNCLEAR for number in range(questions)})
    found = misunderstood(expected, live, fresh, NOTHING)
    assert (len(found.blocking), len(found.told)) == (blocking, questions - blocking)


@pytest.mark.parametrize(("before", "blocks"), [(3, False), (4, True)])
def test_questions_back_do_not_add_up_over_many_versions(before: int, blocks: bool) -> None:
    expected, live, fresh = all_right(100)
    for number in range(before):
        live[str(number)] = fresh[str(number)] = UNCLEAR
    fresh["50"] = UNCLEAR
    assert bool(misunderstood(expected, live, fresh, NOTHING).blocking) is blocks


def test_test_sentence_of_a_new_topic_must_be_understood() -> None:
    expected, live, fresh = all_right(100)
    expected.append(Expected("neu", "faq/schirm"))
    live["neu"] = fresh["neu"] = "faq/parken"
    found = misunderstood(expected, live, fresh, frozenset({"neu"}))
    assert ([each.sentence for each in found.blocking], found.told) == (["neu"], ())


def test_sentence_added_to_a_known_topic_is_told() -> None:
    expected, live, fresh = all_right(100)
    live["7"] = fresh["7"] = "faq/wlan"
    found = misunderstood(expected, live, fresh, frozenset({"7"}))
    assert (found.blocking, [each.sentence for each in found.told]) == ((), ["7"])


def test_what_is_not_about_the_fair_may_be_unclear() -> None:
    expected, live, fresh = all_right(1)
    expected.append(Expected("wetter", "ausserhalb"))
    live["wetter"], fresh["wetter"] = "ausserhalb", UNCLEAR
    found = misunderstood(expected, live, fresh, NOTHING)
    assert (found.blocking, found.told) == ((), ())
