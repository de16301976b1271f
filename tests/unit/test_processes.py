from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest
import yaml

from bot import processes
from bot.errors import ConfigurationError
from bot.processes import Part, actions_part, rasa_part, require_free_ports, shared_environment, tail, web_part
from bot.settings import ROOT, Ports

PORTS = Ports(8001, 8002, 8003)


def test_shared_environment_keeps_and_adds() -> None:
    found = shared_environment({"PATH": "/bin", "MESSE_UHR_ANKER": "7.5", "SANIC_HOST": "0.0.0.0"}, PORTS)
    assert found == {
        **processes.QUIET_RASA,
        "PATH": "/bin",
        "MESSE_PORT": "8001",
        "RASA_PORT": "8002",
        "AKTION_PORT": "8003",
        "SANIC_HOST": "127.0.0.1",
        "MESSE_UHR_ANKER": "7.5",
    }


def test_shared_environment_sets_one_anchor(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.processes.time.time", lambda: 123.25)
    assert shared_environment({}, PORTS)["MESSE_UHR_ANKER"] == "123.25"


def test_parts(tmp_path: Path) -> None:
    environment = {**shared_environment({}, PORTS), "MESSE_ZUSTAND": str(tmp_path)}
    assert [web_part(environment), actions_part(environment), rasa_part(environment)] == [
        Part("web", "Web", (sys.executable, "-m", "bot.web"), environment),
        Part(
            "aktionen",
            "Aktionen",
            (sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", "8003"),
            environment,
        ),
        Part(
            "rasa",
            "Rasa",
            (sys.executable, "-m", "rasa", "run", "--model", "models/messelotse.tar.gz", "--interface", "127.0.0.1",
             "--port", "8002", "--endpoints", str(tmp_path / "endpoints.yml")),
            environment,
        ),
    ]  # fmt: skip


def test_written_endpoints_differ_only_in_the_port(tmp_path: Path) -> None:
    written = processes.write_endpoints({"AKTION_PORT": "8003", "MESSE_ZUSTAND": str(tmp_path)})
    shipped = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    shipped["action_endpoint"]["url"] = "http://127.0.0.1:8003/webhook"
    assert yaml.safe_load(written.read_text(encoding="utf-8")) == shipped


@pytest.mark.parametrize("name", ["MESSE_PORT", "RASA_PORT", "AKTION_PORT"])
def test_port_in_use_is_one_line(name: str) -> None:
    free = [_free_port() for _ in range(3)]
    with socket.create_server(("127.0.0.1", 0)) as server:
        taken = server.getsockname()[1]
        numbers = {**dict(zip(("MESSE_PORT", "RASA_PORT", "AKTION_PORT"), free, strict=True)), name: taken}
        with pytest.raises(ConfigurationError) as caught:
            require_free_ports(Ports(*numbers.values()))
    assert str(caught.value) == (
        f"Port {taken} ist belegt – bitte das andere Programm beenden oder {name}=… auf einen freien Port setzen."
    )


def test_free_ports_are_fine() -> None:
    require_free_ports(Ports(*(_free_port() for _ in range(3))))


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as server:
        return int(server.getsockname()[1])


@pytest.mark.parametrize(
    ("content", "lines"),
    [(b"", []), (b"a\n\n b\nc\n \n", [" b", "c"]), (b"\xff\n", ["\ufffd"])],
)
def test_tail(tmp_path: Path, content: bytes, lines: list[str]) -> None:
    (tmp_path / "x.log").write_bytes(content)
    assert tail(tmp_path / "x.log", 2) == lines


def test_tail_of_no_file(tmp_path: Path) -> None:
    assert tail(tmp_path / "x.log") == []
