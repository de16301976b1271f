"""Import of a programme of 1,000 sessions: time and memory for each format, each in a process of its own.

    .venv/bin/python bench/programme_import.py [sessions]

Times are the first reading (beside it the processor's share: on a busy machine the rest is waiting) and the best of
five more; memory is the peak above what the process held before the first reading (VmHWM, Linux), beside it the peak of
Python's own objects (tracemalloc). The aim: under 1 s, also the first time, and under 50 MB each.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
import time
import tracemalloc
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from xml.sax.saxutils import escape

from bot.fair.file import load_fair
from bot.fair.model import Fair
from bot.programme.exports.ical_export import calendar_of
from bot.programme.exports.schedule_export import to_schedule
from bot.programme.exports.yaml_export import write_folder
from bot.programme.model import Session
from bot.programme.sources.base import SourceReading
from bot.programme.sources.choose import schedule_format
from bot.programme.sources.files import read_folder
from bot.programme.store import assemble

ROOT = Path(__file__).resolve().parent.parent

SECONDS, MEGABYTES = 1.0, 50.0
FORMATS = {"YAML": "yaml", "schedule.json": "plan.json", "schedule.xml": "plan.xml", "iCalendar": "plan.ics"}
ABSTRACT = "Worum es geht, was Sie mitnehmen und was Sie mitbringen sollten, steht hier in drei Sätzen. " * 5


def sessions(count: int, fair: Fair) -> list[Session]:
    """Sessions of 45 minutes in ten rooms, on the fair's days."""
    found = []
    for number in range(count):
        day = fair.days[number % len(fair.days)]
        start = day.opens + timedelta(minutes=5 * (number // 20 % 90))
        found.append(
            Session(
                id=f"sitzung-{number}",
                title=f"Sitzung {number}: Künstliche Intelligenz im Büro",
                kind="Vortrag",
                start=start,
                end=start + timedelta(minutes=45),
                room=fair.rooms[number % len(fair.rooms)].name,
                speakers=(f"Person {number % 200}", f"Person {number % 170}"),
                topics=("KI", "Ethik"),
                abstract=ABSTRACT,
            )
        )
    return found


def as_xml(schedule: dict[str, object]) -> str:
    """The schedule.json as schedule.xml."""
    conference = json.loads(json.dumps(schedule))["schedule"]["conference"]
    days = []
    for day in conference["days"]:
        rooms = (
            f'<room name="{escape(name)}">{"".join(map(_event, own))}</room>' for name, own in day["rooms"].items()
        )
        days.append(
            f'<day index="{day["index"]}" date="{day["date"]}" start="{day["day_start"]}">{"".join(rooms)}</day>'
        )
    return f"<schedule><conference><title>x</title></conference>{''.join(days)}</schedule>"


def _event(event: dict[str, object]) -> str:
    keys = ("date", "start", "duration", "room", "title", "type", "abstract", "track", "url", "language")
    texts = "\n".join(f"<{key}>{escape(str(event[key]))}</{key}>" for key in keys)
    persons = "".join(f"<person>{escape(person['public_name'])}</person>" for person in event["persons"])  # type: ignore
    return f'<event id="{event["id"]}" guid="{event["guid"]}">{texts}<persons>{persons}</persons></event>\n'


def write_all(folder: Path, count: int) -> None:
    """The same programme in all formats."""
    fair = load_fair()
    programme = sessions(count, fair)
    schedule = to_schedule(assemble(programme, (), fair.rooms, fair.days[0].opens), fair)
    write_folder(folder / "yaml", programme, (), fair, "bench")
    (folder / "plan.json").write_text(json.dumps(schedule, indent=1), encoding="utf-8")
    (folder / "plan.xml").write_text(as_xml(schedule), encoding="utf-8")
    (folder / "plan.ics").write_bytes(calendar_of(programme, fair, fair.days[0].opens, "x"))


def reader(path: Path, fair: Fair) -> Callable[[], SourceReading]:
    """Reads the folder or file from the disk."""
    if path.is_dir():
        return lambda: read_folder(path, fair)
    decode = schedule_format(path.name, fair)
    return lambda: decode(path.read_bytes(), fair.zone, path.name)


def peak() -> float:
    """Peak resident memory of this process in MB; from /proc, because ru_maxrss remembers the parent's."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM"))


def measure(path: Path) -> None:
    """Print seconds, peaks in MB and the number of sessions as JSON; run in a process of its own."""
    read = reader(path, load_fair())
    before = peak()
    started, worked = time.perf_counter(), time.process_time()
    count = len(read().sessions)
    first, work = time.perf_counter() - started, time.process_time() - worked
    resident = peak() - before
    times = []
    for _ in range(5):
        started = time.perf_counter()
        read()
        times.append(time.perf_counter() - started)
    tracemalloc.start()
    read()
    objects = tracemalloc.get_traced_memory()[1] / 1024**2
    figures = {"first": first, "work": work, "seconds": min(times), "resident": resident, "objects": objects}
    print(json.dumps({**figures, "count": count}))


def main(count: int) -> int:
    """Measure every format and print the table; 1 if an aim is missed."""
    is_met = True
    print(f"{count} Sitzungen; Ziel: unter {SECONDS:g} s und unter {MEGABYTES:g} MB\n")
    heads = ("Größe", "Sitzungen", "zuerst", "Rechenzeit", "dann", "Spitze", "davon Python")
    widths = (10, 11, 10, 12, 10, 11, 15)
    print(f"{'Format':<15}{''.join(map(str.rjust, heads, widths))}  Ziel")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_all(folder, count)
        for title, file in FORMATS.items():
            path = folder / file
            call = [sys.executable, __file__, "--messen", str(path)]
            found = json.loads(subprocess.run(call, check=True, capture_output=True, text=True).stdout)
            size = sum(each.stat().st_size for each in ([path] if path.is_file() else path.iterdir())) / 1024**2
            is_good = found["first"] < SECONDS and max(found["resident"], found["objects"]) < MEGABYTES
            is_met &= is_good and found["count"] == count
            print(
                f"{title:<15}{size:>7.1f} MB{found['count']:>11}{found['first']:>8.2f} s"
                f"{found['work']:>10.2f} s{found['seconds']:>8.2f} s"
                f"{found['resident']:>8.1f} MB{found['objects']:>12.1f} MB  {'erreicht' if is_good else 'verfehlt'}"
            )
    return 0 if is_met else 1


if __name__ == "__main__":
    if sys.argv[1:2] == ["--messen"]:
        measure(Path(sys.argv[2]))
    else:
        raise SystemExit(main(int(sys.argv[1]) if len(sys.argv) > 1 else 1000))
