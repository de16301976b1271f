"""The flow picture of a story: where boxes, words and arrows are; the template only writes them down. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass

from bot.content.stories.blocks import BOT, OTHER, SLOT, USER
from bot.content.stories.wording import StepLine

WIDTH, BOX_WIDTH, INDENT = 420, 320, 100
LINE_HEIGHT, PADDING, GAP, HEAD = 20, 12, 34, 20
LETTERS = 34  # in one line of a box
HEADS = {USER: "Gast", BOT: "Bot", SLOT: "Bedingung", OTHER: "Besonderer Schritt"}


@dataclass(frozen=True)
class StepBox:
    """A step: its place in units of the view box, its heading and its words line by line with their base lines."""

    kind: str
    x: int
    y: int
    height: int
    head: str
    words: tuple[tuple[int, str], ...]

    @property
    def width(self) -> int:
        """All are equally wide."""
        return BOX_WIDTH

    @property
    def middle(self) -> int:
        """Where arrows begin and end."""
        return self.x + BOX_WIDTH // 2


@dataclass(frozen=True)
class StoryDrawing:
    """The whole picture; lengths in units of the SVG's view box."""

    boxes: tuple[StepBox, ...]
    arrows: tuple[tuple[int, int, int, int], ...]  # x1, y1, x2, y2; the arrow's head ends at the second point
    height: int
    width: int = WIDTH


def draw(lines: Sequence[StepLine]) -> StoryDrawing:
    """Guests on the left, the bot on the right, from top to bottom."""
    boxes: list[StepBox] = []
    y = 1
    for line in lines:
        words = textwrap.wrap(line.title, LETTERS) or ["–"]
        height = 2 * PADDING + HEAD + LINE_HEIGHT * len(words)
        first = y + PADDING + HEAD + 15
        placed = tuple((first + number * LINE_HEIGHT, text) for number, text in enumerate(words))
        x = {USER: 1, BOT: INDENT - 1}.get(line.kind, INDENT // 2)
        boxes.append(StepBox(line.kind, x, y, height, HEADS[line.kind], placed))
        y += height + GAP
    pairs = zip(boxes, boxes[1:], strict=False)
    arrows = tuple((one.middle, one.y + one.height, two.middle, two.y - 2) for one, two in pairs)
    return StoryDrawing(tuple(boxes), arrows, max(y - GAP + 1, 1))
