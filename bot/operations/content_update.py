"""Update content that an operator keeps apart from the release (MESSE_INHALT) with that of a newer release.

Three sides are compared, file by file: the files of the last release (hashes in ``.ausgeliefert.json``), the present
ones, and those of this release. An unedited file follows the release; an edited one stays, and the release's version is
laid down beside it to be looked at. The hashes are written last: after an interrupted update, the next one does the
rest.
"""

from __future__ import annotations

import fcntl
import hashlib
import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bot.core.errors import MesselotseError
from bot.core.files import replacing, write_json
from bot.core.settings import CONTENT_VARIABLE
from bot.operations.places import SHIPPED, content_files

LOCK = ".aktualisierung.sperre"
Hashes = Mapping[str, str]


class UpdateError(MesselotseError):
    """The content cannot be brought up to date."""


@dataclass(frozen=True)
class ContentUpdate:
    """The changes of a release; every field holds paths below the content folder.

    Attributes:
        added: new with this release.
        replaced: changed by it, and unedited.
        removed: no longer part of it, and unedited.
        differing: edited here and changed by the release: ours stay.
        shipped: hash of each file of the release.
    """

    added: tuple[str, ...]
    replaced: tuple[str, ...]
    removed: tuple[str, ...]
    differing: tuple[str, ...]
    shipped: Hashes

    @property
    def is_empty(self) -> bool:
        """Whether no file would change."""
        return not (self.added or self.replaced or self.removed)


def plan_content_update(release: Path, content: Path, base: Hashes | None = None) -> ContentUpdate:
    """Compare the three sides; changes nothing.

    Args:
        release: the folder of this release.
        content: the operator's content, empty before the first start.
        base: hashes of the release before; None for those noted then. Without either, every file that differs counts as
            edited.

    Raises:
        UpdateError: a file cannot be read.
    """
    shipped = shipped_hashes(release)
    base = _noted(content) if base is None else base
    found: dict[str, list[str]] = {"added": [], "replaced": [], "removed": [], "differing": []}
    for name in sorted({*shipped, *base}):
        kind = _kind(base.get(name), _hash_of(content / name), shipped.get(name))
        if kind:
            found[kind].append(name)
    return ContentUpdate(shipped=shipped, **{kind: tuple(names) for kind, names in found.items()})


def _kind(before: str | None, ours: str | None, theirs: str | None) -> str:
    """Return what becomes of a file with these hashes (None: it is not there); "" for nothing."""
    if ours == theirs or before == theirs:  # the same already, or the release has nothing new
        return ""
    if ours == before:  # unedited
        return "added" if ours is None else "removed" if theirs is None else "replaced"
    return "differing" if ours is not None else ""  # a deleted file does not come back


def apply_content_update(update: ContentUpdate, release: Path, content: Path, beside: Path) -> None:
    """Carry out the update, each file as a whole; may be repeated after any interruption.

    Args:
        update: the plan.
        release: the folder of this release.
        content: the operator's content.
        beside: folder for the release's side of the differing files.

    Raises:
        UpdateError: a file cannot be written; files written before stay.
    """
    try:
        for name in (*update.added, *update.replaced):
            _copy(release / name, content / name)
        for name in update.removed:
            (content / name).unlink(missing_ok=True)
        for name in update.differing:
            if name in update.shipped:
                _copy(release / name, beside / name)
        # Last, see above.
        write_json(content / SHIPPED, dict(update.shipped))
    except OSError as error:
        raise UpdateError(
            f"{error.filename}: {error.strerror} – bitte Platz und Rechte prüfen und wiederholen."
        ) from error


def shipped_hashes(release: Path) -> dict[str, str]:
    """Return the hash of each content file of a release by its path; models and notes of ours are left out.

    Raises:
        UpdateError: a file cannot be read, or there is no release.
    """
    paths = [path for _, path in content_files(release) if path.name != SHIPPED and path.parent != release / "models"]
    found = {path.relative_to(release).as_posix(): _hash_of(path) for path in paths}
    if "messe.yml" not in found:
        raise UpdateError(f"In {release} liegt keine Fassung von Messelotse – bitte den Ordner prüfen.")
    return {name: hash_ for name, hash_ in found.items() if hash_ is not None}


@contextmanager
def only_one_update(content: Path) -> Iterator[None]:
    """Hold the right to change the content; others wait, as several parts start together.

    Raises:
        UpdateError: the folder cannot be created or written.
    """
    try:
        content.mkdir(parents=True, exist_ok=True)
        file = (content / LOCK).open("a")
    except OSError as error:
        raise UpdateError(
            f"In {content} lässt sich nicht schreiben ({error.strerror}) – bitte {CONTENT_VARIABLE} und Rechte prüfen."
        ) from error
    with file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def _noted(content: Path) -> Hashes:
    try:
        noted = json.loads((content / SHIPPED).read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    except (OSError, ValueError):
        noted = None
    if not isinstance(noted, dict):  # damaged: every file counts as edited, none is lost
        return {}
    return {str(name): str(hash_) for name, hash_ in noted.items()}


def _hash_of(path: Path) -> str | None:
    try:
        return hashlib.sha256(path.read_bytes()).hexdigest()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise UpdateError(f"{path} ist nicht lesbar ({error.strerror}) – bitte Rechte prüfen.") from error


def _copy(source: Path, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    with replacing(target) as draft:
        draft.write_bytes(source.read_bytes())
