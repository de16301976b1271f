"""What visitors send, in a mix: FAQ, programme questions (with action calls), buttons, and what is off the subject."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent
PROGRAMME = (
    "programm_suche", "stand_suche", "wo_ist", "wann_ist", "wer_ist", "worum_geht_es", "freie_plaetze", "aenderungen",
)  # fmt: skip
SHARES = {"FAQ": 8, "Programm": 6, "Knopf": 3, "daneben": 3}  # of twenty
SEED = 7


def questions() -> dict[str, list[str]]:
    """Messages by kind: the test sentences, none of them an example of the training, and the buttons of the topics."""
    sentences = {path.stem: _load(path)["saetze"] for path in sorted((ROOT / "tests" / "saetze").glob("*.yml"))}
    topics = [path.stem for path in sorted((ROOT / "data" / "themen").glob("*.yml"))]
    return {
        "FAQ": [str(text) for topic in topics for text in sentences.get(topic, [])],
        "Programm": [str(text) for intent in PROGRAMME for text in sentences[intent]],
        "Knopf": [f"/faq/{topic}" for topic in topics if _is_faq(topic)],
        "daneben": [str(text) for text in sentences["ausserhalb"]],
    }


def mix() -> Iterator[tuple[str, str]]:
    """Kind and text of message after message without end, the same in each run."""
    chance = random.Random(SEED)
    stock = {kind: itertools.cycle(chance.sample(texts, len(texts))) for kind, texts in questions().items()}
    while True:
        (kind,) = chance.choices(list(SHARES), list(SHARES.values()))
        yield kind, next(stock[kind])


def _load(path: Path) -> dict[str, list[str]]:
    found = yaml.safe_load(path.read_text(encoding="utf-8"))
    assert isinstance(found, dict)
    return found


def _is_faq(topic: str) -> bool:
    return f"utter_faq/{topic}:" in (ROOT / "data" / "themen" / f"{topic}.yml").read_text(encoding="utf-8")
