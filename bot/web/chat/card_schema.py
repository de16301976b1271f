"""The schema of the cards as a module of the widget: ``python -m bot.web.chat.card_schema`` writes it.

``npm run build`` does this first. What the module is made from stands in :mod:`bot.dialogue.cards`.
"""

from __future__ import annotations

import json
from pathlib import Path

from bot.dialogue.cards import KINDS, CardField, fields_of

FILE = Path(__file__).parent / "static" / "widget" / "card_schema.js"
HEAD = """/* The fields of each kind of card as they show. Written by bot/web/chat/card_schema.py: do not edit. */

export const CARDS = /** @type {const} */ ({
"""


def javascript() -> str:
    """The text of the module, in the form that the formatter of the browser code leaves alone."""
    return HEAD + "".join(f"  {art}: {{\n{_fields(art)}  }},\n" for art in KINDS) + "});\n"


def _fields(art: str) -> str:
    return "".join(f"    {name}: {_field(field)},\n" for name, field in fields_of(art).items())


def _field(field: CardField) -> str:
    label = json.dumps(field.shown.label, ensure_ascii=False)
    return f'{{ type: "{"texts" if field.is_list else "text"}", place: "{field.shown.place}", label: {label} }}'


if __name__ == "__main__":
    FILE.write_text(javascript(), encoding="utf-8")
