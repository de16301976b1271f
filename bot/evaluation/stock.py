"""The stock pipeline of ``rasa init``, trained in a process of its own; its answers are kept as predictions."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import IO, Any

import yaml
from tqdm import tqdm

from bot.core.errors import MesselotseError
from bot.core.settings import ROOT, load_ports
from bot.evaluation.rules import Prediction, confidence_and_margin
from bot.evaluation.stock_worker import SENTENCES_BAR
from bot.runtime.processes import current_environment, shared_environment

FALLBACK = "nlu_fallback"
RETRIEVAL = ("faq", "smalltalk")
Pairs = Sequence[tuple[str, float]]


def read_answer(answer: Mapping[str, Any]) -> Prediction:
    """Read one answer of :mod:`bot.evaluation.stock_worker`.

    Rasa ranks intents and responses apart. A response counts as likely as its intent times its share among the
    responses of that intent; first stands what the bot would say (its action takes the selector's first response,
    whatever the intent).

    Raises:
        KeyError, TypeError, ValueError: it is damaged.
    """
    intents = [(str(name), float(value)) for name, value in answer["intent_ranking"] if name != FALLBACK]
    responses = [(str(name), float(value)) for name, value in answer["response_ranking"]]
    ranking = [pair for intent in intents for pair in _labels(intent, responses)]
    ranking.sort(key=lambda pair: -pair[1])
    confidence, margin = confidence_and_margin([value for _, value in intents])
    return Prediction(_said_first(intents, answer["response"], ranking), confidence, margin)


def _labels(intent: tuple[str, float], responses: Pairs) -> list[tuple[str, float]]:
    name, confidence = intent
    if name not in RETRIEVAL:
        return [intent]
    own = [(label, share) for label, share in responses if label.partition("/")[0] == name]
    total = sum(share for _, share in own)
    # Scaled to the intent's own responses: the selector's shares run over all intents.
    return [(label, confidence * share / total) for label, share in own] if total else []


def _said_first(
    intents: Pairs, response: str | None, ranking: list[tuple[str, float]]
) -> tuple[tuple[str, float], ...]:
    if not intents:
        return ()
    intent, confidence = intents[0]
    said = (response or intent) if intent in RETRIEVAL else intent
    shares = dict(ranking)
    rest = [pair for pair in ranking if pair[0] != said]
    return ((said, shares.get(said, confidence)), *rest)


CONFIG = Path("bench") / "config-stock.yml"
SEED = 1  # Rasa's own default is the time of day, with which no measurement could be repeated
LIMIT = 4 * 60 * 60  # seconds; 100 epochs over the shipped data take over an hour on two idle cores
EPOCH_WORTH = 20  # steps of the progress bar; a sentence is one
_PROGRESS = re.compile(rf"(Epochs|{SENTENCES_BAR}):\s*\d+%\|[^|]*\|\s*(\d+)/\d+")


class StockError(MesselotseError):
    """The stock pipeline could not be trained or asked."""


@dataclass(frozen=True)
class StockPipeline:
    """A training of the stock pipeline: its settings, its data, and the folder of its results."""

    config: dict[str, Any]
    data: Path
    folder: Path

    @property
    def answers_file(self) -> Path:
        """The kept answers by sentence."""
        return self.folder / "antworten.json"

    @property
    def trainings(self) -> int:
        """Number of components that train in epochs, one after the other."""
        return sum("epochs" in component for component in self.config["pipeline"])

    @property
    def epochs(self) -> int:
        """Epochs of each training."""
        return max(int(component.get("epochs", 0)) for component in self.config["pipeline"])


def stock_pipeline(data: Path, fingerprint: str, epochs: int, folder: Path) -> StockPipeline:
    """Return the stock pipeline for data with this fingerprint; results for other data are deleted."""
    config = yaml.safe_load((ROOT / CONFIG).read_text(encoding="utf-8"))
    for component in config["pipeline"]:
        if "epochs" in component:
            component.update(epochs=epochs, random_seed=SEED)
    # Another version of Rasa or other settings need a training of their own.
    made_from = json.dumps([fingerprint, config, version("rasa")], sort_keys=True)
    own = folder / hashlib.sha256(made_from.encode()).hexdigest()[:16]
    for other in folder.glob("*"):
        if other != own:
            shutil.rmtree(other, ignore_errors=True)
    own.mkdir(parents=True, exist_ok=True)
    return StockPipeline(config, data, own)


def ask_stock(stock: StockPipeline, texts: Sequence[str]) -> dict[str, Prediction]:
    """Return a prediction for each text; trains first where no fitting model is kept.

    Raises:
        StockError: training or labelling failed, or took too long.
    """
    answers = _read_answers(stock.answers_file)
    missing = [text for text in texts if text not in answers]
    if missing:
        _run_worker(stock, missing)
        answers.update(_read_answers(stock.folder / "neu.json"))
        stock.answers_file.write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")
    try:
        return {text: read_answer(answers[text]) for text in texts}
    except (KeyError, TypeError, ValueError) as error:
        raise StockError(f"Die Antworten in {stock.folder} sind beschädigt – bitte den Ordner löschen.") from error


def _read_answers(path: Path) -> dict[str, Any]:
    try:
        answers = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):  # nothing kept, or an interrupted run: ask again
        return {}
    return answers if isinstance(answers, dict) else {}


def _run_worker(stock: StockPipeline, texts: Sequence[str]) -> None:
    config, job, log = stock.folder / "config.yml", stock.folder / "auftrag.json", stock.folder / "standard.log"
    config.write_text(yaml.safe_dump(stock.config, sort_keys=False), encoding="utf-8")
    wanted = {
        "config": str(config), "data": str(stock.data), "folder": str(stock.folder), "sentences": list(texts),
        "answers": str(stock.folder / "neu.json"),
    }  # fmt: skip
    job.write_text(json.dumps(wanted, ensure_ascii=False), encoding="utf-8")
    total = stock.trainings * stock.epochs * EPOCH_WORTH + len(texts)
    bar = tqdm(total=total, desc="Standard-Pipeline", bar_format="{desc}: {percentage:3.0f} % |{bar}| {elapsed}")
    with bar, log.open("wb") as output, StockWorker(job) as worker:
        for steps in read_progress(_chunks(worker.process, output)):
            bar.update(steps - bar.n)
    if worker.process.returncode != 0:
        reason = f"nach {LIMIT // 60} Minuten abgebrochen" if worker.late else f"Einzelheiten in {log}"
        remedy = "mit weniger --epochen oder --ohne-vergleich wiederholen"
        raise StockError(f"Die Standard-Pipeline ist gescheitert ({reason}) – bitte {remedy}.")


class StockWorker:
    """The running worker as a context: killed with all its children when it takes too long or we are interrupted."""

    def __init__(self, job: Path) -> None:
        environment = shared_environment(current_environment(), load_ports())
        self.process = subprocess.Popen(
            [sys.executable, "-m", "bot.evaluation.stock_worker", str(job)],
            cwd=ROOT,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            # A group of its own: TensorFlow's helpers are killed along with it.
            start_new_session=True,
        )
        self.late = False
        self._timer = threading.Timer(LIMIT, self._end_late)

    def __enter__(self) -> StockWorker:
        self._timer.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            self._kill()
        self.process.wait()
        self._timer.cancel()

    def _end_late(self) -> None:
        self.late = True
        self._kill()

    def _kill(self) -> None:
        with suppress(ProcessLookupError):  # it has just ended
            os.killpg(self.process.pid, signal.SIGKILL)


def _chunks(process: subprocess.Popen[bytes], log: IO[bytes]) -> Iterator[str]:
    assert process.stdout is not None  # Popen was given a pipe
    while chunk := os.read(process.stdout.fileno(), 4096):
        log.write(chunk)
        log.flush()
        yield chunk.decode("utf-8", errors="replace")


def read_progress(chunks: Iterator[str]) -> Iterator[int]:
    """Yield the steps done so far, read from the worker's own progress bars.

    A training is over when the next one begins at 0.
    """
    done, running, rest = 0, 0, ""
    for chunk in chunks:
        rest += chunk
        end = 0
        for match in _PROGRESS.finditer(rest):
            end = match.end()
            worth = EPOCH_WORTH if match[1] == "Epochs" else 1
            now = int(match[2]) * worth
            if now < running:
                done, running = done + running, 0
            running = max(running, now)
            yield done + running
        rest = rest[end:][-200:]  # a bar may be cut in two
