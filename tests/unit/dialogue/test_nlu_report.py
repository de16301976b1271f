from __future__ import annotations

import json

import pytest

from bot.dialogue.nlu_report import (
    Decision,
    FoundTime,
    NearestExample,
    Source,
    Understanding,
    decode,
    encode,
    read_understandings,
)

FULL = Understanding(
    text="Was läuft morgen?",
    label="programm_suche",
    confidence=0.75,
    ranking=(("programm_suche", 0.75), ("faq/termin", 0.125)),
    times=(FoundTime("morgen", "2025-05-15T00:00:00+02:00", None, "day"),),
    decision=Decision.ASKED_BACK,
    action="action_list_sessions",
    durations={"bedeutung": 9.5, "gesamt": 14.25},
    example=NearestExample("Was gibt es morgen?", "programm_suche", 0.875),
    is_from_conversation=True,
    sources=(Source("programm", "2025-05-14T10:05:00+02:00", False, {"sitzungen": 44}),),
)
BUTTON = Understanding("/faq/parken", "faq/parken", 1.0, is_button=True)


@pytest.mark.parametrize("understood", [FULL, BUTTON], ids=["words", "button"])
def test_report_is_the_same_after_the_wire(understood: Understanding) -> None:
    assert decode(json.loads(json.dumps(encode(understood)))) == understood


@pytest.mark.parametrize(
    "raw",
    [None, "x", [], {}, {**encode(FULL), "sicherheit": "viel"}, {**encode(FULL), "entscheidung": "weiß nicht"}]
    + [{name: value for name, value in encode(FULL).items() if name != left_out} for left_out in encode(FULL)],
)
def test_damaged_report_is_none(raw: object) -> None:
    assert decode(raw) is None


def test_reports_are_found_among_the_messages() -> None:
    messages = [{"text": "Gern."}, "?", {"custom": {"karten": []}}, {"custom": {"verstanden": encode(FULL)}}]
    messages += [{"custom": {"verstanden": {}}}, {"custom": {"verstanden": encode(BUTTON)}}]
    assert read_understandings(messages) == [FULL, BUTTON]
