"""The topics: questions and answers in files of their own, with titles for „Meinten Sie …?“."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from bot.content.languages import LANGUAGES, SIMPLE_LANGUAGE
from bot.core.errors import ContentError, Problem
from bot.core.settings import ROOT
from bot.core.yaml_reader import load_yaml
from bot.core.yaml_syntax import FAST_SAFE_LOADER, require_flat, syntax_error
from bot.nlu.text_cleaning import OUT_OF_SCOPE

logger = logging.getLogger(__name__)
_INTENT = re.compile(r"/[a-z0-9_/-]{1,100}")


@dataclass(frozen=True)
class TopicButton:
    """A follow-up: ``title`` is shown, ``payload`` is sent to Rasa."""

    title: str
    payload: str


def payload(intent: str, **entities: str) -> str:
    """Return a button's payload, ``/wo_ist{"stand": "B3"}``; empty entities are left out."""
    filled = {name: value for name, value in entities.items() if value}
    return f"/{intent}{json.dumps(filled, ensure_ascii=False)}" if filled else f"/{intent}"


def is_payload(text: str) -> bool:
    """Return whether a text has the form that :func:`payload` creates: a client may send anything."""
    intent, brace, rest = text.partition("{")
    if not _INTENT.fullmatch(intent):
        return False
    try:
        entities = json.loads(brace + rest) if brace else {}
    except (ValueError, RecursionError):
        return False
    return isinstance(entities, dict) and all(isinstance(value, str) for value in entities.values())


@dataclass(frozen=True)
class TopicAnswer:
    """A wording of an answer; variables like ``{ort}`` still open.

    ``simple`` is the same in Leichte Sprache, ``translations`` in other languages (key, text); "" or nothing for none.
    """

    text: str
    buttons: tuple[TopicButton, ...] = ()
    simple: str = ""
    translations: tuple[tuple[str, str], ...] = ()

    def in_language(self, language: str) -> str:
        """Return the wording in a language of :data:`LANGUAGES`; the German one where there is none."""
        return {**dict(self.translations), SIMPLE_LANGUAGE: self.simple}.get(language) or self.text


@dataclass(frozen=True)
class Topic:
    """A FAQ or smalltalk topic; ``label`` is the full label, e.g. ``faq/parken``."""

    label: str
    title: str
    answers: tuple[TopicAnswer, ...]
    examples: tuple[str, ...]


