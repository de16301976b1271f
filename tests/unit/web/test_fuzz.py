"""Whatever is sent to the chat and the pages: an answer or a German refusal, never a fault of ours (5xx)."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

import httpx
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.samples.web import HELLO, FakeRasa, open_session, running

Example = tuple[httpx.AsyncClient, dict[str, str]]
FUZZED = settings(
    max_examples=60, deadline=None, derandomize=True, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
LIMITS = {"MESSE_GRENZE_SITZUNG": "1000000"}
HOSTILE = (
    "'; DROP TABLE messages; --", "<script>alert(1)</script>", "{{7*7}}", "${jndi:ldap://x}", "../../etc/passwd",
    "%s%s%n", "\u0000", "\u202e", "\ufeff/neu_anfangen", "a" * 2_000, "🤯" * 500, "/faq{\"x\": \"y\"}", "[SLOT{}]",
)  # fmt: skip
scalars = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=50)
values = st.recursive(scalars, lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner))
bodies = st.dictionaries(st.sampled_from(["id", "text", "knopf", "titel", "sprache", "nummer", "urteil"]), values)
CHAT = [
    ("POST", "/chat/nachricht"), ("POST", "/chat/bewertung"), ("POST", "/chat/sitzung"), ("PUT", "/chat/plan/x"),
    ("PUT", "/chat/plan/x/erinnerung"), ("POST", "/stand/betrieb"), ("POST", "/stand/schein/einloesen"),
    ("POST", "/anmelden"), ("POST", "/stand/schein"),
]  # fmt: skip


HEADERS = ("Authorization", "X-Request-ID", "Last-Event-ID", "Cookie", "X-Forwarded-For", "Host")


class Served:
    """An app that runs while hypothesis tries its examples, in a loop of its own."""

    def __init__(self, folder: Path) -> None:
        self.loop = asyncio.new_event_loop()
        self._life = _session(folder)
        self.client, self.headers = self.loop.run_until_complete(self._life.__aenter__())

    def send(self, method: str, path: str, **options: Any) -> httpx.Response:
        """One request in the open chat."""
        headers = {**self.headers, **options.pop("headers", {})}
        return self.loop.run_until_complete(self.client.request(method, path, headers=headers, **options))

    def close(self) -> None:
        """End it."""
        self.loop.run_until_complete(self._life.__aexit__(None, None, None))
        self.loop.close()


@asynccontextmanager
async def _session(folder: Path) -> AsyncIterator[Example]:
    async with running(folder, FakeRasa(), **LIMITS) as client:
        yield client, await open_session(client)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    app = Served(tmp_path_factory.mktemp("zustand"))
    yield app
    app.close()


def is_refused_in_german(response: httpx.Response) -> bool:
    if not response.headers["content-type"].startswith("application/json"):
        return '<html lang="de"' in response.text
    return bool(response.json()["fehler"]) and bool(response.json()["abhilfe"])


def check(response: httpx.Response) -> None:
    assert response.status_code < 500, (response.status_code, response.text)
    assert response.status_code < 400 or is_refused_in_german(response), response.text


@FUZZED
@given(target=st.sampled_from(CHAT), body=bodies)
def test_json_of_any_shape_is_answered_or_refused(
    served: Served, target: tuple[str, str], body: dict[str, Any]
) -> None:
    check(served.send(*target, content=json.dumps(body).encode()))


@FUZZED
@given(target=st.sampled_from(CHAT), body=st.binary(max_size=300))
def test_bytes_of_any_kind_are_answered_or_refused(served: Served, target: tuple[str, str], body: bytes) -> None:
    check(served.send(*target, content=body))


@FUZZED
@given(text=st.text(min_size=1, max_size=300))
def test_text_of_any_letters_is_answered_or_refused(served: Served, text: str) -> None:
    body = {"id": HELLO[:-4] + f"{abs(hash(text)) % 65536:04x}", "text": text}
    check(served.send("POST", "/chat/nachricht", content=json.dumps(body).encode()))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_answered_or_refused(served: Served, text: str) -> None:
    number = f"{HOSTILE.index(text):012x}"
    body = {"id": f"44444444-4444-4444-8444-{number}", "text": text, "titel": text}
    sent = served.send("POST", "/chat/nachricht", json=body)
    history = served.send("GET", "/chat/verlauf").json()["verlauf"]
    check(sent)
    assert (sent.status_code == 200) == any(each["id"] == body["id"] for each in history)


def test_doubled_fields_do_no_harm(served: Served) -> None:
    body = b'{"id": "%s", "id": "x", "text": "eins", "text": 2}' % HELLO.encode()
    assert served.send("POST", "/chat/nachricht", content=body).status_code == 400


@FUZZED
@given(path=st.text(alphabet=st.characters(min_codepoint=33, max_codepoint=0x2FF), max_size=60))
def test_address_of_any_kind_is_answered_or_refused(served: Served, path: str) -> None:
    quoted = "/" + quote(path, safe="/%:;@&=+$,!~*'()?[]")
    response = served.send("GET", quoted)
    assert response.status_code < 500 or response.status_code == 503, (quoted, response.text)


@FUZZED
@given(value=st.text(alphabet=st.characters(min_codepoint=32, max_codepoint=126), max_size=200))
@pytest.mark.parametrize(
    "name", ["Authorization", "X-Request-ID", "Last-Event-ID", "Cookie", "X-Forwarded-For", "Host"]
)
def test_header_of_any_content_is_answered_or_refused(served: Served, name: str, value: str) -> None:
    response = served.send("GET", "/chat/verlauf", headers={name: value.strip()})
    assert response.status_code in (200, 400, 401), (value, response.text)
