"""Time to load and save a talk: our store, Rasa's SQL store and Rasa's memory, all on the same talk.

.venv/bin/python bench/talk_store.py --fragen 1 10 50
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
import warnings
from pathlib import Path

warnings.simplefilter("ignore")

from bot.rasa.__main__ import prepare  # noqa: E402

prepare("run")

from rasa.core.tracker_store import InMemoryTrackerStore, SQLTrackerStore, TrackerStore  # noqa: E402
from rasa.shared.core.domain import Domain  # noqa: E402
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SlotSet, UserUttered  # noqa: E402
from rasa.shared.core.trackers import DialogueStateTracker  # noqa: E402

from bot.core.database import open_sqlite  # noqa: E402
from bot.dialogue.tracker_rows import TrackerRows  # noqa: E402
from bot.rasa.tracker_store import SqlTrackerStore  # noqa: E402

ROUNDS = 200
RANKING = [{"name": f"faq/thema_{number}", "confidence": 0.1} for number in range(10)]
BUTTONS = [{"title": f"Knopf {number}", "payload": "/mehr"} for number in range(3)]


def question(domain: Domain, number: int) -> list[Event]:
    """The events of one question about the programme and its answer, as large as real ones."""
    parsed = {"intent": {"name": "programm_suche", "confidence": 0.9}, "entities": [], "intent_ranking": RANKING}
    return [
        UserUttered(f"Was läuft um {number} Uhr?", parse_data={**parsed, "label_ranking": RANKING, "text_tokens": []}),
        ActionExecuted("action_list_sessions", "RulePolicy", 1.0),
        SlotSet("liste", {"art": "sitzung", "schluessel": [str(each) for each in range(20)]}),
        BotUttered("Es laufen drei Vorträge. " * 8, {"buttons": BUTTONS}),
        ActionExecuted("action_listen", "RulePolicy", 1.0),
    ]


async def measure(store: TrackerStore, domain: Domain, questions: int) -> float:
    """Median milliseconds for loading a conversation of so many questions and saving it with one more."""
    store.domain = domain
    tracker = DialogueStateTracker("probe", domain.slots)
    tracker.update(ActionExecuted("action_listen"))
    for number in range(questions):
        for event in question(domain, number):
            tracker.update(event, domain)
    await store.save(tracker)
    times = []
    for round_ in range(ROUNDS):
        begun = time.perf_counter()
        loaded = await store.retrieve("probe")
        assert loaded is not None
        if round_ == 0:
            for event in question(domain, questions):
                loaded.update(event, domain)
        await store.save(loaded)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


async def main() -> None:
    """Print one line a length of conversation."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--fragen", type=int, nargs="+", default=[1, 10, 50])
    domain = Domain.load("domain.yml")
    for questions in parser.parse_args().fragen:
        with tempfile.TemporaryDirectory() as folder:
            stores = {
                "eigener": SqlTrackerStore(domain, conversations=TrackerRows(open_sqlite(Path(folder) / "eigen.db"))),
                "Rasa SQL": SQLTrackerStore(domain, db=f"{folder}/rasa.db"),
                "Speicher": InMemoryTrackerStore(domain),
            }
            found = {name: await measure(store, domain, questions) for name, store in stores.items()}
        print(f"{questions:3} Fragen: " + ", ".join(f"{name} {time_:.2f} ms" for name, time_ in found.items()))


if __name__ == "__main__":
    asyncio.run(main())
