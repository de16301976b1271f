"""Booths from staende.yml (``staende:``)."""

from __future__ import annotations

from bot.core.yaml_reader import Entry
from bot.fair.model import Fair
from bot.programme.model import Booth, BoothHours
from bot.programme.sources.yaml_common import Warnings, read_room, read_span, report_repeats, require_list

KEYS = (
    "nummer",
    "name",
    "raum",
    "organisation",
    "beschreibung",
    "ausprobieren",
    "themen",
    "betreut_von",
    "zeiten",
    "hinweis",
)
LIST = "staende"


def read_booths(entry: Entry, fair: Fair, warnings: Warnings) -> tuple[Booth, ...]:
    """Return the booths in the order of the file; oddities are added to ``warnings``.

    Raises:
        ContentError: with every problem found, each with its line.
    """
    entry.allow_only([LIST])
    lines: dict[str, int] = {}
    booths = tuple(_read_booth(item, lines, fair, warnings) for item in require_list(entry, LIST))
    entry.raise_problems()
    return booths


def _read_booth(item: Entry, lines: dict[str, int], fair: Fair, warnings: Warnings) -> Booth:
    item.allow_only(KEYS)
    number = item.text("nummer")
    report_repeats(lines, item, "nummer", number)
    return Booth(
        number=number,
        name=item.text("name"),
        room=read_room(item, fair, warnings),
        organisation=item.text("organisation", ""),
        description=item.text("beschreibung", ""),
        try_out=item.text("ausprobieren", ""),
        topics=tuple(item.texts("themen")),
        staff=tuple(item.texts("betreut_von")),
        hours=tuple(_read_hours(item, fair, warnings)),
        note=item.text("hinweis", ""),
    )


def _read_hours(item: Entry, fair: Fair, warnings: Warnings) -> tuple[BoothHours, ...]:
    found = []
    for hours in item.entries("zeiten"):
        hours.allow_only(["tag", "von", "bis"])
        span = read_span(hours, ("tag", "von", "bis"), fair, warnings)
        if span is not None:
            found.append(BoothHours(opens=span[0], closes=span[1]))
    return tuple(found)
