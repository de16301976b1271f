"""Networks that settings name, and whether an address belongs to one."""

from __future__ import annotations

import ipaddress
from collections.abc import Mapping, Sequence

from bot.core.errors import ConfigurationError

PROXY_VARIABLE = "MESSE_PROXY"
Network = ipaddress.IPv4Network | ipaddress.IPv6Network
Address = ipaddress.IPv4Address | ipaddress.IPv6Address


def load_networks(environment: Mapping[str, str], variable: str) -> tuple[Network, ...]:
    """The addresses and networks in an environment variable, with commas between.

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
    """Whether an address, as the web server tells it, belongs to one of the networks."""
    parsed = _parsed(address)
    return parsed is not None and any(parsed in network for network in networks)


def _parsed(address: object) -> Address | None:
    try:
        parsed = ipaddress.ip_address(str(address))
    except ValueError:
        return None
    mapped = parsed.ipv4_mapped if parsed.version == 6 else None
    return mapped or parsed
