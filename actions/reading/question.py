"""The visitor's question, read from Rasa's tracker into one typed object."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from actions.reply import Listing, Reference, TopicButton
from bot.core.untrusted_text import whole_number
from bot.dialogue.context import REFERENCE, fresh
from bot.dialogue.deixis import names_own_topic, without_start
from bot.dialogue.own_plan import SESSIONS, OwnPlan, is_minutes, read_plan
from bot.fair.model import Fair
from bot.german.stop_words import WordClass, classify
from bot.german.text import tokenise
from bot.german.time.expressions import TimeExpression, find_time_expressions
from bot.nlu.text_cleaning import core, understood_text

_THEME = re.compile(r'"thema": "([^"]+)"')
_ABOUT_IT = re.compile(r"\b(?:dazu|darüber|davon|da (?:auch )?.{0,30}\bzu\b|zu dem thema)\b", re.IGNORECASE)
_WHAT_OF = re.compile(r"(?:was ist|wie sieht(?:'?s| es)?(?: aus)?) mit\b|wie sieht'?s .*\baus\b", re.IGNORECASE)
REFERENCES = ("sitzung", "stand", "raum")


@dataclass(frozen=True)
class Question:
    """One question with everything that helps to understand it.

    Attributes:
        text: the visitor's words; for a button the search word behind it.
        intent: Rasa's intent.
        labels: full labels with confidence, best first.
        times: time expressions in the text.
        named: what a button refers to.
        focus: what the conversation was about, if that is less than 20 minutes ago.
        listing: the list shown last, if that is less than 20 minutes ago.
        offer: what the bot has just offered.
        is_button: whether it came from a button.
        shown: the buttons below the bot's last message.
        plan: the visitor's own plan.
        minutes: from a button: so long before a start.
        scope: from a button: what to take off the plan, „alles“ or „erinnerung“.
        said: the bot's last messages (``text`` and ``data`` of Rasa's events), oldest first.
        refers: what the question points back to (see :mod:`bot.dialogue.context`); "" when it stands on its own.
    """

    text: str
    intent: str
    now: datetime
    labels: tuple[tuple[str, float], ...] = ()
    times: tuple[TimeExpression, ...] = ()
    named: Reference | None = None
    focus: Reference | None = None
    listing: Listing | None = None
    offer: TopicButton | None = None
    is_button: bool = False
    shown: tuple[TopicButton, ...] = ()
    said: tuple[Mapping[str, Any], ...] = ()
    refers: str = ""
    plan: OwnPlan = OwnPlan()
    minutes: int | None = None
    scope: str = ""

    @property
    def time_spans(self) -> list[tuple[int, int]]:
        """Character spans of the time expressions, for the search to pass over."""
        return [(time.offset, time.offset + time.length) for time in self.times]

    @property
    def names_something(self) -> bool:
        """Whether the text has a word of content besides times: „Und wo?“ has none, „Wo ist das Bürgerbüro?“ has."""
        if self.refers:
            return names_own_topic(self.text, self.time_spans)
        tokens = tokenise(self.text, self.time_spans)
        quiet = (WordClass.STOP, WordClass.GENERIC)
        return any(classify(token.word, token.stem) not in quiet for token in tokens)

    @property
    def theme(self) -> str:
        """The search word behind the buttons of the last message: after an answer about VR, „und morgen?“ means VR."""
        found = (_THEME.search(button.payload) for button in self.shown)
        return next((match.group(1) for match in found if match), "")

    @property
    def is_follow_up(self) -> bool:
        """Whether it goes on where the last question stopped: „und um elf?“, „nur heute“, a correction."""
        first = self.text.casefold().split()[:1]
        leads_on = first in (["und"], ["nur"], ["aber"], ["dann"]) or bool(_WHAT_OF.match(self.text))
        return self.intent == "korrektur" or bool(self.refers) or leads_on or bool(_ABOUT_IT.search(self.text))


def read_question(
    message: Mapping[str, Any],
    slots: Mapping[str, Any],
    now: datetime,
    fair: Fair,
    events: Sequence[Mapping[str, Any]] = (),
) -> Question:
    """Decode Rasa's latest message and slots.

    Args:
        message: ``tracker.latest_message``.
        slots: ``tracker.slots``.
        now: the fair's time.
        fair: for resolving times from buttons.
        events: ``tracker.events``, for the buttons shown last.
    """
    entities = {str(entity.get("entity")): entity for entity in message.get("entities") or []}
    raw = str(message.get("text") or "")
    is_button = raw.startswith("/")
    text = _value(entities, "frage") or _value(entities, "thema") or ("" if is_button else understood_text(raw))
    refers = _value(entities, REFERENCE)
    question = Question(
        text=without_start(text) if refers else text,
        intent=str((message.get("intent") or {}).get("name") or ""),
        now=now,
        labels=tuple((str(each["name"]), float(each["confidence"])) for each in message.get("label_ranking") or []),
        times=_times(message, entities, now, fair),
        named=_named(entities),
        is_button=is_button,
        shown=_shown_buttons(events),
        said=_last_said(events),
        refers=refers,
        plan=_plan(message, slots),
        minutes=_minutes(_value(entities, "minuten")),
        scope=_value(entities, "umfang"),
    )
    return with_memory(question, slots, now)


def _plan(message: Mapping[str, Any], slots: Mapping[str, Any]) -> OwnPlan:
    """From web with the message; other clients have it in a slot."""
    metadata = message.get("metadata")
    is_from_web = isinstance(metadata, Mapping) and SESSIONS in metadata
    return read_plan(metadata if is_from_web else slots.get("plan"))


def _minutes(text: str) -> int | None:
    minutes = whole_number(text, most=4)
    return minutes if is_minutes(minutes) else None


def _shown_buttons(events: Sequence[Mapping[str, Any]]) -> tuple[TopicButton, ...]:
    for event in reversed(events):
        if event.get("event") == "bot":
            buttons = (event.get("data") or {}).get("buttons") or []
            if buttons or not (event.get("data") or {}).get("custom"):  # cards follow the text that has the buttons
                return tuple(TopicButton(str(each["title"]), str(each["payload"])) for each in buttons)
    return ()


def _last_said(events: Sequence[Mapping[str, Any]]) -> tuple[Mapping[str, Any], ...]:
    """The bot's messages before the visitor's latest one, back to the visitor's message before that."""
    kinds = [event.get("event") for event in events]
    end = max((place for place, kind in enumerate(kinds) if kind == "user"), default=0)
    start = max((place for place, kind in enumerate(kinds[:end]) if kind == "user"), default=0)
    return tuple(event for event in events[start:end] if event.get("event") == "bot")


