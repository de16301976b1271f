"""HTTP between our own processes: to a port, or to a Unix socket where an address says ``unix:<path>``.

``./messelotse start`` puts the sockets into a folder that no other account can enter: none can take the place of a part
that is starting, read its messages or answer in its name.
"""

from __future__ import annotations

import httpx

SCHEME = "unix:"
SOCKET_KEY = "sockel"  # under action_endpoint in the endpoints.yml that the launcher writes
ANY_HOST = "http://messelotse"  # a request needs one, a socket has none


def socket_path(address: str) -> str:
    """Return the path of the socket that an address means; "" for any other address."""
    return address.removeprefix(SCHEME) if address.startswith(SCHEME) else ""


def base_url(address: str) -> str:
    """Return the base URL of requests to this address."""
    return ANY_HOST if socket_path(address) else address


def transport_to(address: str, limits: httpx.Limits | None = None) -> httpx.AsyncHTTPTransport:
    """Return the transport of an asynchronous client to this address."""
    return httpx.AsyncHTTPTransport(uds=socket_path(address) or None, limits=limits or httpx.Limits(), trust_env=False)
