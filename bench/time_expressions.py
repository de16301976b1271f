"""How many of Microsoft's German time specifications ours, dateparser and ctparse get right.

Run from the repository: ``python -m bench.time_expressions [--json FILE]``. dateparser and ctparse are extras of the
bench; each gets the whole sentence and, as a second chance, the bare expression. Ours gets the sentence only.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from bench.time_cases import KINDS, SPECS, Case, is_right, load_cases, load_disputed
from bench.time_parsers import Parser, available_parsers

OURS = "Messelotse"
_MISSING = "nicht installiert"
_GERMAN = {
    "time": "Uhrzeit",
    "date": "Tag",
    "datetime": "Tag mit Uhrzeit",
    "timerange": "Spanne von Uhrzeiten",
    "daterange": "Spanne von Tagen",
    "datetimerange": "Spanne mit Tag und Uhrzeit",
    "duration": "Dauer",
    "none": "keine Zeitangabe",
    "all": "gesamt",
}


@dataclass(frozen=True)
class Selection:
    """The cases that count, and those that do not with their number by reason."""

    scored: tuple[Case, ...]
    disputed: tuple[Case, ...]
    out_of_scope: dict[str, int]


@dataclass(frozen=True)
class Score:
    """Cases and right ones by kind; "all" is their sum."""

    total: dict[str, int]
    right: dict[str, int]
    wrong: tuple[Case, ...]

    def share(self, kind: str = "all") -> float:
        """The share right, from 0 to 1."""
        return self.right.get(kind, 0) / self.total[kind]


def select_cases(folder: Path = SPECS) -> Selection:
    """Sort the cases by whether they are in scope and beyond dispute.

    Raises:
        FileNotFoundError: the specifications are not there.
    """
    cases, disputed = load_cases(folder), load_disputed()
    in_scope = [case for case in cases if not case.category]
    doubtful = tuple(case for case in in_scope if _key(case) in disputed)
    scored = tuple(case for case in in_scope if _key(case) not in disputed)
    return Selection(scored, doubtful, dict(Counter(case.category for case in cases if case.category)))


def _key(case: Case) -> tuple[str, int, str]:
    return case.file, case.number, case.expression.lower()


def score(cases: Sequence[Case], parse: Parser, second_chance: bool) -> Score:
    """Run a parser over the cases; with ``second_chance`` also over the bare expressions."""
    wrong = tuple(case for case in cases if not _passes(case, parse, second_chance))
    total = Counter(case.kind for case in cases) + Counter(all=len(cases))
    missed = Counter(case.kind for case in wrong) + Counter(all=len(wrong))
    return Score(dict(total), {kind: total[kind] - missed[kind] for kind in total}, wrong)


def _passes(case: Case, parse: Parser, second_chance: bool) -> bool:
    if is_right(case, parse(case.text, case.now)):
        return True
    return second_chance and bool(case.expression) and is_right(case, parse(case.expression, case.now))


def format_table(selection: Selection, scores: dict[str, Score | None]) -> str:
    """The result as a German table."""
    kinds = [kind for kind in KINDS if any(case.kind == kind for case in selection.scored)] + ["all"]
    lines = ["".join([f"{'Art':<28}{'Fälle':>6}", *(f"{name:>20}" for name in scores)])]
    for kind in kinds:
        count = sum(kind in {"all", case.kind} for case in selection.scored)
        cells = [_MISSING if found is None else f"{100 * found.share(kind):.1f} %" for found in scores.values()]
        lines.append("".join([f"{_GERMAN[kind]:<28}{count:>6}", *(f"{cell:>20}" for cell in cells)]))
    outside = ", ".join(f"{name} {count}" for name, count in sorted(selection.out_of_scope.items()))
    lines.append(f"\nNicht gezählt: {len(selection.disputed)} strittige Fälle (bench/zeit_strittig.yml).")
    lines.append(f"Außerhalb dessen, was eine Messe braucht: {outside}.")
    return "\n".join(lines)


def _as_json(scores: dict[str, Score | None]) -> str:
    content = {
        name: None if found is None else {kind: [found.right[kind], found.total[kind]] for kind in found.total}
        for name, found in scores.items()
    }
    return json.dumps(content, ensure_ascii=False, indent=2) + "\n"


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the table; the exit status is 1 where the specifications are missing."""
    options = argparse.ArgumentParser(description="Vergleicht Leser deutscher Zeitangaben.")
    options.add_argument("--json", type=Path, metavar="DATEI", help="Zahlen zusätzlich als JSON schreiben")
    chosen = options.parse_args(arguments)
    try:
        selection = select_cases()
    except FileNotFoundError as error:
        print(f"Die Testfälle fehlen: {error.filename} – bitte neben das Projekt legen.", file=sys.stderr)
        return 1
    scores = {
        name: None if parse is None else score(selection.scored, parse, second_chance=name != OURS)
        for name, parse in available_parsers().items()
    }
    print(format_table(selection, scores))
    if chosen.json is not None:
        chosen.json.write_text(_as_json(scores), encoding="utf-8")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
