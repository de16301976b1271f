"""The topics for the editors' pages: listed with their state, opened, saved, created and deleted as files."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import Enum
from pathlib import Path
from threading import Lock

from bot.content.checks.run import topic_problems
from bot.content.content import DOMAIN
from bot.content.live_version import fingerprint_of, live_fingerprints
from bot.content.topic_editing import edited_sentences, edited_topic, new_sentences, new_topic, sentences_of
from bot.content.topics import Topic, TopicFolder, parse_topic
from bot.content.variables import fair_variables
from bot.core.errors import MesselotseError, Problem
from bot.core.files import (
    ABSENT,
    Conflict,
    delete_if_unchanged,
    read_versioned,
    write_if_unchanged,
)
from bot.fair.file import FAIR_FILE, LiveFair
from bot.german.phrases import alphabetical

Stamp = tuple[tuple[str, int, int], ...]


class State(str, Enum):
    """Whether the bot answers as the file says; the values are shown."""

    LIVE = "live"
    DRAFT = "Entwurf"
    PROBLEM = "Problem"


class UnknownTopic(MesselotseError):
    """There is no topic with this name."""


@dataclass(frozen=True)
class TopicRow:
    """A topic in the list; ``why`` says in German what the state means here."""

    stem: str
    title: str
    label: str
    state: State
    why: str
    examples: int
    words: str  # to search in, in small letters


@dataclass(frozen=True)
class SentenceFile:
    """The test sentences of a topic, and the version of their file."""

    sentences: tuple[str, ...]
    version: str


class TopicService:
    """The topics below one project root; the files are the only truth."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.topics = TopicFolder(root / "data" / "themen")
        self._fair = LiveFair(root / FAIR_FILE)
        self._checked: tuple[Stamp, list[Problem]] = ((), [])
        self._checking = Lock()

    def variables(self, now: datetime) -> dict[str, str]:
        """Return the facts that answers may use, with their text at ``now``."""
        return fair_variables(self._fair.current, now)

    def titles(self) -> dict[str, str]:
        """Return the title of every topic by its label, in the order of titles."""
        topics = sorted(self.topics.all(), key=lambda topic: alphabetical(topic.title))
        return {topic.label: topic.title for topic in topics}

    def rows(self) -> list[TopicRow]:
        """Return all topic files by title. Takes about a second after a change: all examples are compared."""
        problems, live = self._problems(), live_fingerprints(self.root)
        rows = [self._row(path, problems, live) for path in self._paths()]
        return sorted(rows, key=lambda row: alphabetical(row.title))

    def _row(self, path: Path, problems: Sequence[Problem], live: Mapping[str, str] | None) -> TopicRow:
        raw = path.read_bytes()
        state, why = _state(path, raw, problems, live)
        try:
            topic = parse_topic(raw.decode("utf-8", "replace"), path)
        except MesselotseError:
            return TopicRow(path.stem, path.stem, "", state, why, 0, path.stem)
        words = " ".join([path.stem, topic.title, *(answer.text for answer in topic.answers), *topic.examples])
        return TopicRow(path.stem, topic.title, topic.label, state, why, len(topic.examples), words.casefold())

    def open(self, stem: str) -> tuple[Topic, str]:
        """Return the topic and the version of its file.

        Raises:
            UnknownTopic: there is no such file.
            ContentError: it is faulty.
        """
        text, version = read_versioned(self.path_of(stem))
        if version == ABSENT:
            raise UnknownTopic(f"Das Thema „{stem}“ gibt es nicht – vielleicht wurde es inzwischen gelöscht.")
        return parse_topic(text, self.path_of(stem)), version

    def open_sentences(self, stem: str) -> SentenceFile:
        """Return the test sentences of a topic; none where they cannot be read."""
        text, version = read_versioned(self._sentences(stem))
        return SentenceFile(sentences_of(text), version)

    def save(self, stem: str, topic: Topic, version: str, tests: SentenceFile | None = None) -> None:
        """Write the topic to its file; one that was deleted meanwhile is created anew.

        Args:
            stem: the stem of the file.
            topic: its new content.
            version: the version of the file that the editor has seen.
            tests: its test sentences from now on, with the version of their file; None where they stay.

        Raises:
            Conflict: a file has another version; nothing was written.
            ContentError: a file is too unusual to be edited; nothing was written.
        """
        path = self.path_of(stem)
        text, found = read_versioned(path)
        if found != version or (tests is not None and self.open_sentences(stem).version != tests.version):
            raise Conflict(path, text, found)
        fresh = new_topic(topic) if version == ABSENT else edited_topic(text, topic)
        if tests is not None:
            # Test sentences first: the topic file decides the conflict, and a lost race leaves only extra test
            # sentences.
            self._write_sentences(stem, topic, tests)
        write_if_unchanged(path, fresh, version)

    def _write_sentences(self, stem: str, topic: Topic, tests: SentenceFile) -> None:
        path = self._sentences(stem)
        path.parent.mkdir(parents=True, exist_ok=True)
        if tests.version == ABSENT:
            fresh = new_sentences(topic.label, topic.title, tests.sentences)
        else:
            fresh = edited_sentences(read_versioned(path)[0], tests.sentences)
        write_if_unchanged(path, fresh, tests.version)

    def create(self, stem: str, topic: Topic, sentences: Sequence[str]) -> None:
        """Create a topic with its file of test sentences.

        Raises:
            Conflict: there is one already.
        """
        write_if_unchanged(self.path_of(stem), new_topic(topic), ABSENT)
        self._sentences(stem).unlink(missing_ok=True)  # of an earlier topic of this name
        self._write_sentences(stem, topic, SentenceFile(tuple(sentences), ABSENT))

    def delete(self, stem: str, version: str) -> None:
        """Delete a topic, its test sentences and the buttons that lead to it.

        Raises:
            Conflict: the file has another version; nothing was deleted.
        """
        topic, _ = self.open(stem)
        delete_if_unchanged(self.path_of(stem), version)
        self._sentences(stem).unlink(missing_ok=True)
        for other in self.leading_to(topic.label):
            other_stem = other.label.partition("/")[2]
            current, other_version = self.open(other_stem)
            self.save(other_stem, without_buttons_to(current, topic.label), other_version)

    def leading_to(self, label: str) -> list[Topic]:
        """Return the other topics with a button that leads to this one."""
        return [
            topic for topic in self.topics.all() if topic.label != label and without_buttons_to(topic, label) != topic
        ]

    def mentioned_in(self, label: str) -> list[str]:
        """Return stories, rules and test conversations that name this topic (paths below the root)."""
        folders = [self.root / name for name in ("data/stories", "data/rules", "tests/gespraeche")]
        files = [path for folder in folders for path in sorted(folder.glob("*.yml"))]
        # faq/park must not match faq/parken.
        named = re.compile(rf"{re.escape(label)}(?![a-z0-9_])")
        found = [path for path in files if named.search(path.read_text(encoding="utf-8"))]
        return [path.relative_to(self.root).as_posix() for path in found]

    def _problems(self) -> list[Problem]:
        folders = ("data", "programm")  # buttons and links lead to booths, rooms and sessions, too
        files = [path for folder in folders for path in sorted((self.root / folder).rglob("*.yml"))]
        files += [self.root / FAIR_FILE, self.root / DOMAIN]
        stamp = tuple((str(path), path.stat().st_mtime_ns, path.stat().st_size) for path in files)
        # One check at a time: it takes a second, and several editors open the list at once.
        with self._checking:
            if self._checked[0] != stamp:
                self._checked = (stamp, topic_problems(self.root))
            return self._checked[1]

    def _paths(self) -> list[Path]:
        return sorted((self.root / "data" / "themen").glob("*.yml"))

    def path_of(self, stem: str) -> Path:
        """Return the file of a topic.

        Raises:
            UnknownTopic: the name cannot be a file's.
        """
        # The stem comes from an address: without this check it could name any file.
        if not stem.replace("_", "").isalnum() or not stem.isascii():
            raise UnknownTopic(f"Das Thema „{stem}“ gibt es nicht.")
        return self.root / "data" / "themen" / f"{stem}.yml"

    def _sentences(self, stem: str) -> Path:
        return self.root / "tests" / "saetze" / f"{stem}.yml"


def without_buttons_to(topic: Topic, label: str) -> Topic:
    """Return the topic without the buttons that lead to another."""
    answers = tuple(
        replace(answer, buttons=tuple(button for button in answer.buttons if button.payload != f"/{label}"))
        for answer in topic.answers
    )
    return replace(topic, answers=answers)


def _state(path: Path, raw: bytes, problems: Sequence[Problem], live: Mapping[str, str] | None) -> tuple[State, str]:
    own = [problem for problem in problems if problem.file == f"data/themen/{path.name}"]
    if own:
        return State.PROBLEM, f"{own[0].what} – {own[0].remedy}"
    if live is None:
        return State.LIVE, ""
    if path.stem not in live:
        return State.DRAFT, "neu, nach dem Veröffentlichen bekannt"
    if live[path.stem] != fingerprint_of(raw):
        return State.DRAFT, "Fragen oder Titel geändert, gilt nach dem Veröffentlichen"
    return State.LIVE, ""
