"""The run: read, train, ask, judge, write."""

from __future__ import annotations

import time
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.editorial.titles import read_intent_titles
from bot.errors import ConfigurationError
from bot.evaluation.data import (
    SentenceSet,
    TrainingSet,
    copy_data,
    read_sentence_file,
    read_test_sentences,
    read_training_set,
)
from bot.evaluation.evaluation import Evaluation, MeasuredSet
from bot.evaluation.measures import Result, judge, measure
from bot.evaluation.options import FOLDER, Options, read_options
from bot.evaluation.ours import FOLDS, OurPipeline
from bot.evaluation.pipeline import ModelSettings, read_model_settings, read_thresholds
from bot.evaluation.report import write_report
from bot.evaluation.rules import Prediction
from bot.evaluation.stock import CONFIG, ask_stock, stock_pipeline
from bot.evaluation.terminal import terminal_table
from bot.settings import ROOT, state_folder

Answers = dict[str, Prediction]


def run_evaluation(arguments: list[str]) -> int:
    """``./messelotse evaluate``: measure, write the report, print the main figures; returns 0.

    Raises:
        MesselotseError: wrong options, unusable content, or a failure of the stock pipeline.
    """
    options = read_options(arguments)
    _make_folder(options.output)
    begun = time.monotonic()
    evaluation = _evaluate(options)
    page = write_report(evaluation, options.output)
    for measured in evaluation.sets:
        print(terminal_table(measured.name, measure(measured.ours), measured.stock and measure(measured.stock)))
        print()
    print(terminal_table(f"Kreuzvalidierung der Beispiele ({FOLDS}fach)", measure(evaluation.validated), None))
    print(f"\nBericht nach {time.monotonic() - begun:.0f} s: {page}", flush=True)
    return 0


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / ".schreibprobe").touch()
        (folder / ".schreibprobe").unlink()
    except OSError as error:
        raise ConfigurationError(f"In {folder} lässt sich nicht schreiben – bitte --ausgabe prüfen.") from error


def _evaluate(options: Options) -> Evaluation:
    made, work = datetime.now().astimezone(), state_folder() / FOLDER
    copied = copy_data(ROOT, work / "stand")
    training = read_training_set(copied)
    sets = [read_test_sentences(ROOT, training)]
    sets += [read_sentence_file(path, ROOT, training) for path in options.files]
    titled = frozenset(label for label in training.labels if "/" in label)
    titled |= frozenset(read_intent_titles(copied / "data" / "nlu"))
    settings = read_model_settings(ROOT / "config.yml")
    texts = list(dict.fromkeys(sentence.text for item in sets for sentence in item.sentences))
    validated, answers = _ask_ours(settings, training, texts, work)
    ours = [judge(item.sentences, _of(item, answers), settings.thresholds, titled) for item in sets]
    stock = _judge_stock(options, copied, training, sets, titled) if options.compare else [None] * len(sets)
    measured = (
        MeasuredSet(item.name, tuple(own), None if other is None else tuple(other))
        for item, own, other in zip(sets, ours, stock, strict=True)
    )
    return Evaluation(
        made, settings, options.epochs if options.compare else None, len(training.examples), len(training.labels),
        titled, tuple(judge(training.examples, validated, settings.thresholds, titled)), tuple(measured),
    )  # fmt: skip


def _ask_ours(
    settings: ModelSettings, training: TrainingSet, texts: list[str], folder: Path
) -> tuple[list[Prediction], Answers]:
    pipeline = OurPipeline(settings, folder)
    print(f"Messelotse: {len(training.examples)} Beispiele, {len(texts)} Testsätze …", flush=True)
    pipeline.encode(list(dict.fromkeys([*(example.text for example in training.examples), *texts])))
    answers = dict(zip(texts, pipeline.predict(training.examples, texts), strict=True))
    print(f"Messelotse: {FOLDS}fache Kreuzvalidierung …", flush=True)
    return pipeline.cross_validate(training.examples), answers


def _judge_stock(
    options: Options, copied: Path, training: TrainingSet, sets: Sequence[SentenceSet], titled: frozenset[str]
) -> list[list[Result] | None]:
    stock = stock_pipeline(copied / "data", training.fingerprint, options.epochs, state_folder() / FOLDER / "standard")
    answers = ask_stock(stock, list(dict.fromkeys(sentence.text for item in sets for sentence in item.sentences)))
    thresholds = read_thresholds(ROOT / CONFIG)
    return [judge(item.sentences, _of(item, answers), thresholds, titled) for item in sets]


def _of(item: SentenceSet, answers: Answers) -> list[Prediction]:
    return [answers[sentence.text] for sentence in item.sentences]
