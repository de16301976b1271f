"""Ports that are opened once and handed on: while a part restarts, no other program can take its port."""

from __future__ import annotations

import os
import socket
from collections.abc import Mapping

from bot.core.addresses import EVERYWHERE, LISTEN_VARIABLE
from bot.core.errors import ConfigurationError

SOCKET_VARIABLE = "MESSE_WEB_SOCKEL"  # the descriptor that the supervisor hands to web


def web_address(environment: Mapping[str, str] = os.environ) -> str:
    """Return where web listens: on all addresses of this machine, or on the one of MESSE_LAUSCHEN."""
    return environment.get(LISTEN_VARIABLE, "").strip() or EVERYWHERE


def handed_over(environment: Mapping[str, str] = os.environ) -> socket.socket | None:
    """Return the listening socket that the supervisor has opened for us; None without a supervisor."""
    number = environment.get(SOCKET_VARIABLE, "")
    return socket.socket(fileno=int(number)) if number else None


def listen(port: int, address: str = EVERYWHERE, setting: str = "MESSE_PORT") -> socket.socket:
    """Return a listening socket on one address of this machine, or on all.

    Raises:
        ConfigurationError: the port is taken or not allowed. (Sanic itself would only log that and end with exit code
            0.)
    """
    try:
        return socket.create_server((address, port))
    except OSError as error:
        message = f"Port {port} ist nicht frei oder nicht erlaubt – bitte {setting} auf einen anderen Port setzen."
        if address != EVERYWHERE:
            message = f"Auf {address}:{port} lässt sich nicht lauschen – bitte {LISTEN_VARIABLE} und {setting} prüfen."
        raise ConfigurationError(message) from error
