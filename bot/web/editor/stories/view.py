"""The pages on rules, stories and test conversations: the values of each template."""

from __future__ import annotations

import difflib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from bot.content.stories.blocks import BOT, OTHER, SLOT, USER
from bot.content.stories.draft_check import StoryFault
from bot.content.stories.listing import KIND_KEYS, LONGEST_NAME, OpenStory, StoryKind
from bot.content.stories.service import Draft
from bot.content.stories.wording import StepLine, StoryWords
from bot.core.errors import Problem
from bot.staff.access import Staff
from bot.web.editor.page import STORIES
from bot.web.editor.stories.drawing import HEADS, draw
from bot.web.editor.stories.forms import LONGEST_WORDS
from bot.web.http.parts import Site
from bot.web.staff_area.page import staff_page

BASE = STORIES
HERE = "geschichten"
KIND_HINTS = {
    StoryKind.RULE: "Eine Regel gilt immer: Auf dieselbe Frage folgt immer dieselbe Antwort.",
    StoryKind.STORY: "Eine Geschichte gilt, wenn das Gespräch bis dahin genau so verlief.",
    StoryKind.TALK: "Ein Testgespräch wird vor jeder Veröffentlichung geführt; läuft es anders, hält es sie auf.",
}


@dataclass(frozen=True)
class StoryForm:
    """The state of the form of one story.

    Attributes:
        draft: its fields; ``story`` is the story as its file says, None for a new one.
        version: of the file's lines when the form was made.
        theirs: the story as another editor has saved it meanwhile.
        is_gone: another editor has deleted or renamed it meanwhile.
    """

    kind: StoryKind
    draft: Draft
    story: OpenStory | None = None
    version: str = ""
    faults: Sequence[StoryFault] = ()
    theirs: OpenStory | None = None
    is_gone: bool = False
    message: str = ""
    focus: int | None = None
    more: Mapping[str, Any] = field(default_factory=dict)


def list_page(
    site: Site,
    staff: Staff,
    stories: Sequence[OpenStory],
    problems: Sequence[Problem],
    words: StoryWords,
    learnt: Mapping[str, bool | None],
    query: Mapping[str, str],
    message: str,
) -> str:
    """Everything, narrowed by words and kind."""
    wanted, kind = query.get("suche", "").casefold().split(), query.get("art", "")
    rows = [_row(story, words, learnt.get(story.key)) for story in stories]
    of_kind = [row for row in rows if KIND_KEYS.get(kind) in (None, row["kind"])]
    shown = [row for row in of_kind if all(word in row["words"] for word in wanted)]
    kinds = [(key, each.value, sum(row["kind"] is each for row in rows)) for key, each in KIND_KEYS.items()]
    return _page(
        site, staff, "geschichten.html", rows=shown, total=len(rows), kinds=kinds, kind=kind, message=message,
        search=query.get("suche", ""), problems=problems, hints=[(each.value, KIND_HINTS[each]) for each in StoryKind],
    )  # fmt: skip


def _row(story: OpenStory, words: StoryWords, is_learnt: bool | None) -> dict[str, Any]:
    lines = words.lines(story.block.steps)
    text = " ".join([story.block.name, story.file, *(f"{line.title} {line.said}" for line in lines)])
    return {
        "key": story.key, "name": story.block.name or "(ohne Namen)", "kind": story.kind, "file": story.file,
        "flow": [(line.kind, HEADS[line.kind], line.title) for line in lines], "is_learnt": is_learnt,
        "words": text.casefold(),
    }  # fmt: skip


def story_page(site: Site, staff: Staff, words: StoryWords, form: StoryForm) -> str:
    """One story: picture, chat, steps, raw view."""
    draft, story = form.draft, form.story
    steps = draft.steps if draft.text is None else (story.block.steps if story is not None else ())
    lines = words.lines(steps)
    by_step: dict[int | None, list[StoryFault]] = {}
    for fault in form.faults:
        by_step.setdefault(fault.step if draft.text is None else None, []).append(fault)
    return _page(
        site, staff, "geschichte.html", form=form, kind=form.kind, kind_key=key_of(form.kind),
        hint=KIND_HINTS[form.kind], title=draft.name if draft.text is None else (story.block.name if story else ""),
        steps=list(zip(steps, lines, strict=True)), drawing=draw(lines), lines=lines, faults=by_step,
        conditions=story.block.conditions if story is not None else (),
        yaml=draft.text if draft.text is not None else (story.block.text.rstrip() if story is not None else ""),
        is_raw=draft.text is not None, choices=_choices(words, form.kind), heads=HEADS,
        names={"user": USER, "bot": BOT, "slot": SLOT, "other": OTHER}, longest=LONGEST_NAME,
        longest_words=LONGEST_WORDS, difference=_difference(words, form),
    )  # fmt: skip


def deletion_page(
    site: Site, staff: Staff, words: StoryWords, story: OpenStory, faults: Sequence[StoryFault] = (),
    problem: str = "",
) -> str:  # fmt: skip
    """The question before a story goes."""
    lines = words.lines(story.block.steps)
    return _page(site, staff, "geschichte_loeschen.html", story=story, lines=lines, faults=faults, problem=problem,
                 heads=HEADS)  # fmt: skip


def _choices(words: StoryWords, kind: StoryKind) -> dict[str, Any]:
    return {USER: words.user_choices(kind is StoryKind.TALK), BOT: words.bot_choices(), SLOT: words.slot_choices()}


def _difference(words: StoryWords, form: StoryForm) -> list[tuple[str, str]]:
    """Compare another editor's saved story with the typed one: („theirs“ | „mine“ | „same“, step in words)."""
    if form.theirs is None:
        return []
    theirs = _as_text(form.theirs.block.name, words.lines(form.theirs.block.steps))
    steps = form.draft.steps
    mine = _as_text(form.draft.name, words.lines(steps)) if form.draft.text is None else form.draft.text.splitlines()
    if form.draft.text is not None:
        theirs = form.theirs.block.text.rstrip().splitlines()
    kinds = {"- ": "theirs", "+ ": "mine", "  ": "same"}
    # ndiff's lines with „? “ only mark letters within a line
    return [(kinds[each[:2]], each[2:]) for each in difflib.ndiff(theirs, mine) if each[:2] in kinds]


def _as_text(name: str, lines: Sequence[StepLine]) -> list[str]:
    parts = [f"{HEADS[line.kind]}: {line.title}" + (f" („{line.said}“)" if line.said else "") for line in lines]
    return [f"Name: {name}", *parts]


def key_of(kind: StoryKind) -> str:
    """How addresses call it."""
    return next(key for key, each in KIND_KEYS.items() if each is kind)


def _page(site: Site, staff: Staff, template: str, **values: Any) -> str:
    return staff_page(site, staff, template, here=HERE, base=BASE, **values)
