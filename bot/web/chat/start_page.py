"""The sample intranet page with the chat widget."""

from __future__ import annotations

from datetime import datetime

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html

from bot.german.phrases import clock_time, day_name, span
from bot.web.services import services_of


def setup_start_page(app: Sanic) -> None:
    """Serve GET /."""
    app.add_route(get_start, "/", methods={"GET", "HEAD"})


async def get_start(request: Request) -> HTTPResponse:
    """The sample intranet page with the chat widget."""
    services = services_of(request)
    page = services.templates.render(
        "start.html",
        fair=services.fair,
        days=[(day_name(fair_day.day), span(fair_day.opens, fair_day.closes)) for fair_day in services.fair.days],
        has_map=services.venue.current is not None,
        demo_clock=moment_text(services.clock.now()) if services.clock.is_demo else "",
    )
    return html(page)


def moment_text(moment: datetime) -> str:
    """Like "Mittwoch, 14. Mai 2025, 10:05 Uhr"."""
    return f"{day_name(moment)}, {clock_time(moment)} Uhr"
