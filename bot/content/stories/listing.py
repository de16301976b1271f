"""The rules, stories and test conversations of a file with their kind, key and state."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from bot.content.stories.blocks import StoryBlock, read_blocks
from bot.core.errors import ContentError
from bot.core.files import version_of


class StoryKind(str, Enum):
    """Kinds of stories; the values are shown."""

    RULE = "Regel"
    STORY = "Geschichte"
    TALK = "Testgespräch"

    @property
    def section(self) -> str:
        """The section of a file that stories of this kind stand in."""
        return "rules" if self is StoryKind.RULE else "stories"


KIND_KEYS = {"regel": StoryKind.RULE, "geschichte": StoryKind.STORY, "test": StoryKind.TALK}  # in addresses and forms
LONGEST_NAME = 120  # letters that a form takes
FOLDERS = {StoryKind.RULE: "data/rules", StoryKind.STORY: "data/stories", StoryKind.TALK: "tests/gespraeche"}


@dataclass(frozen=True)
class OpenStory:
    """A rule, story or test conversation in its file; ``key`` stands in addresses."""

    key: str
    kind: StoryKind
    file: str
    block: StoryBlock

    @property
    def version(self) -> str:
        """The version of its own lines: other stories of the file may change meanwhile."""
        return version_of(self.block.text.strip())


def stories_in(file: str, text: str) -> list[OpenStory]:
    """Return the rules and stories of a file's text.

    Raises:
        ContentError: it cannot be read.
    """
    if not any(f"{section}:" in text for section in ("rules", "stories")):
        return []
    seen: dict[tuple[str, str], int] = {}
    found = []
    for block in read_blocks(text, file):
        # Names may repeat while a file is faulty; the number keeps the keys apart.
        number = seen[block.section, block.name] = seen.get((block.section, block.name), 0) + 1
        found.append(OpenStory(_key(file, block, number), kind_of(file, block.section), file, block))
    return found


def kind_of(file: str, section: str) -> StoryKind:
    """Return the kind of the stories in a section of a file."""
    if file.startswith(FOLDERS[StoryKind.TALK]):
        return StoryKind.TALK
    return StoryKind.RULE if section == "rules" else StoryKind.STORY


def states(stories: Sequence[OpenStory], published: Mapping[str, bytes] | None) -> dict[str, bool | None]:
    """Return by key whether the bot has learnt each as it is; None if unknown, and for test conversations."""
    if published is None:
        return {story.key: None for story in stories}
    learnt: dict[str, set[tuple[object, ...]]] = {}
    for story in stories:
        if story.file not in learnt:
            learnt[story.file] = _learnt(story.file, published)
    said = {each for known in learnt.values() for each in known}
    return {story.key: None if story.kind is StoryKind.TALK else story.block.says() in said for story in stories}


def _learnt(file: str, published: Mapping[str, bytes]) -> set[tuple[object, ...]]:
    try:
        return {block.says() for block in read_blocks(published.get(file, b"").decode("utf-8", "replace"))}
    except ContentError:
        return set()


def _key(file: str, block: StoryBlock, number: int) -> str:
    # Not by line: the key must survive edits to other stories of the file.
    named = f"{file}\n{block.section}\n{block.name}\n{number}"
    return hashlib.sha256(named.encode()).hexdigest()[:12]
