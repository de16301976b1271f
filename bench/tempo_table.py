"""The table of bench/tempo.py: each figure beside those of the others, with bars and the goals of the project."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from rich.console import Console
from rich.table import Table

WIDTH = 16
Reader = Callable[[dict[str, Any]], float | None]


def at(*path: str) -> Reader:
    """A reader of one figure of a side; None where it was not measured."""

    def read(side: dict[str, Any]) -> float | None:
        value: Any = side
        for key in path:
            value = value.get(key) if isinstance(value, dict) else None
        return float(value) if value is not None else None

    return read


# Figure, how it is read, unit, and the goal: (limit of ours / standard, whether more is better).
ROWS: tuple[tuple[str, Reader, str, tuple[float, bool] | None], ...] = (
    ("Start bis bereit", at("start", "sekunden"), "s", (0.5, False)),
    ("Start, Prozessorzeit", at("start", "cpu_sekunden"), "s", None),
    ("Speicher von Rasa (PSS)", at("speicher_mb", "pss"), "MB", (0.6, False)),
    ("Speicher von Rasa (RSS)", at("speicher_mb", "rss"), "MB", None),
    ("Training", at("training", "sekunden"), "s", (1 / 8, False)),
    ("Training, Prozessorzeit", at("training", "cpu_sekunden"), "s", None),
    ("Modelldatei", at("modell_mb"), "MB", None),
    ("Antwort p50, 1 Client", at("last", "1", "ms", "alle", "p50"), "ms", None),
    ("Antwort p95, 1 Client", at("last", "1", "ms", "alle", "p95"), "ms", (0.25, False)),
    ("Antwort p99, 1 Client", at("last", "1", "ms", "alle", "p99"), "ms", None),
    ("Antwort p50, 16 Clients", at("last", "16", "ms", "alle", "p50"), "ms", None),
    ("Antwort p95, 16 Clients", at("last", "16", "ms", "alle", "p95"), "ms", (0.25, False)),
    ("Antwort p99, 16 Clients", at("last", "16", "ms", "alle", "p99"), "ms", None),
    ("Nachrichten je Sekunde, 1 Client", at("last", "1", "je_sekunde"), "/s", None),
    ("Nachrichten je Sekunde, 16 Clients", at("last", "16", "je_sekunde"), "/s", (5.0, True)),
    ("FAQ p50, 1 Client", at("last", "1", "ms", "FAQ", "p50"), "ms", None),
    ("Programm p50, 1 Client", at("last", "1", "ms", "Programm", "p50"), "ms", None),
    ("Knopf p50, 1 Client", at("last", "1", "ms", "Knopf", "p50"), "ms", None),
    ("daneben p50, 1 Client", at("last", "1", "ms", "daneben", "p50"), "ms", None),
    ("Fehler (16 Clients)", at("last", "16", "fehler"), "", None),
)


def print_tables(results: dict[str, Any]) -> None:
    """Print everything that was measured."""
    sides = results["seiten"]
    table = Table(title=f"{results['kerne']} Kerne, {results['nachrichten']} Nachrichten je Zeile")
    for heading in ("Messwert", *(side["titel"] for side in sides.values()), "zu Standard"):
        table.add_column(heading)
    for title, read, unit, goal in ROWS:
        values = {key: read(side) for key, side in sides.items()}
        most = max((value for value in values.values() if value is not None), default=0.0)
        cells = [cell(value, most, unit) for value in values.values()]
        table.add_row(title, *cells, compared(values.get("messelotse"), values.get("standard"), goal))
    Console(width=140).print(table)


def cell(value: float | None, most: float, unit: str) -> str:
    """A figure with its bar, the longest for the largest of the row."""
    if value is None:
        return "–"
    bar = "█" * round(WIDTH * value / most) if most else ""
    return f"{value:.4g} {unit}\n{bar}".replace(".", ",")


def compared(ours: float | None, stock: float | None, goal: tuple[float, bool] | None) -> str:
    """Ours as a multiple of the standard's, and whether that reaches the goal."""
    if ours is None or not stock:
        return "–"
    ratio = ours / stock
    text = f"{ratio:.2f} ×".replace(".", ",")
    if goal is None:
        return text
    limit, more = goal
    reached = ratio >= limit if more else ratio <= limit
    sign = "≥" if more else "≤"
    return f"{text}\nZiel {sign} {limit:.3g} ×: {'erreicht' if reached else 'verfehlt'}".replace(".", ",")
