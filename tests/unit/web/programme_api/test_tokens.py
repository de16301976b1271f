from __future__ import annotations

import asyncio

import pytest

from bot.core.errors import ConfigurationError
from bot.web.http.problems import WebProblem
from bot.web.programme_api.tokens import REQUESTS_PER_MINUTE, WRONG_PER_MINUTE, load_tokens

FIRST, SECOND = "a" * 20, "b" * 20
TOKENS = {"PROGRAMM_TOKENS": f"Kasse:{FIRST}, Saal 1 : {SECOND},"}


def status(authorization: str, environment: dict[str, str]) -> int:
    with pytest.raises(WebProblem) as refused:
        asyncio.run(load_tokens(environment).admit(authorization, "127.0.0.1"))
    return refused.value.status


async def test_token_leads_to_its_name() -> None:
    tokens = load_tokens(TOKENS)
    assert [await tokens.admit(f"Bearer {each}", "x") for each in (FIRST, SECOND)] == ["Kasse", "Saal 1"]


@pytest.mark.parametrize(
    "sent", ["", "Bearer", "Bearer ", f"Basic {FIRST}", FIRST, "Bearer x", f"Bearer {FIRST}x", "Bearer ü"]
)
def test_anything_else_is_refused(sent: str) -> None:
    assert status(sent, TOKENS) == 401


def test_without_tokens_the_interface_is_off() -> None:
    assert status(f"Bearer {FIRST}", {}) == 503


async def test_guessing_is_slowed_down_but_not_who_has_a_token() -> None:
    tokens = load_tokens(TOKENS)
    answers = []
    for _ in range(WRONG_PER_MINUTE + 1):
        with pytest.raises(WebProblem) as refused:
            await tokens.admit("Bearer falsch", "x")
        answers.append(refused.value)
    assert [each.status for each in answers] == [*[401] * WRONG_PER_MINUTE, 429]
    assert (answers[-1].headers["Retry-After"], await tokens.admit(f"Bearer {FIRST}", "x")) == ("3", "Kasse")


async def test_too_many_requests_of_one_token() -> None:
    tokens = load_tokens(TOKENS)
    for _ in range(REQUESTS_PER_MINUTE):
        await tokens.admit(f"Bearer {FIRST}", "x")
    with pytest.raises(WebProblem, match="Mit dem Token „Kasse“ kommen zu viele Anfragen"):
        await tokens.admit(f"Bearer {FIRST}", "x")


@pytest.mark.parametrize(
    ("value", "message"),
    [
        (FIRST, "Eintrag 1 ist unlesbar"),
        (f":{FIRST}", "Eintrag 1 ist unlesbar"),
        (f"Kasse:{FIRST},Saal:kurz", "Eintrag 2 („Saal“): Das Token ist zu kurz"),
        (f"Kasse:{FIRST},Kasse:{SECOND}", "doppelt"),
        (f"Kasse:{FIRST},Saal:{FIRST}", "doppelt"),
    ],
)
def test_unusable_setting_is_refused_without_showing_a_token(value: str, message: str) -> None:
    with pytest.raises(ConfigurationError) as refused:
        load_tokens({"PROGRAMM_TOKENS": value})
    assert (message in str(refused.value), FIRST in str(refused.value)) == (True, False)
