"""Several processes of each kind behind nginx: whatever dies or hangs loses nothing."""

from __future__ import annotations

import os
import signal
import threading
import time
import uuid
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import httpx
import pytest

from tests.integration.helpers.running_system import wait_for
from tests.integration.helpers.scale_out import ScaledOut
from tests.integration.helpers.visitors import (
    PATIENCE,
    SLOW,
    ask_rasa,
    new_chat,
    post,
    post_to_rasa,
    under_load,
)


@pytest.mark.parametrize("name", ["web-1", "aktionen-1", "rasa-1"])
def test_killed_process_is_not_noticed(everything_up: ScaledOut, name: str) -> None:
    def accident() -> None:
        everything_up.programs[name].kill()
        time.sleep(1)  # visitors go on while it is away
        everything_up.come_back(name)

    load = under_load(everything_up, accident)
    assert (load.lost(), load.said() - {SLOW}) == ([], set())


@contextmanager
def bad_actions(port: int, answer: bytes | None) -> Iterator[None]:
    """An action server that sends this, or (None) never anything, at a port that has just become free."""
    is_over = threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:  # noqa: N802  # the name that http.server asks for
            if answer is None:
                is_over.wait(PATIENCE)
                return
            self.send_response(200)
            self.send_header("Content-Length", str(len(answer)))
            self.end_headers()
            self.wfile.write(answer)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    serving = threading.Thread(target=server.serve_forever, daemon=True)
    serving.start()
    try:
        yield
    finally:
        is_over.set()
        server.shutdown()
        server.server_close()
        serving.join()


def test_action_servers_that_hang_or_send_garbage_are_told_and_the_conversation_goes_on(
    everything_up: ScaledOut,
) -> None:
    names, sender = ("aktionen-1", "aktionen-2"), uuid.uuid4().hex
    rasa = everything_up.address("rasa-1")
    ask_rasa(rasa, sender, "Wo ist Stand B3?")
    for name in names:
        everything_up.programs[name].kill()
    told = []
    for answer in (None, b"\x00 kein JSON", b"[]", b'{"events": 7}'):
        with ExitStack() as stack:
            for name in names:
                stack.enter_context(bad_actions(everything_up.ports[name], answer))
            told.append(post_to_rasa(rasa, sender, "Was läuft jetzt?").status_code)
    for name in names:
        everything_up.come_back(name)
    assert told == [503] * 4
    wait_for(
        lambda: "Hakan Silberdorn" in ask_rasa(rasa, sender, "Wer steht da?"), PATIENCE, "das Gespräch geht weiter"
    )


def test_killed_redis_is_not_noticed(everything_up: ScaledOut) -> None:
    def accident() -> None:
        everything_up.redis.kill()
        time.sleep(2)
        everything_up.redis.start()

    load = under_load(everything_up, accident)
    assert (load.lost(), load.said() - {SLOW}) == ([], set())


def test_killed_database_is_told_and_nothing_acknowledged_is_lost(everything_up: ScaledOut) -> None:
    def accident() -> None:
        everything_up.postgres.kill()
        chat = load_chats.pop()
        wait_for(lambda: post(everything_up.front, chat, "Hallo").status_code == 503, PATIENCE, "gesagt")
        everything_up.postgres.start()

    load_chats = [new_chat(everything_up.front)]
    load = under_load(everything_up, accident)
    assert load.lost() == []
    assert load.said() - {SLOW} == {"503 Die Datenbank antwortet gerade nicht."}


def test_hanging_database_is_told_and_the_conversation_goes_on(everything_up: ScaledOut) -> None:
    chat = new_chat(everything_up.front)
    post(everything_up.front, chat, "Wo ist Stand B3?")
    everything_up.postgres.hang()
    try:
        told = [post(everything_up.front, chat, "Wer steht da?") for _ in range(3)]
    finally:
        everything_up.postgres.go_on()
    assert {(each.status_code, each.json()["fehler"]) for each in told} == {
        (503, "Die Datenbank antwortet gerade nicht.")
    }
    wait_for(
        lambda: "Hakan Silberdorn" in post(everything_up.front, chat, "Wer steht da?").text, PATIENCE, "es geht weiter"
    )


def test_killed_nginx_loses_nothing(everything_up: ScaledOut) -> None:
    def accident() -> None:
        everything_up.programs["nginx"].kill()
        everything_up.programs["nginx"].start()
        wait_for(everything_up.is_ready, PATIENCE, "nginx wieder da")

    load = under_load(everything_up, accident)
    assert (load.lost(), {each for each in load.said() if not each.endswith("Error")} - {SLOW}) == ([], set())


def test_nginx_says_in_german_that_nothing_is_behind_it(everything_up: ScaledOut) -> None:
    chat, webs = new_chat(everything_up.front), ("web-1", "web-2")
    stopped = [everything_up.programs[name].process for name in webs]
    for process in stopped:
        assert process is not None
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    told = post(everything_up.front, chat, "Hallo")
    page = httpx.get(everything_up.front, timeout=20, trust_env=False)
    for name in webs:
        everything_up.come_back(name)
    assert (told.status_code, told.json()["fehler"]) == (503, "Messelotse antwortet gerade nicht.")
    assert (page.status_code, "Messelotse antwortet gerade nicht." in page.text) == (503, True)
