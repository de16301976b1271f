"""The report: one HTML page without external resources, and all figures and results as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from bot.core.settings import RELEASE
from bot.evaluation.evaluation import Evaluation, MeasuredSet
from bot.evaluation.measures import (
    ABOUT_FAIR,
    Confusion,
    Figure,
    Result,
    compare,
    confidence_bins,
    confused_labels,
    confusion_counts,
    confusions,
    label_rows,
    measure,
)
from bot.evaluation.pictures import OURS, STOCK, Picture, ReportTable, bars, curve, heat_map, histogram
from bot.evaluation.rules import Outcome
from bot.evaluation.wording import count_text, decimal, decision_text, percent, share_text, unbroken

HTML, JSON = "bericht.html", "bericht.json"
TEMPLATES = Path(__file__).resolve().parent / "templates"
TOKENS = RELEASE / "bot" / "web" / "http" / "static" / "tokens.css"
MOST_CONFUSED, LISTED_CONFUSIONS, SAMPLES = 8, 20, 3
RANKS_KEPT = 5


def write_report(evaluation: Evaluation, folder: Path) -> Path:
    """Write both files and return the page's path."""
    figures = json.dumps(as_json(evaluation), ensure_ascii=False, indent=1)
    (folder / JSON).write_text(figures + "\n", encoding="utf-8")
    page = folder / HTML
    page.write_text(render(evaluation), encoding="utf-8")
    return page


def render(evaluation: Evaluation) -> str:
    """Return the page as HTML."""
    environment = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        # a misspelt name fails instead of leaving a gap in the report
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters.update(decimal=decimal, unbroken=unbroken)
    main = evaluation.sets[0]
    return environment.get_template("bericht.html").render(
        evaluation=evaluation,
        # The page's colours are copied in: a report is passed on as a single file.
        tokens=TOKENS.read_text(encoding="utf-8"),
        sets=[(measured, figure_table(measured)) for measured in evaluation.sets],
        comparison=compare(main.ours, main.stock) if main.stock is not None else None,
        pictures=pictures(evaluation),
        validation=_figures_table("Kreuzvalidierung der Beispiele", measure(evaluation.validated), None),
        lists=[
            _confusion_table("Verwechslungen auf den Testsätzen", confusions(main.ours)),
            _confusion_table("Verwechslungen in der Kreuzvalidierung", confusions(evaluation.validated)),
            _label_table(evaluation),
            *(_fault_table(measured) for measured in evaluation.sets),
        ],
        listed=LISTED_CONFUSIONS,
    )


def pictures(evaluation: Evaluation) -> list[Picture]:
    """Return the pictures of the first set."""
    main = evaluation.sets[0]
    labels = confused_labels(main.ours, MOST_CONFUSED)
    found = [
        histogram(*confidence_bins(main.ours)),
        curve(evaluation.curve, float(evaluation.settings.gate["threshold"])),
        heat_map(labels, confusion_counts(main.ours, labels)),
    ]
    if main.stock is None:
        return found
    return [bars(_chief(measure(main.ours)), _chief(measure(main.stock))), *found]


def _chief(figures: Sequence[Figure]) -> list[Figure]:
    """Return the figures shown as bars: right at once by kind, everything else over all kinds."""
    return [item for item in figures if item.group not in ABOUT_FAIR or item.title.startswith("sofort")]


def stock_figures(measured: MeasuredSet) -> list[Figure] | None:
    """Return the stock pipeline's figures, or None where it was not measured."""
    return None if measured.stock is None else measure(measured.stock)


def figure_table(measured: MeasuredSet) -> ReportTable:
    """Return all figures of one set, ours beside the stock pipeline's."""
    return _figures_table(measured.name, measure(measured.ours), stock_figures(measured))


def _figures_table(caption: str, ours: Sequence[Figure], stock: Sequence[Figure] | None) -> ReportTable:
    rows: list[tuple[str, ...]] = []
    group = ""
    for place, own in enumerate(ours):
        if own.group != group:
            group = own.group
            rows.append((f"{group} ({own.share.total} Sätze)",))
        beside = (share_text(stock[place].share),) if stock else ()
        rows.append((own.title, share_text(own.share), *beside))
    return ReportTable(caption, ("Maß", OURS, *((STOCK,) if stock else ())), tuple(rows))


