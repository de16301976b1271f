"""The steps of one run: read, train, label, judge. Importing this loads Rasa."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from bot.content.topics import read_intent_titles
from bot.core.settings import ROOT, state_folder
from bot.evaluation.data import (
    SentenceSet,
    TrainingSet,
    copy_data,
    read_sentence_file,
    read_test_sentences,
    read_training_set,
)
from bot.evaluation.evaluation import Evaluation, MeasuredSet
from bot.evaluation.measures import Result, judge, threshold_curve
from bot.evaluation.options import FOLDER, Options
from bot.evaluation.ours import FOLDS, OurGate, OurPipeline, Spell, with_threshold, words_of
from bot.evaluation.pipeline import read_fallback, read_model_settings
from bot.evaluation.stock import CONFIG, ask_stock, stock_pipeline
from bot.nlu.spelling import kept_german_words, learn_spelling

Results = tuple[Result, ...]


def evaluate(options: Options) -> Evaluation:
    """Measure everything; the state folder keeps vectors and the stock pipeline.

    Raises:
        MesselotseError: unusable content, or a failure of the stock pipeline.
    """
    made, work = datetime.now().astimezone(), state_folder() / FOLDER
    # a copy: editors may save while the stock pipeline trains for an hour
    copied = copy_data(ROOT, work / "stand")
    training = read_training_set(copied)
    sets = [read_test_sentences(ROOT, training)]
    sets += [read_sentence_file(path, ROOT, training) for path in options.files]
    # Only labels with a title can stand on a button.
    titled = frozenset(label for label in training.labels if "/" in label)
    titled |= frozenset(read_intent_titles(copied / "data" / "nlu"))
    settings = read_model_settings(ROOT / "config.yml")
    spell = _corrector(training) if settings.corrects else str
    ours, validated = _ask_ours(OurPipeline(settings, work, spell), training, sets, titled)
    stock = _ask_stock(options, copied, training, sets, titled) if options.compare else [None] * len(sets)
    measured = tuple(MeasuredSet(*parts) for parts in zip((item.name for item in sets), ours, stock, strict=True))
    words = words_of(training.examples, spell)
    curve = threshold_curve(
        measured[0].ours, lambda threshold: OurGate(with_threshold(settings.gate, threshold), words, spell), titled
    )
    return Evaluation(
        made, settings, options.epochs if options.compare else None, len(training.examples), len(training.labels),
        curve, validated, measured,
    )  # fmt: skip


def _corrector(training: TrainingSet) -> Spell:
    """Learn from all examples, also for the cross-validation: a word is right whatever its label."""
    return learn_spelling((example.text for example in training.examples), kept_german_words(state_folder())).correct


def _ask_ours(
    pipeline: OurPipeline, training: TrainingSet, sets: Sequence[SentenceSet], titled: frozenset[str]
) -> tuple[list[Results], Results]:
    sentences = [sentence for item in sets for sentence in item.sentences]
    print(f"Messelotse: {len(training.examples)} Beispiele, {len(sentences)} Testsätze …", flush=True)
    pipeline.encode(list(dict.fromkeys(item.text for item in (*training.examples, *sentences))))
    # all sets in one go: the model is trained once
    results = iter(pipeline.test(training.examples, sentences, titled))
    print(f"Messelotse: {FOLDS}fache Kreuzvalidierung …", flush=True)
    tested = [tuple(next(results) for _ in item.sentences) for item in sets]
    return tested, tuple(pipeline.cross_validate(training.examples, titled))


def _ask_stock(
    options: Options, copied: Path, training: TrainingSet, sets: Sequence[SentenceSet], titled: frozenset[str]
) -> list[Results | None]:
    stock = stock_pipeline(copied / "data", training.fingerprint, options.epochs, state_folder() / FOLDER / "standard")
    answers = ask_stock(stock, list(dict.fromkeys(sentence.text for item in sets for sentence in item.sentences)))
    gate = read_fallback(ROOT / CONFIG)
    return [
        tuple(judge(item.sentences, [answers[sentence.text] for sentence in item.sentences], gate, titled))
        for item in sets
    ]
