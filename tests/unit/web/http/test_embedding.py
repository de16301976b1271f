"""The chat on other origins and below another path."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.web.http.embedding import load_origins, load_prefix, with_prefix
from tests.samples.web import FakeRasa, running

INTRANET = "https://intranet.example"


def test_origins_are_read() -> None:
    assert load_origins({"MESSE_EINBETTEN": f" {INTRANET}/, http://alt.example:8081"}) == {
        INTRANET,
        "http://alt.example:8081",
    }


@pytest.mark.parametrize("value", ["*", "intranet.example", "https://intranet.example/seite", "null"])
def test_origin_that_is_none_is_refused(value: str) -> None:
    with pytest.raises(ConfigurationError, match="MESSE_EINBETTEN enthält"):
        load_origins({"MESSE_EINBETTEN": value})


@pytest.mark.parametrize(("value", "prefix"), [("", ""), ("/", ""), ("/messe/chat/", "/messe/chat")])
def test_prefix_is_read(value: str, prefix: str) -> None:
    assert load_prefix({"MESSE_PFAD": value}) == prefix


def test_prefix_that_is_no_path_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="ist kein Pfad"):
        load_prefix({"MESSE_PFAD": 'messe"x'})


def test_only_addresses_on_this_server_get_the_prefix() -> None:
    page = '<a href="/programm">/programm</a> <a href="//x.example/">x</a> <a href="#a">a</a> <img src="/static/z.svg">'
    assert with_prefix(page, "/messe") == (
        '<a href="/messe/programm">/programm</a> <a href="//x.example/">x</a> <a href="#a">a</a> '
        '<img src="/messe/static/z.svg">'
    )


async def test_allowed_origin_may_ask(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_EINBETTEN=INTRANET) as client:
        asked = await client.options("/chat/nachricht", headers={"Origin": INTRANET})
        answer = await client.post("/chat/sitzung", headers={"Origin": INTRANET})
    assert (asked.status_code, asked.headers["access-control-allow-origin"]) == (204, INTRANET)
    assert asked.headers["access-control-allow-headers"] == "Authorization, Content-Type, Last-Event-ID"
    assert (answer.status_code, answer.headers["access-control-allow-origin"]) == (201, INTRANET)
    assert (answer.headers["vary"], "access-control-allow-credentials" in answer.headers) == ("Origin", False)


@pytest.mark.parametrize(("origin", "path"), [("https://fremd.example", "/chat/sitzung"), (INTRANET, "/programmbuero")])
async def test_others_and_other_pages_are_not_opened(tmp_path: Path, origin: str, path: str) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_EINBETTEN=INTRANET) as client:
        asked = await client.options(path, headers={"Origin": origin})
    assert (asked.status_code, "access-control-allow-origin" in asked.headers) == (405, False)


async def test_pages_and_redirects_lie_below_the_prefix(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa(), MESSE_PFAD="/messe") as client:
        page = (await client.get("/")).text
    assert ('href="/messe/programm"' in page, 'src="/messe/static/widget.js"' in page, 'href="/p' in page) == (
        True,
        True,
        False,
    )