def _confusion_table(caption: str, pairs: Sequence[Confusion]) -> ReportTable:
    rows = tuple(
        (
            pair.expected,
            pair.found or "(nichts)",
            str(len(pair.results)),
            " · ".join(f"„{result.example.text}“" for result in pair.results[:SAMPLES]),
        )
        for pair in pairs[:LISTED_CONFUSIONS]
    )
    return ReportTable(caption, ("erwartet", "verstanden", "Sätze", "zum Beispiel"), rows)


def _label_table(evaluation: Evaluation) -> ReportTable:
    rows = tuple(
        (row.label, count_text(row.right), count_text(row.within), count_text(row.wrong), count_text(row.validated))
        for row in label_rows(evaluation.sets[0].ours, evaluation.validated)
    )
    head = ("Label", "sofort richtig", "mit Vorschlägen", "falsch oder abgewiesen", "Kreuzvalidierung")
    return ReportTable("Alle Themen und Absichten, die schwächsten zuerst", head, rows)


def _fault_table(measured: MeasuredSet) -> ReportTable:
    rows = tuple(
        (
            result.example.text,
            result.example.label,
            decision_text(result.decision),
            result.outcome.value,
            percent(result.prediction.confidence),
        )
        for result in measured.ours
        if result.outcome is not Outcome.RIGHT
    )
    head = ("Satz", "erwartet", "der Bot", "Ausgang", "Sicherheit")
    return ReportTable(f"Nicht sofort richtig behandelte Sätze: {measured.name}", head, rows)


def as_json(evaluation: Evaluation) -> dict[str, Any]:
    """Return all figures and each sentence's result, with German keys."""
    settings = evaluation.settings
    return {
        "erstellt": evaluation.made.isoformat(timespec="seconds"),
        "beispiele": evaluation.examples,
        "label": evaluation.labels,
        "einstellungen": {
            "satzmodelle": list(settings.encoders),
            "C": settings.strength,
            "label_weights": dict(settings.label_weights),
            "schwellen": {name: value for name, value in settings.gate.items() if name != "name"},
            "epochen_standard": evaluation.epochs,
        },
        "kreuzvalidierung": {
            "masse": _figures_json(measure(evaluation.validated)),
            "saetze": [_sentence_json(result) for result in evaluation.validated],
        },
        "mengen": [_set_json(measured) for measured in evaluation.sets],
        "bilder": {picture.key: _table_json(picture.table) for picture in pictures(evaluation)},
    }


def _set_json(measured: MeasuredSet) -> dict[str, Any]:
    stock = measured.all_stock
    return {
        "name": measured.name,
        "auch_beispiel_und_daher_nicht_gezaehlt": len(measured.all_ours) - len(measured.ours),
        "masse": {
            "messelotse": _figures_json(measure(measured.ours)),
            "standard": None if measured.stock is None else _figures_json(measure(measured.stock)),
        },
        "saetze": {
            "messelotse": [_sentence_json(result) for result in measured.all_ours],
            "standard": None if stock is None else [_sentence_json(result) for result in stock],
        },
    }


def _figures_json(figures: Sequence[Figure]) -> list[dict[str, Any]]:
    return [
        {
            "gruppe": figure.group,
            "mass": figure.title,
            "treffer": figure.share.hits,
            "saetze": figure.share.total,
            "anteil": round(figure.share.value, 4),
            "bereich_95": [round(bound, 4) for bound in figure.share.interval],
        }
        for figure in figures
    ]


def _sentence_json(result: Result) -> dict[str, Any]:
    return {
        "text": result.example.text,
        "absicht": result.example.label,
        "auch_beispiel": result.example.known,
        "ausgang": result.outcome.value,
        "antwort": result.decision.label,
        "vorschlaege": list(result.decision.suggestions),
        "sicherheit": round(result.prediction.confidence, 4),
        "abstand": round(result.prediction.margin, 4),
        "rangliste": [[label, round(share, 4)] for label, share in result.prediction.ranking[:RANKS_KEPT]],
    }


def _table_json(table: ReportTable) -> dict[str, Any]:
    return {"spalten": list(table.head), "zeilen": [list(row) for row in table.rows]}
