"""Every colour and font of pages, widget and screens stands in tokens.css, so that a city changes them in one place."""

from __future__ import annotations

import re

import pytest

from bot.core.settings import ROOT

WEB = ROOT / "bot" / "web"
TOKENS = WEB / "http" / "static" / "tokens.css"
SHEETS = sorted(path for path in WEB.rglob("*.css") if path != TOKENS)
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b(?![^;{}]*\{)|\b(?:rgba?|hsla?|oklch|lab)\(", re.IGNORECASE)
NAMED = re.compile(r"(?:color|background|fill|stroke|border)[a-z-]*:[^;}]*\b(?:white|black|red|green|blue|gray|grey)\b")
FONT = re.compile(r"font(?:-family)?:[^;}]*(?:sans-serif|\"[A-Z])")
DEFINED = re.compile(r"(--[a-z0-9-]+):")
USED = re.compile(r"var\((--[a-z0-9-]+)")


def without_comments(text: str) -> str:
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


@pytest.mark.parametrize("pattern", [COLOUR, NAMED, FONT], ids=["colour", "named colour", "font"])
def test_values_stand_in_tokens_only(pattern: re.Pattern[str]) -> None:
    texts = {path.name: without_comments(path.read_text(encoding="utf-8")) for path in SHEETS}
    strays = [f"{name}: {found}" for name, text in texts.items() for found in pattern.findall(text)]
    assert strays == []


def test_every_value_used_is_defined() -> None:
    texts = [without_comments(path.read_text(encoding="utf-8")) for path in [TOKENS, *SHEETS]]
    defined = {name for text in texts for name in DEFINED.findall(text)}
    assert {name for text in texts for name in USED.findall(text)} - defined == set()


def test_stray_colour_is_found() -> None:
    assert COLOUR.findall("a { color: #0b5a70; } #handy img { width: 1rem; }") == ["#0b5a70"]


def test_pages_load_the_tokens() -> None:
    templates = sorted(WEB.rglob("templates/*.html"))
    heads = {path.name: path.read_text(encoding="utf-8") for path in templates}
    whole = [name for name, text in heads.items() if "<head>" in text and "stylesheet" in text]
    assert [name for name in whole if "/static/tokens.css" not in heads[name]] == []
