"""The programme to look at: the page with filters, the page to print, the screen for the hall."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from urllib.parse import urlencode

from bot.programme.exports.now_next import NowNext, change_text, now_and_next
from bot.programme.model import Catalogue
from bot.web.http.parts import Site
from bot.web.programme.exports import ProgrammeExports
from bot.web.programme.view import FilterChoice, days_of, seats_text


@dataclass(frozen=True)
class ProgrammeParts:
    """The parts that pages and files are made from.

    Attributes:
        catalogue: the programme now; raises ProgrammeUnavailable.
        has_map: whether the fair has a floor plan now.
    """

    site: Site
    exports: ProgrammeExports
    catalogue: Callable[[], Catalogue]
    has_map: Callable[[], bool]


Render = Callable[[ProgrammeParts, Catalogue, datetime, Sequence[FilterChoice]], str]


def render_programme(
    parts: ProgrammeParts, catalogue: Catalogue, now: datetime, choices: Sequence[FilterChoice]
) -> str:
    """Render the programme with filters that work without JavaScript."""
    chosen = _chosen(choices)
    days = days_of(catalogue, parts.site.fair, now, chosen)
    return parts.site.templates.render(
        "programm.html",
        fair=parts.site.fair,
        has_map=parts.has_map(),
        choices=choices,
        is_filtered=bool(chosen),
        days=days,
        is_today=any(day.now_before >= 0 for day in days),
        query=urlencode(chosen),
        now=_time(now, parts),
        stale_since=_clock(catalogue.stale_since, parts),
        seats_text=seats_text,
    )


def render_print(parts: ProgrammeParts, catalogue: Catalogue, now: datetime, choices: Sequence[FilterChoice]) -> str:
    """Render the programme as tables for paper."""
    return parts.site.templates.render(
        "programm_druck.html",
        fair=parts.site.fair,
        days=days_of(catalogue, parts.site.fair, now, _chosen(choices)),
        printed_at=_clock(now, parts),
    )


def render_board(parts: ProgrammeParts, catalogue: Catalogue, now: datetime, choices: Sequence[FilterChoice]) -> str:
    """Render the hall screen as of now; its script keeps it so."""
    state: NowNext = now_and_next(catalogue, now)
    return parts.site.templates.render(
        "anzeige.html",
        fair=parts.site.fair,
        state=state,
        change_text=partial(change_text, fair=parts.site.fair),
        stand=f"Stand {_time(catalogue.stale_since, parts)} Uhr" if catalogue.stale_since else "",
        now=_time(now, parts),
    )


def _chosen(choices: Sequence[FilterChoice]) -> dict[str, str]:
    return {choice.name: choice.chosen for choice in choices if choice.chosen}


def _time(moment: datetime, parts: ProgrammeParts) -> str:
    return f"{moment.astimezone(parts.site.fair.zone):%H:%M}"


def _clock(moment: datetime | None, parts: ProgrammeParts) -> str:
    return f"{moment.astimezone(parts.site.fair.zone):%d.%m.%Y, %H:%M} Uhr" if moment is not None else ""
