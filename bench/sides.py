"""The three that are compared: this project, the pipeline of ``rasa init`` on the same data, and Rasa's floor."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import yaml

from bot.runtime.processes import ONE_THREAD, QUIET_RASA, rasa_command
from tests.samples.ports import spare_ports

ROOT = Path(__file__).resolve().parent.parent
NOW = "2025-05-14T10:05:00+02:00"
PATIENCE = 600.0  # seconds until ready
PLAIN_RASA = (sys.executable, "-m", "rasa")
LEAN_RASA = rasa_command()


@dataclass(frozen=True)
class Side:
    """One of the compared: its folder holds config.yml, domain.yml, data, credentials.yml."""

    key: str
    title: str
    folder: Path
    rasa: tuple[str, ...]
    model: Path


def make_sides(work: Path, epochs: int) -> list[Side]:
    """All three, their folders made below ``work``."""
    stock, floor = work / f"standard-{epochs}", work / "untergrenze"
    _make_stock(stock, epochs)
    _make_floor(floor)
    return [
        Side("messelotse", "Messelotse", ROOT, LEAN_RASA, work / "messelotse.tar.gz"),
        Side("standard", "Standard", stock, PLAIN_RASA, work / f"standard-{epochs}.tar.gz"),
        Side("untergrenze", "Untergrenze", floor, LEAN_RASA, work / "untergrenze.tar.gz"),
    ]


def _make_stock(folder: Path, epochs: int) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    parts = [yaml.safe_load((ROOT / "bench" / f"config-stock{end}.yml").read_text()) for end in ("", "-policies")]
    config = parts[0] | parts[1]
    for component in [*config["pipeline"], *config["policies"]]:
        if "epochs" in component:
            component.update(epochs=epochs, random_seed=1)
    (folder / "config.yml").write_text(yaml.safe_dump(config, sort_keys=False), encoding="utf-8")
    (folder / "credentials.yml").write_text("rest:\n", encoding="utf-8")
    shutil.copy(ROOT / "domain.yml", folder)
    shutil.copytree(ROOT / "data", folder / "data", dirs_exist_ok=True)


def _make_floor(folder: Path) -> None:
    (folder / "data").mkdir(parents=True, exist_ok=True)
    config = {
        "recipe": "default.v1", "assistant_id": "untergrenze", "language": "de",
        "pipeline": [{"name": "bench.constant_intent.ConstantIntent"}], "policies": [{"name": "RulePolicy"}],
    }  # fmt: skip
    rule = {"rule": "Gruß", "steps": [{"intent": "hallo"}, {"action": "utter_hallo"}]}
    files = {
        "config.yml": config,
        "credentials.yml": {"rest": None},
        "domain.yml": {"version": "3.1", "intents": ["hallo"], "responses": {"utter_hallo": [{"text": "Guten Tag!"}]}},
        "data/rules.yml": {"version": "3.1", "rules": [rule]},
        "data/nlu.yml": {"version": "3.1", "nlu": [{"intent": "hallo", "examples": "- hallo\n- guten Tag\n"}]},
    }
    for name, content in files.items():
        (folder / name).write_text(yaml.safe_dump(content, sort_keys=False, allow_unicode=True), encoding="utf-8")


def environment(side: Side, state: Path, ports: list[int]) -> dict[str, str]:
    """The environment of all processes of a side; ours and the floor have as many threads as they are shipped with."""
    own = {"MESSE_PORT": str(ports[0]), "RASA_PORT": str(ports[1]), "AKTION_PORT": str(ports[2])}
    state.mkdir(parents=True, exist_ok=True)
    threads = ONE_THREAD if side.rasa == LEAN_RASA else {}
    return {
        **os.environ, **QUIET_RASA, **threads, **own, "MESSE_ZUSTAND": str(state), "MESSE_NOW": NOW,
        "SANIC_HOST": "127.0.0.1", "PYTHONPATH": str(ROOT), "RASA_MAX_CACHE_SIZE": "0",
    }  # fmt: skip


def train(side: Side, state: Path) -> dict[str, float]:
    """Train from nothing (no cache); returns ``sekunden`` by the wall clock and ``cpu_sekunden`` of all cores."""
    command = [
        *side.rasa, "train", "--skip-validation", "--out", str(side.model.parent), "--fixed-model-name",
        side.model.name.partition(".")[0],
    ]  # fmt: skip
    begun, before = time.monotonic(), resource.getrusage(resource.RUSAGE_CHILDREN)
    variables = environment(side, state, [0, 0, 0])
    with (state.parent / f"training-{side.key}.log").open("wb") as log:
        subprocess.run(command, cwd=side.folder, env=variables, stdout=log, stderr=log, check=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return {"sekunden": time.monotonic() - begun, "cpu_sekunden": used}


@dataclass(frozen=True)
class Running:
    """A started side.

    Attributes:
        rasa: address of its REST channel.
        start_seconds: from the start of Rasa's process until it answers.
        start_cpu: processor seconds that Rasa used until then.
        pid: Rasa's process.
    """

    rasa: str
    start_seconds: float
    start_cpu: float
    pid: int


@contextmanager
def running(side: Side, state: Path) -> Iterator[Running]:
    """Web, actions and Rasa of a side, ready; ended afterwards."""
    ports = spare_ports(3)
    variables = environment(side, state, ports)
    actions = (sys.executable, "-m", "rasa_sdk", "--actions", "actions", "--port", str(ports[2]))
    endpoints = state / "endpoints.yml"
    endpoints.write_text(yaml.safe_dump(_endpoints(side, ports[2])), encoding="utf-8")
    serve = (
        *side.rasa, "run", "--model", str(side.model), "--interface", "127.0.0.1", "--port", str(ports[1]),
        "--endpoints", str(endpoints), "--credentials", str(side.folder / "credentials.yml"),
    )  # fmt: skip
    started: list[subprocess.Popen[bytes]] = []
    with (state.parent / f"betrieb-{side.key}.log").open("wb") as log:

        def start(command: tuple[str, ...], folder: Path) -> subprocess.Popen[bytes]:
            started.append(subprocess.Popen(command, cwd=folder, env=variables, stdout=log, stderr=log))
            return started[-1]

        try:
            start((sys.executable, "-m", "bot.web"), ROOT)
            start(actions, ROOT)
            _wait(f"http://127.0.0.1:{ports[0]}/programm/katalog.json", started)
            _wait(f"http://127.0.0.1:{ports[2]}/health", started)
            begun = time.monotonic()
            rasa = start(serve, side.folder)
            _wait(f"http://127.0.0.1:{ports[1]}/webhooks/rest/", started)
            taken = time.monotonic() - begun
            yield Running(f"http://127.0.0.1:{ports[1]}/webhooks/rest/webhook", taken, cpu_seconds(rasa.pid), rasa.pid)
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait(60)


def _endpoints(side: Side, port: int) -> dict[str, object]:
    endpoints = yaml.safe_load((ROOT / "endpoints.yml").read_text(encoding="utf-8"))
    endpoints["action_endpoint"]["url"] = f"http://127.0.0.1:{port}/webhook"
    return endpoints if side.folder == ROOT else {"action_endpoint": endpoints["action_endpoint"]}


def _wait(address: str, processes: list[subprocess.Popen[bytes]]) -> None:
    _until(lambda: _answers(address), processes, address)


def _until(condition: Callable[[], bool], processes: list[subprocess.Popen[bytes]], what: str) -> None:
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end or any(process.poll() is not None for process in processes):
            raise SystemExit(f"Nicht bereit geworden: {what} – bitte das Protokoll „betrieb-….log“ ansehen.")
        time.sleep(0.05)


def _answers(address: str) -> bool:
    try:
        return httpx.get(address, timeout=5, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def cpu_seconds(pid: int) -> float:
    """Processor seconds of a process so far (Linux; 0 elsewhere)."""
    path = Path(f"/proc/{pid}/stat")
    if not path.exists():
        return 0.0
    fields = path.read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def memory(pid: int) -> dict[str, float]:
    """Memory in MB: ``rss``, ``pss`` (shared pages divided), ``eigen`` (private, written); {} if not on Linux."""
    path = Path(f"/proc/{pid}/smaps_rollup")
    if not path.exists():
        return {}
    names = {"Rss": "rss", "Pss": "pss", "Private_Dirty": "eigen"}
    lines = (line.split() for line in path.read_text(encoding="ascii").splitlines()[1:])
    return {names[line[0][:-1]]: int(line[1]) / 1024 for line in lines if line[0][:-1] in names}
