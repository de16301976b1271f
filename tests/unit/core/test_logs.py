from __future__ import annotations

import asyncio
import json
import logging

import pytest

from bot.core.logs import LONGEST_TEXT, JsonFormatter, Restrained, begin_request, current_request, request_in


def formatted(**more: object) -> dict[str, object]:
    record = logging.makeLogRecord({"name": "bot.web", "levelname": "INFO", "msg": "%d Stände", "args": (3,), **more})
    entry = json.loads(JsonFormatter().format(record))
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

    assert list(await asyncio.gather(work("anfrage-1"), work("anfrage-2"))) == ["anfrage-1", "anfrage-2"]


@pytest.mark.parametrize(("metadata", "found"), [(None, None), ([], None), ({}, None), ({"anfrage": "a"}, "a")])
def test_request_in_metadata(metadata: object, found: object) -> None:
    assert request_in(metadata) == found


SECRET = "Quastenflosser"


def fault() -> tuple[type[BaseException], BaseException, None]:
    try:
        try:
            raise KeyError(SECRET)
        except KeyError as error:
            raise ValueError(f"nichts zu {SECRET}") from error
    except ValueError as error:
        return ValueError, error, None


@pytest.mark.parametrize("name", ["rasa.core.processor", "rasa_sdk.executor", "sanic.error", "py.warnings", "asyncio"])
async def test_libraries_at_work_on_a_request_say_only_where(name: str) -> None:
    begin_request("abcdef-12")
    entry = formatted(name=name, msg="no %s", args=(SECRET,), module="processor", lineno=7, exc_info=fault())
    assert (entry["text"], SECRET in str(entry), "KeyError" in str(entry["fehler"])) == ("processor:7", False, True)


async def test_own_code_says_what_but_not_with_which_words_it_failed() -> None:
    begin_request("abcdef-12")
    entry = formatted(msg="Nachricht nicht beantwortet.", args=(), exc_info=fault())
    assert (entry["text"], SECRET in str(entry), "test_logs.py" in str(entry["fehler"])) == (
        "Nachricht nicht beantwortet.", False, True,
    )  # fmt: skip


def test_libraries_say_everything_while_nobody_asks() -> None:
    assert formatted(name="rasa.core.agent", msg="No %s", args=("model",))["text"] == "No model"


def test_lost_error_of_a_task_tells_no_words() -> None:
    entry = formatted(name="asyncio", msg=f"Task exception: {SECRET}", args=(), exc_info=fault())
    assert SECRET not in str(entry)


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


def from_line(line: int, level: int = logging.WARNING) -> logging.LogRecord:
    return logging.LogRecord("bot.web", level, "/x/errors.py", line, "Fehler %s", ("x",), None)


def test_flood_from_one_place_is_summed_up_and_hides_nobody_else(capsys: pytest.CaptureFixture[str]) -> None:
    clock = Clock()
    handler = Restrained(clock)
    for _ in range(5_000):
        handler.emit(from_line(7))
    handler.emit(from_line(8))
    clock.seconds = 11.0
    handler.emit(from_line(7))
    summary = "4980 weitere Einträge von dieser Stelle nicht geschrieben: errors.py:7"
    assert capsys.readouterr().err.splitlines() == ["Fehler x"] * 21 + [summary, "Fehler x"]


def test_flood_of_ordinary_entries_is_limited(capsys: pytest.CaptureFixture[str]) -> None:
    handler = Restrained(Clock())
    for _ in range(10_000):
        handler.emit(from_line(7, logging.INFO))
    assert len(capsys.readouterr().err.splitlines()) == 2_000


def test_long_entry_keeps_beginning_and_end() -> None:
    text = str(formatted(msg="a" * 9_000 + "ende", args=())["text"])
    assert (text[:2], text[-4:], len(text)) == ("aa", "ende", LONGEST_TEXT + 3)
