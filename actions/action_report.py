"""An action's share of the report on a question: what was decided, what was looked up, how long that took."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.answer_context import AnswerContext
from actions.reply import Reply
from bot.core.timing import Durations
from bot.dialogue.nlu_report import FINDINGS_KEY, REPORT_KEY, Decision, Source, encode_source
from bot.nlu.text_cleaning import OUT_OF_SCOPE


def is_report_wanted(message: Mapping[str, Any]) -> bool:
    """Whether the sender of this message (Rasa's ``latest_message``) asks for a report."""
    metadata = message.get("metadata")
    return isinstance(metadata, Mapping) and metadata.get(REPORT_KEY) is True


def decision_of(reply: Reply, intent: str) -> Decision:
    """Return the outcome of the question, read from its reply."""
    if reply.asks:
        return Decision.ASKED_BACK
    if not reply.is_miss:
        return Decision.ANSWERED
    return Decision.OUT_OF_SCOPE if intent == OUT_OF_SCOPE else Decision.NONE


def report_message(reply: Reply, intent: str, view: AnswerContext | None, durations: Durations) -> dict[str, Any]:
    """The ``custom`` message that the REST channel folds into the report."""
    # a topic's answer is an editor's text: the programme was not looked up for it
    sources = [] if reply.response else [encode_source(each) for each in sources_of(view)]
    found = {
        "entscheidung": decision_of(reply, intent).value,
        "nachgesehen": sources,
        "dauer_ms": {name: round(duration, 2) for name, duration in durations.items()},
    }
    return {FINDINGS_KEY: found}


def sources_of(view: AnswerContext | None) -> tuple[Source, ...]:
    """Return the live programme as a source with its counts; () if it could not be had."""
    if view is None:
        return ()
    catalogue = view.catalogue
    sizes = {"sitzungen": len(catalogue.sessions), "staende": len(catalogue.booths), "raeume": len(catalogue.rooms)}
    return (Source("programm", view.as_of.isoformat(), view.is_live, sizes),)
