"""Differences between two states of the content, in the words of editors instead of files and lines."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePosixPath
from typing import Any

import yaml

from bot.content.live_version import learnt_part
from bot.core.yaml_syntax import FAST_SAFE_LOADER
from bot.german.phrases import alphabetical

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
