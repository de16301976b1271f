"""A small project whose publishing takes no time: children and supervisor are played."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import MappingProxyType

from bot.publishing.commands import Commands, FailedConversation
from bot.publishing.prepare import Preparation
from bot.publishing.progress import Progress
from bot.publishing.versions import Versions
from bot.runtime.live_model import Order, RasaFiles, RasaState
from bot.runtime.service_notes import TOGETHER, leave_note
from tests.samples.content import write_content

LIVE = RasaState("/kanal/rasa-1", "models/messelotse.tar.gz")
TOPIC = "data/themen/parken.yml"


def write_project(root: Path) -> Path:
    """The project with a live model; returns its state folder."""
    write_content(root)
    for name in ("config.yml", "domain.yml", "requirements/run.txt", "models/messelotse.tar.gz"):
        (root / name).parent.mkdir(exist_ok=True)
        (root / name).touch()
    state = root / ".messelotse"
    state.mkdir()
    RasaFiles(state).write_state(LIVE)
    return state


class PlayedCommands(Commands):
    """In no time; ``wrong`` is what the new model takes sentences for, ``stops_at`` is a step to hang in."""

    wrong: Mapping[str, str] = MappingProxyType({})
    failures: tuple[FailedConversation, ...] = ()
    stops_at = ""

    def train(self, data: Path, told: Callable[[float], None]) -> Path:
        """A model made of nothing."""
        self._reach("train")
        told(0.5)
        target = self._work / "neu.tar.gz"
        target.unlink(missing_ok=True)  # a version kept may share its place on the disk
        target.write_bytes(os.urandom(8))
        return target

    def recognise(self, model: Path, sentences: Sequence[str], told: Callable[[float], None]) -> Mapping[str, str]:
        """The label that each sentence stands for in the sample."""
        self._reach("recognise")
        told(1.0)
        is_new = model.parent.name == "modelle"
        labels = {sentence: _label_of(sentence) for sentence in sentences}
        return {each: self.wrong.get(each, label) if is_new else label for each, label in labels.items()}

    def failed_conversations(self, model: Path, stories: Path) -> list[FailedConversation]:
        """What the test wants."""
        self._reach("conversation")
        return list(self.failures)

    def _reach(self, step: str) -> None:
        if step == self.stops_at:
            (self._work / "hier").touch()
            time.sleep(600)


def _label_of(sentence: str) -> str:
    """„zwei wo_ist“ says it itself."""
    last = sentence.split()[-1]
    known = last in ("faq/parken", "faq/wlan", "wo_ist")
    return last if known else "faq/parken" if "park" in sentence.casefold() else "faq/wlan"


@contextmanager
def supervisor(state_folder: Path, fault: str = "") -> Iterator[list[Order]]:
    """Carries out every order (or refuses it with ``fault``) as the real one does; yields the orders."""
    files, orders, over = RasaFiles(state_folder), [], threading.Event()

    def serve() -> None:
        while not over.wait(0.01):
            order, state = files.order(), files.state() or LIVE
            if order is not None and order.number != state.order:
                orders.append(order)
                new = RasaState("/kanal/rasa-2", order.model, order.version, order.number)
                files.write_state(replace(state, order=order.number, fault=fault) if fault else new)

    thread = threading.Thread(target=serve)
    thread.start()
    held = leave_note(state_folder, TOGETHER, 1, {})
    try:
        yield orders
    finally:
        over.set()
        thread.join()
        for file in held:
            file.close()


def state_of(root: Path) -> Path:
    return root / ".messelotse"


def prepare(root: Path, note: str) -> Progress:
    return Preparation(root, state_of(root), PlayedCommands).run("Rike Beispiel", note)


def edit(root: Path, old: str = "Was kostet Parken?", new: str = "Was kostet ein Stellplatz?") -> None:
    path = root / TOPIC
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def notes(root: Path) -> Sequence[str]:
    return [each.note for each in Versions(root, state_of(root)).all()]


def live(root: Path) -> str:
    state = RasaFiles(state_of(root)).state()
    assert state is not None
    return state.version
