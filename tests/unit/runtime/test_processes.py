from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest
import yaml
from rasa.utils.endpoints import read_endpoint_config

from bot.core.errors import ConfigurationError
from bot.core.settings import ROOT, Ports
from bot.runtime import processes
from bot.runtime.processes import (
    Part,
    actions_part,
    rasa_part,
    require_free_ports,
    shared_environment,
    tail,
    web_part,
)
from tests.samples.ports import spare_ports

PORTS = Ports(8001, 8002, 8003)
TOKEN = "probe-0123456789-abcdef"


def test_shared_environment_keeps_and_adds() -> None:
    given = {"PATH": "/bin", "MESSE_UHR_ANKER": "7.5", "SANIC_HOST": "0.0.0.0", "MESSE_KENNWORT": TOKEN}
    found = shared_environment(given, PORTS)
    assert found == {
        **processes.QUIET_RASA,
        **processes.ONE_THREAD,
        "PATH": "/bin",
        "MESSE_PORT": "8001",
        "RASA_PORT": "8002",
        "AKTION_PORT": "8003",
        "SANIC_HOST": "127.0.0.1",
        "MESSE_UHR_ANKER": "7.5",
        "MESSE_KENNWORT": TOKEN,
    }


@pytest.mark.parametrize(("given", "threads"), [({}, "1"), ({"OMP_NUM_THREADS": "4"}, "4")])
def test_each_process_encodes_with_one_thread_unless_told(given: dict[str, str], threads: str) -> None:
    assert shared_environment(given, PORTS)["OMP_NUM_THREADS"] == threads


def test_shared_environment_sets_one_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.runtime.processes.time.time", lambda: 123.25)
    assert shared_environment({}, PORTS)["MESSE_UHR_ANKER"] == "123.25"


def test_parts(tmp_path: Path) -> None:
    environment = {**shared_environment({}, PORTS), "MESSE_ZUSTAND": str(tmp_path)}
    rasa = rasa_part(environment, "m.tar.gz", "127.0.0.1", 8009)
    assert [web_part(environment), actions_part(environment), rasa] == [
        Part("web", "Web", (sys.executable, "-m", "bot.web"), {**environment, "MESSE_RASA_FOLGEN": "1"}),
        Part(
            "aktionen",
            "Aktionen",
            (sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", "8003",
             "--logging-config_file", str(ROOT / "bot" / "protokoll.yml")),
            environment,
        ),
        Part(
            "rasa",
            "Rasa",
            (sys.executable, "-m", "bot.rasa", "run", "--model", "m.tar.gz", "--interface",
             "127.0.0.1", "--port", "8009", "--endpoints", str(tmp_path / "endpoints.yml")),
            environment,
        ),
    ]  # fmt: skip


def test_each_start_has_a_token_of_its_own() -> None:
    tokens = {shared_environment({}, PORTS)["MESSE_KENNWORT"] for _ in range(2)}
    assert (len(tokens), {len(token) for token in tokens}) == (2, {40})


def test_rasa_seals_with_the_token_of_its_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    environment = {"AKTION_PORT": "8003", "MESSE_ZUSTAND": str(tmp_path), "MESSE_KENNWORT": TOKEN}
    written = processes.write_endpoints(environment)
    monkeypatch.setenv("MESSE_KENNWORT", TOKEN)
    action_endpoint = read_endpoint_config(str(written), "action_endpoint")
    assert (action_endpoint.kwargs["siegel"], TOKEN in written.read_text(encoding="utf-8")) == (True, False)


def test_written_endpoints_differ_only_in_the_port(tmp_path: Path) -> None:
    written = processes.write_endpoints({"AKTION_PORT": "8003", "MESSE_ZUSTAND": str(tmp_path)})
    shipped = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    shipped["action_endpoint"]["url"] = "http://127.0.0.1:8003/webhook"
    assert yaml.safe_load(written.read_text(encoding="utf-8")) == shipped


@pytest.mark.parametrize("name", ["MESSE_PORT", "RASA_PORT", "AKTION_PORT"])
def test_port_in_use_is_one_line(name: str) -> None:
    free = spare_ports(3)
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        numbers = {**dict(zip(("MESSE_PORT", "RASA_PORT", "AKTION_PORT"), free, strict=True)), name: taken}
        with pytest.raises(ConfigurationError) as caught:
            require_free_ports(Ports(*numbers.values()))
    assert str(caught.value) == (
        f"Port {taken} ist belegt – bitte das andere Programm beenden oder {name}=… auf einen freien Port setzen."
    )


def test_free_ports_are_fine_and_stay_free() -> None:
    ports = spare_ports(3)
    require_free_ports(Ports(*ports))
    for port in ports:
        socket.create_server(("127.0.0.1", port)).close()


@pytest.mark.parametrize(
    ("content", "lines"),
    [(b"", []), (b"a\n\n b\nc\n \n", [" b", "c"]), (b"\xff\n", ["\ufffd"])],
)
def test_tail(tmp_path: Path, content: bytes, lines: list[str]) -> None:
    (tmp_path / "x.log").write_bytes(content)
    assert tail(tmp_path / "x.log", 2) == lines


def test_tail_of_no_file(tmp_path: Path) -> None:
    assert tail(tmp_path / "x.log") == []
