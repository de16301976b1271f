from __future__ import annotations

import pytest

from bot.evaluation.measures import (
    Share,
    compare,
    confidence_bins,
    confused_labels,
    confusion_counts,
    confusions,
    group_of,
    label_rows,
    measure,
    threshold_curve,
)
from bot.evaluation.rules import FallbackGate
from tests.samples.evaluation import OURS, STOCK, TITLED


@pytest.mark.parametrize(
    ("hits", "total", "interval"),
    [(0, 0, (0.0, 1.0)), (5, 10, (0.2366, 0.7634)), (10, 10, (0.7225, 1.0)), (0, 10, (0.0, 0.2775))],
)
def test_interval_is_wilsons(hits: int, total: int, interval: tuple[float, float]) -> None:
    low, high = Share(hits, total).interval
    assert (round(low, 4), round(high, 4)) == interval


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("faq/wlan", "FAQ"),
        ("smalltalk/witz", "Smalltalk"),
        ("wo_ist", "Programm und Gespräch"),
        ("ausserhalb", "Nicht zur Messe"),
    ],
)
def test_group(label: str, group: str) -> None:
    assert group_of(label) == group


def test_measures_count_outcomes() -> None:
    counts = [(figure.group, figure.share.hits, figure.share.total) for figure in measure(OURS)]
    assert counts == [
        ("FAQ", 1, 2), ("FAQ", 2, 2), ("FAQ", 0, 2), ("FAQ", 0, 2),
        ("Programm und Gespräch", 0, 2), ("Programm und Gespräch", 0, 2),
        ("Programm und Gespräch", 1, 2), ("Programm und Gespräch", 1, 2),
        ("Alle Fragen zur Messe", 1, 4), ("Alle Fragen zur Messe", 2, 4),
        ("Alle Fragen zur Messe", 1, 4), ("Alle Fragen zur Messe", 1, 4),
        ("Nicht zur Messe", 1, 2), ("Nicht zur Messe", 2, 2), ("Nicht zur Messe", 0, 2),
        ("Alle Sätze", 2, 6),
    ]  # fmt: skip


def test_confusions_are_pairs_of_expected_and_found() -> None:
    assert [(pair.expected, pair.found, len(pair.results)) for pair in confusions(OURS)] == [
        ("ausserhalb", "faq/parken", 1),
        ("faq/wlan", "faq/parken", 1),
        ("wo_ist", "ausserhalb", 1),
        ("wo_ist", "faq/parken", 1),
    ]


def test_confused_labels_are_the_most_involved() -> None:
    assert confused_labels(OURS, 3) == ["ausserhalb", "faq/parken", "wo_ist"]


def test_confusion_counts_have_the_expected_in_rows() -> None:
    assert confusion_counts(OURS, ["ausserhalb", "faq/parken", "wo_ist"]) == [[1, 1, 0], [0, 1, 0], [1, 1, 0]]


def test_confidence_bins_tell_right_from_wrong() -> None:
    assert confidence_bins(OURS) == ([0] * 9 + [2], [0, 0, 0, 2, 0, 0, 0, 1, 1, 0])


def test_higher_threshold_answers_less() -> None:
    points = threshold_curve(OURS, lambda threshold: FallbackGate(threshold, 0.0), TITLED)
    found = [(point.right.hits, point.wrong.hits, point.caught.hits, point.unanswered.hits) for point in points]
    assert (found[0], found[-1]) == ((1, 2, 1, 1), (0, 0, 1, 2))


def test_label_rows_begin_with_the_weakest() -> None:
    rows = [(row.label, row.right.hits, row.within.hits, row.wrong.hits) for row in label_rows(OURS, OURS)]
    assert rows == [("wo_ist", 0, 0, 2), ("ausserhalb", 1, 1, 0), ("faq/wlan", 0, 1, 0), ("faq/parken", 1, 1, 0)]


def test_comparison_counts_what_only_one_gets_right() -> None:
    found = compare(OURS, STOCK)
    assert (found.only_ours, found.only_stock) == (2, 0)
