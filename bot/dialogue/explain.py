"""How a question was understood, in plain German for the booth. Pure functions."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.nlu_report import TOTAL, Decision, FoundTime, Source, Understanding
from bot.fair.model import Fair
from bot.german.phrases import clock_time, day_name

TitleOf = Callable[[str], str]
STEPS: Mapping[str, str] = {
    "text": "Schreibweise glätten",
    "bedeutung": "Bedeutung in Zahlen fassen",
    "einordnen": "Mit allen Beispielen vergleichen",
    "zeiten": "Zeitangaben suchen",
    "gespraech": "An das Gespräch denken",
    "programm": "Im Live-Programm nachsehen",
    "antwort": "Antwort formulieren",
    "ablauf": "Gesprächsregeln und Wege",
}
DECISIONS: Mapping[Decision, str] = {
    Decision.ANSWERED: "Ich habe geantwortet.",
    Decision.ASKED_BACK: "Ich war nicht sicher genug und habe nachgefragt.",
    Decision.NONE: "Ich habe keine Antwort gefunden und es gesagt.",
    Decision.OUT_OF_SCOPE: "Das hat nichts mit der Messe zu tun, deshalb habe ich nichts erfunden.",
}
SURENESS = ((0.8, "sehr sicher"), (0.5, "ziemlich sicher"), (0.3, "etwas unsicher"), (0.0, "unsicher"))
KINDS = (("sitzungen", "Programmpunkte"), ("staende", "Stände"), ("raeume", "Räume"))


def explain(
    understood: Understanding, title_of: TitleOf, fair: Fair, where: tuple[int, int] | None = None
) -> dict[str, Any]:
    """The report as the booth's panel shows it.

    Args:
        understood: the report.
        title_of: a readable title for a full label.
        fair: for the time zone.
        where: the question's place on the map of examples.
    """
    example = understood.example
    return {
        "frage": understood.text,
        "absicht": title_of(understood.label),
        "sicherheit": understood.confidence,
        "urteil": sureness(understood.confidence),
        "rangliste": [[title_of(label), share] for label, share in understood.ranking],
        "beispiel": {"text": example.text, "titel": title_of(example.label), "naehe": example.nearness}
        if example
        else None,
        "zeiten": [[each.text, time_words(each, fair)] for each in understood.times],
        "entscheidung": DECISIONS[understood.decision],
        "hinweis": _note(understood),
        "quellen": [source_words(each, title_of, fair) for each in understood.sources],
        "schritte": steps(understood.durations),
        "ort": list(where) if where is not None else None,
        "gesamt": understood.durations.get(TOTAL, 0.0),
    }


def sureness(confidence: float) -> str:
    """A word for a confidence (0..1)."""
    return next(word for least, word in SURENESS if confidence >= least)


def steps(durations: Mapping[str, float]) -> list[list[Any]]:
    """Name and milliseconds of each step, in the order in which they run; unknown ones under their own name."""
    order = [*STEPS, *(name for name in durations if name not in STEPS and name != TOTAL)]
    return [[STEPS.get(name, name), durations[name]] for name in order if name in durations]


def time_words(found: FoundTime, fair: Fair) -> str:
    """The interval that a time expression stands for: ``Mittwoch, 14. Mai 2025, 14:00 bis 18:00 Uhr``."""
    start, end = (_local(each, fair) for each in (found.start, found.end))
    if start is None and end is None:
        return "irgendwann"
    if start is None or end is None:
        return f"ab {_moment(start)}" if start is not None else f"bis {_moment(end)}"
    if start == end:
        return _moment(start)
    if start.time() == end.time() and end - start == timedelta(days=1) and clock_time(start) == "0:00":
        return f"{day_name(start)}, ganztägig"
    if start.date() == end.date() or end - start < timedelta(days=1):
        return f"{day_name(start)}, {clock_time(start)} bis {clock_time(end)} Uhr"
    return f"{_moment(start)} bis {_moment(end)}"


def source_words(source: Source, title_of: TitleOf, fair: Fair) -> str:
    """Return the sources of an answer in words."""
    if source.name.startswith("thema/"):
        return f"Geprüfte Antwort der Redaktion: „{title_of('faq/' + source.name.partition('/')[2])}“"
    sizes = [f"{source.sizes[key]} {word}" for key, word in KINDS if key in source.sizes]
    as_of = _local(source.as_of or None, fair)
    state = f"Stand {clock_time(as_of)} Uhr" if as_of is not None else "ohne Zeitangabe"
    kind = "Live-Programm" if source.is_live else "Gespeichertes Programm"
    return f"{kind} ({state}): {', '.join(sizes)}"


def _note(understood: Understanding) -> str:
    if understood.is_button:
        return "Sie haben einen Knopf berührt. Da gab es nichts zu deuten, ich wusste sofort, was gemeint ist."
    if understood.is_from_conversation:
        return "Aus Ihren Worten allein ging es nicht hervor. Entscheidend war, worüber wir vorher gesprochen haben."
    return ""


def _local(iso: str | None, fair: Fair) -> datetime | None:
    return datetime.fromisoformat(iso).astimezone(fair.zone) if iso else None


def _moment(moment: datetime | None) -> str:
    return f"{day_name(moment)}, {clock_time(moment)} Uhr" if moment is not None else ""
