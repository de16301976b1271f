"""A card of each kind with something in every field, made from the schema."""

from __future__ import annotations

from typing import Any

from bot.dialogue.cards import KINDS, fields_of

ARTS = tuple(KINDS)


def example(art: str, **other: object) -> dict[str, Any]:
    """A card as the actions send it; ``other`` replaces or adds fields."""
    fields = {name: ["A", "B"] if field.is_list else f"<{name}>" for name, field in fields_of(art).items()}
    return {"art": art, **fields, **other}
