"""What browsers are told on every single route, and that no staff page answers strangers."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio

from bot.core.settings import ROOT
from bot.staff.roles import Role
from bot.web.app import create_app
from bot.web.http.limits import routes_of
from tests.samples.staff import add_users, log_in
from tests.samples.web import FakeRasa, serving

pytestmark = pytest.mark.asyncio
EXPECTED = {
    "content-security-policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'self'",
    "x-content-type-options": "nosniff",
    "x-frame-options": "SAMEORIGIN",
    "referrer-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "cross-origin-opener-policy": "same-origin",
}
CACHED = re.compile(r"no-store|(?:(?:public|private), )?(?:no-cache|max-age=\d+)(?:, .+)?")
PARAMETER = re.compile(r"<(\w+)(?::[^>]*)?>")
Call = tuple[str, str]  # method and address


@pytest_asyncio.fixture
async def site(tmp_path: Path) -> AsyncIterator[tuple[Any, httpx.AsyncClient]]:
    """The app behind a proxy of ours, and a client."""
    add_users(tmp_path)
    settings = {"MESSE_ZUSTAND": str(tmp_path), "MESSE_PROXY": "127.0.0.1", "MESSE_GRENZE_SITZUNG": "1000"}
    app = create_app(ROOT, settings, httpx.MockTransport(FakeRasa().answer))
    async with serving(app) as client:
        yield app, client


def calls(app: Any, for_staff: bool | None = None) -> list[Call]:
    """Every method of every route (of staff pages only, or of all others only), with something for its parameters."""
    wanted = [each for each in routes_of(app) if for_staff is None or is_for_staff(each) == for_staff]
    return sorted(
        (method, "/" + PARAMETER.sub("probe", route.path.lstrip("/"))) for route in wanted for method in route.methods
    )


def is_for_staff(route: Any) -> bool:
    return hasattr(route.handler, "for_staff")


async def answers(client: httpx.AsyncClient, wanted: list[Call], **headers: str) -> dict[Call, httpx.Response]:
    return {(method, path): await client.request(method, path, headers=headers) for method, path in wanted}


async def test_every_route_sends_the_headers(site: tuple[Any, httpx.AsyncClient]) -> None:
    app, client = site
    found = await answers(
        client, [*calls(app), ("GET", "/gibt-es-nicht"), ("PATCH", "/"), ("GET", "/static/widget.js")]
    )
    wrong = {
        call: {name: response.headers.get(name) for name in EXPECTED}
        for call, response in found.items()
        if {name: response.headers.get(name) for name in EXPECTED} != EXPECTED
    }
    assert (wrong, len(found) > 100) == ({}, True)
    assert {call: each.status_code for call, each in found.items() if each.status_code == 500} == {}
    unclear = {call: each.headers.get("cache-control") for call, each in found.items() if not is_clear(each)}
    assert unclear == {}


def is_clear(response: httpx.Response) -> bool:
    return CACHED.fullmatch(response.headers.get("cache-control", "")) is not None


async def test_tls_is_kept_where_it_is_used(site: tuple[Any, httpx.AsyncClient]) -> None:
    app, client = site
    plain = await answers(client, calls(app))
    safe = await answers(client, calls(app), **{"X-Forwarded-Proto": "https"})
    seen = [{each.headers.get("strict-transport-security") for each in found.values()} for found in (plain, safe)]
    assert seen == [{None}, {"max-age=31536000"}]


async def test_no_staff_page_answers_strangers(site: tuple[Any, httpx.AsyncClient]) -> None:
    app, client = site
    found = await answers(client, calls(app, for_staff=True))
    let_in = [call for call, each in found.items() if not each.headers.get("location", "").startswith("/anmelden")]
    assert (let_in, len(found) > 30) == ([], True)


async def test_every_page_below_a_staff_address_is_for_staff(site: tuple[Any, httpx.AsyncClient]) -> None:
    app, _ = site
    firsts = {path.split("/")[1] for _, path in calls(app, for_staff=True)}
    others = [call for call in calls(app, for_staff=False) if call[1].split("/")[1] in firsts]
    assert [call for call in others if call[1] != "/verwaltung"] == []  # leads on to the login


async def test_no_staff_page_stays_in_a_cache_and_each_change_needs_its_form(
    site: tuple[Any, httpx.AsyncClient],
) -> None:
    app, client = site
    await log_in(client, Role.LEAD)
    found = await answers(client, calls(app, for_staff=True))
    kept = {call: each.headers["cache-control"] for call, each in found.items() if "no-store" not in str(each.headers)}
    unchecked = {call: each.status_code for call, each in found.items() if call[0] not in ("GET", "HEAD")}
    assert (kept, set(unchecked.values())) == ({}, {403})


async def test_request_too_broken_to_read_gets_the_headers_too(site: tuple[Any, httpx.AsyncClient]) -> None:
    _, client = site
    reader, writer = await asyncio.open_connection("127.0.0.1", client.base_url.port)
    writer.write(b"UNSINN\r\n\r\n")
    answer = (await asyncio.wait_for(reader.read(4096), 60)).decode("utf-8").lower()
    writer.close()
    assert answer.startswith("http/1.1 400")
    assert [name for name in EXPECTED if f"{name}: " not in answer] == []
