"""How far publishing is: one file in the state folder, written by the job, read by the page."""

from __future__ import annotations

import fcntl
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, replace
from enum import Enum
from pathlib import Path

from bot.errors import MesselotseError
from bot.programme.json_files import write_json
from bot.rasa_files import RasaFiles

PROGRESS_FILE, LOCK_FILE = "veroeffentlichung.json", "veroeffentlichung.lock"


class Busy(MesselotseError):
    """Somebody is publishing already."""

    def __init__(self) -> None:
        super().__init__("Es wird gerade schon veröffentlicht – bitte warten, bis das beendet ist.")


class Step(str, Enum):
    """Where a publication is."""

    NONE = "nichts"
    CHECKING = "pruefen"
    TRAINING = "trainieren"
    SENTENCES = "saetze"
    CONVERSATIONS = "gespraeche"
    BLOCKED = "blockiert"  # tests failed: Leitung may go on with a reason
    READY = "bereit"  # everything passed: waits for the word to go live
    SWITCHING = "umschalten"
    LIVE = "live"
    FAILED = "gescheitert"


UNDER_WAY = {Step.CHECKING, Step.TRAINING, Step.SENTENCES, Step.CONVERSATIONS, Step.SWITCHING}


@dataclass(frozen=True)
class Change:
    """A test sentence that is answered otherwise than by the live version; labels, "" for what was not there."""

    sentence: str
    before: str
    after: str


@dataclass(frozen=True)
class Progress:
    """One publication.

    Attributes:
        share: 0 to 1, of the present preparation; ``detail``: how far its step is, in German.
        begun: when, in seconds since 1970; 0 when that is not known.
        author: who began it; ``note``: what for.
        candidate: the snapshot that is to become a version; ``source``: for a roll-back the version gone back to.
        faults: why it is blocked or failed, a German line each; ``remarks``: what does not hold it back.
        changes: what visitors will notice.
    """

    step: Step = Step.NONE
    share: float = 0.0
    author: str = ""
    note: str = ""
    candidate: str = ""
    source: str = ""
    faults: tuple[str, ...] = ()
    changes: tuple[Change, ...] = ()
    remarks: tuple[str, ...] = ()
    begun: float = 0.0
    detail: str = ""


class ProgressFile:
    """Reads and writes the progress; knows whether a job is alive."""

    def __init__(self, state_folder: Path) -> None:
        self._path = state_folder / PROGRESS_FILE
        self._lock = state_folder / LOCK_FILE
        self._rasa = RasaFiles(state_folder)

    def read(self) -> Progress:
        """The progress; a job that died on its way shows as failed, and the live version is the old one."""
        progress = self.stored()
        if progress.step in UNDER_WAY and not self.is_busy():
            progress = self.stored()  # it may have ended while we looked
            if progress.step in UNDER_WAY:
                if progress.candidate and self._live_version() == progress.candidate:
                    return replace(progress, step=Step.LIVE)  # it died after the switch: the next job records it
                what = "Das Veröffentlichen wurde unterbrochen; es gilt die bisherige Fassung. Bitte neu beginnen."
                return replace(progress, step=Step.FAILED, faults=(what,))
        return progress

    def write(self, progress: Progress) -> None:
        """Replace what was stored."""
        write_json(self._path, asdict(progress))

    @contextmanager
    def only_me(self) -> Iterator[None]:
        """Hold the right to publish; the system takes it back when this process dies.

        Raises:
            Busy: another job holds it.
        """
        with self._lock.open("a") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError as error:
                raise Busy from error
            yield

    def is_busy(self) -> bool:
        """Whether a job is alive."""
        try:
            with self.only_me():
                return False
        except Busy:
            return True

    def _live_version(self) -> str:
        state = self._rasa.state()
        return state.version if state is not None else ""

    def stored(self) -> Progress:
        """The progress as its job left it."""
        try:
            data = json.loads(self._path.read_text(encoding="utf-8"))
            lists = {
                "changes": tuple(Change(**each) for each in data.pop("changes")),
                "faults": tuple(data.pop("faults")),
                "remarks": tuple(data.pop("remarks", ())),
            }
            return Progress(**{**data, "step": Step(data["step"]), **lists})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return Progress()
