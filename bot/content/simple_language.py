"""Answers in Leichte Sprache: a second, simple text beside an answer, and the rules that can be checked by counting.

In a topic file, below ``text``: ``metadata: {leicht: |- …}``. Whether it is understood, only readers can tell.
"""

from __future__ import annotations

import re

MOST_WORDS = 12
_WORD = re.compile(r"\{[a-z_0-9]+\}|[\w][\w:.@/+·-]*")
_SEVERAL_SENTENCES = re.compile(r"[.!?] +\S")


def simple_text_faults(text: str) -> list[tuple[str, str]]:
    """Return the faults of a text in Leichte Sprache, each with its remedy."""
    faults = []
    for line in (line.strip() for line in text.splitlines() if line.strip()):
        if len(_WORD.findall(line)) > MOST_WORDS:
            remedy = f"bitte höchstens {MOST_WORDS} Wörter in einem Satz"
            faults.append((f"Leichte Sprache: „{line}“ ist zu lang", remedy))
        if _SEVERAL_SENTENCES.search(line):
            faults.append((f"Leichte Sprache: mehrere Sätze in „{line}“", "bitte jeden Satz in eine eigene Zeile"))
        if ";" in line:
            faults.append((f"Leichte Sprache: Semikolon in „{line}“", "bitte zwei Sätze daraus machen"))
    return faults
