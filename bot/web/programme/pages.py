"""The programme to look at: the page with filters, the page to print, the screen for the hall."""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Sequence
from datetime import datetime
from functools import partial
from typing import Any
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from bot.core.errors import ProgrammeUnavailable
from bot.fair.model import Fair
from bot.programme.exports.now_next import NowNext, change_text, now_and_next
from bot.programme.model import Catalogue
from bot.web.http.documents import Document, make_document, send_document
from bot.web.programme.exports import missing_programme
from bot.web.programme.view import FilterChoice, choose, days_of, offer, seats_text
from bot.web.services import Services, services_of

HTML_TYPE = "text/html; charset=utf-8"
MAX_KEPT = 32  # pages of different filters
Render = Callable[[Services, Catalogue, datetime, Sequence[FilterChoice]], str]
_Key = tuple[object, ...]


class PageCache:
    """Each page once per version of the programme, minute and filter."""

    def __init__(self) -> None:
        self._kept: dict[_Key, Document] = {}
        self._offered: tuple[str, tuple[FilterChoice, ...]] = ("", ())

    def get(self, key: _Key, make: Callable[[], str], content_type: str = HTML_TYPE) -> Document:
        """The page kept under ``key``, made when missing."""
        if key not in self._kept:
            while len(self._kept) >= MAX_KEPT:
                del self._kept[next(iter(self._kept))]
            self._kept[key] = make_document(make().encode(), content_type)
        return self._kept[key]

    def offered(self, catalogue: Catalogue, fair: Fair) -> tuple[FilterChoice, ...]:
        """What the filters offer; found once per version."""
        if self._offered[0] != catalogue.version:
            self._offered = (catalogue.version, offer(catalogue, fair))
        return self._offered[1]


def setup_programme_pages(app: Sanic) -> None:
    """Serve /programm, /programm/druck and /anzeige."""
    cache = PageCache()
    for path, render in (
        ("/programm", render_programme),
        ("/programm/druck", render_print),
        ("/anzeige", render_board),
    ):
        app.add_route(_handler(cache, path, render), path, methods={"GET", "HEAD"}, name=f"seite{path}")


def _handler(cache: PageCache, path: str, render: Render) -> Callable[[Request], Coroutine[Any, Any, HTTPResponse]]:
    async def get_page(request: Request) -> HTTPResponse:
        services = services_of(request)
        wanted = {name: str(request.args.get(name, "")) for name in ("tag", "thema", "raum", "art")}
        now = services.clock.now().replace(second=0, microsecond=0)
        try:
            catalogue = services.exports.catalogue
        except ProgrammeUnavailable as error:
            raise missing_programme() from error
        choices = choose(cache.offered(catalogue, services.fair), wanted)
        has_map = services.venue.current is not None
        key = (path, has_map, catalogue.version, catalogue.read_at, now, *(choice.chosen for choice in choices))
        return send_document(request, cache.get(key, lambda: render(services, catalogue, now, choices)))

    return get_page


def render_programme(services: Services, catalogue: Catalogue, now: datetime, choices: Sequence[FilterChoice]) -> str:
    """The programme with filters that work without JavaScript."""
    chosen = _chosen(choices)
    days = days_of(catalogue, services.fair, now, chosen)
    return services.templates.render(
        "programm.html",
        fair=services.fair,
        has_map=services.venue.current is not None,
        choices=choices,
        is_filtered=bool(chosen),
        days=days,
        is_today=any(day.now_before >= 0 for day in days),
        query=urlencode(chosen),
        now=_time(now, services),
        stale_since=_clock(catalogue.stale_since, services),
        seats_text=seats_text,
    )


def render_print(services: Services, catalogue: Catalogue, now: datetime, choices: Sequence[FilterChoice]) -> str:
    """The programme as tables for paper."""
    return services.templates.render(
        "programm_druck.html",
        fair=services.fair,
        days=days_of(catalogue, services.fair, now, _chosen(choices)),
        printed_at=_clock(now, services),
    )


def render_board(services: Services, catalogue: Catalogue, now: datetime, choices: Sequence[FilterChoice]) -> str:
    """The hall screen as of now; its script keeps it so."""
    state: NowNext = now_and_next(catalogue, now)
    return services.templates.render(
        "anzeige.html",
        fair=services.fair,
        state=state,
        change_text=partial(change_text, fair=services.fair),
        stand=f"Stand {_time(catalogue.stale_since, services)} Uhr" if catalogue.stale_since else "",
        now=_time(now, services),
    )


def _chosen(choices: Sequence[FilterChoice]) -> dict[str, str]:
    return {choice.name: choice.chosen for choice in choices if choice.chosen}


def _time(moment: datetime, services: Services) -> str:
    return f"{moment.astimezone(services.fair.zone):%H:%M}"


def _clock(moment: datetime | None, services: Services) -> str:
    return f"{moment.astimezone(services.fair.zone):%d.%m.%Y, %H:%M} Uhr" if moment is not None else ""
