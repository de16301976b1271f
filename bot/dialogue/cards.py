"""The cards beside an answer. This is their only schema: whatever handles cards takes the fields from here.

Another field on a card, say the audience of a session, takes

1. one line in its class below, say after ``vortragende``: ``zielgruppe: Annotated[str, Shown("fact", label="Für: ")]``,
2. one line where it is filled, in ``actions/cards.py``: ``zielgruppe=session.audience,``,
3. ``npm run build`` (once before: ``npm ci --ignore-scripts``), which writes ``widget/card_schema.js`` and puts the
   widget together.

Reading what Rasa hands over (:func:`read_card`), the guards, types and drawing in the browser and the examples of the
tests follow by themselves. ``tests/unit/dialogue/test_cards.py`` applies these steps to a copy.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from functools import cache
from typing import Annotated, Any, ClassVar, Literal, get_type_hints

Place = Literal["", "top", "tag", "aside", "title", "fact", "note", "body"]


@dataclass(frozen=True)
class Shown:
    """How a field shows; a field without this is carried along only.

    Attributes:
        place: where on the card; the one at "title" must not be empty.
        label: what stands before it.
        in_text: whether the card as a line of plain text has it.
    """

    place: Place = ""
    label: str = ""
    in_text: bool = False


@dataclass(frozen=True)
class Card:
    """One card; ``art`` is its kind in the JSON. A field is a text, "" where there is none, or a list of texts."""

    art: ClassVar[str]

    def as_message(self) -> dict[str, Any]:
        """The card as JSON."""
        return {"art": self.art, **asdict(self)}


@dataclass(frozen=True)
class SessionCard(Card):
    """A session of the programme; ``hinweis`` tells what differs from what was announced."""

    art: ClassVar[str] = "sitzung"
    id: str
    zeit: Annotated[str, Shown("top", in_text=True)]
    format: Annotated[str, Shown("tag")]
    titel: Annotated[str, Shown("title", in_text=True)]
    raum: Annotated[str, Shown("fact", in_text=True)]
    tag: Annotated[str, Shown("fact")]
    vortragende: Annotated[list[str], Shown("fact")]
    hinweis: Annotated[str, Shown("note", in_text=True)]


@dataclass(frozen=True)
class BoothCard(Card):
    """A booth."""

    art: ClassVar[str] = "stand"
    nummer: Annotated[str, Shown("top", label="Stand ", in_text=True)]
    name: Annotated[str, Shown("title", in_text=True)]
    raum: Annotated[str, Shown("aside", in_text=True)]
    organisation: Annotated[str, Shown("fact")]
    text: Annotated[str, Shown("body")]


@dataclass(frozen=True)
class PlanCard(Card):
    """The way to one's own plan: calendar file and QR code."""

    art: ClassVar[str] = "plan"
    titel: Annotated[str, Shown("title", in_text=True)]


@dataclass(frozen=True)
class MapCard(Card):
    """One floor with a booth or room marked; ``stufenlos`` is "ja" for a way without stairs."""

    art: ClassVar[str] = "lageplan"
    titel: Annotated[str, Shown("title", in_text=True)]
    stand: str
    raum: str
    stufenlos: str
    beschreibung: str


KINDS: Mapping[str, type[Card]] = {kind.art: kind for kind in (SessionCard, BoothCard, PlanCard, MapCard)}


@dataclass(frozen=True)
class CardField:
    """One field of a kind: whether it is a list of texts, and how it shows."""

    is_list: bool
    shown: Shown


@cache
def fields_of(art: str) -> Mapping[str, CardField]:
    """The fields of a kind of card by name, in the order in which they show.

    Raises:
        KeyError: there is no such kind.
    """
    hints = get_type_hints(KINDS[art], include_extras=True)
    return {name: _field(hint) for name, hint in hints.items() if name != "art"}


def _field(hint: Any) -> CardField:
    (shown,) = getattr(hint, "__metadata__", (Shown(),))
    return CardField(getattr(hint, "__origin__", hint) == list[str], shown)


def read_card(raw: object) -> dict[str, Any] | None:
    """A card as another process sent it, with exactly the fields of its kind; None where kind or title is missing.

    A text that is none becomes "", and what is no text leaves its list.
    """
    art = str(raw.get("art")) if isinstance(raw, dict) else ""
    if not isinstance(raw, dict) or art not in KINDS:
        return None
    card: dict[str, Any] = {"art": art}
    for name, field in fields_of(art).items():
        card[name] = _texts(raw.get(name)) if field.is_list else _text(raw.get(name))
    return card if all(text.strip() for text in texts_at("title", card)) else None


def texts_at(place: Place, card: Mapping[str, Any]) -> list[str]:
    """Return a card's texts for a place, without labels."""
    return [card[name] for name, field in fields_of(card["art"]).items() if field.shown.place == place]


def card_line(card: Mapping[str, Any]) -> str:
    """A card as a line of plain text: ``• 10:00–10:45 Uhr – KI im Büro – Großer Saal``."""
    parts: Sequence[str] = [card[name] for name, field in fields_of(card["art"]).items() if field.shown.in_text]
    return "• " + " – ".join(part for part in parts if part)


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []
