"""The form of a topic: its fields, the topic that they say, and where an answer's buttons lead."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bot.content.checks.draft_check import EXAMPLES, SENTENCES, TITLE
from bot.content.checks.topics import MAX_BUTTONS
from bot.content.topic_service import SentenceFile
from bot.content.topics import Topic, TopicAnswer, TopicButton, payload
from bot.web.http.forms import clean, lines_of

Fields = Mapping[str, str]
MOST_ANSWERS = 8
KEEP, TAKE = "meine", "andere"  # in a conflict: one's own wording or that of the other
CHOICE_PREFIX = "wahl_"
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


def label_of(fields: Mapping[str, str], stem: str) -> str:
    """The label of the topic that a form is about."""
    kind = fields.get("absicht", "").partition("/")[0]
    return f"{kind if kind == 'smalltalk' else 'faq'}/{stem}"


def values_of(topic: Topic) -> dict[str, str]:
    """The form's fields for a topic."""
    values = {TITLE: topic.title, EXAMPLES: "\n".join(topic.examples)}
    for index, answer in enumerate(topic.answers):
        values |= {f"text_{index}": answer.text, f"leicht_{index}": answer.simple}
        for number, button in enumerate(answer.buttons):
            choice, word = as_choice(button.payload)
            place = f"{index}_{number}"
            values |= {f"ziel_{place}": choice, f"wort_{place}": word, f"knopf_{place}": button.title}
    return values


def values_with(topic: Topic, tests: SentenceFile) -> dict[str, str]:
    """The form's fields for a topic and its test sentences."""
    return {**values_of(topic), SENTENCES: "\n".join(tests.sentences)}


def simple_may_be_old(values: Fields, base: Fields) -> bool:
    """Whether an answer has changed while its wording in Leichte Sprache has stayed."""
    changed = [index for index in range(MOST_ANSWERS) if block(values, f"text_{index}") != block(base, f"text_{index}")]
    simple = [(block(values, f"leicht_{index}"), block(base, f"leicht_{index}")) for index in changed]
    return any(now and now == before for now, before in simple)


def topic_of(fields: Fields, label: str, titles: Mapping[str, str]) -> Topic:
    """The topic that the fields say; an empty further wording is none."""
    answers = [_answer_of(fields, index, titles) for index in range(MOST_ANSWERS)]
    first, *more = answers
    kept = [each for each in more if each.text or each.simple or each.buttons]
    return Topic(label, one_line(fields, TITLE), (first, *kept), tuple(lines_of(fields, EXAMPLES)))


def _answer_of(fields: Fields, index: int, titles: Mapping[str, str]) -> TopicAnswer:
    buttons = []
    for number in range(_most_buttons(fields, index)):
        place = f"{index}_{number}"
        choice, word, title = (one_line(fields, f"{name}_{place}") for name in ("ziel", "wort", "knopf"))
        buttons.append(as_button(choice, word, title, titles))
    kept = tuple(button for button in buttons if button is not None)
    return TopicAnswer(block(fields, f"text_{index}"), kept, block(fields, f"leicht_{index}"))


def _most_buttons(fields: Fields, index: int) -> int:
    """Three, or as many as a file made elsewhere has: what is too much is said, not cut off."""
    sent = [number for number in range(MAX_BUTTONS * 3) if f"ziel_{index}_{number}" in fields]
    return max([MAX_BUTTONS, *(number + 1 for number in sent)])


def answer_forms(values: Fields) -> list[dict[str, Any]]:
    """For each wording in the fields, and one more: its number, and the numbers of its buttons' places."""
    used = [index for index in range(MOST_ANSWERS) if values.get(f"text_{index}") or values.get(f"leicht_{index}")]
    count = min(MOST_ANSWERS, max([0, *(index + 1 for index in used)]) + 1)
    return [{"index": index, "places": range(_most_buttons(values, index))} for index in range(max(count, 2))]


def one_line(fields: Fields, name: str) -> str:
    """A field's text as one clean line."""
    return clean(fields.get(name, ""), name, required=False)


def block(fields: Fields, name: str) -> str:
    """A field's text of several lines, clean, without empty ones around it."""
    lines = [clean(line, name, required=False) for line in fields.get(name, "").splitlines()]
    return "\n".join(lines).strip()


def merged(mine: Fields, base: Fields, theirs: Fields) -> tuple[dict[str, str], list[str]]:
    """Both people's changes, and the fields that both have changed (there, mine stands).

    Args:
        mine: what was sent.
        base: what its sender had seen.
        theirs: what has been saved meanwhile.
    """
    names = dict.fromkeys([*theirs, *base, *mine])
    result, both = {}, []
    for name in names:
        own, seen, other = (_comparable(each.get(name, "")) for each in (mine, base, theirs))
        # a three-way merge by field: what I left alone is taken from the other
        result[name] = other if own == seen else own
        if own != seen and other not in (seen, own):
            both.append(name)
    return result, both


def chosen(fields: Fields, theirs: Fields) -> dict[str, str]:
    """The fields with the other's wording wherever that was chosen."""
    taken = {name.removeprefix(CHOICE_PREFIX) for name, value in fields.items() if value == TAKE}
    return {**fields, **{name: theirs.get(name, "") for name in taken if CHOICE_PREFIX + name in fields}}


def content_fields(fields: Fields) -> dict[str, str]:
    """Only the fields that say something about the topic."""
    prefixes = ("text_", "leicht_", "ziel_", "wort_", "knopf_")
    return {
        name: text for name, text in fields.items() if name in (TITLE, EXAMPLES, SENTENCES) or name.startswith(prefixes)
    }


def _comparable(text: str) -> str:
    # browsers send line breaks as CRLF, files have LF
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


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
