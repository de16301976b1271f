"""Rasa's replies as the chat shows them, and the first bubble of every chat."""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from typing_extensions import TypedDict

from bot.dialogue.cards import KINDS, card_line, read_card
from bot.dialogue.own_plan import PlanChange, read_change
from bot.german.phrases import as_text

logger = logging.getLogger(__name__)
Card = dict[str, Any]
_SILENCE = "Darauf habe ich gerade leider keine Antwort. Bitte fragen Sie noch einmal mit anderen Worten."


class Button(TypedDict):
    """A proposal that the visitor can tap; ``payload`` goes to Rasa."""

    titel: str
    payload: str


class _Numbered(TypedDict, total=False):
    nummer: int


class Answer(_Numbered):
    """A bubble. ``rolle`` is "bot" or "nutzer", ``zeit`` ISO 8601 with offset, ``text`` always complete.

    ``nummer`` is the running number of a recorded one, and its event id (see :mod:`bot.web.chat.push`).
    """

    id: str
    rolle: str
    zeit: str
    text: str
    einleitung: str
    karten: list[Card]
    knoepfe: list[Button]


def new_id() -> str:
    """Return a random id for an answer."""
    return str(uuid.uuid4())


def make_answer(
    text: str, moment: datetime, role: str = "bot", buttons: Sequence[Button] = (), answer_id: str = ""
) -> Answer:
    """Return an answer without cards."""
    return {
        "id": answer_id or new_id(),
        "rolle": role,
        "zeit": moment.isoformat(timespec="seconds"),
        "text": text,
        "einleitung": "",
        "karten": [],
        "knoepfe": list(buttons),
    }


def to_answers(messages: Sequence[object], moment: datetime, make_id: Callable[[], str] = new_id) -> list[Answer]:
    """Translate the messages of Rasa's REST channel; at least one answer, since silence looks like a fault.

    Args:
        messages: decoded JSON list of the REST channel.
        moment: the fair's time, for all of them.
        make_id: source of answer ids.
    """
    parts: list[_Part] = []
    for message in messages:
        part = _read_part(message)
        if parts and parts[-1].completes(part):
            parts[-1] = parts[-1].joined(part)
        elif part.text or part.cards:
            parts.append(part)
    return [part.as_answer(moment, make_id()) for part in parts] or [make_answer(_SILENCE, moment, answer_id=make_id())]


@dataclass(frozen=True)
class ReplyEffects:
    """Effects that actions ask web for besides the answer."""

    plan: PlanChange = PlanChange()
    told_about: tuple[tuple[str, str], ...] = ()


def read_wishes(messages: Sequence[object]) -> ReplyEffects:
    """Return changes of the plan, and the sessions and booths (kind, key) that the answers are about."""
    customs = [message.get("custom") for message in messages if isinstance(message, dict)]
    plan = PlanChange()
    told: list[tuple[str, str]] = []
    for custom in customs:
        plan = plan.then(read_change(custom))
        subject = custom.get("gegenstand") if isinstance(custom, dict) else None
        if isinstance(subject, dict) and _is_filled(subject.get("schluessel")) and subject.get("art") in KINDS:
            told.append((subject["art"], subject["schluessel"]))
    return ReplyEffects(plan, tuple(dict.fromkeys(told)))


@dataclass(frozen=True)
class _Part:
    """The contribution of one of Rasa's messages to an answer."""

    text: str = ""
    introduction: str = ""
    cards: tuple[Card, ...] = ()
    buttons: tuple[Button, ...] = ()

    def completes(self, other: _Part) -> bool:
        """Return whether one has the words and the other the cards of the same answer."""
        return bool(self.text and other.cards and not (self.cards or other.text)) or bool(
            self.cards and other.text and not (self.text or other.cards)
        )

    def joined(self, other: _Part) -> _Part:
        return _Part(
            self.text or other.text,
            self.introduction or other.introduction,
            self.cards or other.cards,
            self.buttons + other.buttons,
        )

    def as_answer(self, moment: datetime, answer_id: str) -> Answer:
        text = self.text or as_text(_cards_as_text(self.introduction, self.cards))
        answer = make_answer(text, moment, buttons=self.buttons, answer_id=answer_id)
        answer["einleitung"], answer["karten"] = self.introduction, list(self.cards)
        return answer


def _read_part(message: object) -> _Part:
    if not isinstance(message, dict):
        logger.warning("Rasa: unbekannte Nachricht übergangen (%s)", type(message).__name__)
        return _Part()
    introduction, cards = _read_custom(message.get("custom"))
    return _Part(_read_text(message), introduction, tuple(cards), tuple(_read_buttons(message)))


def _read_text(message: Mapping[str, Any]) -> str:
    if isinstance(message.get("text"), str):
        return str(message["text"]).strip()
    return f"Bild: {message['image']}" if isinstance(message.get("image"), str) else ""


def _read_buttons(message: Mapping[str, Any]) -> list[Button]:
    raw = message.get("buttons")
    found: list[Button] = []
    for button in raw if isinstance(raw, list) else []:
        if isinstance(button, dict) and _is_filled(button.get("title")) and _is_filled(button.get("payload")):
            found.append({"titel": button["title"], "payload": button["payload"]})
    return found


def _read_custom(custom: object) -> tuple[str, list[Card]]:
    if not isinstance(custom, dict):
        return "", []
    introduction, raw = custom.get("einleitung"), custom.get("karten")
    cards = [_read_card(card) for card in raw] if isinstance(raw, list) else []
    return introduction if isinstance(introduction, str) else "", [card for card in cards if card is not None]


def _read_card(raw: object) -> Card | None:
    card = read_card(raw)
    if card is None:
        logger.warning("Rasa: unbekannte Karte übergangen (%s)", type(raw).__name__)
    return card


def _cards_as_text(introduction: str, cards: Sequence[Card]) -> str:
    return "\n".join([*([introduction] if introduction else []), *map(card_line, cards)])


def _is_filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


BUTTONS: Sequence[Button] = (
    {"titel": "Was läuft jetzt?", "payload": '/programm_suche{"zeit_text": "jetzt"}'},
    {"titel": "Welche Stände gibt es?", "payload": "/stand_suche"},
    {"titel": "Wann ist geöffnet?", "payload": "/faq/oeffnungszeiten"},
    {"titel": "Wo kann ich parken?", "payload": "/faq/parken"},
)


# Who speaks, that it may err, and what it should not be told. Pages may replace the first paragraph (data-begruessung).
TEXT = (
    "Guten Tag! Ich bin der Messelotse, der KI-Assistent dieser Messe. "
    "Fragen Sie mich nach Programm, Ständen, Räumen und Ihrem Besuch.\n"
    "Ich bin ein Computerprogramm und kann mich irren. Bitte schreiben Sie mir keine persönlichen Daten."
)


def make_greeting(moment: datetime) -> Answer:
    """Return the greeting as an answer with its first proposals."""
    return make_answer(TEXT, moment, buttons=BUTTONS)
