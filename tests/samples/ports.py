"""Ports for servers that begin to listen a while later, such as a Rasa that is still starting."""

from __future__ import annotations

import random
import socket
from itertools import islice

# Below what systems give to outgoing connections (Linux from 32768, others from 49152): such a connection would take
# the port before the server listens.
PORTS = range(10_000, 32_000)

_given: set[int] = set()


def spare_port() -> int:
    """Return a loopback port that is free now and that this process has not given out before."""
    return spare_ports(1)[0]


def spare_ports(count: int) -> list[int]:
    """Return ``count`` different ports, as :func:`spare_port` does.

    Raises:
        OSError: there are fewer.
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
