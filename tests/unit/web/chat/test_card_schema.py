from __future__ import annotations

from bot.web.chat.card_schema import FILE, javascript


def test_the_widget_has_the_schema_of_the_cards() -> None:
    assert FILE.read_text(encoding="utf-8") == javascript(), "npm run build"