def read_topic(path: Path) -> Topic:
    """Read one topic file.

    Raises:
        ContentError: it is unreadable, not YAML or lacks intent or answer.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise _incomplete(path) from error
    return parse_topic(text, path)


def parse_topic(text: str, path: Path = Path("Thema")) -> Topic:
    """Return the topic that a file's text describes; ``path`` is only named in messages.

    Raises:
        ContentError: it is not YAML or lacks intent or answer.
    """
    try:
        require_flat(text, path)
        data = yaml.load(text, Loader=FAST_SAFE_LOADER)  # noqa: S506 - a safe loader, in C
        return _decode(data)
    except yaml.YAMLError as error:
        raise syntax_error(path, error) from error
    except (KeyError, IndexError, TypeError, AttributeError, ValueError) as error:
        raise _incomplete(path) from error


def _incomplete(path: Path) -> ContentError:
    remedy = "bitte an einer vorhandenen Themendatei ausrichten"
    return ContentError([Problem(path.name, 0, "keine vollständige Themendatei", remedy)])


def _decode(data: Mapping[str, Any]) -> Topic:
    item = data["nlu"][0]
    label = str(item["intent"])
    title = str((item.get("metadata") or {}).get("titel") or label.partition("/")[2])
    examples = tuple(line[1:].strip() for line in str(item["examples"]).splitlines() if line.startswith("-"))
    answers = tuple(_decode_answer(answer) for answer in data["responses"][f"utter_{label}"])
    if not answers:
        raise ValueError(label)
    return Topic(label, title, answers, examples)


def _decode_answer(answer: Mapping[str, Any]) -> TopicAnswer:
    buttons = answer.get("buttons") or []
    metadata = answer.get("metadata") or {}
    wordings = {language: str(metadata[language]).strip() for language in LANGUAGES if metadata.get(language)}
    simple = wordings.pop(SIMPLE_LANGUAGE, "")
    return TopicAnswer(
        str(answer["text"]).strip(),
        tuple(TopicButton(str(button["title"]), str(button["payload"])) for button in buttons),
        simple,
        tuple(wordings.items()),
    )


class TopicFolder:
    """All topics of a folder; a file is read again when it has changed, a broken one keeps its last good content."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._topics: dict[Path, tuple[tuple[int, int], Topic | None]] = {}
        self.problems: dict[Path, ContentError] = {}

    def get(self, label: str) -> Topic | None:
        """Return the topic with this label as its file says now, or None."""
        path = self._folder / f"{label.partition('/')[2]}.yml"
        topic = self._read(path)
        return topic if topic is not None and topic.label == label else None

    def all(self) -> list[Topic]:
        """Return all readable topics, in the order of their file names."""
        read = [self._read(path) for path in sorted(self._folder.glob("*.yml"))]
        return [topic for topic in read if topic is not None]

    def _read(self, path: Path) -> Topic | None:
        try:
            status = path.stat()
        except OSError:
            self._topics.pop(path, None)
            return None
        stamp = (status.st_mtime_ns, status.st_size)
        seen = self._topics.get(path)
        if seen is None or seen[0] != stamp:
            self._topics[path] = (stamp, self._read_or_keep(path, seen[1] if seen else None))
        return self._topics[path][1]

    def _read_or_keep(self, path: Path, last: Topic | None) -> Topic | None:
        try:
            topic = read_topic(path)
        except ContentError as error:
            self.problems[path] = error
            logger.warning("Die letzte gute Fassung gilt weiter: %s", error)
            return last
        self.problems.pop(path, None)
        return topic


@dataclass(frozen=True)
class LabelTitleFiles:
    """Titles of all labels below one project root."""

    topics: TopicFolder
    intents: dict[str, str]

    def button(self, label: str, question: str = "") -> TopicButton | None:
        """Return the button that asks for ``label``; one for a programme intent carries the question's words."""
        if "/" in label:
            topic = self.topics.get(label)
            return TopicButton(topic.title, f"/{label}") if topic is not None else None
        title = self.intents.get(label)
        return TopicButton(title, payload(label, frage=question)) if title else None


@lru_cache(maxsize=1)
def shipped_titles() -> LabelTitleFiles:
    """Return the titles of this project's content; topic files are read again when they change."""
    return LabelTitleFiles(TopicFolder(ROOT / "data" / "themen"), read_intent_titles(ROOT / "data" / "nlu"))


def read_intent_titles(folder: Path) -> dict[str, str]:
    """Return ``metadata.titel`` of every intent file; unreadable files are left out."""
    titles = {}
    for path in sorted(folder.glob("*.yml")):
        try:
            for item in load_yaml(path).entries("nlu"):
                if item.has("metadata"):
                    titles[item.text("intent")] = item.entry("metadata").text("titel", "")
        except ContentError:  # `./messelotse check` reports it; suggestions do without
            continue
    return {intent: title for intent, title in titles.items() if title}


def label_button(label: str, question: str = "") -> TopicButton | None:
    """:meth:`LabelTitleFiles.button` of the shipped content."""
    return shipped_titles().button(label, question)


UNCLEAR = "nlu_fallback"


class LabelTitles:
    """Readable names of labels, from the content below ``root``."""

    def __init__(self, root: Path) -> None:
        self._topics = TopicFolder(root / "data" / "themen")
        # Labels without a file of their own, which therefore have no title there.
        own = {UNCLEAR: "Rückfrage", OUT_OF_SCOPE: "Nicht zur Messe"}
        self._intents = {**read_intent_titles(root / "data" / "nlu"), **own}

    def __call__(self, label: str) -> str:
        """Return the title of a topic or intent, else the label itself."""
        topic = self._topics.get(label)
        return topic.title if topic is not None else self._intents.get(label, label)
