"""JSON files that are replaced whole: a reader never sees half a file."""

from __future__ import annotations

import json
import os
import tempfile
from pathlib import Path


def write_json(path: Path, data: object) -> None:
    """Write ``data`` beside ``path`` and rename it into place; missing folders are created.

    Raises:
        OSError: no permission or no space.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    # In the same folder: a rename is atomic only within one file system.
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            json.dump(data, file, ensure_ascii=True)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
