"""The pages of the Redaktion's topics: the values of each template."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.content.checks.advice import Advice
from bot.content.checks.draft_check import EXAMPLES, SENTENCES, TITLE, Fault
from bot.content.topic_service import State, TopicRow
from bot.content.topics import Topic
from bot.content.variables import fill_in
from bot.staff.access import Staff
from bot.web.editor.topics.forms import Fields, answer_forms, choices
from bot.web.editor.topics.parts import TopicParts
from bot.web.staff_area.page import staff_page

BASE = "/redaktion"
_NAMES = {TITLE: "Titel", EXAMPLES: "Beispielfragen", SENTENCES: "Testsätze"}
_PARTS = {
    "text": "Antwort", "leicht": "Leichte Sprache", "ziel": "Ziel des Knopfs", "wort": "Stichwort", "knopf": "Knopf",
}  # fmt: skip


@dataclass(frozen=True)
class Form:
    """The form's state: its values, their faults, and what others have saved meanwhile."""

    values: Fields
    version: str
    base: Fields  # what was in the file when the form was made
    faults: Sequence[Fault] = ()
    both: Mapping[str, tuple[str, str]] = field(default_factory=dict)  # field: theirs, mine
    problem: str = ""
    is_outdated: bool = False
    advice: Sequence[Advice] = ()
    on_title: Sequence[Advice] = ()
    is_preview: bool = False
    tests_version: str = ""  # of the file of test sentences


def list_page(
    parts: TopicParts, staff: Staff, rows: Sequence[TopicRow], filters: Fields, message: str, problem: str = ""
) -> str:
    """All topics, narrowed by words and state."""
    words, state = filters.get("suche", "").casefold().split(), filters.get("zustand", "")
    shown = [row for row in rows if all(word in row.words for word in words) and state in ("", row.state.value)]
    return _page(
        parts,
        staff,
        "redaktion.html",
        rows=shown,
        usage=parts.usage(),
        search=filters.get("suche", ""),
        state=state,
        states=[(each.value, sum(row.state is each for row in rows)) for each in State],
        total=len(rows),
        message=message,
        problem=problem,
    )


def topic_page(parts: TopicParts, staff: Staff, stem: str, label: str, form: Form, message: str = "") -> str:
    """The form for a topic; ``stem`` is "" for a new one."""
    desk = parts.topics
    variables = desk.variables(parts.site.clock.now())
    by_field: dict[str, list[Fault]] = {}
    for fault in form.faults:
        by_field.setdefault(fault.field, []).append(fault)
    return _page(
        parts,
        staff,
        "redaktion_thema.html",
        stem=stem,
        label=label,
        values=_WithDefault(form.values),
        answers=answer_forms(form.values),
        title=form.base.get(TITLE) or form.values.get(TITLE) or stem,
        previews=_WithDefault(
            {name: fill_in(text, variables) for name, text in form.values.items() if name.startswith("text_")}
        ),
        faults=by_field,
        fault_links=[(each.field, _with_field(each)) for each in form.faults],
        conflict=[(name, field_name(name), *texts) for name, texts in form.both.items()],
        is_outdated=form.is_outdated,
        advice=form.advice,
        on_title=form.on_title,
        is_preview=form.is_preview,
        tests_version=form.tests_version,
        problem=form.problem,
        version=form.version,
        # carried by the form itself: the server keeps no state of an open form
        base_values=json.dumps(dict(form.base), ensure_ascii=False),
        groups=choices({each: title for each, title in desk.titles().items() if each != label}),
        variables=sorted(variables.items()),
        message=message,
    )


def deletion_page(
    parts: TopicParts, staff: Staff, stem: str, topic: Topic, version: str, mentions: Sequence[str], problem: str = ""
) -> str:
    """The question before a topic is deleted, with what goes along."""
    return _page(
        parts,
        staff,
        "redaktion_loeschen.html",
        stem=stem,
        topic=topic,
        version=version,
        leading=[each.title for each in parts.topics.leading_to(topic.label)],
        mentions=mentions,
        problem=problem,
    )


def field_name(name: str) -> str:
    """A field of the form in words: ``Antwort``, ``Knopf 2 der Fassung 2``."""
    part, *numbers = name.split("_")
    words = _NAMES.get(part) or _PARTS.get(part, part)
    if len(numbers) == 2:
        words = f"{words} {int(numbers[1]) + 1}"
    return words if not numbers or numbers[0] == "0" else f"{words} der Fassung {int(numbers[0]) + 1}"


def _with_field(fault: Fault) -> str:
    name = field_name(fault.field)
    return fault.what if fault.what.startswith(name) else f"{name}: {fault.what}"


class _WithDefault(dict[str, str]):
    """Fields that were never filled in are empty."""

    def __missing__(self, key: str) -> str:
        return ""


def _page(parts: TopicParts, staff: Staff, template: str, **values: Any) -> str:
    return staff_page(parts.site, staff, template, here="themen", base=BASE, **values)
