"""The progress of publishing: one file in the state folder, written by the job, read by the page."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from enum import Enum
from pathlib import Path

from bot.core.files import write_json
from bot.runtime.live_model import RasaFiles
from bot.runtime.locks import PublicationLock

PROGRESS_FILE = "veroeffentlichung.json"


class PublishingStep(str, Enum):
    """Steps of a publication; the values are stored and sent to the page."""

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


UNDER_WAY = {
    PublishingStep.CHECKING,
    PublishingStep.TRAINING,
    PublishingStep.SENTENCES,
    PublishingStep.CONVERSATIONS,
    PublishingStep.SWITCHING,
}


@dataclass(frozen=True)
class AnswerChange:
    """A test sentence answered differently than by the live version; labels, "" for none."""

    sentence: str
    before: str
    after: str


@dataclass(frozen=True)
class Progress:
    """The state of a publication.

    Attributes:
        share: 0 to 1, of the present preparation; ``detail``: how far its step is, in German.
        begun: when, in seconds since 1970; 0 when that is not known.
        author: who began it; ``note``: its purpose.
        candidate: the snapshot that is to become a version; ``source``: the version that a roll-back returns to.
        faults: why it is blocked or failed, a German line each; ``remarks``: what does not hold it back.
        changes: answers that visitors will notice.
    """

    step: PublishingStep = PublishingStep.NONE
    share: float = 0.0
    author: str = ""
    note: str = ""
    candidate: str = ""
    source: str = ""
    faults: tuple[str, ...] = ()
    changes: tuple[AnswerChange, ...] = ()
    remarks: tuple[str, ...] = ()
    begun: float = 0.0
    detail: str = ""


class ProgressFile(PublicationLock):
    """Reads and writes the progress; knows whether a job is alive."""

    def __init__(self, state_folder: Path) -> None:
        super().__init__(state_folder)
        self._file = state_folder / PROGRESS_FILE
        self._rasa = RasaFiles(state_folder)

    def read(self) -> Progress:
        """Return the progress; a job that died on its way shows as failed, and the live version is the old one."""
        progress = self.stored()
        if progress.step in UNDER_WAY and not self.is_busy():
            progress = self.stored()  # it may have ended while we looked
            if progress.step in UNDER_WAY:
                if progress.candidate and self._live_version() == progress.candidate:
                    return replace(
                        progress, step=PublishingStep.LIVE
                    )  # it died after the switch: the next job records it
                what = "Das Veröffentlichen wurde unterbrochen; es gilt die bisherige Fassung. Bitte neu beginnen."
                return replace(progress, step=PublishingStep.FAILED, faults=(what,))
        return progress

    def write(self, progress: Progress) -> None:
        """Replace the stored progress."""
        write_json(self._file, asdict(progress))

    def _live_version(self) -> str:
        state = self._rasa.state()
        return state.version if state is not None else ""

    def stored(self) -> Progress:
        """Return the progress as its job left it."""
        try:
            data = json.loads(self._file.read_text(encoding="utf-8"))
            lists = {
                "changes": tuple(AnswerChange(**each) for each in data.pop("changes")),
                "faults": tuple(data.pop("faults")),
                "remarks": tuple(data.pop("remarks", ())),
            }
            return Progress(**{**data, "step": PublishingStep(data["step"]), **lists})
        except (OSError, ValueError, TypeError, KeyError, AttributeError):
            return Progress()
