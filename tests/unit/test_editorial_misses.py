"""The log of unanswered questions."""

import json
from datetime import datetime
from pathlib import Path

import pytest

from bot.editorial import misses

MOMENT = datetime(2025, 5, 14, 10, 5)


def test_note_miss_keeps_text_guesses_and_time(tmp_path: Path) -> None:
    misses.note_miss(tmp_path, "Wo ist der Pool?", [("wo_ist", 0.3012), ("faq/toiletten", 0.2)], MOMENT)
    assert json.loads((tmp_path / misses.FILE).read_text(encoding="utf-8")) == {
        "zeit": "2025-05-14T10:05:00",
        "text": "Wo ist der Pool?",
        "vermutungen": [["wo_ist", 0.301], ["faq/toiletten", 0.2]],
    }


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("schreib an erika.muster@example.org bitte", "schreib an … bitte"),
        ("ruf 0202 563-0000 an", "ruf … an"),
        ("Hallo, ich heiße Erika Muster, wo ist B3?", "Hallo, ich heiße …, wo ist B3?"),
        ("Wo ist Stand B3 um 14:30?", "Wo ist Stand B3 um 14:30?"),
        ("am 15.05.2025", "am 15.05.2025"),
    ],
)
def test_mask_personal_data(text: str, masked: str) -> None:
    assert misses.mask_personal_data(text) == masked


def test_note_miss_starts_a_new_file_when_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(misses, "MAX_BYTES", 10)
    for _ in range(2):
        misses.note_miss(tmp_path, "Frage", [], MOMENT)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["luecken.alt.jsonl", "luecken.jsonl"]


def test_note_miss_on_unwritable_folder_only_warns(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    misses.note_miss(tmp_path / "fehlt", "Frage", [], MOMENT)
    assert "lässt sich nicht notieren" in caplog.text
