"""Handing a chat over: a QR code at the booth opens the same chat once on a phone."""

from __future__ import annotations

import base64
import re

from sanic import Request, Sanic
from sanic.response import HTTPResponse, empty, html, json

from bot.chat.plans import qr_code
from bot.web.http.parts import parts_of
from bot.web.http.problems import WebProblem, too_many
from bot.web.http.validation import read_object
from bot.web.kiosk.parts import ADDRESS_VARIABLE, KioskParts
from bot.web.kiosk.visits import PASS_SECONDS

PAGE, PASSES = "/weiter", "/stand/schein"
PASSES_OF_ADDRESS = 200  # within the time that one is valid: several booths may stand behind one address
_LOOPBACK = re.compile(r"(?:localhost|127(?:\.\d+){3}|\[::1\])(?::\d+)?", re.IGNORECASE)


def setup_handover(app: Sanic) -> None:
    """Serve /weiter and /stand/schein."""
    app.add_route(get_page, PAGE, methods={"GET", "HEAD"})
    app.add_route(make_pass, PASSES, methods={"POST"})
    app.add_route(get_state, PASSES, methods={"GET"})
    app.add_route(redeem_pass, f"{PASSES}/einloesen", methods={"POST"})


def public_address(request: Request) -> str:
    """Where a phone reaches this server: as set, else as the booth's browser did; "" when that is its own machine."""
    parts = parts_of(request, KioskParts)
    if parts.address:
        return parts.address
    if _LOOPBACK.fullmatch(request.host):
        return ""
    return f"{parts.site.visitors.scheme_of(request)}://{request.host}{parts.site.prefix}"


async def get_page(request: Request) -> HTTPResponse:
    """The phone's first page. The pass stands behind "#": neither log nor link preview sees it."""
    parts = parts_of(request, KioskParts)
    return html(parts.site.templates.render("weiter.html", fair=parts.site.fair))


async def make_pass(request: Request) -> HTTPResponse:
    """A QR code for the chat of this token."""
    parts = parts_of(request, KioskParts)
    address, chat = public_address(request), _chat_of(request)
    if not address:
        remedy = f"Bitte {ADDRESS_VARIABLE} setzen: die Adresse, unter der Handys den Server erreichen."
        raise WebProblem(409, "Hierher führt kein Weg vom Handy.", remedy)
    if parts.visits.is_handed_over(chat):
        raise WebProblem(409, "Dieses Gespräch ist schon am Handy.", "Bitte beginnen Sie ein neues Gespräch.")
    target = f"{address}{PAGE}#{await _make_pass(parts, parts.site.visitors.key_of(request), chat)}"
    source = f"data:image/svg+xml;base64,{base64.b64encode(qr_code(target)).decode()}"
    return json({"qr": source, "adresse": target, "sekunden": int(PASS_SECONDS)}, status=201)


async def _make_pass(parts: KioskParts, visitor: str, chat: str) -> str:
    wait = await parts.counter.take(f"schein:{visitor}", PASSES_OF_ADDRESS, PASS_SECONDS) if visitor else 0.0
    if wait:
        raise too_many(wait, "Von Ihrem Anschluss warten schon sehr viele Codes.")
    return parts.visits.make_pass(chat)


async def get_state(request: Request) -> HTTPResponse:
    """200 once the chat has been taken along, else 204."""
    is_gone = parts_of(request, KioskParts).visits.is_handed_over(_chat_of(request))
    return json({"eingeloest": True}) if is_gone else empty(204)


async def redeem_pass(request: Request) -> HTTPResponse:
    """Give the phone the chat under a new token; the pass is void then, and the booth's token opens nothing of it."""
    parts = parts_of(request, KioskParts)
    given, visits = read_object(request.body).get("schein"), parts.visits
    token, phone = parts.sessions.open()
    ticket = given if isinstance(given, str) else ""
    chat = visits.chat_of(ticket)
    if chat is not None:
        # an answer under way would be stored in the chat that has just been emptied
        async with parts.chats.alone_with(chat):
            is_taken = visits.redeem(ticket, chat, phone)
        parts.understood.forget(chat)
        if is_taken:
            return json({"sitzung": token})
    raise WebProblem(
        403,
        "Dieser Code gilt nicht mehr.",
        "Bitte lassen Sie sich am Stand einen neuen zeigen, er gilt zwei Minuten.",
    )


def _chat_of(request: Request) -> str:
    return parts_of(request, KioskParts).sessions.read(request.headers.get("authorization", ""))
