"""Ports for servers that begin to listen a while later, as a Rasa that is still starting."""

from __future__ import annotations

import random
import socket
from itertools import islice

# Below what systems give to outgoing connections (Linux from 32768, others from 49152): such a connection would take
# the port before the server listens.
PORTS = range(10_000, 32_000)

_given: set[int] = set()


def spare_port() -> int:
    """A port of loopback that nobody uses at this moment and that this process has not given out before."""
    return spare_ports(1)[0]


def spare_ports(count: int) -> list[int]:
    """As many different ports.

    Raises:
        OSError: there are not as many.
    """
    candidates = (port for port in random.sample(PORTS, len(PORTS)) if port not in _given and _is_spare(port))
    found = list(islice(candidates, count))
    if len(found) < count:
        raise OSError(f"no {count} spare ports between {PORTS[0]} and {PORTS[-1]}")
    _given.update(found)
    return found


def _is_spare(port: int) -> bool:
    try:
        socket.create_server(("", port)).close()
    except OSError:
        return False
    return True
