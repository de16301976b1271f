"""Train and run the stock pipeline in a process of its own: ``python -m bot.evaluation.stock_worker JOB.json``.

The job names ``config``, ``data``, ``folder`` (of the model), ``sentences`` and ``answers`` (file to write).
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from tqdm import tqdm

MODEL = "standard.tar.gz"
SENTENCES_BAR = "Sentences"


def main(job_file: Path) -> None:
    """Train the job's model unless it exists, and write its answers to the sentences.

    Args:
        job_file: the job as JSON; see the module.
    """
    job = json.loads(job_file.read_text(encoding="utf-8"))
    model = Path(job["folder"]) / MODEL
    if not model.exists():
        _train(job["config"], job["data"], model)
    answers = asyncio.run(_ask(model, job["sentences"]))
    Path(job["answers"]).write_text(json.dumps(answers, ensure_ascii=False), encoding="utf-8")


def _train(config: str, data: str, model: Path) -> None:
    from rasa.engine.caching import CACHE_SIZE_ENV
    from rasa.model_training import train_nlu

    os.environ[CACHE_SIZE_ENV] = "0"  # leaves Rasa's cache to the bot's own trainings
    train_nlu(config, data, str(model.parent), fixed_model_name=MODEL.partition(".")[0])


async def _ask(model: Path, sentences: Sequence[str]) -> dict[str, Any]:
    from rasa.core.agent import Agent

    agent = Agent.load(str(model))
    return {text: _useful(await agent.parse_message(text)) for text in tqdm(sentences, desc=SENTENCES_BAR)}


def _useful(answer: Mapping[str, Any]) -> dict[str, Any]:
    """Return the measured parts of an answer, with plain numbers; the rest (tokens, entities) is large."""
    selected = answer.get("response_selector", {}).get("default", {})
    return {
        "intent_ranking": [_pair(item, "name") for item in answer.get("intent_ranking", [])],
        "response": selected.get("response", {}).get("intent_response_key"),
        "response_ranking": [_pair(item, "intent_response_key") for item in selected.get("ranking", [])],
    }


def _pair(item: Mapping[str, Any], key: str) -> tuple[str, float]:
    return str(item[key]), float(item["confidence"])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
