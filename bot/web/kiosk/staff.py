"""The operator's hidden corner of the booth: behind a PIN, off without one; and what was counted today."""

from __future__ import annotations

import hmac
import re
import time
from collections.abc import Callable, Mapping

from bot.core.errors import ConfigurationError
from bot.core.secrets import read_secret
from bot.dialogue.nlu_report import Decision
from bot.staff.logins import Backoff
from bot.web.http.problems import WebProblem
from bot.web.kiosk.visits import HANDED_OVER, VISIT

PIN_VARIABLE = "MESSE_STAND_PIN"
_PIN = re.compile(r"[0-9]{4,12}", re.ASCII)
COUNTED = (
    (VISIT, "Besuche"),
    (HANDED_OVER, "Am Handy weitergeführt"),
    (Decision.ANSWERED.value, "Fragen beantwortet"),
    (Decision.ASKED_BACK.value, "Nachgefragt"),
    (Decision.NONE.value, "Ohne Antwort"),
    (Decision.OUT_OF_SCOPE.value, "Nicht zur Messe"),
)


class StaffPin:
    """The operator's PIN; wrong ones cost growing pauses, four are free."""

    def __init__(
        self, pin: str, backoff: Backoff | None = None, real_time: Callable[[], float] = time.monotonic
    ) -> None:
        """Check for ``pin``; "" for a booth without the corner."""
        self._pin = pin
        self._backoff = backoff or Backoff(free=4, first=30.0, longest=900.0, forget=1800.0, real_time=real_time)
        # Where the address stands for many, a stranger's guesses delay the booth's staff as well: never for long.
        self._shared_backoff = Backoff(free=4, first=30.0, longest=30.0, forget=1800.0, real_time=real_time)

    @property
    def is_set(self) -> bool:
        """Whether there is such a corner."""
        return bool(self._pin)

    def check(self, given: object, address: str) -> None:
        """Let the right PIN pass.

        Args:
            given: what was typed.
            address: a pseudonym of where, "" where it stands for many; a guesser elsewhere must not lock the booth.

        Raises:
            WebProblem: 404 without a corner, 429 after too many wrong ones, 403 for a wrong one.
        """
        if not self._pin:
            raise WebProblem(404, "Diesen Bereich gibt es hier nicht.", f"Er öffnet sich erst mit {PIN_VARIABLE}.")
        backoff = self._backoff if address else self._shared_backoff
        wait = backoff.wait(address)
        if wait > 0:
            raise WebProblem(429, "Zu viele falsche PINs.", f"Bitte warten Sie {wait:.0f} Sekunden.")
        if not isinstance(given, str) or not hmac.compare_digest(given.encode("utf-8", "replace"), self._pin.encode()):
            backoff.fail(address)
            raise WebProblem(403, "Diese PIN stimmt nicht.", "Bitte noch einmal eingeben.")
        backoff.succeed(address)


def load_pin(environment: Mapping[str, str]) -> StaffPin:
    """The PIN in MESSE_STAND_PIN.

    Raises:
        ConfigurationError: it is no PIN.
    """
    pin = read_secret(environment, PIN_VARIABLE)
    if pin and not _PIN.fullmatch(pin):
        raise ConfigurationError(f"{PIN_VARIABLE} ist keine PIN – bitte 4 bis 12 Ziffern setzen.")
    return StaffPin(pin)


def count_rows(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    """Today's numbers with their names."""
    return [(name, counts.get(what, 0)) for what, name in COUNTED]
