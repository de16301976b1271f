from __future__ import annotations

import re

import pytest

from bot.web.http.static_files import static_text

TEXT_PAIRS = [
    ("text", "grund"),
    ("text", "flaeche"),
    ("text", "flaeche-leise"),
    ("text-leise", "grund"),
    ("text-leise", "flaeche"),
    ("text-leise", "flaeche-leise"),
    ("text-leise", "haupt-leise"),
    ("haupt", "grund"),
    ("haupt", "flaeche"),
    ("haupt", "haupt-leise"),
    ("haupt-stark", "haupt-leise"),
    ("auf-haupt", "haupt"),
    ("auf-haupt", "haupt-stark"),
    ("hinweis-text", "hinweis"),
    ("hinweis-text", "flaeche"),
    ("fehler-text", "fehler"),
]
EDGE_PAIRS = [("rand", "flaeche"), ("fokus", "flaeche"), ("fokus", "grund"), ("fokus", "haupt-leise")]
LIGHT, DARK = static_text("tokens.css").split("@media")


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2) of #rrggbb."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(css: str, first: str, second: str) -> float:
    colours = dict(re.findall(r"--farbe-([a-z-]+): (#[0-9a-f]{6});", css))
    brighter, darker = sorted((luminance(colours[first]), luminance(colours[second])), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("css", [LIGHT, DARK], ids=["hell", "dunkel"])
@pytest.mark.parametrize(("pairs", "minimum"), [(TEXT_PAIRS, 4.5), (EDGE_PAIRS, 3.0)], ids=["text", "rand"])
def test_colours_are_easy_to_tell_apart(css: str, pairs: list[tuple[str, str]], minimum: float) -> None:
    assert [pair for pair in pairs if contrast(css, *pair) < minimum] == []
