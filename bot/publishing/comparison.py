"""Differences between the new model and the live one, judged on the test sentences."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import yaml

from bot.content.labels import OUT_OF_SCOPE
from bot.content.titles import UNCLEAR, LabelTitles
from bot.publishing.progress import AnswerChange

MOST_QUESTIONS = 2  # sentences that may lead to a question back from now on; one more looks like a pattern
MOST_SHARE = 0.04  # of all test sentences; the shipped content has 0.02


@dataclass(frozen=True)
class Expected:
    """A test sentence and the full label it should get."""

    sentence: str
    label: str

    def is_met(self, found: str) -> bool:
        """Return whether it is understood; a sentence not about the fair may also count as unclear."""
        return found == self.label or (self.label == OUT_OF_SCOPE and found == UNCLEAR)


def expected_in(files: Mapping[str, bytes]) -> list[Expected]:
    """Return the test sentences in a version's files by their path, checked before by ``./messelotse check``."""
    paths = sorted(path for path in files if path.startswith("tests/saetze/") and path.endswith(".yml"))
    read = [yaml.safe_load(files[path]) for path in paths]
    return [Expected(str(text), str(file["absicht"])) for file in read for text in file["saetze"]]


def changes(expected: list[Expected], live: Mapping[str, str], fresh: Mapping[str, str]) -> list[AnswerChange]:
    """Return the sentences that get another answer than from the live model."""
    texts = dict.fromkeys(each.sentence for each in expected)
    return [AnswerChange(text, live.get(text, ""), fresh[text]) for text in texts if live.get(text) != fresh[text]]


@dataclass(frozen=True)
class Misunderstood:
    """Test sentences that the new version does not understand.

    Attributes:
        blocking: hold the version back.
        told: are only reported: they do little harm, or were not understood before either.
    """

    blocking: tuple[Expected, ...]
    told: tuple[Expected, ...]


def misunderstood(
    expected: list[Expected], live: Mapping[str, str], fresh: Mapping[str, str], added: frozenset[str]
) -> Misunderstood:
    """Return the sentences that the new version misunderstands, sorted by whether they hold it back.

    A wrong answer blocks where the live version knows better, and where the topic is new. A question back is honest: up
    to MOST_QUESTIONS new ones are reported, as long as no more than MOST_SHARE of all sentences lead to one. A sentence
    that the live version misunderstands as well is no reason to hold a change back; it is reported if it was just
    added.

    Args:
        expected: the test sentences.
        live: label by sentence, of the live version.
        fresh: the same of the new one.
        added: the sentences that the live version was not tested with.
    """
    known = set(live.values())
    wrong = [each for each in expected if not each.is_met(fresh[each.sentence])]
    new = [each for each in wrong if each.is_met(live.get(each.sentence, each.label)) or each.label not in known]
    before = [each for each in wrong if each not in new and each.sentence in added]
    questions = [each for each in new if fresh[each.sentence] == UNCLEAR]
    in_all = sum(fresh[each.sentence] == UNCLEAR for each in wrong)
    if len(questions) > MOST_QUESTIONS or in_all > max(MOST_QUESTIONS, MOST_SHARE * len(expected)):
        questions = []
    return Misunderstood(tuple(each for each in new if each not in questions), (*questions, *before))


def failure_line(expected: Expected, found: str, before: str, title: LabelTitles) -> str:
    """Say in German why a sentence fails and how to mend it; ``before`` is its label in the live version."""
    meant, taken = title(expected.label), title(found)
    if found == UNCLEAR:
        return (
            f"„{expected.sentence}“ wird nicht sicher als „{meant}“ verstanden und führt zu einer Rückfrage – bitte "
            f"„{meant}“ um ähnliche Beispielfragen ergänzen."
        )
    now = " jetzt" if expected.is_met(before) else ""
    if found == OUT_OF_SCOPE:  # editors would look in vain for its examples among the topics
        return (
            f"„{expected.sentence}“ gehört zu „{meant}“, wird{now} aber für etwas gehalten, das nicht zur Messe "
            f"gehört – bitte „{meant}“ um ähnliche Beispielfragen ergänzen."
        )
    return (
        f"„{expected.sentence}“ gehört zu „{meant}“, wird{now} aber als „{taken}“ verstanden – bitte die neuen "
        f"Beispielfragen bei „{taken}“ prüfen oder „{meant}“ ergänzen."
    )
