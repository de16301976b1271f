"""Where phones reach this server: the booth's browser may know it under a name that is good on its own machine only."""

from __future__ import annotations

import re
from collections.abc import Mapping

from bot.core.errors import ConfigurationError

ADDRESS_VARIABLE = "MESSE_ADRESSE"
_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", re.ASCII)


def load_address(environment: Mapping[str, str]) -> str:
    """The address in MESSE_ADRESSE under which phones reach this server, without a slash at its end; "" for none.

    Raises:
        ConfigurationError: it is no address.
    """
    address = environment.get(ADDRESS_VARIABLE, "").strip().rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise ConfigurationError(f"{ADDRESS_VARIABLE}={address} ist keine Adresse – bitte wie https://messe.example.")
    return address
