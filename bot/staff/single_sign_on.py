"""Single sign-on: a trusted reverse proxy names the user in a header; from any other client the header is ignored.

The proxy also sends a secret: its address alone proves nothing, as every account on its machine shares it.
"""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from bot.core.errors import ConfigurationError
from bot.core.networks import PROXY_VARIABLE, Network, is_within, load_networks
from bot.core.secrets import read_secret

HEADER_VARIABLE, ADDRESSES_VARIABLE = "MESSE_SSO_KOPF", "MESSE_SSO_ADRESSEN"
SECRET_VARIABLE, SECRET_HEADER = "MESSE_SSO_GEHEIMNIS", "X-Messelotse-Geheimnis"
SHORTEST_SECRET = 24  # characters
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")


class ProxiedRequest(Protocol):
    """The parts of a request that are read: the direct address, and the headers with ``getall``."""

    @property
    def ip(self) -> str:
        """The address that connects directly."""
        ...

    @property
    def headers(self) -> Any:
        """All headers; several of one name are kept apart."""
        ...


@dataclass(frozen=True)
class SingleSignOn:
    """``header`` is believed when it comes with ``secret`` directly from one of ``networks``; "" switches it off."""

    header: str = ""
    networks: tuple[Network, ...] = ()
    secret: str = field(default="", repr=False)

    def name_in(self, request: ProxiedRequest) -> str:
        """Return the user whom the trusted proxy names, fit to be shown; "" for none."""
        # The direct address: a forwarding header could have been sent by any client.
        if not self.header or not is_within(str(request.ip), self.networks):
            return ""
        if not hmac.compare_digest(_only(request, SECRET_HEADER).encode(), self.secret.encode()):
            return ""
        return _only(request, self.header).strip()


def _only(request: ProxiedRequest, header: str) -> str:
    """Return the value of a header that came once; bytes that are no text become „?“, which no name holds."""
    values = request.headers.getall(header, [])
    # A header sent twice may have been added by the client behind the proxy's back.
    return str(values[0]).encode("utf-8", "replace").decode() if len(values) == 1 else ""


def load_single_sign_on(environment: Mapping[str, str]) -> SingleSignOn:
    """Read MESSE_SSO_KOPF and MESSE_SSO_ADRESSEN, else MESSE_PROXY, with its secret; off without a header.

    Raises:
        ConfigurationError: one of them is missing or cannot be used.
    """
    header = environment.get(HEADER_VARIABLE, "").strip()
    own = load_networks(environment, ADDRESSES_VARIABLE)
    networks = own or load_networks(environment, PROXY_VARIABLE)
    if (own and not header) or (header and not networks):
        raise ConfigurationError(
            f"{HEADER_VARIABLE} und {ADDRESSES_VARIABLE} gehören zusammen – bitte beide setzen oder keine von beiden; "
            f"statt der Adressen genügt {PROXY_VARIABLE}."
        )
    if header and not _HEADER.fullmatch(header):
        raise ConfigurationError(
            f"{HEADER_VARIABLE}={header} ist kein Name einer Kopfzeile – bitte etwa X-Remote-User setzen."
        )
    secret = read_secret(environment, SECRET_VARIABLE)
    if header and not (len(secret) >= SHORTEST_SECRET and secret.isascii()):
        raise ConfigurationError(
            f"{SECRET_VARIABLE} fehlt oder ist kürzer als {SHORTEST_SECRET} Zeichen (a-z, 0-9) – bitte ein zufälliges "
            f"setzen (openssl rand -hex 24) und den Proxy es in {SECRET_HEADER} mitsenden lassen; siehe "
            "docs/anmeldung.md."
        )
    return SingleSignOn(header, networks, secret)
