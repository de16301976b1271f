"""„Nochmal bitte“: the last answer once more."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from actions.question import Question
from actions.reply import ALL_BOOTHS, WHAT_IS_ON, Reference, Reply, TopicButton

NOTHING_SAID = "Gern – was soll ich wiederholen? Stellen Sie mir Ihre Frage bitte noch einmal."


def repeat(question: Question) -> Reply:
    """What the bot said last, with its buttons and cards; where it has said nothing, it asks."""
    texts = [str(said["text"]) for said in question.said if said.get("text")]
    if not texts:
        return Reply(NOTHING_SAID, buttons=(WHAT_IS_ON, ALL_BOOTHS), asks=True)
    custom: dict[str, Any] = {}
    for said in question.said:
        custom |= _custom(said)
    return Reply(
        text="\n\n".join(texts),
        intro=str(custom.get("einleitung") or ""),
        cards=tuple(custom.get("karten") or ()),
        buttons=_buttons(question),
        focus=_focus(custom.get("gegenstand")),
        offer=question.offer,
        is_markup=True,  # as it was said: what no editor wrote is text already
    )


def _custom(said: Mapping[str, Any]) -> Mapping[str, Any]:
    custom = (said.get("data") or {}).get("custom") or {}
    return custom if isinstance(custom, Mapping) else {}


def _buttons(question: Question) -> tuple[TopicButton, ...]:
    shown = (button for said in question.said for button in (said.get("data") or {}).get("buttons") or [])
    return tuple(TopicButton(str(each["title"]), str(each["payload"])) for each in shown)


def _focus(value: Any) -> Reference | None:
    return Reference(value["art"], value["schluessel"]) if isinstance(value, Mapping) else None
