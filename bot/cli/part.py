"""``./messelotse teil web | rasa | aktionen``: one part alone, for several processes or machines behind a proxy.

The part takes this process's place: the supervisor that started it (systemd, a container) ends it and starts it again.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from bot.cli.update import follow_release
from bot.core.addresses import inner_interface, load_addresses
from bot.core.database import require_database
from bot.core.errors import ConfigurationError
from bot.core.files import require_folder
from bot.core.redis import redis_from_environment
from bot.core.secrets import TOKEN_VARIABLE, inner_token
from bot.core.settings import ROOT, Ports, load_ports, state_folder
from bot.fair.clock import ANCHOR_VARIABLE, clock_from_environment
from bot.fair.file import load_fair
from bot.publishing.initial_model import state_to_start_with
from bot.rasa.follower import VERSION_VARIABLE, order_in_turn
from bot.runtime.locks import lock_state
from bot.runtime.processes import (
    Part,
    actions_part,
    current_environment,
    rasa_part,
    require_free_port,
    shared_environment,
    web_part,
)
from bot.runtime.service_notes import leave_note

Environment = Mapping[str, str]


@dataclass(frozen=True)
class PartChoice:
    """A part that can be asked for: its port's setting, which port that is, and how it is made."""

    setting: str
    port: Callable[[Ports], int]
    make: Callable[[Environment], Part]


def _web(environment: Environment) -> Part:
    # No supervisor here: Rasa is where MESSE_RASA or RASA_PORT says.
    return replace(web_part(environment), environment=environment)


def _rasa(environment: Environment) -> Part:
    folder = state_folder(environment)
    with (folder / "start.sperre").open("w") as lock:  # several start together, one trains
        fcntl.flock(lock, fcntl.LOCK_EX)
        order = order_in_turn(folder, environment)
        state = order or state_to_start_with(ROOT, folder, lambda text: print(text, flush=True))
    following = {**environment, VERSION_VARIABLE: state.version}
    return rasa_part(following, state.model, inner_interface(environment), load_ports(environment).rasa)


CHOICES = {
    "web": PartChoice("MESSE_PORT", lambda ports: ports.web, _web),
    "rasa": PartChoice("RASA_PORT", lambda ports: ports.rasa, _rasa),
    "aktionen": PartChoice("AKTION_PORT", lambda ports: ports.actions, actions_part),
}


def run_part(arguments: list[str]) -> int:
    """Become the part; does not return unless something is wrong.

    Raises:
        MesselotseError: an unknown part, wrong settings, a port in use, unusable content or a failed training.
    """
    name = arguments[0] if len(arguments) == 1 else ""
    if name not in CHOICES:
        raise ConfigurationError(f"Welcher Teil? – bitte angeben: ./messelotse teil {' | '.join(CHOICES)}")
    environment = current_environment()
    follow_release(lambda text: print(text, flush=True))
    check_settings(environment)
    ports = load_ports(environment)
    choice = CHOICES[name]
    folder, port = state_folder(environment), choice.port(ports)
    require_folder(folder)
    lock = lock_state(folder, is_shared=True)
    require_free_port(choice.setting, port)
    held = [lock, *leave_note(folder, name, port, environment)]
    for file in held:
        os.set_inheritable(file.fileno(), True)  # the part that takes our place holds it on
    require_database(folder, environment)
    part = choice.make(shared_environment(environment, ports, together=False))
    os.chdir(ROOT)
    # no child: signals of systemd or a container reach the part itself
    os.execve(part.command[0], part.command, dict(part.environment))


def check_settings(environment: Environment) -> None:
    """Look at what all parts must agree on.

    Raises:
        ConfigurationError: an address cannot be used, the token is missing, or each part would have its own demo clock.
    """
    load_addresses(environment)
    if not inner_token(environment):
        raise ConfigurationError(
            f"{TOKEN_VARIABLE} fehlt – bitte allen Teilen dasselbe geben, etwa mit „openssl rand -hex 20“ erzeugt: "
            "Ohne es könnte jedes Programm auf diesem Rechner mithören und im Namen des Bots antworten."
        )
    redis_from_environment(environment)
    clock = clock_from_environment(load_fair(), environment)
    if clock.is_demo and not environment.get(ANCHOR_VARIABLE, "").strip():
        raise ConfigurationError(
            f"Mit der Demo-Uhr hätte jeder Teil seine eigene Zeit – bitte „uhr: echt“ in messe.yml setzen oder allen "
            f"Teilen dasselbe {ANCHOR_VARIABLE} geben (Sekunden seit 1970, etwa von „date +%s“)."
        )
