"""The floor plans: the page /plan, and one floor as a picture, /plan/bild.svg."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from bot.programme.model import Catalogue
from bot.venue.model import Floor, FloorPlan
from bot.venue.placing import place_booths
from bot.venue.reading import LiveFloorPlan
from bot.venue.way import Goal, booth_goal, room_goal, route_to
from bot.web.http.documents import HTML_TYPE, SVG_TYPE, DocumentCache, make_document, send_document
from bot.web.http.parts import Site
from bot.web.http.problems import WebProblem
from bot.web.http.static_files import static_text
from bot.web.venue.drawing import draw, route_points
from bot.web.venue.view import map_view

MOST_KEPT = 32  # pages and pictures each
STYLES = ("tokens.css", "floor_plan_drawing.css")


@dataclass(frozen=True)
class VenueParts:
    """The floor plan and the programme.

    Attributes:
        catalogue: the programme now; raises ProgrammeUnavailable.
    """

    site: Site
    venue: LiveFloorPlan
    catalogue: Callable[[], Catalogue]


def setup_venue(app: Sanic, parts: VenueParts) -> None:
    """Serve /plan and /plan/bild.svg."""
    pages, pictures = DocumentCache(MOST_KEPT), DocumentCache(MOST_KEPT)

    async def get_page(request: Request) -> HTTPResponse:
        plan, catalogue = _shown(parts)
        now = parts.site.clock.now().replace(second=0, microsecond=0)
        key = (plan, catalogue.version, catalogue.read_at, now)
        document = pages.get(key, lambda: make_document(render_map(parts.site, plan, catalogue).encode(), HTML_TYPE))
        return send_document(request, document)

    async def get_picture(request: Request) -> HTTPResponse:
        plan, catalogue = _shown(parts)
        wanted = {name: str(request.args.get(name, "")) for name in ("stand", "raum", "etage", "stufenlos")}
        goal, floor = _wanted(plan, catalogue, wanted)
        shown = (goal, floor, bool(wanted["stufenlos"]))
        key = (plan, catalogue.version, goal, floor.name, shown[2])
        document = pictures.get(
            key, lambda: make_document(render_picture(parts.site, plan, catalogue, shown).encode(), SVG_TYPE)
        )
        response = send_document(request, document)
        # stricter than the pages': an SVG opened by itself is a document that could run scripts
        response.headers["Content-Security-Policy"] = f"default-src 'none'; style-src '{style_hash()}'"
        return response

    app.add_route(get_page, "/plan", methods={"GET", "HEAD"}, name="lageplan")
    app.add_route(get_picture, "/plan/bild.svg", methods={"GET", "HEAD"}, name="lageplan_bild")


def _shown(parts: VenueParts) -> tuple[FloorPlan, Catalogue]:
    plan = parts.venue.current
    if plan is None:
        raise WebProblem(404, "Für diese Messe gibt es keinen Plan.", "Bitte fragen Sie am Infostand.")
    return plan, parts.catalogue()


def _wanted(plan: FloorPlan, catalogue: Catalogue, wanted: dict[str, str]) -> tuple[Goal | None, Floor]:
    """Return the goal that the picture marks, and the floor it shows.

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


def render_map(site: Site, plan: FloorPlan, catalogue: Catalogue) -> str:
    """Render the page with all floors."""
    now = site.clock.now()
    return site.templates.render("lageplan.html", fair=site.fair, map=map_view(plan, catalogue, site.fair, now))


def render_picture(site: Site, plan: FloorPlan, catalogue: Catalogue, shown: tuple[Goal | None, Floor, bool]) -> str:
    """Render one floor as an SVG document that brings its style along."""
    goal, floor, step_free = shown
    route = route_to(plan, goal, step_free) if goal else None
    return site.templates.render(
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
