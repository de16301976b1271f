"""Values that a search returns."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from bot.german.stop_words import ThingKind


class How(str, Enum):
    """The likeness by which query and catalogue met, strongest first."""

    EXACT = "exact"
    INFLECTED = "inflected"
    SYNONYM = "synonym"
    COMPOUND = "compound"
    TYPO = "typo"
    MEANING = "meaning"


ALL_KINDS: frozenset[ThingKind] = frozenset(ThingKind)
HOW_ORDER = {how: rank for rank, how in enumerate(How)}


@dataclass(frozen=True)
class Hit:
    """A thing that is meant.

    Attributes:
        key: session id, booth number, room name, person's name or topic, as the catalogue spells it.
        label: readable name for answers and buttons.
        score: 0 to 1.
        how: the weakest likeness that was needed.
        matched: the visitor's words that matched.
    """

    kind: ThingKind
    key: str
    label: str
    score: float
    how: How
    matched: str


@dataclass(frozen=True)
class One:
    """Exactly one thing is meant."""

    hit: Hit


@dataclass(frozen=True)
class Several:
    """Two or more things fit about equally well, best first."""

    hits: tuple[Hit, ...]


@dataclass(frozen=True)
class Nothing:
    """Nothing fits; ``nearest`` holds up to three weak guesses for „Meinten Sie …?“."""

    nearest: tuple[Hit, ...] = ()


Resolution: TypeAlias = One | Several | Nothing
