"""Finds two or three questions in one message: „Wann macht ihr auf und wo kann ich parken?“

Only proposes parts; the caller checks that each is understood on its own (see :mod:`bot.rasa.rest_channel`).
"""

from __future__ import annotations

import re

MAX_PARTS = 3
MIN_WORDS = 2
_STARTERS = (
    "wo|wann|wie|was|wer|wen|wem|wohin|woher|warum|wieso|wozu|worum|womit|welche[rnsm]?|wieviel|ab wann|bis wann"
    "|um wie ?viel"
    "|gibt|gibts|kann|könnte|könnten|kannst|können|darf|dürfen|muss|müssen|soll|ist|sind|hat|habt|haben|läuft|findet|bekomme"
    "|brauche|brauch|zeig|zeigen|nenn|nennen|zählt|kostet|findet|fällt|spricht|geht"
)
# „…, was man tun kann“ and „…, wann er beginnt“ go on with the sentence: no second question.
_NO_CLAUSE = (
    r"(?!(?:wo|wann|wie|was|wer|wen|wem|ob|warum|wieso|welche\w*)\s+(?:man|ich|wir|es|er|sie|der|die|das|den|dem|ein\w*|mein\w*)\b"
    r"(?!\s*\?))"
)
# Between two questions: the end of a sentence, or a conjunction that a question follows.
_BORDER = re.compile(
    rf"(?<=[?!.;])\s+(?=\S)|\s*,?\s+(?:und|sowie|außerdem|und außerdem|und noch|und auch)\s+(?=(?:{_STARTERS})\b)"
    rf"|\s*,\s+{_NO_CLAUSE}(?=(?:{_STARTERS})\b)",
    re.IGNORECASE,
)
_QUESTION = re.compile(rf"^(?:und |aber |ach |dann )?(?:{_STARTERS})\b|\?\s*$", re.IGNORECASE)


def candidate_parts(text: str) -> list[str]:
    """The questions a message may consist of, two or three in their order; [] when it is one question."""
    parts = [part.strip() for part in _BORDER.split(text) if part and part.strip()]
    questions = [part for part in parts if _QUESTION.search(part) and len(part.split()) >= MIN_WORDS]
    return questions if 2 <= len(questions) <= MAX_PARTS and len(questions) == len(parts) else []
