"""All test sentences labelled by a new version and the live one: faults, remarks and changes."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.titles import LabelTitles
from bot.publishing.commands import Commands
from bot.publishing.comparison import Expected, changes, expected_in, failure_line, misunderstood
from bot.publishing.model_store import ModelStore
from bot.publishing.progress import AnswerChange
from bot.publishing.versions import VersionError, Versions

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
