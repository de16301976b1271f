"""The inbox: questions that could not be answered, kept and decided on by editors."""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Lock
from typing import Any

import sqlalchemy as sa

from bot.chat.disclosure_control import MASK
from bot.chat.question_counts import Asked, QuestionGroup, grouped, key_of
from bot.chat.questions import MOST_LETTERS, Noted, QuestionLog, Reason
from bot.content.checks.draft_check import Fault
from bot.content.checks.nearness import Nearness
from bot.content.examples import known_examples, plain, with_examples, without_examples
from bot.content.topic_service import TopicService
from bot.core.database import make_tables, metadata
from bot.core.errors import MesselotseError
from bot.core.files import ABSENT, Conflict, read_versioned, write_if_unchanged
from bot.nlu.text_cleaning import OUT_OF_SCOPE

KEPT_SECONDS = 180 * 86_400  # longer than questions are kept
inbox = sa.Table(
    "inbox",
    metadata,
    sa.Column("number", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("what", sa.String(16), nullable=False),
    sa.Column("target", sa.String(120), nullable=False),  # stem of the file that got examples, or ""
    sa.Column("keys", sa.Text, nullable=False),  # JSON list
    sa.Column("added", sa.Text, nullable=False),  # keys of the examples, JSON list
    sa.Column("who", sa.String(80), nullable=False),
    sa.Column("stored_at", sa.Integer, nullable=False, index=True),
    sqlite_autoincrement=True,
)


class InboxDecision(str, Enum):
    """Ways to deal with questions."""

    ASSIGNED = "zugeordnet"
    IGNORED = "ignoriert"


@dataclass(frozen=True)
class Done:
    """A decision on questions that were dealt with together."""

    number: int
    what: InboxDecision
    target: str
    keys: tuple[str, ...]
    added: tuple[str, ...]
    who: str


class InboxStore:
    """The decisions of all editors."""

    def __init__(self, engine: sa.engine.Engine) -> None:
        self._engine = engine
        make_tables(engine)

    def add(
        self, what: InboxDecision, keys: Collection[str], who: str, target: str = "", added: Collection[str] = ()
    ) -> None:
        """Store a decision on these questions; decisions older than any question are deleted."""
        now = int(time.time())
        values = {
            "what": what.value, "target": target, "keys": json.dumps(sorted(keys)),
            "added": json.dumps(sorted(added)), "who": who[:80], "stored_at": now,
        }  # fmt: skip
        with self._engine.begin() as connection:
            connection.execute(inbox.delete().where(inbox.c.stored_at < now - KEPT_SECONDS))
            connection.execute(inbox.insert().values(**values))

    def all(self) -> list[Done]:
        """Return all decisions, newest first."""
        with self._engine.connect() as connection:
            rows = connection.execute(sa.select(inbox).order_by(inbox.c.number.desc())).all()
        return [_done(row) for row in rows]

    def take_out(self, number: int) -> Done | None:
        """Delete a decision, so that its questions are open again; None when that has been done already."""
        with self._engine.begin() as connection:
            row = connection.execute(sa.select(inbox).where(inbox.c.number == number)).first()
            gone = connection.execute(inbox.delete().where(inbox.c.number == number))
        return _done(row) if row is not None and gone.rowcount else None


def _done(row: Any) -> Done:
    # ``row.keys`` is a method of SQLAlchemy's rows.
    keys, added = (tuple(map(str, json.loads(row._mapping[name]))) for name in ("keys", "added"))
    return Done(row.number, InboxDecision(row.what), row.target, keys, added, row.who)


MOST_QUESTIONS = 500  # different ones, the latest; comparing takes 10 ms for each new one
MOST_GUESSES = 3
TRIES = 5  # when others write the same file at the same time
SPECIAL = "[]{}"  # Rasa would read them as marks


class AlreadyDone(MesselotseError):
    """Another editor has dealt with these questions."""

    def __init__(self) -> None:
        super().__init__("Darum hat sich inzwischen jemand anderes gekümmert.")


@dataclass(frozen=True)
class Inbox:
    """All open groups; ``is_grouped`` is False while meanings cannot be compared yet."""

    groups: list[QuestionGroup]
    is_grouped: bool


class InboxService:
    """Shows and changes the inbox; the files are the truth: a question that is an example is dealt with."""

    def __init__(self, topics: TopicService, log: QuestionLog, store: InboxStore, nearness: Nearness) -> None:
        self._topics, self._log, self._store, self._nearness = topics, log, store, nearness
        self._one_at_a_time = Lock()  # or two editors would deal with the same questions, each after looking

    def open(self, reason: str = "", words: str = "") -> Inbox:
        """Return the open groups, narrowed by a reason and by words. Takes some seconds with many new questions."""
        known, done = known_examples(self._topics.root), self._done_keys()
        questions = [each for each in _by_words(self._log.noted())
                     if each.key not in done and plain(each.words) not in known]  # fmt: skip
        vectors = self._nearness.vectors([each.words for each in questions])
        groups = [group for group in grouped(questions, vectors) if _shows(group, reason, words)]
        return Inbox(groups, vectors is not None)

    def questions(self, keys: Collection[str]) -> list[Asked]:
        """Return the open questions with these keys.

        Raises:
            AlreadyDone: none is open any more.
        """
        done = self._done_keys()
        found = [each for each in _by_words(self._log.noted()) if each.key in keys and each.key not in done]
        if not found:
            raise AlreadyDone
        return sorted(found, key=lambda each: -each.count)

    def guesses(self, group: QuestionGroup) -> list[str]:
        """Return topics (stems) that may be meant: the label it got unless rated bad, then the nearest ones."""
        content = [each for each in group.questions if Reason.BAD.value not in each.reasons]
        taken = [label.partition("/")[2] for each in content for label in each.labels if label.startswith("faq/")]
        stems = dict.fromkeys([*taken, *self._nearness.nearest(group.questions[0].words)])
        return [stem for stem in stems if self._topics.path_of(stem).exists()][:MOST_GUESSES]

    def faults(self, sentences: Sequence[str]) -> list[Fault]:
        """Return everything that keeps sentences from becoming examples."""
        known, found = known_examples(self._topics.root), []
        if not sentences:
            found.append(Fault("saetze", "Es steht keine Frage da", "bitte mindestens eine eintragen"))
        for each in sentences:
            if MASK in each:
                found.append(Fault("saetze", f"In „{each}“ ist etwas verdeckt", f"bitte ohne „{MASK}“ schreiben"))
            elif len(each) > MOST_LETTERS or set(each) & set(SPECIAL):
                found.append(Fault("saetze", f"„{each[:80]}“ ist zu lang oder enthält Klammern", "bitte vereinfachen"))
            elif plain(each) in known or [plain(one) for one in sentences].count(plain(each)) > 1:
                found.append(Fault("saetze", f"„{each}“ ist schon eine Beispielfrage", "bitte streichen"))
        return found

    def assign(self, target: str, sentences: Sequence[str], keys: Collection[str], who: str) -> None:
        """Make sentences examples of a topic (its stem, or ``ausserhalb``) and close the questions.

        Raises:
            AlreadyDone: another editor was faster.
            UnknownTopic, ContentError: the file is missing, or too unusual.
        """
        with self._one_at_a_time:
            questions = self.questions(keys)
            self._change(target, lambda text: with_examples(text, sentences))
            added = {key_of(sentence) for sentence in sentences}
            self._store.add(InboxDecision.ASSIGNED, {each.key for each in questions}, who, target, added)

    def ignore(self, keys: Collection[str], who: str) -> int:
        """Close the questions without a change and return their number.

        Raises:
            AlreadyDone: another editor was faster.
        """
        with self._one_at_a_time:
            questions = self.questions(keys)
            self._store.add(InboxDecision.IGNORED, {each.key for each in questions}, who)
        return len(questions)

    def latest(self, count: int) -> list[tuple[Done, str]]:
        """Return the latest decisions, newest first, each with its most frequent question while a chat still has it."""
        asked = {each.key: each for each in _by_words(self._log.noted())}
        found = []
        for done in self._store.all()[:count]:
            kept = [asked[key] for key in done.keys if key in asked]
            found.append((done, max(kept, key=lambda each: each.count).words if kept else ""))
        return found

    def undo(self, number: int) -> Done:
        """Take a decision back, with the examples that it has added.

        Raises:
            AlreadyDone: another editor was faster.
        """
        done = self._store.take_out(number)
        if done is None:
            raise AlreadyDone
        if done.added and self.path_of(done.target).exists():
            self._change(done.target, lambda text: without_examples(text, lambda line: key_of(line) in done.added))
        return done

    def path_of(self, target: str) -> Path:
        """Return the file of a topic's stem or of ``ausserhalb``.

        Raises:
            UnknownTopic: the name cannot be a file's.
        """
        if target == OUT_OF_SCOPE:
            return self._topics.root / "data" / "nlu" / f"{OUT_OF_SCOPE}.yml"
        return self._topics.path_of(target)

    def _change(self, target: str, edit: Callable[[str], str]) -> None:
        path = self.path_of(target)
        for attempt in range(TRIES):
            text, version = read_versioned(path)
            if version == ABSENT:
                self._topics.open(target)  # says that it is not there
            try:
                write_if_unchanged(path, edit(text), version)
                return
            except Conflict:
                if attempt + 1 == TRIES:
                    raise

    def _done_keys(self) -> set[str]:
        return {key for each in self._store.all() for key in each.keys}


def _by_words(noted: Sequence[Noted]) -> list[Asked]:
    """Merge questions in the same words; the latest first."""
    same: dict[str, list[Noted]] = {}
    for each in noted:
        if each.words:
            same.setdefault(key_of(each.words), []).append(each)
    return [_asked(each) for each in list(same.values())[:MOST_QUESTIONS]]


def _asked(same: Sequence[Noted]) -> Asked:
    labels = tuple(dict.fromkeys(each.label for each in same))
    comments = tuple(dict.fromkeys(each.comment for each in same if each.comment))
    reasons = frozenset(each.reason.value for each in same)
    return Asked(same[0].words, len(same), max(each.stored_at for each in same), reasons, labels, comments)


def _shows(group: QuestionGroup, reason: str, words: str) -> bool:
    text = " ".join(each.words for each in group.questions).casefold()
    has_reason = not reason or any(reason in each.reasons for each in group.questions)
    return has_reason and all(word in text for word in words.casefold().split())
