"""The addresses of the parts: on this machine's ports, or as the environment names them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.core.errors import ConfigurationError
from bot.core.internal_http import socket_path
from bot.core.settings import load_ports

WEB_VARIABLE, RASA_VARIABLE, ACTIONS_VARIABLE = "MESSE_WEB", "MESSE_RASA", "MESSE_AKTIONEN"
INNER_VARIABLE = "MESSE_INTERN"
LISTEN_VARIABLE, EVERYWHERE = "MESSE_LAUSCHEN", "0.0.0.0"
LOOPBACK = "127.0.0.1"


@dataclass(frozen=True)
class Addresses:
    """Base addresses without a slash at their end; ``rasa`` is "" when this machine's live Rasa is meant."""

    web: str
    rasa: str
    actions: str


def load_addresses(environment: Mapping[str, str] = os.environ) -> Addresses:
    """Read addresses from MESSE_WEB, MESSE_RASA and MESSE_AKTIONEN; each may be a proxy or a socket (``unix:…``).

    Raises:
        ConfigurationError: one of them is no http(s) address, or a port is wrong.
    """
    ports = load_ports(environment)
    return Addresses(
        _address(environment, WEB_VARIABLE) or f"http://{LOOPBACK}:{ports.web}",
        _address(environment, RASA_VARIABLE),
        _address(environment, ACTIONS_VARIABLE) or f"http://{LOOPBACK}:{ports.actions}",
    )


def inner_interface(environment: Mapping[str, str] = os.environ) -> str:
    """Return where Rasa and the actions listen: on loopback, unless MESSE_INTERN names another address."""
    return environment.get(INNER_VARIABLE, "").strip() or LOOPBACK


def reachable_web(port: int, environment: Mapping[str, str] = os.environ) -> str:
    """Return where this machine reaches its own web, which may listen on one address only."""
    listening = environment.get(LISTEN_VARIABLE, "").strip()
    host = LOOPBACK if listening in ("", EVERYWHERE, "::") else listening
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _address(environment: Mapping[str, str], name: str) -> str:
    raw = environment.get(name, "").strip().rstrip("/")
    if socket_path(raw):
        return raw
    parts = urlsplit(raw)
    if raw and (parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment):
        raise ConfigurationError(f"{name} ist keine Adresse – bitte etwa http://127.0.0.1:8100 setzen.")
    return raw
