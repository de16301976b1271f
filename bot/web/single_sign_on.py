"""Single sign-on: a trusted reverse proxy names the user in a header; from anywhere else the header means nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sanic import Request

from bot.errors import ConfigurationError
from bot.web.visitors import PROXY_VARIABLE, Network, is_within, load_networks

HEADER_VARIABLE, ADDRESSES_VARIABLE = "MESSE_SSO_KOPF", "MESSE_SSO_ADRESSEN"
_HEADER = re.compile(r"[A-Za-z0-9-]{1,64}")


@dataclass(frozen=True)
class SingleSignOn:
    """``header`` is believed when it comes directly from one of ``networks``; "" switches it off."""

    header: str = ""
    networks: tuple[Network, ...] = ()

    def name_in(self, request: Request) -> str:
        """Whom the trusted proxy names; "" for nobody."""
        # The direct address: what a forwarding header says of it could come from anybody.
        if not self.header or not is_within(str(request.ip), self.networks):
            return ""
        values = request.headers.getall(self.header, [])
        return str(values[0]).strip() if len(values) == 1 else ""


def load_single_sign_on(environment: Mapping[str, str]) -> SingleSignOn:
    """The setting of MESSE_SSO_KOPF and MESSE_SSO_ADRESSEN, else MESSE_PROXY; off without a header.

    Raises:
        ConfigurationError: only one of the two is set, or one cannot be read.
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
    return SingleSignOn(header, networks)
