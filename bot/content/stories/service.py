"""Rules, stories and test conversations for the editors' pages: listed, opened, checked, saved as files."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from bot.content.stories.blocks import StoryStep, read_blocks
from bot.content.stories.draft_check import StoryFault, story_faults
from bot.content.stories.file_edit import with_block, with_new, with_text, without_block
from bot.content.stories.listing import FOLDERS, OpenStory, StoryKind, stories_in
from bot.core.errors import ContentError, MesselotseError, Problem
from bot.core.files import (
    Conflict,
    delete_if_unchanged,
    read_versioned,
    write_if_unchanged,
)

TRIES = 5  # another story of the same file may be saved at the same moment


NEW_FILES = {
    StoryKind.RULE: ("data/rules/redaktion.yml", "Regeln der Redaktion."),
    StoryKind.STORY: ("data/stories/redaktion.yml", "Geschichten der Redaktion."),
    StoryKind.TALK: ("tests/gespraeche/test_redaktion.yml", "Testgespräche der Redaktion."),
}


class UnknownStory(MesselotseError):
    """There is no rule or story with this key."""


class StoryConflict(MesselotseError):
    """The story was changed meanwhile: ``theirs`` is its present state, None when it is gone."""

    def __init__(self, theirs: OpenStory | None) -> None:
        super().__init__("Inzwischen hat jemand anderes diese Geschichte gespeichert – bitte noch einmal prüfen.")
        self.theirs = theirs


class FaultyStory(MesselotseError):
    """The draft cannot be saved; ``faults`` say why."""

    def __init__(self, faults: Sequence[StoryFault]) -> None:
        super().__init__("\n".join(f"{fault.what} – {fault.remedy}" for fault in faults))
        self.faults = tuple(faults)


@dataclass(frozen=True)
class Draft:
    """A draft to save: a name and steps, or the YAML itself."""

    name: str
    steps: tuple[StoryStep, ...] = ()
    text: str | None = field(default=None)


class StoryService:
    """The stories below one project root; the files are the only truth."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def all(self) -> tuple[list[OpenStory], list[Problem]]:
        """Return all readable stories, by file, and the problems of unreadable files."""
        found: list[OpenStory] = []
        problems: list[Problem] = []
        for path in self._paths():
            name = path.relative_to(self.root).as_posix()
            try:
                found += stories_in(name, read_versioned(path)[0])
            except (ContentError, UnicodeDecodeError) as error:
                problems += error.problems if isinstance(error, ContentError) else [_unreadable(name)]
        return found, problems

    def open(self, key: str) -> OpenStory:
        """Return the story with this key.

        Raises:
            UnknownStory: there is none.
        """
        story = next((story for story in self.all()[0] if story.key == key), None)
        if story is None:
            raise UnknownStory("Diese Geschichte gibt es nicht – vielleicht wurde sie umbenannt oder gelöscht.")
        return story

    def faults(self, kind: StoryKind, draft: Draft, key: str = "") -> list[StoryFault]:
        """Return everything that keeps a draft from being saved in place of ``key`` ("" for a new one)."""
        if draft.text is None and not draft.name:
            return [StoryFault(None, "Der Name fehlt", "bitte in wenigen Worten sagen, worum es geht")]
        story = self.open(key) if key else None
        file = story.file if story is not None else self._file_for_new(kind)
        text = read_versioned(self.root / file)[0]
        try:
            fresh, name = _edited(text, kind, draft, story)
        except ContentError as error:
            return [StoryFault(None, each.what, each.remedy) for each in error.problems]
        return story_faults(self.root, file, fresh, name, kind.section)

    def save(self, key: str, draft: Draft, version: str) -> str:
        """Write the draft to its file and return its key, which follows its name.

        Raises:
            UnknownStory: there is no story with this key.
            StoryConflict: it was changed meanwhile.
            FaultyStory: it does not pass the checks.
            ContentError: the file is too unusual to be changed here.
        """
        kind = self.open(key).kind
        # Checked outside the loop below: the checks read all content, the loop only one file.
        if found := self.faults(kind, draft, key):
            raise FaultyStory(found)
        name = ""

        def edit(text: str) -> str:
            nonlocal name
            current = self._unchanged(key, version)
            fresh, name = _edited(text, kind, draft, current)
            return fresh

        file = self.open(key).file
        self._write(file, edit)
        return self._key_of(file, name)

    def create(self, kind: StoryKind, draft: Draft) -> str:
        """Append a new story to its file and return its key.

        Raises:
            FaultyStory: it does not pass the checks.
        """
        if found := self.faults(kind, draft):
            raise FaultyStory(found)
        file = self._file_for_new(kind)
        self._write(file, lambda text: _edited(text, kind, draft, None)[0])
        return self._key_of(file, draft.name)

    def delete(self, key: str, version: str) -> None:
        """Remove the story from its file; a file without further content is deleted.

        Raises:
            UnknownStory, StoryConflict: as :meth:`save`.
            FaultyStory: other content needs it.
        """
        story = self._unchanged(key, version)
        text = read_versioned(self.root / story.file)[0]
        rest = without_block(text, story.block)
        if found := story_faults(self.root, story.file, rest, "", story.kind.section):
            raise FaultyStory(found)
        self._write(story.file, lambda now: without_block(now, self._unchanged(key, version).block))

    def _unchanged(self, key: str, version: str) -> OpenStory:
        try:
            current = self.open(key)
        except UnknownStory as error:
            raise StoryConflict(None) from error
        if current.version != version:
            raise StoryConflict(current)
        return current

    def _write(self, file: str, edit: Callable[[str], str]) -> None:
        path = self.root / file
        for attempt in range(TRIES):
            text, version = read_versioned(path)
            fresh = edit(text)
            try:
                if not fresh:
                    delete_if_unchanged(path, version)
                else:
                    path.parent.mkdir(parents=True, exist_ok=True)
                    write_if_unchanged(path, fresh, version)
                return
            except Conflict:
                if attempt == TRIES - 1:
                    raise

    def _key_of(self, file: str, name: str) -> str:
        found = stories_in(file, read_versioned(self.root / file)[0])
        return next((story.key for story in reversed(found) if story.block.name == name), "")

    def _file_for_new(self, kind: StoryKind) -> str:
        return NEW_FILES[kind][0]

    def _paths(self) -> list[Path]:
        """Return all files, folder by folder; a story elsewhere below data is found as well."""
        conversations = sorted((self.root / FOLDERS[StoryKind.TALK]).glob("*.yml"))
        return [*sorted((self.root / "data").rglob("*.yml")), *conversations]


