"""The panel's words."""

from __future__ import annotations

import pytest

from bot.dialogue.explain import explain, source_words, steps, sureness, time_words
from bot.dialogue.nlu_report import Decision, FoundTime, NearestExample, Source, Understanding
from bot.fair.file import load_fair

FAIR = load_fair()


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        ("2025-05-14T14:00:00+02:00", "2025-05-14T18:00:00+02:00", "Mittwoch, 14. Mai 2025, 14:00 bis 18:00 Uhr"),
        ("2025-05-15T00:00:00+02:00", "2025-05-16T00:00:00+02:00", "Donnerstag, 15. Mai 2025, ganztägig"),
        ("2025-05-14T10:05:00+02:00", "2025-05-14T10:05:00+02:00", "Mittwoch, 14. Mai 2025, 10:05 Uhr"),
        ("2025-05-14T15:00:00+02:00", None, "ab Mittwoch, 14. Mai 2025, 15:00 Uhr"),
        (None, "2025-05-14T15:00:00+02:00", "bis Mittwoch, 14. Mai 2025, 15:00 Uhr"),
        ("2025-05-14T12:00:00+00:00", "2025-05-14T13:00:00+00:00", "Mittwoch, 14. Mai 2025, 14:00 bis 15:00 Uhr"),
        (None, None, "irgendwann"),
    ],
)
def test_time_is_told_in_the_fairs_zone(start: str | None, end: str | None, words: str) -> None:
    assert time_words(FoundTime("x", start, end, "minute"), FAIR) == words


def test_steps_come_in_the_order_of_the_work_and_unknown_ones_are_shown() -> None:
    shown = steps({"gesamt": 9.0, "neu": 1.0, "antwort": 2.0, "text": 0.5})
    assert shown == [["Schreibweise glätten", 0.5], ["Antwort formulieren", 2.0], ["neu", 1.0]]


@pytest.mark.parametrize(
    ("source", "words"),
    [
        (Source("thema/parken"), "Geprüfte Antwort der Redaktion: „faq/parken“"),
        (
            Source("programm", "2025-05-14T08:00:00+00:00", True, {"staende": 20, "sitzungen": 45}),
            "Live-Programm (Stand 10:00 Uhr): 45 Programmpunkte, 20 Stände",
        ),
        (Source("programm", "2025-05-14T08:00:00+00:00", False), "Gespeichertes Programm (Stand 10:00 Uhr): "),
    ],
)
def test_source_is_named_with_its_age(source: Source, words: str) -> None:
    assert source_words(source, str, FAIR) == words


def test_sureness_has_a_word_for_every_confidence() -> None:
    found = [sureness(each) for each in (1.0, 0.8, 0.6, 0.3, 0.0)]
    assert found == ["sehr sicher", "sehr sicher", "ziemlich sicher", "etwas unsicher", "unsicher"]


def test_everything_is_explained_with_readable_titles() -> None:
    example = NearestExample("Wo parke ich?", "faq/parken", 0.9)
    understood = Understanding(
        "Wo parken?", "faq/parken", 0.85, (("faq/parken", 0.85), ("wo_ist", 0.1)), decision=Decision.ANSWERED,
        example=example, durations={"gesamt": 20.0},
    )  # fmt: skip
    shown = explain(understood, {"faq/parken": "Parken", "wo_ist": "Weg"}.__getitem__, FAIR)
    assert (shown["absicht"], shown["urteil"], shown["rangliste"], shown["beispiel"], shown["gesamt"]) == (
        "Parken", "sehr sicher", [["Parken", 0.85], ["Weg", 0.1]],
        {"text": "Wo parke ich?", "titel": "Parken", "naehe": 0.9}, 20.0,
    )  # fmt: skip
