"""HTTP between our own processes: to a port, or to a Unix socket where an address says ``unix:<path>``.

``./messelotse start`` puts the sockets into a folder that no other account can enter: nobody can take the place of
a part that is starting, hear what is meant for it or answer in its name.
"""

from __future__ import annotations

import httpx

SCHEME = "unix:"
SOCKET_KEY = "sockel"  # under action_endpoint in the endpoints.yml that the launcher writes
ANY_HOST = "http://messelotse"  # a request needs one, a socket has none


def socket_path(address: str) -> str:
    """The path of the socket that an address means; "" for any other address."""
    return address.removeprefix(SCHEME) if address.startswith(SCHEME) else ""


def base_url(address: str) -> str:
    """What requests to this address begin with."""
    return ANY_HOST if socket_path(address) else address


def transport_to(address: str, limits: httpx.Limits | None = None) -> httpx.AsyncHTTPTransport:
    """How an asynchronous client gets there."""
    return httpx.AsyncHTTPTransport(uds=socket_path(address) or None, limits=limits or httpx.Limits(), trust_env=False)
