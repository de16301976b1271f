"""The topics that the bot has learnt: fingerprints noted with each training, compared with the current files."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from bot.core.files import write_json
from bot.core.yaml_syntax import FAST_SAFE_LOADER

NOTE = Path("models") / "messelotse.json"  # beside the model
TOPICS_KEY, FINGERPRINT_KEY = "themen", "abdruck"


def learnt_part(raw: bytes) -> bytes:
    """Return the part of a topic file that a model is made from; answers need no training."""
    try:
        data: Any = yaml.load(raw, Loader=FAST_SAFE_LOADER)  # noqa: S506 - a safe loader, in C
        # Parsed and written anew: comments, quotes and layout change nothing that is learnt.
        return json.dumps(data["nlu"], sort_keys=True, ensure_ascii=False).encode()
    except (yaml.YAMLError, KeyError, TypeError):
        return raw


def topic_fingerprints(root: Path) -> dict[str, str]:
    """Return a hash of the learnt part of every topic file, by the file's stem."""
    return {path.stem: fingerprint_of(path.read_bytes()) for path in sorted((root / "data" / "themen").glob("*.yml"))}


def fingerprint_of(raw: bytes) -> str:
    """Return the hash of the learnt part of one topic file."""
    return hashlib.sha256(learnt_part(raw)).hexdigest()


def note_live_topics(root: Path, files: Mapping[str, bytes]) -> None:
    """Store the fingerprints of published topics; ``files`` are all content files by their path.

    Raises:
        OSError: the note cannot be written.
    """
    paths = {path: Path(path) for path in files if path.startswith("data/themen/")}
    topics = {place.stem: fingerprint_of(files[path]) for path, place in paths.items()}
    write_json(root / NOTE, {**_noted(root), TOPICS_KEY: topics})


def live_fingerprints(root: Path) -> Mapping[str, str] | None:
    """Return :func:`topic_fingerprints` as of the model's training; None when they are not known."""
    noted = _noted(root).get(TOPICS_KEY)
    return {str(stem): str(value) for stem, value in noted.items()} if isinstance(noted, dict) else None


def noted_fingerprint(root: Path) -> str:
    """Return the fingerprint of everything that the model of the last start was made from; "" when not known."""
    return str(_noted(root).get(FINGERPRINT_KEY, ""))


def _noted(root: Path) -> dict[str, Any]:
    try:
        noted = json.loads((root / NOTE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return noted if isinstance(noted, dict) else {}
