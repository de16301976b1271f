"""The emergency net over the sentences that it was not built from: ``./messelotse bench notfall``."""

from __future__ import annotations

import statistics
import sys
import time

from bot.core.settings import RELEASE
from bot.emergency.measure import Figures, measure, other_sentences, unseen_sentences
from bot.emergency.net import load_net


def main() -> int:
    """Measure and print; returns the exit status."""
    for name, sentences in unseen_sentences(RELEASE).items():
        print_figures(name, measure(sentences))
    others = other_sentences(RELEASE)
    figures = measure(others)
    sure, doubted = (len(each) for each in (figures.sure_false_alarms(), figures.false_alarms()))
    print(f"übrige Sätze in tests/: {sure} Fehlalarme von {len(others)} ({sure / len(others):.2%}),")
    print(f"  {doubted - sure} weitere bekommen die Nummer und danach ihre Antwort:")
    for each in figures.false_alarms():
        print(f"  {each.text}")
    net, durations = load_net(), []
    for each in others:
        began = time.perf_counter()
        net.find(each.text)
        durations.append((time.perf_counter() - began) * 1000)
    print(f"Zeit je Nachricht: Median {statistics.median(durations):.2f} ms, längste {max(durations):.1f} ms")
    return 0


def print_figures(name: str, figures: Figures) -> None:
    """One file's figures, and what went wrong."""
    count, missed, wrong = len(figures.emergencies), figures.missed(), figures.wrong()
    print(
        f"{name}: {count} Notfälle, {1 - len(missed) / count:.1%} erkannt, {figures.right_share():.1%} richtige Nummer"
    )
    for each in missed:
        print(f"  nicht erkannt ({each.situation}): {each.text}")
    for each, alarm in wrong:
        print(f"  falsche Nummer ({each.situation} als {alarm.situation}): {each.text}")
    if figures.harmless:
        sure, doubted = len(figures.sure_false_alarms()), len(figures.false_alarms())
        print(f"  {sure} Fehlalarme von {len(figures.harmless)} harmlosen Sätzen, {doubted - sure} weitere mit Antwort")
    for each in figures.false_alarms():
        print(f"  Fehlalarm: {each.text}")


if __name__ == "__main__":
    sys.exit(main())
