"""The pages required by law: the privacy notice and the frame of the accessibility statement."""

from __future__ import annotations

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html

from bot.web.http.parts import Site, parts_of

PRIVACY, ACCESSIBILITY = "/datenschutz", "/barrierefreiheit"
CONTACT_FACT = "chat_datenschutzkontakt"
TEMPLATES = {
    PRIVACY: "datenschutz.html",
    ACCESSIBILITY: "barrierefreiheit.html",
}


def setup_legal_pages(app: Sanic) -> None:
    """Serve /datenschutz and /barrierefreiheit."""
    for path in TEMPLATES:
        app.add_route(get_page, path, methods={"GET", "HEAD"}, name=f"recht{path}")


async def get_page(request: Request) -> HTTPResponse:
    """One of the pages, with the fair's facts."""
    site = parts_of(request, Site)
    fair = site.fair
    contact = fair.facts.get(CONTACT_FACT, fair.contact.mail)
    page = site.templates.render(TEMPLATES[request.path], fair=fair, days=fair.retention_days, privacy_contact=contact)
    return html(page)
