"""The floor plans: the page /plan, and one floor as a picture, /plan/bild.svg."""

from __future__ import annotations

import base64
import hashlib
from functools import cache

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from bot.core.errors import ProgrammeUnavailable
from bot.programme.model import Catalogue
from bot.venue.model import Floor, FloorPlan
from bot.venue.placing import place_booths
from bot.venue.way import Goal, booth_goal, room_goal, route_to
from bot.web.http.documents import send_document
from bot.web.http.problems import WebProblem
from bot.web.http.static_files import static_text
from bot.web.programme.exports import missing_programme
from bot.web.programme.pages import HTML_TYPE, PageCache
from bot.web.services import Services, services_of
from bot.web.venue.drawing import draw, route_points
from bot.web.venue.view import map_view

SVG_TYPE = "image/svg+xml; charset=utf-8"
STYLES = ("tokens.css", "floor_plan_drawing.css")


def setup_venue_pages(app: Sanic) -> None:
    """Serve /plan and /plan/bild.svg."""
    pages, pictures = PageCache(), PageCache()

    async def get_page(request: Request) -> HTTPResponse:
        services, plan, catalogue = _shown(request)
        now = services.clock.now().replace(second=0, microsecond=0)
        key = (plan, catalogue.version, catalogue.read_at, now)
        return send_document(request, pages.get(key, lambda: render_map(services, plan, catalogue), HTML_TYPE))

    async def get_picture(request: Request) -> HTTPResponse:
        services, plan, catalogue = _shown(request)
        wanted = {name: str(request.args.get(name, "")) for name in ("stand", "raum", "etage", "stufenlos")}
        goal, floor = _wanted(plan, catalogue, wanted)
        key = (plan, catalogue.version, goal, floor.name, bool(wanted["stufenlos"]))
        step_free = bool(wanted["stufenlos"])
        document = pictures.get(
            key, lambda: render_picture(services, plan, catalogue, (goal, floor, step_free)), SVG_TYPE
        )
        response = send_document(request, document)
        response.headers["Content-Security-Policy"] = f"default-src 'none'; style-src '{style_hash()}'"
        return response

    app.add_route(get_page, "/plan", methods={"GET", "HEAD"}, name="lageplan")
    app.add_route(get_picture, "/plan/bild.svg", methods={"GET", "HEAD"}, name="lageplan_bild")


def _shown(request: Request) -> tuple[Services, FloorPlan, Catalogue]:
    services = services_of(request)
    plan = services.venue.current
    if plan is None:
        raise WebProblem(404, "Für diese Messe gibt es keinen Plan.", "Bitte fragen Sie am Infostand.")
    try:
        return services, plan, services.exports.catalogue
    except ProgrammeUnavailable as error:
        raise missing_programme() from error


def _wanted(plan: FloorPlan, catalogue: Catalogue, wanted: dict[str, str]) -> tuple[Goal | None, Floor]:
    """What the picture marks, and the floor it shows.

    Raises:
        WebProblem: neither booth, room nor floor is on the plan.
    """
    goal = _booth_goal(plan, catalogue, wanted["stand"]) if wanted["stand"] else room_goal(plan, wanted["raum"])
    storey = wanted["etage"].casefold()
    floors = [floor for floor in plan.floors if storey in (floor.short.casefold(), floor.name.casefold())]
    if goal is None and (not floors or wanted["stand"] or wanted["raum"]):
        remedy = "Bitte eine Standnummer (stand=B3), einen Raum (raum=Foyer) oder eine Etage (etage=EG) nennen."
        raise WebProblem(404, "Das steht nicht auf dem Plan.", remedy)
    return goal, goal.floor if goal else floors[0]


def _booth_goal(plan: FloorPlan, catalogue: Catalogue, number: str) -> Goal | None:
    placed = place_booths(plan, catalogue.booths)
    found = next((each for each in placed.values() if each.number.casefold() == number.strip().casefold()), None)
    return booth_goal(found) if found else None


def render_map(services: Services, plan: FloorPlan, catalogue: Catalogue) -> str:
    """The page with all floors."""
    now = services.clock.now()
    return services.templates.render(
        "lageplan.html", fair=services.fair, map=map_view(plan, catalogue, services.fair, now)
    )


def render_picture(
    services: Services, plan: FloorPlan, catalogue: Catalogue, shown: tuple[Goal | None, Floor, bool]
) -> str:
    """One floor as an SVG document that brings its style along."""
    goal, floor, step_free = shown
    route = route_to(plan, goal, step_free) if goal else None
    return services.templates.render(
        "lageplan_bild.svg",
        drawing=draw(plan, floor, place_booths(plan, catalogue.booths)),
        floor=floor,
        goal=goal,
        route=route_points(plan, route, floor) if route else "",
        style=style_text(),
    )


@cache
def style_text() -> str:
    """The colours and the drawing's rules. As an image, an SVG may load nothing."""
    return "\n".join(static_text(name) for name in STYLES)


@cache
def style_hash() -> str:
    """The style's hash for a Content-Security-Policy."""
    return "sha256-" + base64.b64encode(hashlib.sha256(style_text().encode()).digest()).decode()
