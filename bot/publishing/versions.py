"""Published versions: Git commits of the content files, in a repository of their own; and what one changed."""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path, PurePosixPath
from typing import Any

import yaml

from bot.content.live_version import learnt_part
from bot.core.errors import MesselotseError
from bot.core.files import read_versioned, write_if_unchanged
from bot.core.yaml_syntax import FAST_SAFE_LOADER
from bot.german.phrases import alphabetical

REPOSITORY = "versionen.git"
BRANCH = "refs/heads/veroeffentlicht"
CONTENT = ("data", "tests/saetze", "tests/gespraeche")
_SEPARATOR = "\x1f"
_SELF = {"GIT_COMMITTER_NAME": "Messelotse", "GIT_COMMITTER_EMAIL": ""}


class VersionError(MesselotseError):
    """A version cannot be created or read."""


@dataclass(frozen=True)
class Version:
    """A published version: ``name`` is the commit's id, ``live`` the moment it went live."""

    name: str
    author: str
    live: datetime
    note: str

    @property
    def short(self) -> str:
        """Enough of the name to tell it from others."""
        return self.name[:10]


class Versions:
    """All versions of the project in ``root``."""

    def __init__(self, root: Path, state_folder: Path) -> None:
        self._root = root
        self._repository = state_folder / REPOSITORY

    def all(self) -> list[Version]:
        """Return the versions, newest first; [] before the first."""
        if not self._head():
            return []
        form = _SEPARATOR.join(("%H", "%an", "%at", "%s"))
        lines = self._git("log", "--first-parent", f"--format={form}", BRANCH).decode().splitlines()
        published = self._published()
        return [_version(line, published) for line in lines]

    def _published(self) -> dict[str, int]:
        """Return when each became the newest version, in seconds since 1970."""
        log = self._git("reflog", "show", "--date=unix", "--format=%H %gd", BRANCH).decode()
        return {name: int(seconds) for name, seconds in re.findall(r"^(\w+) \S+@\{(\d+)\}$", log, re.MULTILINE)}

    def snapshot(self, author: str, note: str) -> str:
        """Commit the present files and return the commit's name; it becomes a version only by :meth:`publish`.

        Raises:
            VersionError: Git is missing or failed.
        """
        return self._commit(self._tree(), author, note)

    def newest_if_unchanged(self) -> str:
        """Return the name of the newest version if the files are still as in it, else "".

        Raises:
            VersionError: Git is missing or failed.
        """
        head = self._head()
        return head if head and self._git("rev-parse", f"{head}^{{tree}}").decode().strip() == self._tree() else ""

    def again(self, name: str, author: str, note: str) -> str:
        """Commit the files of an earlier version as a snapshot and return its name.

        Raises:
            VersionError: there is no such version.
        """
        return self._commit(f"{name}^{{tree}}", author, note)

    def _tree(self) -> str:
        """Write the present files as a tree object and return its name."""
        if not self._repository.exists():
            self._git("init", "--quiet", "--bare")
        with tempfile.TemporaryDirectory() as folder:
            index = {"GIT_INDEX_FILE": str(Path(folder) / "index"), "GIT_WORK_TREE": str(self._root)}
            existing = [name for name in CONTENT if (self._root / name).exists()]
            # Forced, since the project's own .gitignore may name content; with an index of its own, to leave the user's
            # alone.
            self._git("add", "--all", "--force", "--", *existing, more=index)
            return self._git("write-tree", more=index).decode().strip()

    def _commit(self, tree: str, author: str, note: str) -> str:
        head = self._head()
        parent = ("-p", head) if head else ()
        # Git refuses to commit without a name, and the server's account may have none.
        people = {"GIT_AUTHOR_NAME": author, "GIT_AUTHOR_EMAIL": "", **_SELF}
        return self._git("commit-tree", tree, *parent, "-m", note, more=people).decode().strip()

    def publish(self, name: str) -> None:
        """Make a snapshot the newest version."""
        self._git("update-ref", "--create-reflog", BRANCH, name, more=_SELF)

    def files(self, name: str) -> dict[str, bytes]:
        """Return the content files of a version or snapshot by their path.

        Raises:
            VersionError: there is none of this name.
        """
        packed = self._git("archive", "--format=tar", name)
        with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
            files = [(member.name, archive.extractfile(member)) for member in archive if member.isfile()]
            return {path: file.read() for path, file in files if file is not None}

    def export(self, name: str, folder: Path) -> None:
        """Write the files of a snapshot into ``folder``, and nothing else: what is edited meanwhile is not mixed in."""
        shutil.rmtree(folder, ignore_errors=True)
        for path, content in self.files(name).items():
            target = folder / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)

    def restore(self, name: str) -> None:
        """Bring the working files back to this version, each in one step; files it does not have are deleted."""
        wanted = self.files(name)
        for path in self._present() - wanted.keys():
            with suppress(FileNotFoundError):
                (self._root / path).unlink()
        for path, content in wanted.items():
            target = self._root / path
            # An editor who saves at this moment gets a conflict instead of losing the edit.
            text, version = read_versioned(target)
            if text.encode() != content or not version:
                target.parent.mkdir(parents=True, exist_ok=True)
                write_if_unchanged(target, content.decode("utf-8"), version)

    def difference(self, older: str, newer: str) -> str:
        """Return the changes between two commits, as ``git diff`` writes them."""
        return self._git("diff", "--no-color", "--no-ext-diff", older, newer).decode("utf-8", "replace")

    def working_files(self) -> dict[str, bytes]:
        """Return the present content files by their path."""
        found = {}
        for path in sorted(self._present()):
            with suppress(FileNotFoundError):  # deleted this very moment
                found[path] = (self._root / path).read_bytes()
        return found

    def _present(self) -> set[str]:
        found = (path for name in CONTENT for path in (self._root / name).rglob("*") if path.is_file())
        return {path.relative_to(self._root).as_posix() for path in found}

    def _head(self) -> str:
        if not self._repository.exists():
            return ""
        return self._git("for-each-ref", "--format=%(objectname)", BRANCH).decode().strip()

    def _git(self, *arguments: str, more: Mapping[str, str] | None = None) -> bytes:
        """Run Git in the repository, untouched by the user's configuration."""
        own = {"GIT_DIR": str(self._repository), "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1"}
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
        command = ["git", "-c", "core.autocrlf=false", *arguments]
        try:
            done = subprocess.run(
                command, env={**inherited, **own, **(more or {})}, cwd=self._root, capture_output=True, check=True
            )
        except FileNotFoundError as error:
            raise VersionError("Zum Veröffentlichen fehlt das Programm git – bitte installieren.") from error
        except subprocess.CalledProcessError as error:
            last = error.stderr.decode("utf-8", "replace").strip().splitlines()[-1:] or ["ohne Meldung"]
            raise VersionError(f"Die Fassungen lassen sich nicht benutzen: {last[0]}") from error
        return done.stdout


