"""People who are asked for by name but are not in the programme: „Vorträge von Herrn Müller“."""

from __future__ import annotations

import re

from actions.answer_context import AnswerContext
from actions.reading.question import Question
from actions.reply import ALL_BOOTHS, TODAY, Reply, TopicButton, payload
from bot.dialogue.deixis import named_kind, names_own_topic
from bot.german.stop_words import STOP_WORDS, ThingKind
from bot.german.text import fold
from bot.programme.search.results import Hit

_TITLE = r"(?:herrn?|hr\.|frau|fr\.|dr\.?|prof\.?|professor(?:in)?)"
_TITLED = re.compile(rf"\b{_TITLE}\s+(?:{_TITLE}\s+)*([^\W\d_][\w’'-]+)(?:\s+([^\W\d_][\w’'-]+))?", re.IGNORECASE)
_BEFORE = r"(?:von|mit|bei|hält|spricht|kommt|leitet|macht|gibt|ist|heißt)"
_NAMED = re.compile(rf"\b(?i:{_BEFORE})\s+([A-ZÄÖÜ][a-zäöüß-]+\s+[A-ZÄÖÜ][a-zäöüß-]+)\b")
_NAMED_LAST = re.compile(r"\b(?:von|mit)\s+([^\W\d_]{3,}\s+[^\W\d_]{3,})\s*[?.!]*$", re.IGNORECASE)
MAX_NEAR = 2


def unknown_person(question: Question, view: AnswerContext) -> Reply | None:
    """An honest word when the question names a person whom the programme does not have; None otherwise."""
    if question.is_button or question.refers:
        return None
    called = _titled(question.text) or _in_full(question, view)
    if not called or _is_known(called, view):
        return None
    near = tuple(_button(hit) for hit in _near(called, view))
    text = f"{called} finde ich weder im Programm noch an einem Stand."
    if near:
        return Reply(f"{text} Meinten Sie vielleicht:", buttons=near, offer=near[0], is_miss=True, asks=True)
    text += " Nennen Sie mir gern ein Thema, oder sehen Sie sich das Programm von heute an."
    return Reply(text, buttons=(TODAY, ALL_BOOTHS), offer=TODAY, is_miss=True)


def _titled(text: str) -> str:
    """The name after „Frau“, „Herr“ or „Dr.“ as it was typed: ``Frau Schneider``."""
    match = _TITLED.search(text)
    if match is None or fold(match.group(1)) in STOP_WORDS:
        return ""
    second = match.group(2) or ""
    name = f"{match.group(1)} {second}" if second[:1].isupper() and match.group(1)[:1].isupper() else match.group(1)
    title = re.match(r"\w+", match.group())
    address = {"herrn": "Herrn", "herr": "Herrn", "hr": "Herrn", "frau": "Frau", "fr": "Frau"}
    prefix = address.get(title.group().casefold(), "") if title is not None else ""
    capital = " ".join(part[:1].upper() + part[1:] for part in name.split())
    return f"{prefix} {capital}".strip()


def _in_full(question: Question, view: AnswerContext) -> str:
    """A full name after „von“ or „hält“ where a session is asked for, when the catalogue has none of its words."""
    match = _NAMED.search(question.text) or _NAMED_LAST.search(question.text)
    if match is None or named_kind(question.text) != "sitzung" or not names_own_topic(match.group(1)):
        return ""
    words = match.group(1).split()
    is_word = any(fold(word) in STOP_WORDS or view.index.search(word) for word in words)
    return "" if is_word else " ".join(word[:1].upper() + word[1:] for word in words)


def _is_known(called: str, view: AnswerContext) -> bool:
    wanted = fold(called.split()[-1])
    names = [name for each in view.catalogue.sessions for name in each.speakers]
    names += [name for each in view.catalogue.booths for name in each.staff]
    return any(wanted in re.split(r"[\s-]+", fold(name)) or wanted == fold(name.split()[-1]) for name in names)


def _near(called: str, view: AnswerContext) -> list[Hit]:
    """People whose name is one letter off."""
    return view.index.search(called, {ThingKind.SPEAKER})[:MAX_NEAR]


def _button(hit: Hit) -> TopicButton:
    return TopicButton(hit.label, payload("programm_suche", thema=hit.key))