def _edited(text: str, kind: StoryKind, draft: Draft, story: OpenStory | None) -> tuple[str, str]:
    """Return the file's text with the draft in it, and its name there."""
    if story is None:
        return with_new(text, kind.section, draft.name, draft.steps, NEW_FILES[kind][1]), draft.name
    if draft.text is None:
        steps = rebased(draft.steps, story.block.steps)
        return with_block(text, story.block, draft.name, steps), draft.name
    fresh = with_text(text, story.block, draft.text)
    names = [each.block.name for each in stories_in(story.file, fresh) if each.block.begin >= story.block.begin]
    if len(read_blocks(fresh)) != len(read_blocks(text)) or not names:
        what = f"Das ist nicht genau eine {kind.value}"
        raise ContentError([Problem(story.file, 0, what, "bitte genau einen Eintrag stehen lassen, „- “ am Anfang")])
    return fresh, names[0]


def rebased(steps: Sequence[StoryStep], present: Sequence[StoryStep]) -> list[StoryStep]:
    """Return the steps, each with the place in the file whose lines it takes over.

    That is an equal step's, else that of the step it was made from.
    """
    places: list[int | None] = [None] * len(steps)
    free = dict.fromkeys(range(len(present)))
    for number, step in enumerate(steps):
        # Unchanged steps keep their own lines with their comments; only then are changed ones matched.
        same = next((place for place in free if present[place].says() == step.says()), None)
        if same is not None:
            places[number] = same
            del free[same]
    for number, step in enumerate(steps):
        if places[number] is None and step.source in free and step.source is not None:
            places[number] = step.source
            del free[step.source]
    return [replace(step, source=place) for step, place in zip(steps, places, strict=True)]


def _unreadable(name: str) -> Problem:
    return Problem(name, 0, "nicht lesbar", "bitte als UTF-8-Text speichern")
