"""Several processes of each kind behind nginx: talks stay whole on changing workers, whatever dies loses nothing."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import httpx
import pytest
import sqlalchemy as sa

from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.progress import Progress, ProgressFile, PublishingStep
from bot.publishing.versions import Versions
from bot.rasa.follower import VERSION_VARIABLE
from tests.integration.postgres_server import PostgresServer
from tests.integration.running_system import wait_for
from tests.integration.scale_out import ScaledOut, scaled_out, what_is_missing

PATIENCE = 180.0
QUESTIONS = ("Wo kann ich parken?", "Was läuft jetzt?", "Wo ist Stand B3?", "Wann öffnet die Messe?")
VISITORS = 4
SLOW = "503 Das dauert gerade länger als sonst."  # then the answer is there on the next try
Chat = dict[str, str]  # its Authorization header


@pytest.fixture(scope="module")
def whole(postgres: PostgresServer, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ScaledOut]:
    if what_is_missing():
        pytest.skip(what_is_missing())
    with scaled_out(tmp_path_factory.mktemp("verteilt"), postgres) as running:
        yield running


@pytest.fixture
def everything_up(whole: ScaledOut) -> Iterator[ScaledOut]:
    yield whole
    wait_for(whole.is_ready, PATIENCE, "alles wieder bereit")


def new_chat(address: str) -> Chat:
    """A chat of its own, with patience: a web process whose database was away asks it again only after a pause."""
    answer = wait_for(lambda: _unless_refused(address), PATIENCE, "eine Sitzung")
    return {"Authorization": f"Bearer {answer.json()['sitzung']}"}


def _unless_refused(address: str) -> httpx.Response | None:
    answer = httpx.post(f"{address}/chat/sitzung", timeout=20, trust_env=False)
    return answer if answer.is_success else None


def post(address: str, chat: Chat, text: str, number: str = "") -> httpx.Response:
    body = {"id": number or str(uuid.uuid4()), "text": text}
    return httpx.post(f"{address}/chat/nachricht", json=body, headers=chat, timeout=20, trust_env=False)


def ask(address: str, chat: Chat, text: str) -> dict[str, Any]:
    """The answer; on a busy machine after the server has said that it takes longer."""
    number = str(uuid.uuid4())
    answer = wait_for(lambda: _unless_slow(post(address, chat, text, number)), PATIENCE, f"Antwort auf {text}")
    found: dict[str, Any] = answer.raise_for_status().json()
    return found


def _unless_slow(answer: httpx.Response) -> httpx.Response | None:
    return None if answer.status_code == 503 and answer.json()["fehler"] == SLOW.partition(" ")[2] else answer


def history(address: str, chat: Chat) -> list[dict[str, Any]]:
    answer = httpx.get(f"{address}/chat/verlauf", headers=chat, timeout=20, trust_env=False).raise_for_status()
    found: list[dict[str, Any]] = answer.json()["verlauf"]
    return found


def ask_rasa(address: str, sender: str, text: str) -> str:
    answer = post_to_rasa(address, sender, text).raise_for_status()
    return "\n".join(message.get("text", "") for message in answer.json())


def post_to_rasa(address: str, sender: str, text: str) -> httpx.Response:
    body = {"sender": sender, "message": text}
    return httpx.post(f"{address}/webhooks/rest/webhook", json=body, timeout=30, trust_env=False)


def test_conversation_goes_on_at_another_rasa(whole: ScaledOut) -> None:
    sender = uuid.uuid4().hex
    ask_rasa(whole.address("rasa-1"), sender, "Wo ist Stand B3?")
    assert "Hakan Silberdorn" in ask_rasa(whole.address("rasa-2"), sender, "Wer steht da?")


def test_messages_of_one_conversation_at_both_rasas_at_once_are_all_remembered(whole: ScaledOut) -> None:
    sender, texts = uuid.uuid4().hex, [f"Wo ist Stand B{number}?" for number in range(1, 7)]
    rasas = [whole.address(f"rasa-{1 + number % 2}") for number in range(len(texts))]
    with ThreadPoolExecutor(len(texts)) as pool:
        list(pool.map(lambda each: ask_rasa(each[0], sender, each[1]), zip(rasas, texts, strict=True)))
    engine = sa.create_engine(whole.database, future=True)
    with engine.connect() as connection:
        kept = connection.execute(sa.text("SELECT events FROM talks WHERE sender = :s"), {"s": sender}).scalar()
    engine.dispose()
    assert sorted(each["text"] for each in json.loads(str(kept))["ereignisse"] if each["event"] == "user") == texts


def test_chat_is_the_same_at_both_webs(whole: ScaledOut) -> None:
    first, second = whole.address("web-1"), whole.address("web-2")
    chat = new_chat(first)
    ask(first, chat, "Wo ist Stand B3?")
    answer = ask(second, chat, "Wer steht da?")["antworten"][0]["text"]
    assert ("Hakan Silberdorn" in answer, history(first, chat)) == (True, history(second, chat))


def test_same_message_at_both_webs_at_once_is_answered_once(whole: ScaledOut) -> None:
    webs = [whole.address("web-1"), whole.address("web-2")]
    chat, number = new_chat(webs[0]), str(uuid.uuid4())
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda web: post(web, chat, "Wo kann ich parken?", number), webs * 2))
    asked = [each for each in history(webs[0], chat) if each["rolle"] == "nutzer"]
    texts = {json.dumps(each.json()["antworten"], sort_keys=True) for each in answers}
    assert ([each.status_code for each in answers], len(texts), len(asked)) == ([200] * 4, 1, 1)


class Listener(threading.Thread):
    """An open chat: collects events until told to stop; Last-Event-ID goes with each new connection."""

    def __init__(self, addresses: Callable[[], str], chat: Chat) -> None:
        super().__init__(daemon=True)
        self.numbers: list[int] = []
        self.plans = 0
        self._addresses = addresses
        self._chat = chat
        self._is_over = threading.Event()

    def run(self) -> None:
        while not self._is_over.is_set():
            last = {"Last-Event-ID": str(self.numbers[-1])} if self.numbers else {}
            try:
                self._read(self._addresses(), {**self._chat, **last})
            except httpx.HTTPError:
                time.sleep(0.2)

    def stop(self) -> None:
        self._is_over.set()
        self.join(20)

    def _read(self, address: str, headers: Chat) -> None:
        with (
            httpx.Client(timeout=httpx.Timeout(5, read=2), trust_env=False) as client,
            client.stream("GET", f"{address}/chat/ereignisse", headers=headers) as stream,
        ):
            for line in stream.iter_lines():
                if line.startswith("id: "):
                    self.numbers.append(int(line[4:]))
                self.plans += line == "event: plan"
                if self._is_over.is_set():
                    return


def test_event_reaches_a_chat_at_the_other_web(whole: ScaledOut) -> None:
    chat = new_chat(whole.front)
    listener = Listener(lambda: whole.address("web-2"), chat)
    listener.start()
    try:
        wait_for(lambda: listener.plans, PATIENCE, "verbunden")
        ask(whole.address("web-1"), chat, "Wo kann ich parken?")
        numbers = [each["nummer"] for each in history(whole.address("web-1"), chat)][1:]
        wait_for(lambda: listener.numbers == numbers, PATIENCE, "Ereignisse am anderen Webdienst")
        plans = listener.plans
        noted = httpx.put(
            f"{whole.address('web-1')}/chat/plan/ki-grundlagen", headers=chat, timeout=20, trust_env=False
        )
        noted.raise_for_status()
        wait_for(lambda: listener.plans > plans, PATIENCE, "Plan am anderen Webdienst")
    finally:
        listener.stop()


def test_listener_that_changes_webs_misses_nothing(whole: ScaledOut) -> None:
    chat = new_chat(whole.front)
    start = history(whole.front, chat)[-1]["nummer"]
    webs = (whole.address(f"web-{1 + number % 2}") for number in range(10_000))
    listener = Listener(lambda: next(webs), chat)
    listener.numbers.append(start)
    listener.start()
    try:
        for number in range(8):
            ask(whole.address(f"web-{1 + number % 2}"), chat, QUESTIONS[number % 4])
        told = [each["nummer"] for each in history(whole.front, chat)]
        wait_for(lambda: len(listener.numbers) >= len(told), PATIENCE, "alle Ereignisse")
    finally:
        listener.stop()
    assert listener.numbers == told


@dataclass
class Visitor:
    """Asks one question after the other as the widget does: a message that fails is sent again with the same id."""

    front: str
    is_over: threading.Event
    chat: Chat = field(default_factory=dict)
    acknowledged: list[str] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)

    def ask_until_over(self) -> None:
        number = 0
        while not self.is_over.is_set():
            self.ask(QUESTIONS[number % len(QUESTIONS)])
            number += 1
            self.is_over.wait(0.2)

    def ask(self, text: str) -> None:
        """Send until it is answered; what was said instead is kept."""
        message, until = str(uuid.uuid4()), time.monotonic() + PATIENCE
        while time.monotonic() < until:
            try:
                answer = post(self.front, self.chat, text, message)
            except httpx.TransportError as error:
                self.refused.append(type(error).__name__)
            else:
                if answer.status_code == 200:
                    self.acknowledged.append(message)
                    return
                self.refused.append(f"{answer.status_code} {answer.json()['fehler']}")
            time.sleep(0.3)
        self.refused.append(f"nie beantwortet: {text}")


@dataclass
class Load:
    """Visitors at work while something dies."""

    whole: ScaledOut
    visitors: list[Visitor]

    def lost(self) -> list[str]:
        """Acknowledged messages that are not in their chat, or more than once."""
        return [
            message
            for visitor in self.visitors
            for message, times in self._counts(visitor).items()
            if times != 1
        ]  # fmt: skip

    def _counts(self, visitor: Visitor) -> dict[str, int]:
        asked = [each["id"] for each in history(self.whole.front, visitor.chat) if each["rolle"] == "nutzer"]
        return {message: asked.count(message) for message in visitor.acknowledged}

    def said(self) -> set[str]:
        """What was said in place of answers."""
        return {each for visitor in self.visitors for each in visitor.refused}


def under_load(whole: ScaledOut, accident: Callable[[], None]) -> Load:
    """Let visitors ask, let the accident happen, and let each ask a few more times."""
    is_over = threading.Event()
    visitors = [Visitor(whole.front, is_over, new_chat(whole.front)) for _ in range(VISITORS)]
    with ThreadPoolExecutor(VISITORS) as pool:
        running = [pool.submit(each.ask_until_over) for each in visitors]
        try:
            _all_ask(visitors, 2)
            accident()
            _all_ask(visitors, 2)
        finally:
            is_over.set()
        for each in running:
            each.result()
    return Load(whole, visitors)


def _all_ask(visitors: list[Visitor], more: int) -> None:
    wanted = [len(each.acknowledged) + more for each in visitors]
    wait_for(
        lambda: all(len(each.acknowledged) >= least for each, least in zip(visitors, wanted, strict=True)),
        PATIENCE * 2, "alle beantwortet",
    )  # fmt: skip


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


def test_publication_is_taken_over_by_one_rasa_after_the_other(whole: ScaledOut, everything_up: ScaledOut) -> None:
    web = whole.programs["web-1"]
    version = prepare_version(*(Path(web.environment[name]) for name in ("MESSE_INHALT", "MESSE_ZUSTAND")))
    chat, over, answered = new_chat(whole.front), threading.Event(), list[str]()

    def keep_asking() -> None:
        while not over.is_set():
            answered.append(ask(whole.front, chat, "Wo kann ich parken?")["antworten"][0]["text"])

    rasas = ("rasa-1", "rasa-2")
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(keep_asking)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "bot", "veroeffentlichen", "live"], cwd=web.folder, env=web.environment,
                capture_output=True, text=True, timeout=400,
            )  # fmt: skip
            wait_for(lambda: {version_of(name, whole) for name in rasas} == {version}, 400, "beide mit neuer Fassung")
        finally:
            over.set()
        asking.result()
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Die neue Fassung ist live."), done.stderr
    assert ([program.is_alive() for program in whole.programs.values()], len(set(answered))) == (
        [True] * len(whole.programs), 1,
    )  # fmt: skip


def prepare_version(content: Path, state: Path) -> str:
    """A version that waits to go live, with the model that is live already: training has tests of its own."""
    versions, models = Versions(content, state), ModelStore(state)
    name = versions.snapshot("Rike Beispiel", "Noch einmal")
    models.put(name, content / "models" / "messelotse.tar.gz")
    models.write_code(name, code_fingerprint(content))
    ProgressFile(state).write(
        Progress(PublishingStep.READY, author="Rike Beispiel", note="Noch einmal", candidate=name)
    )
    return name


def version_of(name: str, whole: ScaledOut) -> str:
    """What a Rasa was started with; "" while it does not answer."""
    process = whole.programs[name].process
    assert process is not None
    settings = Path(f"/proc/{process.pid}/environ").read_bytes().decode().split("\0")
    found = [each.partition("=")[2] for each in settings if each.startswith(f"{VERSION_VARIABLE}=")]
    return found[0] if found and whole.answers(name) else ""
