"""The first bubble of every chat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.chat.answers import Answer, Button, make_answer

BUTTONS: Sequence[Button] = (
    {"titel": "Was läuft jetzt?", "payload": '/programm_suche{"zeit_text": "jetzt"}'},
    {"titel": "Welche Stände gibt es?", "payload": "/stand_suche"},
    {"titel": "Wann ist geöffnet?", "payload": "/faq/oeffnungszeiten"},
    {"titel": "Wo kann ich parken?", "payload": "/faq/parken"},
)


# Who speaks, that it may err, and what it should not be told. Pages may replace the first paragraph (data-begruessung).
TEXT = (
    "Guten Tag! Ich bin der Messelotse, der KI-Assistent dieser Messe. "
    "Fragen Sie mich nach Programm, Ständen, Räumen und Ihrem Besuch.\n"
    "Ich bin ein Computerprogramm und kann mich irren. Bitte schreiben Sie mir keine persönlichen Daten."
)


def make_greeting(moment: datetime) -> Answer:
    """Return the greeting as an answer with its first proposals."""
    return make_answer(TEXT, moment, buttons=BUTTONS)
