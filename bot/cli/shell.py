"""``./messelotse shell``: Rasa's own shell, with the programme and the actions behind it."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping
from contextlib import ExitStack

from bot.core.settings import ROOT, load_ports, state_folder
from bot.publishing.training import train_if_needed
from bot.runtime.child_lifetime import tied_to_me
from bot.runtime.locks import lock_state
from bot.runtime.processes import (
    MODEL,
    Part,
    actions_part,
    current_environment,
    rasa_command,
    require_free_ports,
    shared_environment,
    web_part,
    write_endpoints,
)


def run_shell() -> int:
    """Start a conversation with the bot in the terminal; returns Rasa's exit status.

    Raises:
        MesselotseError: wrong settings, a port in use, unusable content or a failed training.
    """
    ports = load_ports()
    with ExitStack() as stack:
        stack.enter_context(lock_state(state_folder()))
        require_free_ports(ports)
        train_if_needed(print)
        environment = shared_environment(current_environment(), ports)
        for part in (web_part(environment), actions_part(environment)):
            stack.enter_context(_background(part))
        print("Rasa startet; /stop beendet das Gespräch.", flush=True)
        return _rasa_shell(environment)


def _background(part: Part) -> ExitStack:
    stack = ExitStack()
    process = subprocess.Popen(
        part.command, cwd=ROOT, env=dict(part.environment), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        preexec_fn=tied_to_me(),
    )  # fmt: skip
    # called in reverse order: first terminate, then wait
    stack.callback(process.wait, 10)
    stack.callback(process.terminate)
    return stack


def _rasa_shell(environment: Mapping[str, str]) -> int:
    command = rasa_command(
        "shell",
        "--model",
        str(MODEL),
        "--endpoints",
        str(write_endpoints(environment)),
        "--port",
        environment["RASA_PORT"],
    )
    return subprocess.run(command, cwd=ROOT, env=dict(environment), check=False).returncode
