from __future__ import annotations

import asyncio
import json
import logging

import pytest

from bot.logs import JsonLines, begin_request, current_request, request_in


def formatted(**more: object) -> dict[str, object]:
    record = logging.makeLogRecord({"name": "bot.web", "levelname": "INFO", "msg": "%d Stände", "args": (3,), **more})
    entry = json.loads(JsonLines().format(record))
    del entry["zeit"]
    assert isinstance(entry, dict)
    return entry


async def test_entry_is_one_line_with_the_request() -> None:
    begin_request("abcdef-12")
    entry = {"stufe": "INFO", "quelle": "bot.web", "text": "3 Stände", "anfrage": "abcdef-12", "status": 200}
    assert formatted(felder={"status": 200}) == entry


def test_entry_tells_the_fault() -> None:
    try:
        raise ValueError("kaputt")
    except ValueError as error:
        fault = formatted(exc_info=(ValueError, error, None))["fehler"]
    assert fault == "ValueError: kaputt"


@pytest.mark.parametrize("given", [None, 7, "", "kurz", "x" * 65, "mit Leerzeichen", "zeile\nzeile12"])
async def test_unusable_request_id_is_replaced(given: object) -> None:
    assert (begin_request(given) != given, len(current_request())) == (True, 16)


async def test_tasks_keep_their_own_request_id() -> None:
    async def work(name: str) -> str:
        begin_request(name)
        await asyncio.sleep(0)
        return current_request()

    assert await asyncio.gather(work("anfrage-1"), work("anfrage-2")) == ["anfrage-1", "anfrage-2"]


@pytest.mark.parametrize(("metadata", "found"), [(None, None), ([], None), ({}, None), ({"anfrage": "a"}, "a")])
def test_request_in_metadata(metadata: object, found: object) -> None:
    assert request_in(metadata) == found
