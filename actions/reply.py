"""The answer of an action, before Rasa sees it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from actions.phrases import common
from bot.content.topics import TopicButton, payload
from bot.dialogue.own_plan import PlanChange

__all__ = [
    "ALL_BOOTHS", "BOOTH", "MORE", "ROOM", "SESSION", "TODAY", "WHAT_IS_ON",
    "TopicButton", "Listing", "Reference", "Reply", "payload",
]  # fmt: skip
SESSION, BOOTH, ROOM = "sitzung", "stand", "raum"


@dataclass(frozen=True)
class Reference:
    """One thing of the catalogue: ``kind`` is "sitzung", "stand" or "raum", ``key`` its id, number or name."""

    kind: str
    key: str


@dataclass(frozen=True)
class Listing:
    """A list that was shown: all keys, how many were shown so far, and the filters that led to it."""

    kind: str
    keys: tuple[str, ...]
    shown: int
    filters: dict[str, str]


@dataclass(frozen=True)
class Reply:
    """One answer.

    Attributes:
        text: complete as plain text.
        intro: what stands above the cards, where there are cards.
        cards: sessions and booths for the widget (see :mod:`actions.cards`).
        focus: what the conversation is about from now on.
        listing: the list that „mehr“ and „der zweite“ refer to.
        offer: what a „ja“ accepts.
        plan: what changes on the visitor's own plan.
        is_miss: whether the visitor went away without an answer; the editors get to see the question.
        asks: whether it asks back which of several things was meant.
        is_markup: whether an editor wrote the text, so that it may link and emphasise.
        response: a topic's answer (``utter_faq/…``) to give instead of text.
    """

    text: str = ""
    intro: str = ""
    cards: tuple[dict[str, Any], ...] = ()
    buttons: tuple[TopicButton, ...] = ()
    focus: Reference | None = None
    listing: Listing | None = None
    offer: TopicButton | None = None
    response: str = ""
    forget: bool = False
    is_miss: bool = False
    asks: bool = False
    is_markup: bool = False
    plan: PlanChange = PlanChange()


WHAT_IS_ON = TopicButton(common.WHAT_IS_ON, payload("programm_suche", zeit_text="jetzt"))
TODAY = TopicButton(common.TODAY, payload("programm_suche", zeit_text="heute"))
ALL_BOOTHS = TopicButton(common.ALL_BOOTHS, payload("stand_suche"))
MORE = TopicButton(common.MORE, payload("mehr"))
