"""The token between our processes: at Rasa's channel, at the action server's door, and how it is set."""

from __future__ import annotations

from pathlib import Path

import pytest
from rasa_sdk.plugin import plugin_manager
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from actions.token_check import TokenCheck
from bot.core.errors import ConfigurationError
from bot.core.internal_token import HEADER, environment_with_token, inner_token, is_known
from bot.rasa.rest_channel import BadInput, refuse_foreign
from tests.samples.web import serving

TOKEN = "probe-0123456789-abcdef"


async def answer(_request: Request) -> HTTPResponse:
    return json([])


def action_server(token: str) -> Sanic:
    """An app as Rasa's SDK makes it, with our door."""
    app = Sanic(f"aktionen-{bool(token)}", configure_logging=False, register=False)
    for method, path in (("POST", "/webhook"), ("GET", "/actions"), ("GET", "/health")):
        app.add_route(answer, path, methods={method}, name=path.strip("/"))
    TokenCheck(token).attach_sanic_app_extensions(app)
    return app


async def statuses(token: str, given: dict[str, str]) -> list[int]:
    async with serving(action_server(token)) as client:
        calls = [client.post("/webhook", json={}, headers=given), client.get("/actions", headers=given)]
        return [(await each).status_code for each in (*calls, client.get("/health", headers=given))]


@pytest.mark.asyncio
@pytest.mark.parametrize(
    ("token", "given", "expected"),
    [
        (TOKEN, {}, [403, 403, 200]),
        (TOKEN, {HEADER: "probe-falsch"}, [403, 403, 200]),
        (TOKEN, {HEADER: TOKEN}, [200, 200, 200]),
        ("", {}, [200, 200, 200]),  # `rasa run actions` by hand
    ],
)
async def test_actions_are_called_only_with_the_token(token: str, given: dict[str, str], expected: list[int]) -> None:
    assert await statuses(token, given) == expected


def test_door_is_in_as_soon_as_actions_are_imported() -> None:
    assert plugin_manager().has_plugin("actions.token_check")


@pytest.mark.parametrize(("sender", "is_ours"), [("web-1", True), ("ich", False), ("ich", True), ("default", False)])
def test_senders_of_others_and_our_own_are_let_in(sender: str, is_ours: bool) -> None:
    refuse_foreign(sender, is_ours)


def test_nobody_else_speaks_as_a_visitor_of_the_chat() -> None:
    with pytest.raises(BadInput) as refused:
        refuse_foreign("web-0123", False)
    assert refused.value.status == 403


def test_without_a_token_everybody_is_known() -> None:
    assert [is_known("", None), is_known("", "x"), is_known(TOKEN, None), is_known(TOKEN, TOKEN)] == [
        True,
        True,
        False,
        True,
    ]


def test_token_may_stand_in_a_file(tmp_path: Path) -> None:
    path = tmp_path / "intern"
    path.write_text(f"{TOKEN}\n", encoding="utf-8")
    found = environment_with_token({"MESSE_KENNWORT_DATEI": str(path), "PATH": "/bin"})
    assert (found, inner_token(found)) == ({"MESSE_KENNWORT": TOKEN, "PATH": "/bin"}, TOKEN)


def test_part_started_alone_makes_no_token_that_nobody_else_knows() -> None:
    given = {"PATH": "/bin"}
    assert environment_with_token(given, make=False) == given
    assert environment_with_token({"MESSE_KENNWORT": TOKEN}, make=False) == {"MESSE_KENNWORT": TOKEN}


@pytest.mark.parametrize("token", ["a-1", "ä" * 20, "mit leer zeichen mittendrin"])
def test_unusable_token_is_refused_without_showing_it(token: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        inner_token({"MESSE_KENNWORT": token})
    assert ("MESSE_KENNWORT ist zu kurz" in str(refused.value), token in str(refused.value)) == (True, False)
