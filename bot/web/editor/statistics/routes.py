"""The statistics for Redaktion and Leitung: a page, a CSV file, and one sheet of paper."""

from __future__ import annotations

import asyncio
import csv
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from io import StringIO
from typing import Any

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, raw

from bot.chat.question_counts import CountKind
from bot.chat.questions import QuestionLog
from bot.core.errors import ProgrammeUnavailable
from bot.german.phrases import clock_time, day_name
from bot.programme.model import Catalogue
from bot.staff.access import Staff
from bot.staff.roles import STATISTICS
from bot.web.editor.page import READING
from bot.web.editor.statistics.view import (
    DECISIONS,
    VERDICTS,
    ChartTable,
    Statistics,
    duration_words,
    hour_rows,
    make_statistics,
    make_table,
)
from bot.web.http.forms import query_of
from bot.web.http.parts import Site, keep_parts
from bot.web.staff_area.page import requires, staff_page

PAGE = "/redaktion/statistik"
MOST_ON_PAPER, FEW_ON_PAPER = 10, 5
Names = Mapping[str, str]


@dataclass(frozen=True)
class StatisticsParts:
    """The counts, and the names of their subjects.

    Attributes:
        titles: of topics and intents by their labels.
        catalogue: the programme now; raises ProgrammeUnavailable.
    """

    site: Site
    questions: QuestionLog
    titles: Callable[[], Names]
    catalogue: Callable[[], Catalogue]


def setup_statistics(app: Sanic, parts: StatisticsParts) -> None:
    """Serve the page, the CSV file and the sheet below /redaktion/statistik."""
    keep_parts(app, parts)
    app.add_route(get_page, PAGE, methods=READING, name="statistik")
    app.add_route(get_csv, f"{PAGE}.csv", methods=READING, name="statistik_csv")
    app.add_route(get_sheet, f"{PAGE}/druck", methods=READING, name="statistik_druck")


@requires(StatisticsParts, *STATISTICS)
async def get_page(request: Request, parts: StatisticsParts, staff: Staff) -> HTTPResponse:
    """The statistics of the chosen day or of all."""
    found = _statistics(request, parts)
    tables = await asyncio.to_thread(_tables, parts, found)
    page = staff_page(parts.site, staff, "statistik.html", here="statistik", tables=tables, **_values(found))
    return html(page)


@requires(StatisticsParts, *STATISTICS)
async def get_sheet(request: Request, parts: StatisticsParts, staff: Staff) -> HTTPResponse:
    """One sheet for the steering committee."""
    found = _statistics(request, parts)
    tables = await asyncio.to_thread(_tables, parts, found, MOST_ON_PAPER, FEW_ON_PAPER)
    now = parts.site.clock.now()
    made = f"{day_name(now)}, {clock_time(now)} Uhr"
    values = {"fair": parts.site.fair, "made": made, "tables": tables, **_values(found)}
    return html(parts.site.templates.render("statistik_druck.html", **values))


@requires(StatisticsParts, *STATISTICS)
async def get_csv(request: Request, parts: StatisticsParts, staff: Staff) -> HTTPResponse:
    """Everything as a table for a spreadsheet: UTF-8 with its mark, semicolons."""
    found = _statistics(request, parts)
    text = as_csv(found, await asyncio.to_thread(_tables, parts, found))
    name = f"statistik-{found.day or 'alle-tage'}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    # without the mark Excel takes the file for the system's old code page: no umlauts
    return raw(text.encode("utf-8-sig"), content_type="text/csv; charset=utf-8", headers=headers)


def as_csv(found: Statistics, tables: list[ChartTable]) -> str:
    """Part, what and number in each line."""
    out = StringIO()
    lines = csv.writer(out, delimiter=";")
    lines.writerow(["Bereich", "Was", "Anzahl"])
    lines.writerow(["Fragen", "Alle", found.questions])
    for row in hour_rows(found.parts[CountKind.HOUR]):
        lines.writerow(["Stunden", row.title, "" if row.number is None else row.number])
    for table in tables:
        lines.writerows([table.title, _as_cell(row.title), row.number] for row in table.rows)
    return out.getvalue()


def _as_cell(text: str) -> str:
    """Return the title with an apostrophe in front where a spreadsheet would take it for a formula."""
    return f"'{text}" if text[:1] in "=+-@\t\r" else text


def _statistics(request: Request, parts: StatisticsParts) -> Statistics:
    return make_statistics(parts.questions.counts(), query_of(request).get("tag", ""))


def _values(found: Statistics) -> dict[str, Any]:
    return {
        "found": found,
        "hours": hour_rows(found.parts[CountKind.HOUR]),
        "days": [(day, day_name(date.fromisoformat(day))) for day in found.days],
        "period": day_name(date.fromisoformat(found.day)) if found.day else "Alle Tage",
        "median": duration_words(found.median),
        "slow": duration_words(found.slow),
        "good": found.parts[CountKind.VERDICT].shown.get("gut"),
        "bad": found.parts[CountKind.VERDICT].shown.get("schlecht"),
    }


def _tables(
    parts: StatisticsParts, found: Statistics, most: int | None = None, few: int | None = None
) -> list[ChartTable]:
    titles = parts.titles()
    booths, sessions = _programme_names(parts)
    kinds: tuple[tuple[str, str, str, CountKind, Names, int | None], ...] = (
        ("themen", "Themen", "Thema", CountKind.LABEL, titles, most),
        ("ergebnisse", "Was daraus wurde", "Ergebnis", CountKind.DECISION, DECISIONS, None),
        ("staende", "Gefragte Stände", "Stand", CountKind.BOOTH, booths, few),
        ("sitzungen", "Gefragte Programmpunkte", "Programmpunkt", CountKind.SESSION, sessions, few),
        ("daumen", "Daumen", "Urteil", CountKind.VERDICT, VERDICTS, None),
        ("daumen-unten", "Daumen nach unten nach Thema", "Thema", CountKind.BAD_OF, titles, few),
    )
    return [
        make_table(key, title, column, found.parts[kind], _named(names), most_rows)
        for key, title, column, kind, names, most_rows in kinds
    ]


def _named(names: Names) -> Callable[[str], str]:
    return lambda key: names.get(key) or key.partition("/")[2] or key


def _programme_names(parts: StatisticsParts) -> tuple[Names, Names]:
    """Booths by number and sessions by id; nothing while there is no programme."""
    try:
        catalogue = parts.catalogue()
    except ProgrammeUnavailable:
        return {}, {}
    booths = {booth.number: f"{booth.number} · {booth.name}" for booth in catalogue.booths}
    return booths, {session.id: session.title for session in catalogue.sessions}
