"""Second half of publishing, and the way back: another model answers, then its content becomes the newest version.

The order matters. The supervisor switches only to a Rasa that answers; the version is recorded after that. A process
that dies in between leaves either the old version or the new one in force, and the next job (or start) records the
fact.
"""

from __future__ import annotations

import time
from dataclasses import replace
from pathlib import Path

from bot.content.live_version import note_live_topics
from bot.core.errors import MesselotseError
from bot.publishing.commands import EXPORTED, WORK, Commands, MakeCommands
from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import KEPT, ModelStore
from bot.publishing.progress import Progress, ProgressFile, PublishingStep
from bot.publishing.versions import Versions
from bot.runtime.live_model import Order, RasaFiles

RETURN = "Zurück zu: "  # how the note of a version begins that brings an earlier one back
POLL_SECONDS, PATIENCE_SECONDS = 0.05, 300.0


class NotLive(MesselotseError):
    """The new version could not go live; the old one stays."""


class GoingLive:
    """Takes a version live."""

    def __init__(
        self,
        root: Path,
        state_folder: Path,
        patience: float = PATIENCE_SECONDS,
        make_commands: MakeCommands = Commands,
    ) -> None:
        self._root, self._work = root, state_folder / WORK
        self._make_commands = make_commands
        self._versions = Versions(root, state_folder)
        self._models = ModelStore(state_folder)
        self._rasa = RasaFiles(state_folder)
        self._file = ProgressFile(state_folder)
        self._patience = patience

    def publish(self) -> Progress:
        """Take the prepared candidate live; returns where it ended.

        Raises:
            Busy: another job runs.
            NotLive: nothing is prepared, or it was with other code.
        """
        with self._file.only_me():
            self._complete()
            progress = self._file.read()
            if progress.step not in (PublishingStep.READY, PublishingStep.BLOCKED) or not self._models.has(
                progress.candidate
            ):
                raise NotLive("Es ist nichts vorbereitet – bitte zuerst „Prüfen und vorbereiten“ wählen.")
            if self._needs_training(progress.candidate):
                raise NotLive(
                    "Was vorbereitet ist, braucht ein neues Training, denn die Software hat sich seitdem geändert – "
                    "bitte noch einmal „Prüfen und vorbereiten“ wählen."
                )
            return self._go(replace(progress, begun=time.time()))

    def roll_back(self, name: str, author: str) -> Progress:
        """Data and model as in this version, as a new version; returns where it ended.

        A model that was made with other code is trained anew from the version's data: it would understand otherwise
        than it was tested, or not start.

        Raises:
            Busy: another job runs.
            NotLive: the version or its model is not kept.
        """
        with self._file.only_me():
            self._complete()
            version = next((each for each in self._versions.all() if each.name == name), None)
            if version is None or not self._models.has(name):
                raise NotLive("Diese Fassung ist nicht mehr aufbewahrt – bitte eine andere wählen.")
            note = f"{RETURN}{version.note}"
            candidate = self._versions.again(name, author, note)
            self._models.put(candidate, self._models.model(name))
            self._models.write_found(candidate, self._models.read_found(name))
            self._models.write_code(candidate, self._models.read_code(name))
            begun = time.time()
            return self._go(Progress(author=author, note=note, candidate=candidate, source=name, begun=begun))

    def complete_interrupted(self) -> None:
        """Record a version that an interrupted job had taken live already.

        Raises:
            Busy: a job runs.
        """
        with self._file.only_me():
            self._complete()

    def _go(self, progress: Progress) -> Progress:
        try:
            if self._needs_training(progress.candidate):
                self._train(replace(progress, step=PublishingStep.TRAINING))
            self._file.write(replace(progress, step=PublishingStep.SWITCHING, faults=()))
            self._switch(progress)
            self._record(progress)
        except (MesselotseError, OSError) as error:
            progress = replace(progress, step=PublishingStep.FAILED, faults=(str(error),))
        else:
            progress = replace(progress, step=PublishingStep.LIVE, faults=())
        self._file.write(progress)
        return progress

    def _needs_training(self, version: str) -> bool:
        return self._models.needs_training(version, code_fingerprint(self._root))

    def _train(self, progress: Progress) -> None:
        """Make the candidate's model from its own data.

        Raises:
            StepFailed: Rasa could not.
        """
        self._file.write(progress)
        self._work.mkdir(exist_ok=True)
        content = self._work / EXPORTED
        self._versions.export(progress.candidate, content)
        commands = self._make_commands(self._root, self._work)
        model = commands.train(content, lambda share: self._file.write(replace(progress, share=share)))
        self._models.put(progress.candidate, model)
        self._models.write_found(progress.candidate, {})  # what the model of before made of the sentences
        self._models.write_code(progress.candidate, code_fingerprint(self._root))

    def _switch(self, progress: Progress) -> None:
        # The same version may be ordered twice; the supervisor only acts on a new number.
        number = f"{progress.candidate}-{time.time_ns()}"
        self._rasa.place_order(Order(number, str(self._models.model(progress.candidate)), progress.candidate))
        until = time.monotonic() + self._patience
        while (state := self._rasa.state()) is None or state.order != number:
            if time.monotonic() > until:
                raise NotLive("Rasa wurde nicht umgeschaltet – läuft der Bot mit „./messelotse start“?")
            time.sleep(POLL_SECONDS)
        if state.fault:
            raise NotLive(f"{state.fault} Es gilt weiter die bisherige Fassung.")

    def _record(self, progress: Progress) -> None:
        if progress.source:  # the working files go back with the model; a publication was made from them
            self._versions.restore(progress.candidate)
        self._versions.publish(progress.candidate)
        note_live_topics(self._root, self._versions.files(progress.candidate))
        kept = [each.name for each in self._versions.all()]
        self._models.prune({*[name for name in kept if self._models.has(name)][:KEPT], progress.candidate})

    def _complete(self) -> None:
        progress, state = self._file.stored(), self._rasa.state()
        if progress.step is PublishingStep.SWITCHING and state is not None and state.version == progress.candidate:
            self._record(progress)
            self._file.write(replace(progress, step=PublishingStep.LIVE))
