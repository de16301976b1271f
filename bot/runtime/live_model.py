"""Two small files in the state folder by which the processes agree on which Rasa answers.

``rasa_auftrag.json`` is the order to let another model answer; ``rasa_ist.json`` says which one does. Only the
supervisor writes the second one, once the model named there has answered: whatever dies before, the old one stays.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, TypeVar

from bot.core.addresses import SCHEME
from bot.core.files import write_json

ORDER_FILE, STATE_FILE = "rasa_auftrag.json", "rasa_ist.json"
FOLLOW_VARIABLE = "MESSE_RASA_FOLGEN"  # set by the supervisor for web: without one, the state file is an old one
T = TypeVar("T")


@dataclass(frozen=True)
class Order:
    """An order to let another model answer: ``number`` differs from every order before, ``model`` is a path."""

    number: str
    model: str
    version: str


@dataclass(frozen=True)
class RasaState:
    """The Rasa that answers.

    Attributes:
        socket: path of the one that the live Rasa listens on; "" while none has started.
        model: path of its model.
        version: the published version that the model belongs to; "" before anything was published.
        order: the order dealt with last, whether or not it could be carried out.
        fault: why it could not; "" when it was.
    """

    socket: str
    model: str
    version: str = ""
    order: str = ""
    fault: str = ""


class RasaFiles:
    """Both files of one installation."""

    def __init__(self, state_folder: Path) -> None:
        self._folder = state_folder

    def place_order(self, order: Order) -> None:
        """Ask the supervisor for another model."""
        write_json(self._folder / ORDER_FILE, asdict(order))

    def order(self) -> Order | None:
        """Return the last order; None when there is none that can be read."""
        return _read(self._folder / ORDER_FILE, lambda data: Order(**data))

    def live_model(self, root: Path, usual: Path) -> Path:
        """Return the path of the answering model in ``root``; the ``usual`` one where none is known yet."""
        state = self.state()
        return root / (state.model if state is not None else usual)

    def write_state(self, state: RasaState) -> None:
        """Store the state of the answering Rasa."""
        write_json(self._folder / STATE_FILE, asdict(state))

    def state(self) -> RasaState | None:
        """Return the state of the answering Rasa; None when it is not known."""
        return _read(self._folder / STATE_FILE, _make_state)


class LiveAddress:
    """The address of the answering Rasa, looked up anew whenever the state file has changed."""

    def __init__(self, folder: Path | None, usual: str) -> None:
        """Take the state folder; without a ``folder`` it is always the ``usual`` address."""
        self._folder, self._address = folder, usual
        self._stamp: tuple[int, int] | None = None

    def __call__(self) -> str:
        """Return the present address."""
        if self._folder is not None:
            self._look(self._folder)
        return self._address

    def _look(self, folder: Path) -> None:
        try:
            status = (folder / STATE_FILE).stat()
        except OSError:
            return
        stamp = (status.st_mtime_ns, status.st_ino)
        if stamp != self._stamp:
            state = RasaFiles(folder).state()
            self._stamp, self._address = stamp, f"{SCHEME}{state.socket}" if state is not None else self._address


def _make_state(data: dict[str, Any]) -> RasaState:
    data.setdefault("socket", "")
    data.pop("port", None)  # earlier releases ran Rasa on ports; their file still says which version is live
    return RasaState(**data)


def _read(path: Path, make: Callable[[dict[str, Any]], T]) -> T | None:
    try:
        return make(json.loads(path.read_text(encoding="utf-8")))
    except (OSError, ValueError, TypeError):
        return None
