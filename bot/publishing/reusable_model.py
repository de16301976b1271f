"""A model made from exactly these files, wherever it was trained: nothing is trained twice."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.content.live_version import learnt_part, noted_fingerprint
from bot.publishing.commands import MODEL_FILE
from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.progress import ProgressFile
from bot.publishing.versions import VersionError, Versions
from bot.runtime.live_model import RasaFiles
from bot.runtime.processes import MODEL

TRYOUT_FOLDER, LEARNT_FROM = "ausprobieren", "abdruck"


class FittingModel:
    """Searches all models that one project keeps."""

    def __init__(self, root: Path, state_folder: Path) -> None:
        self._root, self._state_folder = root, state_folder

    def find(self, wanted: str, content: Path) -> tuple[Path, str] | None:
        """Return a model for the files below ``content`` with the fingerprint ``wanted`` and its origin, or None."""
        return self._tried_out(wanted) or self._published(content) or self._of_start(wanted)

    def _tried_out(self, wanted: str) -> tuple[Path, str] | None:
        own = self._state_folder / TRYOUT_FOLDER
        model, note = own / MODEL_FILE, own / LEARNT_FROM
        is_same = model.exists() and note.exists() and note.read_text(encoding="ascii") == wanted
        return (model, "vom letzten Ausprobieren") if is_same else None

    def _published(self, content: Path) -> tuple[Path, str] | None:
        """Return the model prepared for publishing, or the one that is live."""
        models, state = ModelStore(self._state_folder), RasaFiles(self._state_folder).state()
        candidates = (
            (ProgressFile(self._state_folder).stored().candidate, "zum Veröffentlichen vorbereitet"),
            (state.version if state is not None else "", "dasselbe wie live"),
        )
        for version, origin in candidates:
            fits = version and models.has(version) and not models.needs_training(version, code_fingerprint(self._root))
            if fits and self._says_the_same(version, content):
                return models.model(version), origin
        return None

    def _says_the_same(self, version: str, content: Path) -> bool:
        try:
            files = Versions(self._root, self._state_folder).files(version)
        except VersionError:
            return False
        paths = [path for path in (content / "data").rglob("*") if path.is_file()]
        now = {path.relative_to(content).as_posix(): path.read_bytes() for path in paths}
        return _learnt(files) == _learnt(now)

    def _of_start(self, wanted: str) -> tuple[Path, str] | None:
        is_same = noted_fingerprint(self._root) == wanted and (self._root / MODEL).exists()
        return (self._root / MODEL, "dasselbe wie beim letzten Start") if is_same else None


def _learnt(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return the files that a model is made from: answers need no training."""
    return {
        path: learnt_part(raw) if path.startswith("data/themen/") else raw
        for path, raw in files.items()
        if path.startswith("data/") and path.endswith(".yml")
    }
