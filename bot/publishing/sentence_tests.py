"""Asks the test sentences and compares what the new model understands with what the live one does."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.content.topics import UNCLEAR, LabelTitles
from bot.nlu.text_cleaning import OUT_OF_SCOPE
from bot.publishing.commands import Commands
from bot.publishing.model_store import ModelStore
from bot.publishing.progress import AnswerChange
from bot.publishing.versions import VersionError, Versions

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


OnCount = Callable[[int, int], None]  # how many have been asked, and of how many


@dataclass(frozen=True)
class SentenceResult:
    """A German line for each sentence that holds the version back (``faults``) or does not (``remarks``)."""

    faults: tuple[str, ...]
    remarks: tuple[str, ...]
    changes: tuple[AnswerChange, ...]


class SentenceTest:
    """Compares a snapshot with the live version; labels that are kept are not computed again."""

    def __init__(
        self, versions: Versions, models: ModelStore, commands: Commands, candidate: str, live: str, live_model: Path
    ) -> None:
        """Read the sentences of the snapshot.

        Args:
            versions: the versions of the project.
            models: their models.
            commands: runs a model on sentences.
            candidate: name of the snapshot, whose model is kept.
            live: name of the live version; "" where there is none.
            live_model: the model that answers now.

        Raises:
            VersionError: the snapshot cannot be read.
        """
        self._versions, self._models, self._commands = versions, models, commands
        self._candidate, self._live, self._live_model = candidate, live, live_model
        self._expected = expected_in(versions.files(candidate))
        self._texts = list(dict.fromkeys(each.sentence for each in self._expected))

    def ask_live(self) -> dict[str, str]:
        """Return label by sentence of the live version; needs no new model.

        Raises:
            StepFailed: its model could not be run.
        """
        known = dict(self._models.read_found(self._live)) if self._live else {}
        missing = [text for text in self._texts if text not in known]
        if not missing:
            return known
        found = {**known, **self._commands.recognise(self._live_model, missing, lambda _: None)}
        if self._live:
            self._models.write_found(self._live, found)
        return found

    def ask_candidate(self, told: OnCount) -> dict[str, str]:
        """Return label by sentence of the snapshot; ``told`` is called with the count done.

        Raises:
            StepFailed: its model could not be run.
        """
        count = len(self._texts)
        model = self._models.model(self._candidate)
        found = self._commands.recognise(model, self._texts, lambda share: told(round(share * count), count))
        self._models.write_found(self._candidate, found)
        return dict(found)

    def compare(self, live: Mapping[str, str], fresh: Mapping[str, str], content: Path) -> SentenceResult:
        """Compare both labellings; ``content`` is the folder of the snapshot's files."""
        title = LabelTitles(content)
        found = misunderstood(self._expected, live, fresh, self._added())

        def line(each: Expected) -> str:
            return failure_line(each, fresh[each.sentence], live.get(each.sentence, ""), title)

        return SentenceResult(
            faults=tuple(map(line, found.blocking)),
            remarks=tuple(map(line, found.told)),
            changes=tuple(changes(self._expected, live, fresh)),
        )

    def _added(self) -> frozenset[str]:
        """Return the sentences that the live version was not tested with; none where its files are not known."""
        try:
            files = self._versions.files(self._live) if self._live else None
        except VersionError:
            files = None
        return frozenset(self._texts) - {each.sentence for each in expected_in(files)} if files else frozenset()
