"""Where an answer's buttons lead, as choices for people: topics and searches instead of payloads."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from bot.content.topics import TopicButton, payload

BY_WORD: Mapping[str, str] = {
    "programm_suche": "Programm zum Stichwort …",
    "stand_suche": "Stände zum Stichwort …",
}
FIXED: Mapping[str, str] = {
    payload("programm_suche", zeit_text="jetzt"): "Was läuft jetzt?",
    payload("programm_suche", zeit_text="heute"): "Programm von heute",
    payload("stand_suche"): "Alle Stände",
    payload("aenderungen"): "Änderungen im Programm",
}
_TITLES = {"programm_suche": "Programm zu {}", "stand_suche": "Stände zu {}"}


@dataclass(frozen=True)
class ButtonGroup:
    """Some choices under a heading; each is (value, text)."""

    title: str
    choices: tuple[tuple[str, str], ...]


def choices(titles: Mapping[str, str]) -> list[ButtonGroup]:
    """Everything that a button can lead to; ``titles`` are those of the topics by their labels."""
    topics = tuple((f"/{label}", title) for label, title in titles.items())
    searches = (*FIXED.items(), *BY_WORD.items())
    return [ButtonGroup("Programm und Stände", searches), ButtonGroup("Themen", topics)]


def as_choice(target: str) -> tuple[str, str]:
    """A payload as choice and search word; one that is none of the choices stays as it is."""
    intent, brace, rest = target.removeprefix("/").partition("{")
    if intent in BY_WORD and brace:
        try:
            entities = json.loads(brace + rest)
        except ValueError:
            return target, ""
        if list(entities) == ["thema"]:
            return intent, str(entities["thema"])
    return target, ""


def as_button(choice: str, word: str, title: str, titles: Mapping[str, str]) -> TopicButton | None:
    """The button for a choice, named after where it leads unless it has a title; None when nothing was chosen."""
    if not choice:
        return None
    if choice in BY_WORD:
        return TopicButton(title or (_TITLES[choice].format(word) if word else ""), payload(choice, thema=word))
    return TopicButton(title or FIXED.get(choice) or titles.get(choice.removeprefix("/"), ""), choice)
