"""The report on how one question was understood, added to Rasa's REST channel on request.

A client that sends ``metadata: {"bericht": true}`` gets one message more for each question in the text,
``{"recipient_id": …, "custom": {"verstanden": {…}}}``. Web shows it at the booth and counts with it. No Rasa in here.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

MESSAGE_KEY = "nachricht"  # in the message's metadata: its id, the same when it is sent again
REPORT_KEY = "bericht"  # in the message's metadata: whether a report is wanted
UNDERSTOOD_KEY = "verstanden"  # in ``custom``: the report
FINDINGS_KEY = "befund"  # in ``custom``: an action's share of it, folded in by the channel
TOTAL = "gesamt"
MOST_RANKED = 5


class Decision(str, Enum):
    """The outcome for a question."""

    ANSWERED = "antwort"
    ASKED_BACK = "nachfrage"
    NONE = "keine"
    OUT_OF_SCOPE = "ausserhalb"


@dataclass(frozen=True)
class FoundTime:
    """A time expression in the words: from, to (ISO 8601, or None where open) and grain ("day", "minute" …)."""

    text: str
    start: str | None
    end: str | None
    grain: str


@dataclass(frozen=True)
class NearestExample:
    """The known example that is nearest to the question, and its label; ``nearness`` is a cosine, -1..1."""

    text: str
    label: str
    nearness: float


@dataclass(frozen=True)
class Source:
    """A source that was looked up: its name, its date (ISO 8601), whether that is live, its entries by kind."""

    name: str
    as_of: str = ""
    is_live: bool = True
    sizes: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class Understanding:
    """One question.

    Attributes:
        text: the question, as the channel took it out of the message.
        label: full label that was acted on (``faq/parken``, ``wo_ist``).
        confidence: 0..1; of a label read from the conversation that of the words alone.
        ranking: full labels with their share, best first, at most five; () for a button.
        times: the time expressions found.
        decision: what came of it.
        action: Rasa's name of what answered.
        durations: milliseconds by step, and ``gesamt``.
        example: the nearest known example; None for a button.
        is_button: whether a button was tapped: then there was nothing to understand.
        is_from_conversation: whether the label comes from what the conversation was about.
        sources: what the answer was looked up in.
    """

    text: str
    label: str
    confidence: float
    ranking: tuple[tuple[str, float], ...] = ()
    times: tuple[FoundTime, ...] = ()
    decision: Decision = Decision.ANSWERED
    action: str = ""
    durations: Mapping[str, float] = field(default_factory=dict)
    example: NearestExample | None = None
    is_button: bool = False
    is_from_conversation: bool = False
    sources: tuple[Source, ...] = ()


def encode(understood: Understanding) -> dict[str, Any]:
    """The report as JSON."""
    example = understood.example
    return {
        "text": understood.text,
        "absicht": understood.label,
        "sicherheit": round(understood.confidence, 4),
        "rangliste": [[label, round(share, 4)] for label, share in understood.ranking],
        "zeiten": [
            {"text": each.text, "von": each.start, "bis": each.end, "korn": each.grain} for each in understood.times
        ],
        "entscheidung": understood.decision.value,
        "aktion": understood.action,
        "dauer_ms": {name: round(duration, 2) for name, duration in understood.durations.items()},
        "beispiel": {"text": example.text, "absicht": example.label, "naehe": round(example.nearness, 4)}
        if example
        else None,
        "knopf": understood.is_button,
        "aus_gespraech": understood.is_from_conversation,
        "nachgesehen": [encode_source(each) for each in understood.sources],
    }


def encode_source(source: Source) -> dict[str, Any]:
    """A source as JSON."""
    return {"quelle": source.name, "stand": source.as_of, "live": source.is_live, "umfang": dict(source.sizes)}


def decode(raw: object) -> Understanding | None:
    """The report out of JSON; None where it is none, for a report must never cost an answer."""
    try:
        return _decode(raw) if isinstance(raw, Mapping) else None
    except (KeyError, TypeError, ValueError):
        return None


def _decode(raw: Mapping[str, Any]) -> Understanding:
    example, times = raw["beispiel"], raw["zeiten"]
    return Understanding(
        text=str(raw["text"]),
        label=str(raw["absicht"]),
        confidence=float(raw["sicherheit"]),
        ranking=tuple((str(label), float(share)) for label, share in raw["rangliste"]),
        times=tuple(FoundTime(str(each["text"]), each["von"], each["bis"], str(each["korn"])) for each in times),
        decision=Decision(raw["entscheidung"]),
        action=str(raw["aktion"]),
        durations={str(name): float(duration) for name, duration in raw["dauer_ms"].items()},
        example=NearestExample(str(example["text"]), str(example["absicht"]), float(example["naehe"]))
        if example
        else None,
        is_button=bool(raw["knopf"]),
        is_from_conversation=bool(raw["aus_gespraech"]),
        sources=tuple(decode_source(each) for each in raw["nachgesehen"]),
    )


def decode_source(raw: Mapping[str, Any]) -> Source:
    """A source out of JSON.

    Raises:
        KeyError, TypeError, ValueError: it is none.
    """
    sizes = {str(name): int(size) for name, size in raw["umfang"].items()}
    return Source(str(raw["quelle"]), str(raw["stand"]), bool(raw["live"]), sizes)


def read_understandings(messages: Sequence[object]) -> list[Understanding]:
    """The reports among the messages of Rasa's REST channel, one for each question in the text."""
    customs = [message.get("custom") for message in messages if isinstance(message, Mapping)]
    raws = [custom.get(UNDERSTOOD_KEY) for custom in customs if isinstance(custom, Mapping)]
    return [found for found in map(decode, raws) if found is not None]
