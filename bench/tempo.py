"""Start, memory, training, model size, latency, throughput: ours beside the pipeline of `rasa init` and Rasa's floor.

    ./messelotse bench tempo [--epochen 100] [--nachrichten 300] [--neu-trainieren]

Models are kept in the state folder below `messung` and used again; `--neu-trainieren` makes all anew and times it.
Latency, start and memory of the standard pipeline do not depend on its epochs, its training does.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import tempfile
from datetime import datetime
from pathlib import Path
from typing import Any

from bench.latency import load
from bench.sides import Side, make_sides, memory, running, train
from bench.tempo_table import print_tables
from bot.core.settings import state_folder

WARM_UP = 20  # messages that do not count
CLIENTS = (1, 16)


def main() -> None:
    """Measure, print, and write messung/tempo.json."""
    options = _options()
    work = state_folder() / "messung"
    work.mkdir(exist_ok=True)
    results = {
        "gemessen": datetime.now().astimezone().isoformat(timespec="seconds"),
        "kerne": os.cpu_count(),
        "last_vorher": os.getloadavg(),
        "nachrichten": options.nachrichten,
        "epochen": options.epochen,
        "seiten": {},
    }
    for side in make_sides(work, options.epochen):
        if options.seite and side.key not in options.seite:
            continue
        print(f"{side.title} …", flush=True)
        results["seiten"][side.key] = measure(side, options)
    (work / "tempo.json").write_text(json.dumps(results, indent=1, ensure_ascii=False), encoding="utf-8")
    print_tables(results)
    print(f"Alle Werte: {work / 'tempo.json'}")


def measure(side: Side, options: argparse.Namespace) -> dict[str, Any]:
    """All figures of one side; its training's are kept beside the model."""
    note = side.model.with_suffix(".json")
    with tempfile.TemporaryDirectory(dir=side.model.parent) as folder:  # no vectors kept from an earlier training
        state = Path(folder)
        if options.neu_trainieren or not side.model.exists():
            note.write_text(json.dumps(train(side, state)), encoding="utf-8")
        with running(side, state) as started:
            asyncio.run(load(started.rasa, 1, WARM_UP))
            loads = {str(n): asyncio.run(load(started.rasa, n, options.nachrichten)) for n in CLIENTS}
            used = memory(started.pid)
    return {
        "titel": side.title,
        "start": {"sekunden": started.start_seconds, "cpu_sekunden": started.start_cpu},
        "speicher_mb": used,
        "training": json.loads(note.read_text()) if note.exists() else {},
        "modell_mb": side.model.stat().st_size / 1e6,
        "last": loads,
    }


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="./messelotse bench tempo", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("--epochen", type=int, default=100, help="Epochen der Standard-Pipeline")
    parser.add_argument("--nachrichten", type=int, default=300, help="je Seite und Zahl der Clients")
    parser.add_argument("--neu-trainieren", action="store_true", help="alle Modelle neu machen und die Zeit messen")
    parser.add_argument("--seite", nargs="*", help="nur diese: messelotse, standard, untergrenze")
    return parser.parse_args()


if __name__ == "__main__":
    main()
