"""What the booth's requests share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import sqlalchemy as sa

from bot.fair.clock import FairClock
from bot.web.chat.rasa_client import RasaClient
from bot.web.kiosk.address import load_address
from bot.web.kiosk.map import SentenceMapPicture
from bot.web.kiosk.staff import StaffPin, load_pin
from bot.web.kiosk.visits import Visits


@dataclass(frozen=True)
class BoothSettings:
    """Who stands there, the map of all examples, the operator's PIN, and where phones reach this server ("": unset)."""

    visits: Visits
    sky: SentenceMapPicture
    pin: StaffPin
    address: str


def make_booth(
    database: sa.engine.Engine, clock: FairClock, rasa: RasaClient, environment: Mapping[str, str]
) -> BoothSettings:
    """The booth's parts.

    Raises:
        ConfigurationError: a setting cannot be used.
    """
    visits = Visits(database, lambda: clock.now().date())
    return BoothSettings(
        visits, SentenceMapPicture(rasa.sentence_map), load_pin(environment), load_address(environment)
    )
