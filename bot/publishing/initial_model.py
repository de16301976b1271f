"""The model of a start: the version published last, or the present files before the first one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import FOLDER, ModelStore
from bot.publishing.release import GoingLive
from bot.publishing.training import train_if_needed
from bot.publishing.versions import VersionError, Versions
from bot.runtime.live_model import RasaFiles, RasaState
from bot.runtime.locks import Busy
from bot.runtime.processes import MODEL

FIRST_AUTHOR, FIRST_NOTE = "Messelotse", "Dateien beim Start"
Say = Callable[[str], None]


def state_to_start_with(root: Path, state_folder: Path, say: Say) -> RasaState:
    """Return the model to start, trained if need be.

    Raises:
        ContentError: nothing was published yet and the content has faults.
        TrainingError: Rasa could not train.
    """
    try:
        GoingLive(root, state_folder).complete_interrupted()
    except (Busy, VersionError) as error:
        say(str(error))
    state = RasaFiles(state_folder).state()
    models = ModelStore(state_folder)
    if state is not None and _was_published(state) and models.has(state.version):
        if not models.needs_training(state.version, code_fingerprint(root)):
            say(f"Sprachmodell: veröffentlichte Fassung {state.version[:10]}.")
            return replace(state, model=str(models.model(state.version)))  # a restored backup may lie elsewhere
        say(
            f"Sprachmodell: Die Software hat sich geändert, die veröffentlichte Fassung {state.version[:10]} braucht "
            "ein neues Training; es gelten die Dateien, wie sie jetzt sind."
        )
    train_if_needed(say)
    return RasaState("", str(MODEL), _keep_version(root, state_folder, say))


def _was_published(state: RasaState) -> bool:
    """Return whether an order of ours made it live; before the first one, the model is that of a start."""
    return Path(state.model).parent.name == FOLDER


def _keep_version(root: Path, state_folder: Path, say: Say) -> str:
    """Keep the started content as a version, so that there is one to go back to; "" where Git is missing."""
    versions, models = Versions(root, state_folder), ModelStore(state_folder)
    try:
        newest = versions.newest_if_unchanged()
        name = newest or versions.snapshot(FIRST_AUTHOR, FIRST_NOTE)
        models.put(name, root / MODEL)
        models.write_code(name, code_fingerprint(root))
        versions.publish(name)
    except (VersionError, OSError) as error:
        say(f"Ohne Fassungen: {error}")
        return ""
    return name
