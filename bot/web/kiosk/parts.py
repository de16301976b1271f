"""The parts that the booth's handlers share, and the setting under which phones reach this server."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from typing import Protocol

from bot.chat.answers import Answer
from bot.chat.nlu_reports import Understood
from bot.chat.session_tokens import Sessions
from bot.core.errors import ConfigurationError
from bot.web.http.parts import Site
from bot.web.http.rate_counter import RateCounter
from bot.web.kiosk.map import SentenceMapPicture
from bot.web.kiosk.staff import StaffPin
from bot.web.kiosk.visits import Visits

ADDRESS_VARIABLE = "MESSE_ADRESSE"
_ADDRESS = re.compile(r"https?://[^\s/?#]+(?:/[^\s?#]*)?", re.ASCII)


class Chats(Protocol):
    """The chats as the booth uses them."""

    async def open(self, session: str) -> list[Answer]:
        """The greeting of a new chat."""

    async def forget(self, session: str) -> None:
        """Delete a chat, here and in Rasa."""

    @property
    def alone_with(self) -> Callable[[str], AbstractAsyncContextManager[None]]:
        """Holds a chat: nothing else runs for it meanwhile."""


@dataclass(frozen=True)
class KioskParts:
    """Visits, the map of all examples, the operator's PIN, and where phones reach this server ("": unset)."""

    site: Site
    visits: Visits
    sky: SentenceMapPicture
    pin: StaffPin
    address: str
    sessions: Sessions
    chats: Chats
    understood: Understood
    counter: RateCounter


def load_address(environment: Mapping[str, str]) -> str:
    """The address in MESSE_ADRESSE under which phones reach this server, without a slash at its end; "" for none.

    Raises:
        ConfigurationError: it is no address.
    """
    address = environment.get(ADDRESS_VARIABLE, "").strip().rstrip("/")
    if address and not _ADDRESS.fullmatch(address):
        raise ConfigurationError(f"{ADDRESS_VARIABLE}={address} ist keine Adresse – bitte wie https://messe.example.")
    return address
