"""A second Rasa with the present files, for trying them out: ``python -m bot.publishing.draft_bot SOCKET``.

A process of its own in the middle: it checks, takes a model that fits or trains one, starts Rasa, and ends everything
as soon as its standard input closes, so that nothing is left behind however the web process ends. It reports its
progress on standard output, one JSON object a line (:class:`Told`). Rasa gets a state folder of its own: try-outs are
kept apart from visitors' conversations.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import asdict, dataclass
from enum import Enum
from pathlib import Path

import httpx

from bot.content.checks.run import content_problems
from bot.core.addresses import ANY_HOST, SCHEME
from bot.core.database import DATABASE_FILE, DATABASE_VARIABLE
from bot.core.settings import ROOT, load_ports, state_folder
from bot.publishing.commands import Commands, StepFailed
from bot.publishing.fingerprint import fingerprint
from bot.publishing.model_store import LEARNT_FROM, TRYOUT_FOLDER, FittingModel
from bot.publishing.progress import ProgressFile
from bot.runtime.child_lifetime import tied_to_me
from bot.runtime.processes import current_environment, rasa_part, shared_environment

LOG = "rasa.log"
START_SECONDS, POLL_SECONDS = 180.0, 0.2
LEAST_MEMORY = 700  # MB; a Rasa takes about 400, a training somewhat more
MEMORY_FILE = Path("/proc/meminfo")
MakeCommands = Callable[[Path, Path], Commands]


class Stage(str, Enum):
    """Stages of the draft bot; the values are sent to the page."""

    OFF = "aus"
    CHECKING = "pruefen"
    TRAINING = "trainieren"
    STARTING = "starten"
    READY = "bereit"
    FAILED = "gescheitert"


@dataclass(frozen=True)
class Told:
    """A progress message.

    Attributes:
        share: 0 to 1, of the training.
        origin: where the model comes from, in German; "" while that is not known.
        learnt_from: fingerprint of the files that it was made from.
        process: the id of Rasa's process.
        faults: why it failed, a German line each.
    """

    stage: Stage
    share: float = 0.0
    origin: str = ""
    learnt_from: str = ""
    process: int = 0
    faults: tuple[str, ...] = ()


Tell = Callable[[Told], None]


class CannotTryOut(Exception):
    """The draft bot cannot start; ``lines`` say why in German."""

    def __init__(self, *lines: str) -> None:
        super().__init__("\n".join(lines))
        self.lines = lines


class DraftModel:
    """Finds a model that fits the files of one project, or trains one."""

    def __init__(self, root: Path, folder: Path, make_commands: MakeCommands = Commands) -> None:
        """Take the project and its state folder."""
        self._root, self._state_folder, self._own = root, folder, folder / TRYOUT_FOLDER
        self._own.mkdir(mode=0o700, exist_ok=True)
        self._make_commands = make_commands

    def get(self, wanted: str, tell: Tell) -> tuple[Path, str]:
        """Return the model for the files whose fingerprint is ``wanted``, and its origin in German.

        Raises:
            CannotTryOut: the files have faults, or it could not be trained.
        """
        found = FittingModel(self._root, self._state_folder).find(wanted, self._root)
        if found is not None:
            return found
        problems = content_problems(self._root)
        if problems:
            raise CannotTryOut(*map(str, problems))
        if ProgressFile(self._state_folder).is_busy():
            raise CannotTryOut("Es wird gerade veröffentlicht – bitte danach noch einmal starten.")
        return self._train(wanted, tell), "eben gelernt"

    def _train(self, wanted: str, tell: Tell) -> Path:
        tell(Told(Stage.TRAINING))
        content = self._own / "inhalt"
        shutil.rmtree(content, ignore_errors=True)
        shutil.copytree(self._root / "data", content / "data")  # edits made meanwhile do not get mixed in
        (self._own / LEARNT_FROM).unlink(missing_ok=True)
        try:
            model = self._make_commands(self._root, self._own).train(
                content, lambda share: tell(Told(Stage.TRAINING, share))
            )
        except StepFailed as error:
            raise CannotTryOut(str(error)) from error
        (self._own / LEARNT_FROM).write_text(wanted, encoding="ascii")
        return model


def free_memory(file: Path = MEMORY_FILE) -> int | None:
    """Return the megabytes that a new process may take; None where the system does not tell."""
    try:
        lines = file.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) // 1024 for line in lines if line.startswith("MemAvailable:"))
    except (OSError, ValueError, StopIteration):
        return None


def tell_web(told: Told) -> None:
    """Write a message where the web process reads it."""
    print(json.dumps(asdict(told)), flush=True)


def run(root: Path, path: str, tell: Tell) -> None:
    """Start the draft bot on the Unix socket at this path and wait until it ends.

    Raises:
        CannotTryOut: it cannot start, or has ended by itself.
    """
    free = free_memory()
    if free is not None and free < LEAST_MEMORY:
        raise CannotTryOut(f"Zu wenig Arbeitsspeicher frei: {free} MB von mindestens {LEAST_MEMORY} MB.")
    tell(Told(Stage.CHECKING))
    folder = state_folder().resolve()
    wanted = fingerprint(root)
    model, origin = DraftModel(root, folder).get(wanted, tell)
    tell(Told(Stage.STARTING, 1.0, origin, wanted))
    with _start_rasa(root, folder / TRYOUT_FOLDER, model, path) as rasa:
        _await_answer(rasa, path, folder / TRYOUT_FOLDER / LOG)
        tell(Told(Stage.READY, 1.0, origin, wanted, rasa.pid))
        rasa.wait()
    raise CannotTryOut(f"Der Entwurf ist ausgefallen; Einzelheiten in {folder / TRYOUT_FOLDER / LOG}.")


def _start_rasa(root: Path, own: Path, model: Path, path: str) -> subprocess.Popen[bytes]:
    for old in own.glob(f"{DATABASE_FILE}*"):  # earlier try-outs are forgotten
        old.unlink()
    environment = shared_environment(current_environment(), load_ports())
    # On a server, too, try-outs get a database of their own, an SQLite file in the folder above.
    environment.pop(DATABASE_VARIABLE, None)
    part = rasa_part({**environment, "MESSE_ZUSTAND": str(own)}, str(model), f"{SCHEME}{path}")
    with (own / LOG).open("wb") as log:
        return subprocess.Popen(
            part.command, cwd=root, env=dict(part.environment), stdin=subprocess.DEVNULL, stdout=log, stderr=log,
            preexec_fn=tied_to_me(),
        )  # fmt: skip


def _await_answer(rasa: subprocess.Popen[bytes], path: str, log: Path) -> None:
    until = time.monotonic() + START_SECONDS
    with httpx.Client(transport=httpx.HTTPTransport(uds=path), timeout=2, trust_env=False) as client:
        while rasa.poll() is None and time.monotonic() < until:
            with suppress(httpx.HTTPError):
                if client.get(f"{ANY_HOST}/webhooks/rest/").is_success:
                    return
            time.sleep(POLL_SECONDS)
    rasa.kill()
    raise CannotTryOut(f"Der Entwurf ist nicht gestartet; Einzelheiten in {log}.")


def end_with_parent() -> None:
    """Wait until the parent closes our standard input, then end with all our children."""
    sys.stdin.buffer.read()
    os.killpg(os.getpgid(0), signal.SIGKILL)  # Rasa has nothing to save that is wanted


def main() -> int:
    """Run on the socket named and return the exit status."""
    threading.Thread(target=end_with_parent, daemon=True).start()
    try:
        run(ROOT, sys.argv[1], tell_web)
    except CannotTryOut as error:
        tell_web(Told(Stage.FAILED, faults=error.lines))
    return 1


if __name__ == "__main__":
    sys.exit(main())
