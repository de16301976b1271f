"""The origin of a request: its address as a pseudonym, and whether it came by TLS.

The headers X-Forwarded-For and X-Forwarded-Proto count only when they come from one of the addresses in MESSE_PROXY:
any client can send them.
"""

from __future__ import annotations

import hashlib
import ipaddress
import logging
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field

from sanic import Request

from bot.core.networks import PROXY_VARIABLE, Address, Network, _parsed, load_networks

FORWARDED_FOR, FORWARDED_PROTO = "x-forwarded-for", "x-forwarded-proto"
logger = logging.getLogger(__name__)


@dataclass
class Visitors:
    """Reads requests; ``proxies`` are believed, ``salt`` makes pseudonyms that mean nothing after the next start."""

    proxies: tuple[Network, ...] = ()
    salt: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    _has_warned: bool = False

    def key_of(self, request: Request) -> str:
        """A pseudonym of the visitor's address, 32 hex digits; of IPv6 the network, for each has a whole one.

        "" for this machine itself and for a proxy that is not in MESSE_PROXY: both stand for many.
        """
        address = self._address_of(request)
        if address is None or address.is_loopback:
            return ""
        # one household gets a whole /64: each address by itself would be a limit for none
        whole = ipaddress.ip_network((address, 64), strict=False) if address.version == 6 else address
        return hashlib.blake2b(str(whole).encode(), key=self.salt, digest_size=16).hexdigest()

    def scheme_of(self, request: Request) -> str:
        """``https`` when the visitor's browser speaks TLS, with us or with a trusted proxy; else ``http``."""
        said = request.headers.get(FORWARDED_PROTO, "").strip().lower()
        if said in ("http", "https") and self._is_trusted(_parsed(request.ip)):
            return str(said)
        return "https" if request.scheme == "https" else "http"

    def _address_of(self, request: Request) -> Address | None:
        """The nearest address that is no proxy of ours; None when it cannot be known."""
        direct = _parsed(request.ip)
        said = ",".join(request.headers.getall(FORWARDED_FOR, []))
        if not said:
            return direct
        if not self._is_trusted(direct):
            self._warn_once()
            return None if direct is not None and direct.is_loopback else direct
        named = [_parsed(part.strip()) for part in said.split(",")]
        # from the right: entries on the left were sent by the client and may be invented
        return next((each for each in reversed(named) if not self._is_trusted(each)), named[0])

    def _is_trusted(self, address: Address | None) -> bool:
        return address is not None and any(address in network for network in self.proxies)

    def _warn_once(self) -> None:
        if not self._has_warned:
            self._has_warned = True
            logger.warning("Anfragen kommen über einen Proxy, der nicht in %s steht", PROXY_VARIABLE)


def load_visitors(environment: Mapping[str, str]) -> Visitors:
    """The setting of MESSE_PROXY; without it no proxy is believed.

    Raises:
        ConfigurationError: it cannot be read.
    """
    return Visitors(load_networks(environment, PROXY_VARIABLE))
