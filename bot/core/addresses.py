"""Where the parts find each other: on this machine's ports, or at the addresses that the environment names.

An address is a URL, or ``unix:<path>`` for a Unix socket: ``./messelotse start`` puts the sockets of its parts into a
folder that no other account can enter, so that no other program can take the place of a part that is starting.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from bot.core.errors import ConfigurationError
from bot.core.settings import load_ports

WEB_VARIABLE, RASA_VARIABLE, ACTIONS_VARIABLE = "MESSE_WEB", "MESSE_RASA", "MESSE_AKTIONEN"
INNER_VARIABLE = "MESSE_INTERN"
LISTEN_VARIABLE, EVERYWHERE = "MESSE_LAUSCHEN", "0.0.0.0"
LOOPBACK = "127.0.0.1"
SCHEME = "unix:"
SOCKET_KEY = "sockel"  # under action_endpoint in the endpoints.yml that the launcher writes
ANY_HOST = "http://messelotse"  # a request needs one, a socket has none


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
    # 0.0.0.0 and :: are no addresses to connect to.
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


def socket_path(address: str) -> str:
    """Return the path of the socket that an address means; "" for any other address."""
    return address.removeprefix(SCHEME) if address.startswith(SCHEME) else ""


def base_url(address: str) -> str:
    """Return the base URL of requests to this address."""
    return ANY_HOST if socket_path(address) else address
