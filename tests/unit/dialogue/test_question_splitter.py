"""Two questions in one message."""

import pytest

from bot.dialogue.question_splitter import candidate_parts


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("Wann macht ihr auf und wo kann ich parken?", ["Wann macht ihr auf", "wo kann ich parken?"]),
        ("Wo ist Stand B3? Was gibt es da?", ["Wo ist Stand B3?", "Was gibt es da?"]),
        ("was kostet das und muss ich mich anmelden", ["was kostet das", "muss ich mich anmelden"]),
        ("Gibt es WLAN, wo ist die Garderobe?", ["Gibt es WLAN", "wo ist die Garderobe?"]),
        ("Wo kann ich parken?", []),
        ("Ich komme mit dem Auto. Wo kann ich parken?", []),
        ("Wann und wo ist der Vortrag zu KI?", []),
        ("Kann ich Kind und Hund mitbringen?", []),
        ("Was läuft um 10 und um 11?", []),
        ("Wo? Wann? Was? Wer?", []),
        ("", []),
        ("und " * 500, []),
    ],
)
def test_candidate_parts(text: str, parts: list[str]) -> None:
    assert candidate_parts(text) == parts
