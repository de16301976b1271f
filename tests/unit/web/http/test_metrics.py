from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from tests.samples.web import HELLO, FakeRasa, open_session, running


def samples(text: str) -> dict[str, float]:
    """Value by name and labels; only our own figures."""
    families = text_string_to_metric_families(text)
    return {
        f"{sample.name}{sorted(sample.labels.values())}": sample.value
        for family in families
        for sample in family.samples
        if sample.name.startswith("messelotse") and "_bucket" not in sample.name and "_created" not in sample.name
    }


async def test_metrics_count_by_route_and_status(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        headers = await open_session(client)
        await client.post("/chat/nachricht", headers=headers, json={"id": HELLO, "text": "Hallo"})
        await client.post("/chat/nachricht", json={"id": HELLO, "text": "Hallo"})
        await client.get("/gibt/es/nicht")
        found = samples((await client.get("/metrics")).text)
    counted = {name: value for name, value in found.items() if "_count" in name}
    assert counted == {
        "messelotse_http_request_seconds_count['/chat/sitzung', '201', 'POST']": 1.0,
        "messelotse_http_request_seconds_count['/chat/nachricht', '200', 'POST']": 1.0,
        "messelotse_http_request_seconds_count['/chat/nachricht', '401', 'POST']": 1.0,
        "messelotse_http_request_seconds_count['404', 'GET', 'andere']": 1.0,
    }


@pytest.mark.parametrize(("up", "value"), [(True, 1.0), (False, 0.0)])
async def test_metrics_tell_which_part_is_up(tmp_path: Path, up: bool, value: float) -> None:
    rasa = FakeRasa()
    rasa.up = up
    async with running(tmp_path, rasa) as client:
        found = samples((await client.get("/metrics")).text)
    assert found["messelotse_part_up['rasa']"] == value


@pytest.mark.parametrize("header", ["X-Forwarded-For", "Forwarded", "X-Real-IP"])
async def test_metrics_are_not_for_those_behind_a_proxy(tmp_path: Path, header: str) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        answer = await client.get("/metrics", headers={header: "203.0.113.7"})
    assert (answer.status_code, "messelotse_" in answer.text) == (404, False)


async def test_request_id_goes_to_rasa_and_back(tmp_path: Path) -> None:
    rasa = FakeRasa()
    async with running(tmp_path, rasa) as client:
        headers = {**await open_session(client), "X-Request-ID": "anfrage-4711"}
        answer = await client.post("/chat/nachricht", headers=headers, json={"id": HELLO, "text": "Hallo"})
    assert (answer.headers["X-Request-ID"], rasa.requests) == ("anfrage-4711", ["anfrage-4711"])


@pytest.mark.parametrize(
    ("allowed", "address", "status"),
    [("", "127.0.0.1", 200), ("", "10.1.2.3", 404), ("10.1.0.0/16", "10.1.2.3", 200), ("10.1.0.0/16", "10.2.0.1", 404)],
)
async def test_metrics_are_for_whom_the_operator_allows(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, allowed: str, address: str, status: int
) -> None:
    monkeypatch.setattr("sanic.request.Request.ip", address)
    async with running(tmp_path, FakeRasa(), MESSE_MESSWERTE=allowed) as client:
        assert (await client.get("/metrics")).status_code == status


async def test_what_is_no_request_is_counted_and_costs_no_trace(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        for _ in range(30):
            reader, writer = await asyncio.open_connection(client.base_url.host, client.base_url.port)
            writer.write(b"GET /?\xff\xfe HTTP/9.9\r\nContent-Length: abc\r\n\r\n")
            await reader.read()
            writer.close()
        found = samples((await client.get("/metrics")).text)
    traces = [record for record in caplog.records if record.exc_info]
    loud = [record for record in caplog.records if record.levelno >= logging.WARNING]
    counted = sum(value for name, value in found.items() if "_count" in name and "'400'" in name)
    assert (counted, traces, loud) == (30.0, [], [])
