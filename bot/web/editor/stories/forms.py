"""The form of a story: its fields, the draft that they say, and the small moves between its steps."""

from __future__ import annotations

from collections.abc import Mapping

from bot.content.stories.blocks import BOT, OTHER, SLOT, USER, StoryStep
from bot.content.stories.listing import LONGEST_NAME, OpenStory
from bot.content.stories.service import Draft
from bot.web.http.forms import clean

Fields = Mapping[str, str]
MOST_STEPS, LONGEST_WORDS = 60, 300
UP, DOWN, AWAY, ADD = "hoch", "runter", "weg", "dazu"
KINDS = (USER, BOT, SLOT, OTHER)
FIRST_STEPS = (StoryStep(USER, ""), StoryStep(BOT, ""))


def draft_from(fields: Fields) -> Draft:
    """The draft that a form says; the raw view's text counts where it was sent."""
    if "yaml" in fields:
        return Draft("", (), fields["yaml"])
    steps = tuple(_step(fields, number) for number in range(MOST_STEPS) if fields.get(f"art_{number}") in KINDS)
    return Draft(_line(fields, "name")[:LONGEST_NAME], steps)


def draft_of_story(story: OpenStory) -> Draft:
    """A story as its file says."""
    return Draft(story.block.name, story.block.steps)


def _step(fields: Fields, number: int) -> StoryStep:
    kind, value = fields[f"art_{number}"], fields.get(f"wert_{number}", "")
    source = fields.get(f"quelle_{number}", "")
    words = _line(fields, f"wort_{number}")[:LONGEST_WORDS]
    # browsers send CRLF; YAML would keep the CR within the step
    value = value.replace("\r\n", "\n") if kind == OTHER else _line(fields, f"wert_{number}")
    return StoryStep(kind, value, words, int(source) if source.isdecimal() else None)


def moved(steps: tuple[StoryStep, ...], deed: str) -> tuple[tuple[StoryStep, ...], int | None]:
    """The steps after a button such as „hoch_2“, and the place to look at then; None when it is no such button."""
    verb, _, what = deed.partition("_")
    if verb == ADD and what in (USER, BOT, SLOT):
        return (*steps, StoryStep(what, "")), len(steps)
    if verb not in (UP, DOWN, AWAY) or not what.isdecimal() or int(what) >= len(steps):
        return steps, None
    place, changed = int(what), list(steps)
    step = changed.pop(place)
    if verb == AWAY:
        return tuple(changed), max(0, place - 1)
    target = max(0, place - 1) if verb == UP else min(len(changed), place + 1)
    changed.insert(target, step)
    return tuple(changed), target


def _line(fields: Fields, name: str) -> str:
    return clean(fields.get(name, ""), name, required=False)
