"""The booth for a simulated day: visits one after another with a fast clock; memory of page and server, with slopes.

    .venv/bin/python -m bench booth_soak --stunden 8

A web process of its own with a Rasa made of fixed answers (tests/browser): what is measured is the page and the web
server. Visitors come every three minutes: a question, an answer with cards and the explanation, then nobody touches the
screen until everything is deleted.
"""

from __future__ import annotations

import argparse
import statistics
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from tests.browser.helpers.fake_rasa import UNDERSTOOD, fake_rasa
from tests.browser.helpers.servers import Web
from tests.chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

VISIT_SECONDS = 180
IDLE_SECONDS = 62  # 45 until it asks, 15 until it deletes, and the answer's time
VISITS_BETWEEN_LOOKS = 10
WARM_UP = 0.25  # of the looks: caches fill


class Look(NamedTuple):
    """What is in use after ``hours``: JavaScript heap, resident memory of the web process (KB), nodes of the page."""

    hours: float
    heap: float
    server: float
    nodes: int


def visit(page: Page) -> None:
    """One visitor comes, asks, and walks away."""
    page.get_by_role("button", name="Zum Beginnen berühren").click()
    page.get_by_text("Guten Tag!").wait_for()
    page.get_by_label("Ihre Frage").fill(str(UNDERSTOOD["text"]))
    page.get_by_label("Ihre Frage").press("Enter")
    page.get_by_text("Es geht um").wait_for()
    with page.expect_response(lambda response: response.request.method == "DELETE"):
        page.clock.run_for(IDLE_SECONDS * 1000)
    page.clock.run_for((VISIT_SECONDS - IDLE_SECONDS) * 1000)


def look(hours: float, tools: CDPSession, process: int) -> Look:
    """Measure after a garbage collection."""
    tools.send("HeapProfiler.collectGarbage")
    heap = tools.send("Runtime.getHeapUsage")["usedSize"] / 1024
    return Look(hours, heap, resident(process), tools.send("Memory.getDOMCounters")["nodes"])


def resident(process: int) -> float:
    """Resident memory of a process and its children in KB."""
    total = 0.0
    for status in Path("/proc").glob("[0-9]*/status"):
        try:
            fields = dict(line.split(":", 1) for line in status.read_text().splitlines() if ":" in line)
        except OSError:
            continue  # it has ended
        if str(process) in (status.parent.name, fields["PPid"].strip()):
            total += float(fields.get("VmRSS", "0 kB").split()[0])
    return total


def told(each: Look) -> str:
    """One look as a line."""
    return f"{each.hours:5.2f} h  Seite {each.heap:7.0f} KB  Server {each.server:8.0f} KB  Knoten {each.nodes:6d}"


def slope(looks: list[Look], field: str) -> float:
    """KB (or nodes) more per hour, after the warm-up."""
    counted = looks[int(len(looks) * WARM_UP) :]
    values = [getattr(each, field) for each in counted]
    return statistics.linear_regression([each.hours for each in counted], values).slope


def soak(page: Page, tools: CDPSession, process: int, visits: int) -> list[Look]:
    """All visits; a look now and then."""
    looks = []
    for number in range(visits + 1):
        if number % VISITS_BETWEEN_LOOKS == 0:
            looks.append(look(number * VISIT_SECONDS / 3600, tools, process))
            print(told(looks[-1]), flush=True)
        if number < visits:
            visit(page)
    return looks


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--stunden", type=float, default=8.0)
    visits = int(parser.parse_args().stunden * 3600 / VISIT_SECONDS)
    with tempfile.TemporaryDirectory() as state, fake_rasa() as rasa, chromium() as browser:
        web = Web(Path(state), RASA_PORT=str(rasa.port), AKTION_PORT=str(rasa.port))
        web.start()
        try:
            page = browser.new_page()
            page.clock.install()
            page.goto(f"{web.address}/stand")
            looks = soak(page, page.context.new_cdp_session(page), web.pid, visits)
        finally:
            web.stop()
    for name, field, unit in (("Seite", "heap", "KB"), ("Server", "server", "KB"), ("Knoten", "nodes", "")):
        print(f"{name}: {slope(looks, field):+.1f} {unit} je Stunde, {visits} Besuche")


if __name__ == "__main__":
    main()
