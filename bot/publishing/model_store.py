"""The model of each version, with the labels it gave the test sentences."""

from __future__ import annotations

import json
import os
from collections.abc import Collection, Mapping
from pathlib import Path

from bot.core.files import replacing, write_json

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