def _version(line: str, published: Mapping[str, int]) -> Version:
    name, author, made, note = line.split(_SEPARATOR)
    live = published.get(name, int(made))  # unknown for versions from before there was such a log
    return Version(name, author, datetime.fromtimestamp(live, timezone.utc), note)


Files = Mapping[str, bytes]  # content files by their path
TOPICS, SENTENCES, TALKS = "data/themen/", "tests/saetze/", "tests/gespraeche/"
INTENTS, RULES, STORIES = "data/nlu/", "data/rules/", "data/stories/"
_KINDS = {RULES: "Regeln", STORIES: "Geschichten", TALKS: "Testgespräche"}


def changed_content(before: Files, after: Files) -> list[str]:
    """Return a line for each difference, such as ``Thema „Parken“ geändert (Antwort)``, alphabetically."""
    paths = {path for path in {*before, *after} if before.get(path) != after.get(path)}
    lines = {_line(path, before.get(path), after.get(path), {**before, **after}) for path in paths}
    return sorted(lines, key=alphabetical)


def unpublished(live: Files, now: Files) -> list[str]:
    """Return the differences that the bot has not learnt yet: answers are in force as soon as they are saved."""
    # Of topics, only what is learnt is compared: a changed answer is live already.
    learnt = {
        path: live[path]
        for path in live.keys() & now.keys()
        if path.startswith(TOPICS) and learnt_part(live[path]) == learnt_part(now[path])
    }
    return changed_content(live, {**now, **learnt})


def _line(path: str, before: bytes | None, after: bytes | None, files: Files) -> str:
    kind = next((title for folder, title in _KINDS.items() if path.startswith(folder)), "")
    if kind:
        return f"{kind} geändert"
    if path.startswith(SENTENCES):
        what = "sind neu" if before is None else "sind gelöscht" if after is None else "geändert"
        return f"Testsätze zu „{_title_of_label(after or before or b'', files)}“ {what}"
    if path.startswith((TOPICS, INTENTS)):
        noun = "Thema" if path.startswith(TOPICS) else "Absicht"
        return f"{noun} „{_title(path, after or before or b'')}“ {_what(before, after, _parts(before, after))}"
    return f"{PurePosixPath(path).name} {_what(before, after, 'geändert')}"


def _what(before: bytes | None, after: bytes | None, changed: str) -> str:
    return "ist neu" if before is None else "ist gelöscht" if after is None else changed


def _parts(before: bytes | None, after: bytes | None) -> str:
    old, new = _read(before or b""), _read(after or b"")
    names = {"nlu": "Fragen", "responses": "Antwort"}
    found = [title for key, title in names.items() if old.get(key) != new.get(key)]
    return f"geändert ({', '.join(found)})" if found else "geändert (Kommentare)"


def _title(path: str, raw: bytes) -> str:
    try:
        return str(_read(raw)["nlu"][0]["metadata"]["titel"])
    except (KeyError, IndexError, TypeError):
        return PurePosixPath(path).stem


def _title_of_label(raw: bytes, files: Files) -> str:
    label = str(_read(raw).get("absicht", ""))
    stem = label.partition("/")[2]
    paths = [f"{TOPICS}{stem}.yml"] if stem else [f"{INTENTS}{label}.yml"]
    return next((_title(path, files[path]) for path in paths if path in files), label)


def _read(raw: bytes) -> dict[str, Any]:
    try:
        found = yaml.load(raw, Loader=FAST_SAFE_LOADER)  # noqa: S506 - a safe loader, in C
    except yaml.YAMLError:
        return {}
    return found if isinstance(found, dict) else {}
