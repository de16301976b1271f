"""The fair's clock: the real time, or a demo time that starts at a given moment and runs on.

All processes share one anchor (real moment at which the demo time started), which the supervisor hands down in
MESSE_UHR_ANKER: a restarted process goes on where the others are.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.core.errors import ConfigurationError
from bot.fair.model import Fair

START_VARIABLE = "MESSE_NOW"
ANCHOR_VARIABLE = "MESSE_UHR_ANKER"


class FairClock:
    """A clock in the fair's time zone, real or started at a demo time."""

    def __init__(
        self,
        zone: ZoneInfo,
        start: datetime | None = None,
        anchor: float | None = None,
        real_time: Callable[[], float] = time.time,
    ) -> None:
        """Create a clock.

        Args:
            zone: time zone of the answers.
            start: aware demo time at the anchor; None for the real time.
            anchor: real time (seconds since the epoch) at which the demo time was ``start``; default: now.
            real_time: source of real seconds.
        """
        self._zone = zone
        self._start = start
        self._real_time = real_time
        self._anchor = real_time() if anchor is None else anchor

    @property
    def is_demo(self) -> bool:
        """Whether this clock shows a demo time instead of the real one."""
        return self._start is not None

    def now(self) -> datetime:
        """Return the fair's time, aware, to the microsecond."""
        if self._start is None:
            return datetime.fromtimestamp(self._real_time(), self._zone)
        elapsed = timedelta(seconds=self._real_time() - self._anchor)
        # Added in UTC: wall-clock arithmetic would jump by an hour at a clock change.
        return (self._start.astimezone(ZoneInfo("UTC")) + elapsed).astimezone(self._zone)


def clock_from_environment(fair: Fair, environment: Mapping[str, str] = os.environ) -> FairClock:
    """Create the clock that MESSE_NOW, else messe.yml asks for.

    Raises:
        ConfigurationError: MESSE_NOW or MESSE_UHR_ANKER cannot be read.
    """
    start = _read_start(environment.get(START_VARIABLE, "").strip(), fair)
    anchor = environment.get(ANCHOR_VARIABLE, "").strip()
    try:
        return FairClock(fair.zone, start, float(anchor) if anchor else None)
    except ValueError as error:
        raise ConfigurationError(f"{ANCHOR_VARIABLE}={anchor} ist keine Zahl – bitte nicht von Hand setzen.") from error


def _read_start(raw: str, fair: Fair) -> datetime | None:
    if not raw:
        return fair.clock_start
    try:
        # Python 3.10 does not read the „Z“ of ISO 8601.
        moment = datetime.fromisoformat(raw.replace("Z", "+00:00"))
    except ValueError as error:
        message = f"{START_VARIABLE}={raw} ist kein Zeitpunkt – bitte wie 2025-05-14T10:05:00+02:00 schreiben."
        raise ConfigurationError(message) from error
    return moment if moment.tzinfo is not None else moment.replace(tzinfo=fair.zone)
