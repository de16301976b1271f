"""The list of what staff did, for Leitung."""

from __future__ import annotations

from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html

from bot.german.phrases import clock_time
from bot.staff.access import Staff
from bot.web.services import Services
from bot.web.staff.staff import query_of, requires
from bot.web.staff.staff_frame import staff_page

ADDRESS = "/verwaltung/protokoll"
ROWS = 100


def setup_audit_page(app: Sanic) -> None:
    """Serve /verwaltung/protokoll."""
    app.add_route(get_audit, ADDRESS, methods={"GET", "HEAD"}, name="protokoll")


@requires()
async def get_audit(request: Request, services: Services, staff: Staff) -> HTTPResponse:
    """The latest deeds, a page at a time, narrowed by words."""
    query = query_of(request)
    words = query.get("suche", "")[:100]
    before = int(query["vor"]) if query.get("vor", "").isdecimal() and len(query["vor"]) < 10 else None
    found = services.access.audit.latest(ROWS + 1, before, words)
    more = urlencode({"suche": words, "vor": found[ROWS - 1].number}) if len(found) > ROWS else ""
    zone = services.fair.zone
    rows = [(deed, deed.at.astimezone(zone)) for deed in found[:ROWS]]
    shown = [
        {"when": f"{at.day}.{at.month}.{at.year}, {clock_time(at)} Uhr", "user": deed.user, "what": deed.what,
         "about": deed.about}
        for deed, at in rows
    ]  # fmt: skip
    page = staff_page(
        services, staff, "protokoll.html", here="protokoll", rows=shown, words=words, more=more, is_first=before is None
    )
    return html(page)