def with_memory(question: Question, slots: Mapping[str, Any], now: datetime) -> Question:
    """Add what the slots remember, unless it is too old."""
    focus, listing, offer = (fresh(slots.get(name), now) for name in ("gegenstand", "liste", "angebot"))
    return replace(
        question,
        focus=Reference(focus["art"], focus["schluessel"]) if focus else None,
        listing=_listing(listing) if listing else None,
        offer=TopicButton(offer["titel"], offer["payload"]) if offer else None,
    )


def _listing(value: Mapping[str, Any]) -> Listing:
    return Listing(value["art"], tuple(value["schluessel"]), int(value["gezeigt"]), dict(value["frage"]))


def _value(entities: Mapping[str, Mapping[str, Any]], name: str) -> str:
    """Return an entity's value, cut like a message: a client may send any text as a button's payload."""
    return core(str(entities[name].get("value") or "")) if name in entities else ""


def _named(entities: Mapping[str, Mapping[str, Any]]) -> Reference | None:
    found = [Reference(kind, _value(entities, kind)) for kind in REFERENCES if _value(entities, kind)]
    return found[0] if found else None


def _times(
    message: Mapping[str, Any], entities: Mapping[str, Mapping[str, Any]], now: datetime, fair: Fair
) -> tuple[TimeExpression, ...]:
    spoken = _value(entities, "zeit_text") or _value(entities, "frage")
    if spoken:
        found = find_time_expressions(spoken, now, fair.days)
        return tuple(found) if "frage" in entities else tuple(replace(each, offset=0, length=0) for each in found)
    return tuple(_decode_times(message.get("entities") or []))


def _decode_times(entities: Sequence[dict[str, Any]]) -> list[TimeExpression]:
    # A typed "/programm_suche{"zeit": "…"}" carries mere text; only the extractor's own entities count.
    times = [entity for entity in entities if entity.get("entity") == "zeit"]
    return [_decode_time(entity) for entity in times if isinstance(entity.get("value"), dict)]


def _decode_time(entity: Mapping[str, Any]) -> TimeExpression:
    value = entity["value"]
    return TimeExpression(
        start=datetime.fromisoformat(value["von"]) if value["von"] else None,
        end=datetime.fromisoformat(value["bis"]) if value["bis"] else None,
        grain=value["korn"],
        relation=value["bezug"],
        text=value["text"],
        offset=int(entity["start"]),
        length=int(entity["end"]) - int(entity["start"]),
    )
