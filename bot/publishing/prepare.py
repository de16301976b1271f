"""First half of publishing: check, train, test; then a candidate is ready to go live, or the faults are known."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from bot.content.checks.run import all_problems
from bot.content.topics import LabelTitles
from bot.core.errors import MesselotseError
from bot.publishing.commands import EXPORTED, WORK, Commands, MakeCommands, failed_conversation_line
from bot.publishing.fingerprint import code_fingerprint, fingerprint
from bot.publishing.model_store import FittingModel, ModelStore
from bot.publishing.progress import Progress, ProgressFile, PublishingStep
from bot.publishing.sentence_tests import SentenceTest
from bot.publishing.versions import Versions
from bot.runtime.live_model import RasaFiles
from bot.runtime.processes import MODEL

# Where in the whole each step begins and ends.
SPANS = {
    PublishingStep.CHECKING: (0.0, 0.02),
    PublishingStep.TRAINING: (0.02, 0.6),
    PublishingStep.SENTENCES: (0.6, 0.8),
    PublishingStep.CONVERSATIONS: (0.8, 1.0),
}


class Preparation:
    """A run of the preparation."""

    def __init__(self, root: Path, state_folder: Path, make_commands: MakeCommands = Commands) -> None:
        self._root, self._state_folder = root, state_folder
        self._work = state_folder / WORK
        self._versions = Versions(root, state_folder)
        self._models = ModelStore(state_folder)
        self._rasa = RasaFiles(state_folder)
        self._file = ProgressFile(state_folder)
        self._progress = Progress()
        self._work.mkdir(exist_ok=True)
        self._commands = make_commands(root, self._work)

    def run(self, author: str, note: str) -> Progress:
        """Bring the present files to READY, BLOCKED or FAILED and return the final progress.

        Raises:
            Busy: another job runs.
        """
        with self._file.only_me():
            self._progress = Progress(author=author, note=note, begun=time.time())
            try:
                self._prepare()
            except (MesselotseError, OSError) as error:
                self._end(PublishingStep.FAILED, str(error))
            return self._progress

    def _prepare(self) -> None:
        self._begin(PublishingStep.CHECKING)
        problems = all_problems(self._root)
        if problems:
            self._end(PublishingStep.FAILED, *map(str, problems))
            return
        self._progress = replace(
            self._progress, candidate=self._versions.snapshot(self._progress.author, self._progress.note)
        )
        content = self._work / EXPORTED
        self._versions.export(self._progress.candidate, content)
        state = self._rasa.state()
        live, live_model = (state.version, state.model) if state is not None else ("", MODEL)
        test = SentenceTest(
            self._versions, self._models, self._commands, self._progress.candidate, live, self._root / live_model
        )
        # One thing beside another, as most servers have two cores: what needs no new model while it is made, then the
        # conversations while it is asked.
        with ThreadPoolExecutor(1) as beside:
            of_live = beside.submit(test.ask_live)
            self._begin(PublishingStep.TRAINING)
            self._models.put(self._progress.candidate, self._model(content))
            self._models.write_code(self._progress.candidate, code_fingerprint(self._root))
            conversations = beside.submit(self._failed_conversations, content)
            self._begin(PublishingStep.SENTENCES)
            fresh = test.ask_candidate(lambda done, of: self._tell_share(done / of, f"Satz {done} von {of}."))
            found = test.compare(of_live.result(), fresh, content)
            self._progress = replace(self._progress, changes=found.changes, remarks=found.remarks)
            self._begin(PublishingStep.CONVERSATIONS)
            faults = [*found.faults, *conversations.result()]
        self._end(PublishingStep.BLOCKED if faults else PublishingStep.READY, *faults)

    def _model(self, content: Path) -> Path:
        """Return a model that has learnt exactly this, as after trying it out; else a new one."""
        fitting = FittingModel(self._root, self._state_folder).find(fingerprint(self._root, content), content)
        return fitting[0] if fitting is not None else self._commands.train(content, self._tell_share)

    def _failed_conversations(self, content: Path) -> list[str]:
        failed = self._commands.failed_conversations(
            self._models.model(self._progress.candidate), content / "tests" / "gespraeche"
        )
        title = LabelTitles(content)
        return [failed_conversation_line(each, title) for each in failed]

    def _begin(self, step: PublishingStep) -> None:
        self._progress = replace(self._progress, step=step)
        self._tell_share(0.0)

    def _tell_share(self, share: float, detail: str = "") -> None:
        first, last = SPANS[self._progress.step]
        self._progress = replace(self._progress, share=first + share * (last - first), detail=detail)
        self._file.write(self._progress)

    def _end(self, step: PublishingStep, *faults: str) -> None:
        share = 1.0 if step in (PublishingStep.READY, PublishingStep.BLOCKED) else self._progress.share
        self._progress = replace(self._progress, step=step, share=share, faults=faults, detail="")
        self._file.write(self._progress)
