"""Networks that settings name, and whether an address belongs to one."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence

from bot.core.errors import ConfigurationError

PROXY_VARIABLE = "MESSE_PROXY"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def load_networks(environment: Mapping[str, str], variable: str) -> tuple[Network, ...]:
    """Read the addresses and networks in an environment variable, separated by commas.

    Raises:
        ConfigurationError: one of them is none.
    """
    entries = [entry.strip() for entry in environment.get(variable, "").split(",") if entry.strip()]
    try:
        return tuple(ipaddress.ip_network(entry) for entry in entries)
    except ValueError as error:
        raise ConfigurationError(
            f"{variable}={','.join(entries)} ist unlesbar – bitte Adressen oder Netze mit Komma "
            "dazwischen nennen, etwa 127.0.0.1,10.0.0.0/24."
        ) from error


def is_within(address: str, networks: Sequence[Network]) -> bool:
    """Return whether an address, as the web server reports it, belongs to one of the networks."""
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


def _parsed(address: object) -> Address | None:
    try:
        parsed = ipaddress.ip_address(str(address))
    except ValueError:
        return None
    # On a dual-stack socket, IPv4 clients appear as ::ffff:192.0.2.1.
    mapped = parsed.ipv4_mapped if parsed.version == 6 else None
    return mapped or parsed
