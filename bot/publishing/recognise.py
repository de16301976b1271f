"""The labels that a model gives the test sentences: ``python -m bot.publishing.recognise MODEL SENTENCES RESULT``.

A process of its own: it loads Rasa and a model, and gives the memory back when it ends. Prints ``done/all`` lines.
"""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from bot.core.files import write_json
from bot.rasa.__main__ import prepare

AT_ONCE = 100  # sentences; an encoder takes less time for many together than one by one


def recognise(model: Path, sentences: Sequence[str]) -> dict[str, str]:
    """Return the full label that the bot acts on, by sentence; ``nlu_fallback`` where it asks back."""
    from rasa.core.agent import Agent
    from rasa.core.channels.channel import UserMessage
    from rasa.core.processor import MessageProcessor
    from rasa.engine.constants import PLACEHOLDER_MESSAGE, PLACEHOLDER_TRACKER
    from rasa.shared.core.trackers import DialogueStateTracker
    from rasa.utils.log_utils import configure_structlog

    configure_structlog(logging.ERROR)  # Rasa would print several lines for each sentence
    processor = Agent.load(str(model)).processor
    assert isinstance(processor, MessageProcessor)  # the agent has a model
    target = processor.model_metadata.nlu_target
    found: dict[str, str] = {}
    for start in range(0, len(sentences), AT_ONCE):
        some = sentences[start : start + AT_ONCE]
        # As MessageProcessor.parse_message does, which takes only one message at a time.
        inputs = {
            PLACEHOLDER_MESSAGE: [UserMessage(sentence) for sentence in some],
            PLACEHOLDER_TRACKER: DialogueStateTracker.from_events("", []),
        }
        parsed = processor.graph_runner.run(inputs=inputs, targets=[target])[target]
        found.update(zip(some, map(label_of, (message.as_dict() for message in parsed)), strict=True))
        print(f"{len(found)}/{len(sentences)}", flush=True)
    return found


def label_of(result: Mapping[str, Any]) -> str:
    """Return the full label in a parsed message: the topic for FAQ and small talk, else the intent."""
    intent = str(result["intent"]["name"])
    selected = (result.get("response_selector") or {}).get(intent)
    return str(selected["response"]["intent_response_key"]) if selected else intent


def main() -> None:
    """Read the sentences (a JSON list), label them, write the labels."""
    prepare("run")
    model, sentences, result = (Path(argument) for argument in sys.argv[1:4])
    texts = json.loads(sentences.read_text(encoding="utf-8"))
    write_json(result, recognise(model, texts))


if __name__ == "__main__":
    main()
