"""The description of the programme API and the server itself, held together by schemathesis."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from bot.programme.changes.model import ChangeKind
from bot.web.changes.requests import REQUESTS
from bot.web.programme_api.openapi import describe_api
from tests.samples.web_process import web_process

schemathesis = pytest.importorskip("schemathesis", reason="Schemathesis ist nicht installiert")
TOKENS = [f"probe-0123456789-abcdef-{number}" for number in range(20)]  # in turn: each may ask only so often
NEXT_TOKEN = cycle(TOKENS)
schemathesis.checks.load_all_checks()
EXCLUDED = [
    # A request may have the right form and still be refused: no such day, no such room, nothing left of the words.
    schemathesis.checks.CHECKS.get_one("positive_data_acceptance"),
    # Asks so often without a token that the answer becomes 429; test_web_programme_api.py has both.
    schemathesis.checks.CHECKS.get_one("ignored_auth"),
]
DESCRIPTION: dict[str, Any] = json.loads(describe_api())
ASKED: set[str] = set()
ANSWERED: set[tuple[str, int]] = set()
schema = schemathesis.openapi.from_dict(DESCRIPTION)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    tokens = ",".join(f"{token}:{token}" for token in TOKENS)
    with web_process(tmp_path_factory.mktemp("zustand"), PROGRAMM_TOKENS=tokens) as address:
        yield address


@schema.parametrize()
@settings(max_examples=25, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
def test_server_does_what_the_description_says(case: Any, address: str) -> None:
    name_a_real_session(case.body)
    headers = {"Authorization": f"Bearer {next(NEXT_TOKEN)}"}
    response = case.call(base_url=address, headers=headers)
    ASKED.add(case.operation.label)
    ANSWERED.add((case.method, response.status_code))
    case.validate_response(response, excluded_checks=EXCLUDED)


def name_a_real_session(body: Any) -> None:
    """Else hardly any generated change would get as far as being made; what is wrong on purpose stays so."""
    key = body.get("sitzung") if isinstance(body, dict) else None
    if isinstance(key, str) and 1 <= len(key) <= 200:
        body["sitzung"] = "ki-grundlagen"


def test_every_status_was_seen() -> None:
    if len(ASKED) < sum(1 for _ in schema.get_all_operations()):
        pytest.skip("zählt nur nach allen anderen")  # asked alone or in another order
    seen = {each for each in ANSWERED if each[0] in ("GET", "POST") and each[1] not in (401, 405)}
    reading, writing = {200, 400, 404}, {200, 201, 400, 404, 409}
    assert seen == {*(("GET", status) for status in reading), *(("POST", status) for status in writing)}


def test_every_kind_of_change_is_described() -> None:
    body = DESCRIPTION["paths"]["/api/programm/aenderungen"]["post"]["requestBody"]
    kinds = body["content"]["application/json"]["schema"]["discriminator"]["mapping"]
    assert list(kinds) == list(REQUESTS)
    assert sorted(kinds) == sorted(kind.value for kind in ChangeKind)
