"""Starts the publishing command for the page; it goes on when the web process is started anew."""

from __future__ import annotations

import asyncio
import sys
import time
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from bot.core.errors import MesselotseError
from bot.core.settings import code_folder
from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.progress import Progress, ProgressFile, PublishingStep
from bot.publishing.release import RETURN, GoingLive
from bot.publishing.versions import Version, Versions, changed_content, unpublished
from bot.runtime.live_model import RasaFiles
from bot.runtime.locks import Busy

LOG = "veroeffentlichen.log"


class PublishingService:
    """Starts the publishing command, one at a time for all web processes, and tells its progress."""

    def __init__(self, root: Path, state_folder: Path, environment: Mapping[str, str]) -> None:
        self._root, self._folder = root, state_folder
        self._environment = dict(environment)
        self._file = ProgressFile(state_folder)
        self._models = ModelStore(state_folder)
        self.versions = Versions(root, state_folder)
        self._job: asyncio.subprocess.Process | None = None
        self._before = self._starting = Progress()  # stored when the job began; shown until it stores something itself

    def progress(self) -> Progress:
        """How far it is, also while the command is still starting, and when it refused."""
        progress = self._file.read()
        if progress.step is PublishingStep.LIVE and self._file.stored().step is PublishingStep.SWITCHING:
            self._complete()
        if self._job is None or progress != self._before:
            return progress
        if self._job.returncode is None:
            return self._starting
        if self._job.returncode:
            return replace(self._starting, step=PublishingStep.FAILED, faults=(self._last_words(),))
        return progress

    def _complete(self) -> None:
        """Record what a job had taken live before it died; harmless while another process does the same."""
        with suppress(MesselotseError, OSError):
            GoingLive(self._root, self._folder).complete_interrupted()

    def live_version(self) -> str:
        """The name of the version that answers; "" when that is not known."""
        state = RasaFiles(self._folder).state()
        return state.version if state is not None else ""

    def published_files(self) -> Mapping[str, bytes] | None:
        """The files of the version that answers, by their paths; None where that is not known.

        Raises:
            VersionError: Git is missing or failed.
        """
        live = self.live_version()
        return self.versions.files(live) if live else None

    def waiting(self, now: Mapping[str, bytes]) -> list[str]:
        """Return the files of ``now`` that wait to be published; [] also where the live version is not known.

        Raises:
            VersionError: Git is missing or failed.
        """
        published = self.published_files()
        return unpublished(published, now) if published is not None else []

    def changed_since(self, name: str, now: Mapping[str, bytes]) -> list[str]:
        """Return the files of ``now`` that differ from this version or snapshot.

        Raises:
            VersionError: Git is missing or failed.
        """
        return changed_content(self.versions.files(name), now)

    def can_return_to(self, version: Version) -> bool:
        """Whether its model is kept."""
        return self._models.has(version.name)

    def needs_training(self) -> set[str]:
        """The names of the versions whose model is kept but was made with other code than that of now."""
        code = code_fingerprint(self._root)
        kept = (each.name for each in self.versions.all() if self.can_return_to(each))
        return {name for name in kept if self._models.needs_training(name, code)}

    async def prepare(self, author: str, note: str) -> None:
        """Start to check, train and test.

        Raises:
            Busy: another job is under way.
        """
        starting = Progress(PublishingStep.CHECKING, author=author, note=note, begun=time.time())
        await self._run(starting, "pruefen", f"--wer={author}", f"--notiz={note}")

    async def go_live(self, forced: bool) -> None:
        """Start to take the prepared version live; ``forced`` in spite of failed tests.

        Raises:
            Busy: another job is under way.
        """
        starting = replace(self._file.read(), step=PublishingStep.SWITCHING, faults=(), begun=time.time())
        await self._run(starting, "live", *(["--trotzdem"] if forced else []))

    async def roll_back(self, version: Version, author: str) -> None:
        """Start to take data and model of ``version`` back.

        Raises:
            Busy: another job is under way.
        """
        note, begun = f"{RETURN}{version.note}", time.time()
        starting = Progress(PublishingStep.SWITCHING, author=author, note=note, source=version.name, begun=begun)
        await self._run(starting, "zurueck", version.name, f"--wer={author}")

    async def _run(self, starting: Progress, *arguments: str) -> None:
        # the command locks for itself, too; here only for a quick and clear answer
        if self._file.is_busy() or (self._job is not None and self._job.returncode is None):
            raise Busy
        self._before, self._starting = self._file.read(), starting
        with self._log().open("wb") as log:
            # start_new_session: a training of minutes must outlive a restart of the web process
            self._job = await asyncio.create_subprocess_exec(
                sys.executable, "-m", "bot", "veroeffentlichen", *arguments,
                cwd=code_folder(self._root), env=self._environment, stdout=log, stderr=log, start_new_session=True,
            )  # fmt: skip

    def _log(self) -> Path:
        folder = self._folder / "protokoll"
        folder.mkdir(exist_ok=True)
        return folder / LOG

    def _last_words(self) -> str:
        lines = self._log().read_text(encoding="utf-8", errors="replace").strip().splitlines()
        said = [line.removeprefix("Fehler: ") for line in lines if line.startswith("Fehler: ")]
        return said[-1] if said else f"Das Veröffentlichen ist abgebrochen; Einzelheiten in {LOG}."
