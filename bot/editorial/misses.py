"""The log of questions the bot could not answer, for the editors: text, guesses and time, never who asked."""

from __future__ import annotations

import json
import logging
import os
import re
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

FILE = "luecken.jsonl"
MAX_BYTES = 5_000_000
MAX_LETTERS = 300
MASK = "…"
logger = logging.getLogger(__name__)
_PERSONAL = re.compile(
    r"[\w.+-]+@[\w-]+\.[\w.-]+"  # mail addresses
    r"|\+?\d[\d /()-]{5,}\d"  # phone numbers and the like
    r"|(?<=ich heiße )\w+(?: \w+)?|(?<=mein name ist )\w+(?: \w+)?",
    re.IGNORECASE,
)


def mask_personal_data(text: str) -> str:
    """The text without mail addresses, phone numbers and introduced names."""
    return _PERSONAL.sub(MASK, text)


def note_miss(folder: Path, text: str, guesses: Sequence[tuple[str, float]], moment: datetime) -> None:
    """Append one question to the log in ``folder``; a full disk costs the note, not the answer.

    Args:
        folder: the state folder.
        text: the visitor's words.
        guesses: labels with confidence, best first.
        moment: when it was asked.
    """
    entry = {
        "zeit": moment.isoformat(timespec="seconds"),
        "text": mask_personal_data(text)[:MAX_LETTERS],
        "vermutungen": [[label, round(share, 3)] for label, share in guesses[:3]],
    }
    path = folder / FILE
    try:
        if path.exists() and path.stat().st_size > MAX_BYTES:
            os.replace(path, path.with_suffix(".alt.jsonl"))
        with path.open("a", encoding="utf-8") as log:
            log.write(json.dumps(entry, ensure_ascii=False) + "\n")
    except OSError as error:
        logger.warning("Die Frage lässt sich nicht notieren (%s)", error)
