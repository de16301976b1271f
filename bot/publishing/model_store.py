"""A model for each version, and one that was made from just these files, wherever it was made."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from bot.content.live_version import learnt_part, noted_fingerprint
from bot.core.files import replacing, write_json
from bot.publishing.commands import MODEL_FILE
from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.progress import ProgressFile
from bot.publishing.versions import VersionError, Versions
from bot.runtime.live_model import RasaFiles
from bot.runtime.processes import MODEL

FOLDER, KEPT = "modelle", 10


class ModelStore:
    """The folder of models in the state folder; files are named after the version."""

    def __init__(self, state_folder: Path) -> None:
        self.folder = state_folder / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True)

    def model(self, version: str) -> Path:
        """Return the path of this version's model, kept or not."""
        return self.folder / f"{version}.tar.gz"

    def has(self, version: str) -> bool:
        """Return whether its model is kept."""
        return self.model(version).exists()

    def put(self, version: str, model: Path) -> None:
        """Keep a model for a version, in one step; as a hard link where the disk allows."""
        with replacing(self.model(version)) as fresh:
            try:
                # A model takes some ten megabytes, and a roll-back keeps the same one under two names.
                os.link(model, fresh)
            except OSError:  # another file system
                fresh.write_bytes(model.read_bytes())

    def read_found(self, version: str) -> Mapping[str, str]:
        """Return label by sentence as this version's model gave them; {} when it was never asked."""
        try:
            data = json.loads(self._found(version).read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return {str(sentence): str(label) for sentence, label in data.items()} if isinstance(data, dict) else {}

    def write_found(self, version: str, found: Mapping[str, str]) -> None:
        """Keep the labels that this version's model gave the sentences."""
        write_json(self._found(version), dict(found))

    def read_code(self, version: str) -> str:
        """Return the fingerprint of the code that its model was trained with; "" when unknown."""
        try:
            return self._code(version).read_text(encoding="ascii")
        except (OSError, ValueError):
            return ""

    def write_code(self, version: str, fingerprint: str) -> None:
        """Keep the fingerprint of the code that trained its model."""
        self._code(version).write_text(fingerprint, encoding="ascii")

    def needs_training(self, version: str, code: str) -> bool:
        """Return whether its model was made with other code than that of this fingerprint, or with unknown code."""
        return self.read_code(version) != code

    def prune(self, versions: Collection[str]) -> None:
        """Delete all models but those of these versions."""
        for path in self.folder.iterdir():
            if path.name.partition(".")[0] not in versions:
                path.unlink(missing_ok=True)

    def _code(self, version: str) -> Path:
        return self.folder / f"{version}.code"

    def _found(self, version: str) -> Path:
        return self.folder / f"{version}.json"


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
