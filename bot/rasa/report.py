"""Rasa's side of the report on one question: the tracker after the answer, and the actions' findings."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from rasa.shared.core.events import ActionExecuted, Event, UserUttered

from bot.dialogue.nlu_report import (
    FINDINGS_KEY,
    MOST_RANKED,
    REPORT_KEY,
    TOTAL,
    Decision,
    FoundTime,
    NearestExample,
    Source,
    Understanding,
    decode_source,
)

LISTEN, SLOTS = "action_listen", "action_extract_slots"
REST_OF_TIME = "ablauf"  # rules, tracker, the way between the processes
UNSURE = "nlu_fallback"
Message = dict[str, Any]


def is_wanted(metadata: Mapping[str, Any] | None) -> bool:
    """Return whether the message's sender asks for a report."""
    return bool(metadata) and metadata is not None and metadata.get(REPORT_KEY) is True


def take_findings(messages: list[Message]) -> dict[str, Any]:
    """Take the actions' findings out of the messages; of several the last."""
    found: dict[str, Any] = {}
    for message in list(messages):
        custom = message.get("custom")
        if isinstance(custom, dict) and FINDINGS_KEY in custom:
            found = custom[FINDINGS_KEY]
            messages.remove(message)
    return found


def make_report(
    text: str, events: Sequence[Event], durations: Mapping[str, float], findings: Mapping[str, Any]
) -> Understanding | None:
    """Return the report on the last question; None when the tracker has none.

    Args:
        text: the question as it was sent.
        events: all of the tracker, in their order.
        durations: milliseconds by step within Rasa, and ``gesamt``.
        findings: the actions' share; {} where a response answered.
    """
    position = next((at for at in reversed(range(len(events))) if isinstance(events[at], UserUttered)), None)
    if position is None:
        return None
    parsed: dict[str, Any] = events[position].parse_data
    is_button = text.startswith("/")
    ranking = () if is_button else _ranking(parsed)
    label, is_from_conversation = _label(parsed, ranking)
    return Understanding(
        text=text,
        label=label,
        confidence=ranking[0][1] if ranking else float((parsed.get("intent") or {}).get("confidence") or 0.0),
        ranking=ranking[:MOST_RANKED],
        times=_times(parsed.get("entities") or []),
        decision=Decision(findings.get("entscheidung", Decision.ANSWERED)),
        action=_action(events[position:]),
        durations=_durations(durations, findings.get("dauer_ms") or {}),
        example=None if is_button else _example(parsed.get("nearest_example")),
        is_button=is_button,
        is_from_conversation=is_from_conversation,
        sources=_sources(findings, label),
    )


def _ranking(parsed: Mapping[str, Any]) -> tuple[tuple[str, float], ...]:
    return tuple((str(each["name"]), float(each["confidence"])) for each in parsed.get("label_ranking") or [])


def _label(parsed: Mapping[str, Any], ranking: Sequence[tuple[str, float]]) -> tuple[str, bool]:
    """Return the label acted on, else the likeliest, and whether it comes from the conversation."""
    intent = str((parsed.get("intent") or {}).get("name") or "")
    best = ranking[0][0] if ranking else ""
    if best and (intent == UNSURE or best.partition("/")[0] == intent):
        return best, False
    full = (parsed.get("intent") or {}).get("full_retrieval_intent_name")
    return str(full or intent), bool(ranking)


def _times(entities: Sequence[Mapping[str, Any]]) -> tuple[FoundTime, ...]:
    values = [each["value"] for each in entities if each.get("entity") == "zeit" and isinstance(each["value"], dict)]
    return tuple(FoundTime(each["text"], each["von"], each["bis"], each["korn"]) for each in values)


def _example(raw: Mapping[str, Any] | None) -> NearestExample | None:
    return NearestExample(str(raw["text"]), str(raw["label"]), float(raw["nearness"])) if raw else None


def _action(events: Sequence[Event]) -> str:
    names = [event.action_name for event in events if isinstance(event, ActionExecuted)]
    return next((str(name) for name in names if name not in (LISTEN, SLOTS, None)), "")


def _durations(inside: Mapping[str, float], outside: Mapping[str, float]) -> dict[str, float]:
    steps = {name: inside.get(name, 0.0) + float(outside.get(name, 0.0)) for name in {**inside, **outside}}
    total = steps.pop(TOTAL, 0.0)
    # Steps may overlap, and the rest would then be negative.
    return {**steps, REST_OF_TIME: max(0.0, total - sum(steps.values())), TOTAL: total}


def _sources(findings: Mapping[str, Any], label: str) -> tuple[Source, ...]:
    """Return what the action looked up; a topic's answer comes from its file."""
    looked_up = tuple(decode_source(each) for each in findings.get("nachgesehen") or [])
    return looked_up or ((Source(f"thema/{label.partition('/')[2]}"),) if "/" in label else ())
