from __future__ import annotations

import ast
from itertools import islice

import pytest

from bench.__main__ import FOLDER, MEASUREMENTS
from bench.latency import quantiles
from bench.questions import SHARES, mix, questions
from bench.tempo_table import at, cell, compared

OTHERS = {"bill_of_materials", "vulnerability_statements"}  # list packages, measure nothing


def has_main(source: str) -> bool:
    return any(isinstance(node, ast.FunctionDef) and node.name == "main" for node in ast.parse(source).body)


def test_every_measurement_is_listed() -> None:
    scripts = {path.stem for path in FOLDER.glob("[!_]*.py") if has_main(path.read_text(encoding="utf-8"))}
    assert scripts - OTHERS == set(MEASUREMENTS)


def test_mix_is_the_same_in_each_run_and_holds_every_kind() -> None:
    first, second = list(islice(mix(), 200)), list(islice(mix(), 200))
    assert (first == second, {kind for kind, _ in first}) == (True, set(SHARES))


def test_buttons_are_known_topics() -> None:
    assert ("/faq/parken" in questions()["Knopf"], any("gruessung" in text for text in questions()["Knopf"])) == (
        True,
        False,
    )


def test_quantiles() -> None:
    values = quantiles([float(n) for n in range(101)])
    assert (values, quantiles([1.0])) == ({"p50": 50.0, "p95": 95.0, "p99": 99.0}, {})


@pytest.mark.parametrize(
    ("ours", "stock", "goal", "text"),
    [
        (1.0, 4.0, None, "0,25 ×"),
        (1.0, 4.0, (0.25, False), "0,25 ×\nZiel ≤ 0,25 ×: erreicht"),
        (2.0, 4.0, (0.25, False), "0,50 ×\nZiel ≤ 0,25 ×: verfehlt"),
        (20.0, 4.0, (5.0, True), "5,00 ×\nZiel ≥ 5 ×: erreicht"),
        (None, 4.0, None, "–"),
        (1.0, None, None, "–"),
    ],
)
def test_comparison(ours: float | None, stock: float | None, goal: tuple[float, bool] | None, text: str) -> None:
    assert compared(ours, stock, goal) == text


def test_bar_is_longest_for_the_largest() -> None:
    assert [cell(value, 4.0, "s") for value in (4.0, 1.0, None)] == ["4 s\n" + "█" * 16, "1 s\n" + "█" * 4, "–"]


def test_figure_that_was_not_measured() -> None:
    assert (at("a", "b")({"a": {"b": 3}}), at("a", "b")({"a": {}}), at("a", "b")({})) == (3.0, None, None)
