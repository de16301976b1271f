"""Sentences that the training has encoded: a web process with a new state folder would encode them all again."""

from __future__ import annotations

from pathlib import Path

from bot.content.checks.nearness import TRAINING_FILE
from bot.core.settings import state_folder


def lend_vectors(state: Path) -> None:
    """Let a state folder have them, where the project has been trained."""
    known, place = state_folder() / TRAINING_FILE, state / TRAINING_FILE
    if known.exists() and not (place.is_symlink() or place.exists()):
        state.mkdir(parents=True, exist_ok=True)
        place.symlink_to(known.resolve())
