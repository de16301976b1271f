"""Logging in, roles, single sign-on and the list of deeds over HTTP."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from bot.core.errors import ConfigurationError
from bot.staff.roles import Role
from bot.staff.single_sign_on import load_single_sign_on
from tests.samples.staff import NAMES, PASSWORD, add_users, form_token, log_in
from tests.samples.web import FakeRasa, running

pytestmark = pytest.mark.asyncio
COOKIE = "messelotse_anmeldung"
SECRET = "0123456789abcdef01234567"
ELSEWHERE = {"X-Forwarded-For": "203.0.113.7"}
SSO = {"MESSE_SSO_KOPF": "X-Remote-User", "MESSE_SSO_ADRESSEN": "127.0.0.0/8", "MESSE_SSO_GEHEIMNIS": SECRET}


@pytest_asyncio.fixture
async def web(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    """A browser that is not logged in."""
    add_users(tmp_path)
    async with running(tmp_path, FakeRasa(), MESSE_PROXY="127.0.0.1") as client:
        yield client


async def test_without_accounts_the_page_says_how_to_make_one(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        page = (await client.get("/anmelden")).text
    assert "<code>./messelotse nutzer anlegen NAME --rolle leitung</code>" in page


async def test_stranger_comes_back_to_the_wanted_page_after_the_login(web: httpx.AsyncClient) -> None:
    asked = await web.get("/programmbuero?tag=2025-05-14&suche=%C3%BC")
    login = await web.get(asked.headers["Location"])
    wanted = "/programmbuero?tag=2025-05-14&amp;suche=%C3%BC"
    assert (asked.status_code, f'name="weiter" value="{wanted}"' in login.text) == (303, True)
    answer = await log_in(web, Role.OFFICE, target="/programmbuero?tag=2025-05-14")
    assert (answer.status_code, answer.headers["Location"]) == (303, "/programmbuero?tag=2025-05-14")


@pytest.mark.parametrize("target", ["https://example.org", "//example.org", "/\\example.org", "/anmelden", "", "/a b"])
async def test_login_leads_to_no_other_host(web: httpx.AsyncClient, target: str) -> None:
    assert (await log_in(web, Role.OFFICE, target=target)).headers["Location"] == "/verwaltung"


@pytest.mark.parametrize(("proxy", "secure"), [("", False), ("10.0.0.1", False), ("10.0.0.1,127.0.0.1", True)])
async def test_cookie_is_strict(tmp_path: Path, proxy: str, secure: bool) -> None:
    add_users(tmp_path)
    async with running(tmp_path, FakeRasa(), MESSE_PROXY=proxy) as web:
        answer = await log_in(web, Role.OFFICE, **{"X-Forwarded-Proto": "https"})
    login, device = (
        {part.strip().lower() for part in cookie.split(";")[1:]} for cookie in answer.headers.get_list("Set-Cookie")
    )
    assert login - {"secure"} == {"path=/", "max-age=43200", "httponly", "samesite=lax"}
    assert device - {"secure"} == {"path=/anmelden", "max-age=31536000", "httponly", "samesite=lax"}
    assert ("secure" in login, "secure" in device) == (secure, secure)


async def test_wrong_passwords_lead_to_a_pause(web: httpx.AsyncClient) -> None:
    web.headers.update(ELSEWHERE)
    answers = [await log_in(web, Role.OFFICE, "falsch") for _ in range(6)]
    assert [each.status_code for each in answers] == [401] * 5 + [429]
    seconds = int(answers[-1].headers["Retry-After"])
    assert (seconds in (1, 2), f"Bitte warten Sie {seconds} Sekunde" in answers[-1].text) == (True, True)
    assert (await log_in(web, Role.OFFICE)).status_code == 429


async def test_unknown_name_and_wrong_password_look_the_same(web: httpx.AsyncClient) -> None:
    unknown = await web.post("/anmelden", data={"name": "niemand", "passwort": PASSWORD})
    wrong = await web.post("/anmelden", data={"name": "kim", "passwort": "falsch"})
    assert unknown.text.replace("niemand", "kim") == wrong.text


async def test_login_from_another_page_is_refused(web: httpx.AsyncClient) -> None:
    assert (await log_in(web, Role.OFFICE, **{"Sec-Fetch-Site": "cross-site"})).status_code == 403


async def test_logged_out_cookie_is_void(web: httpx.AsyncClient) -> None:
    await log_in(web, Role.OFFICE)
    cookie = web.cookies[COOKIE]
    token = form_token((await web.get("/programmbuero")).text)
    refused = await web.post("/abmelden", data={"pruefung": "x"})
    out = await web.post("/abmelden", data={"pruefung": token})
    web.cookies.set(COOKIE, cookie)
    assert (refused.status_code, out.headers["Location"], (await web.get("/programmbuero")).status_code) == (
        403,
        "/anmelden?abgemeldet=1",
        303,
    )


async def test_role_decides_and_navigation_shows_only_what_is_allowed(web: httpx.AsyncClient) -> None:
    await log_in(web, Role.OFFICE)
    page = (await web.get("/programmbuero")).text
    refused = await web.get("/verwaltung/protokoll", headers={"Accept": "text/html"})
    assert ("/verwaltung/protokoll" in page, refused.status_code, "Diese Seite ist für: " in refused.text) == (
        False,
        403,
        True,
    )


async def test_leitung_reads_what_was_done(web: httpx.AsyncClient) -> None:
    await log_in(web, Role.OFFICE)
    web.cookies.clear()
    await log_in(web, Role.LEAD)
    page = (await web.get("/verwaltung/protokoll", params={"suche": "kim"})).text
    assert ('<td role="cell">kim</td>' in page, '<td role="cell">leo</td>' in page, "Angemeldet" in page) == (
        True,
        False,
        True,
    )


async def test_expired_login_answers_json_with_json(web: httpx.AsyncClient) -> None:
    answer = await web.get("/programmbuero/nummer.json", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json()["fehler"]) == (401, "Ihre Anmeldung ist abgelaufen.")


@pytest.mark.parametrize(("address", "status"), [("127.0.0.0/8", 200), ("10.9.8.7", 303)])
async def test_header_counts_only_from_the_trusted_proxy(tmp_path: Path, address: str, status: int) -> None:
    add_users(tmp_path)
    async with running(tmp_path, FakeRasa(), **{**SSO, "MESSE_SSO_ADRESSEN": address}) as client:
        client.headers.update({"X-Remote-User": "Kim", "X-Messelotse-Geheimnis": SECRET})
        login = await client.get("/anmelden?weiter=/programmbuero/aenderungen")
        page = await client.get("/programmbuero/aenderungen")
    assert (login.status_code, page.status_code) == (303 if status == 200 else 200, status)


async def test_trusted_proxy_may_name_the_user_as_well(tmp_path: Path) -> None:
    add_users(tmp_path)
    settings = {"MESSE_SSO_KOPF": "X-Remote-User", "MESSE_PROXY": "127.0.0.1", "MESSE_SSO_GEHEIMNIS": SECRET}
    async with running(tmp_path, FakeRasa(), **settings) as client:
        client.headers.update({"X-Remote-User": NAMES[Role.OFFICE], "X-Messelotse-Geheimnis": SECRET})
        assert (await client.get("/anmelden?weiter=/programmbuero")).headers["Location"] == "/programmbuero"


async def test_login_by_proxy_ends_when_it_names_somebody_else(tmp_path: Path) -> None:
    add_users(tmp_path)
    async with running(tmp_path, FakeRasa(), **SSO) as client:
        client.headers.update({"X-Remote-User": NAMES[Role.OFFICE], "X-Messelotse-Geheimnis": SECRET})
        await client.get("/anmelden")
        same = await client.get("/programmbuero/aenderungen")
        client.headers["X-Remote-User"] = NAMES[Role.LEAD]
        other = await client.get("/programmbuero/aenderungen")
        client.headers["X-Remote-User"] = "fremd"
        stranger = await client.get("/anmelden")
    assert (same.status_code, other.status_code, stranger.status_code) == (200, 303, 403)
    assert "Sie sind im Netz als „fremd“ angemeldet" in stranger.text


@pytest.mark.parametrize(
    "secrets", [[], [""], ["falsch"], [SECRET, SECRET], [SECRET.upper()], [f"{SECRET}\u00ff".encode("latin-1")]]
)
async def test_header_from_another_account_on_the_proxys_machine_counts_for_nothing(
    tmp_path: Path, secrets: list[str]
) -> None:
    add_users(tmp_path)
    async with running(tmp_path, FakeRasa(), **SSO) as client:
        headers = [("X-Remote-User", "kim"), *(("X-Messelotse-Geheimnis", each) for each in secrets)]
        answer = await client.get("/anmelden?weiter=/programmbuero", headers=httpx.Headers(headers))
    assert (answer.status_code, "Sie sind im Netz als" in answer.text) == (200, False)


@pytest.mark.parametrize("name", [b"j\xf6rg", "weiß".encode(), "\u212aim".encode(), b"HAUS\\kim", b"kim@"])
async def test_proxy_that_names_no_account_of_exactly_this_name_gets_a_page(tmp_path: Path, name: bytes) -> None:
    add_users(tmp_path)
    headers = [(b"X-Remote-User", name), (b"X-Messelotse-Geheimnis", SECRET.encode())]
    async with running(tmp_path, FakeRasa(), **SSO) as client:
        answer = await client.get("/anmelden", headers=headers)
    assert (answer.status_code, "haben hier aber kein offenes Konto" in answer.text) == (403, True)


async def test_others_wrong_passwords_keep_nobody_out_of_a_browser_they_know(web: httpx.AsyncClient) -> None:
    web.headers.update(ELSEWHERE)
    await log_in(web, Role.OFFICE)
    device = web.cookies["messelotse_geraet"]
    web.cookies.clear()
    refused = [await log_in(web, Role.OFFICE, "falsch") for _ in range(6)]
    web.cookies.set("messelotse_geraet", device)
    other, own = await log_in(web, Role.EDITOR), await log_in(web, Role.OFFICE)
    assert [each.status_code for each in (refused[-1], other, own)] == [429, 429, 303]


@pytest.mark.parametrize(
    ("settings", "fault"),
    [
        ({"MESSE_SSO_KOPF": "X-User"}, "gehören zusammen"),
        ({"MESSE_SSO_KOPF": "X-User", "MESSE_SSO_ADRESSEN": "10.0.0.1"}, "MESSE_SSO_GEHEIMNIS fehlt"),
        ({"MESSE_SSO_KOPF": "X-User", "MESSE_PROXY": "127.0.0.1", "MESSE_SSO_GEHEIMNIS": "kurz"}, "ist kürzer als"),
        ({"MESSE_SSO_ADRESSEN": "10.0.0.1"}, "gehören zusammen"),
        ({"MESSE_SSO_KOPF": "X User", "MESSE_SSO_ADRESSEN": "10.0.0.1"}, "kein Name einer Kopfzeile"),
        ({"MESSE_SSO_KOPF": "X-User", "MESSE_SSO_ADRESSEN": "10.0.0.300"}, "ist unlesbar"),
    ],
)
async def test_unusable_setting_is_refused(settings: dict[str, str], fault: str) -> None:
    with pytest.raises(ConfigurationError, match=fault):
        load_single_sign_on(settings)
