"""Sessions and booths as our own YAML: written by ``./messelotse programm importieren``, then edited by hand."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import yaml

from bot.core.errors import ConfigurationError, Problem
from bot.core.files import replacing
from bot.core.yaml_reader import parse_yaml
from bot.fair.model import Fair
from bot.programme.model import Booth, Session
from bot.programme.sources.files import BOOTHS_FILE, SESSIONS_FILE
from bot.programme.sources.moments import later, settle
from bot.programme.sources.yaml_entries import read_sessions

WIDTH = 110
FOLDED_FROM = 80  # characters
BACKUP_ENDING = ".bak"
_HEAD = "# {what}, geschrieben von „./messelotse programm importieren“ aus {source}.\n# Ab jetzt von Hand pflegen.\n\n"
_Item = dict[str, Any]


class _Clock(str):
    """A time of day: always quoted, because YAML 1.1 takes 9:30 for the number 570."""


class _Flow(list[str]):
    """A list on one line."""


class _Prose(str):
    """A longer text: folded over lines, or with its own line breaks."""


class _Dumper(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):  # type: ignore[misc]  # chosen at run time
    """Writes our files as a person would: short lists on a line, longer texts over lines."""


def _quoted(dumper: Any, value: _Clock) -> Any:
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style='"')


def _as_prose(dumper: Any, value: _Prose) -> Any:
    style = "|" if "\n" in value else ">" if len(value) > FOLDED_FROM else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", str(value), style=style)


def _on_one_line(dumper: Any, value: _Flow) -> Any:
    return dumper.represent_sequence("tag:yaml.org,2002:seq", value, flow_style=True)


_Dumper.add_representer(_Clock, _quoted)
_Dumper.add_representer(_Prose, _as_prose)
_Dumper.add_representer(_Flow, _on_one_line)


@dataclass(frozen=True)
class Written:
    """The written files, and the backups of those that were there before."""

    files: tuple[Path, ...]
    backups: tuple[Path, ...]


def sessions_yaml(sessions: Iterable[Session], fair: Fair, source: str = "einer anderen Quelle") -> str:
    """Return the text of a programm.yml that reads back as these sessions (to the minute), by day and time."""
    ordered = sorted(sessions, key=lambda session: (session.start, session.room, session.id))
    return _document("sitzungen", "Programm", [_session(session, fair) for session in ordered], source)


def booths_yaml(booths: Iterable[Booth], fair: Fair, source: str = "einer anderen Quelle") -> str:
    """Return the text of a staende.yml that reads back as these booths."""
    return _document("staende", "Stände", [_booth(booth, fair) for booth in booths], source)


def losses(sessions: Iterable[Session], text: str, fair: Fair) -> tuple[Problem, ...]:
    """Return what reading the text back would change, each with the session; seconds, for example, are not written.

    Raises:
        ContentError: the text could not be read at all.
    """
    # Compared with what our own reader makes of it, so that no difference of the two formats goes unnoticed.
    read = read_sessions(parse_yaml(text, Path(SESSIONS_FILE)), fair, [])
    found = {session.id: session for session in read}
    return tuple(problem for session in sessions for problem in _loss(session, found.get(session.id)))


def _loss(before: Session, after: Session | None) -> Iterator[Problem]:
    if after is None:
        yield Problem(SESSIONS_FILE, 0, f"„{before.title}“ geht verloren", "bitte von Hand ergänzen")
        return
    for name, old in before:
        new = getattr(after, name)
        if old != new:
            what = f"„{before.title}“: {name} wird „{_shown(new)}“ statt „{_shown(old)}“"
            yield Problem(SESSIONS_FILE, 0, what, "bitte in der Datei prüfen")


def _shown(value: object) -> str:
    return f"{value:%d.%m.%Y %H:%M:%S %Z}" if isinstance(value, datetime) else str(value)


def write_folder(
    folder: Path, sessions: Sequence[Session], booths: Sequence[Booth] | None, fair: Fair, source: str
) -> Written:
    """Write both files; an existing one stays beside the new one as .bak, and no .bak is overwritten.

    Args:
        folder: is created when missing.
        sessions: become programm.yml.
        booths: become staende.yml; None: the source knows none, an existing file stays, a missing one is created empty.
        fair: for the zone.
        source: named in the head of the files.

    Raises:
        ConfigurationError: a .bak is in the way, or nothing can be written there.
    """
    texts = {folder / SESSIONS_FILE: sessions_yaml(sessions, fair, source)}
    if booths is not None or not (folder / BOOTHS_FILE).exists():
        texts[folder / BOOTHS_FILE] = booths_yaml(booths or (), fair, source)
    backups = [path.with_name(path.name + BACKUP_ENDING) for path in texts if path.exists()]
    # Checked for all files before any is written.
    in_the_way = next((path for path in backups if path.exists()), None)
    if in_the_way is not None:
        raise ConfigurationError(
            f"{in_the_way} gibt es schon – bitte prüfen und umbenennen oder löschen, dann noch einmal importieren."
        )
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path, text in texts.items():
            _replace(path, text)
    except OSError as error:
        raise ConfigurationError(
            f"{folder} ist nicht beschreibbar – bitte Rechte und Platz prüfen ({error})."
        ) from error
    return Written(tuple(texts), tuple(backups))


def _replace(path: Path, text: str) -> None:
    """Write beside, copy the old file to .bak, rename into place: a running bot never sees half a file."""
    with replacing(path) as beside:
        beside.write_text(text, encoding="utf-8", newline="\n")
        if path.exists():
            shutil.copy2(path, path.with_name(path.name + BACKUP_ENDING))


def _document(key: str, what: str, items: list[_Item], source: str) -> str:
    head = _HEAD.format(what=what, source=" ".join(source.split()))
    if not items:
        return f"{head}{key}: []\n"
    entries = (
        yaml.dump([item], Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=WIDTH, default_flow_style=False)
        for item in items
    )
    return f"{head}{key}:\n\n" + "\n".join(entries)


def _session(session: Session, fair: Fair) -> _Item:
    start, end = settle(session.start, fair.zone), settle(session.end, fair.zone)
    end = max(end, later(start, timedelta(minutes=1)))  # seconds are not written
    item = {
        "id": session.id,
        "titel": session.title,
        "art": session.kind,
        "tag": start.date(),
        "beginn": _clock(start),
        "ende": _clock(end),
        "ende_tag": end.date() if end.date() != start.date() else None,
        "raum": session.room,
        "vortragende": _Flow(session.speakers),
        "themen": _Flow(session.topics),
        "beschreibung": _Prose(session.abstract),
        "plaetze": session.seats,
        "frei": session.seats_free,
        "abgesagt": "ja" if session.cancelled else None,
        "neu": "ja" if session.is_new else None,
        "urspruenglich": _original(session, fair),
        "geaendert": _stamp(session.changed_at),
        "hinweis": session.note,
        "link": session.url,
    }
    return _filled(item)


def _original(session: Session, fair: Fair) -> _Item:
    start = session.original.start
    item: _Item = {"raum": session.original.room}
    if start is not None:
        local = settle(start, fair.zone)
        item = {"tag": local.date(), "beginn": _clock(local), **item}
    return _filled(item)


def _booth(booth: Booth, fair: Fair) -> _Item:
    hours = [(settle(span.opens, fair.zone), settle(span.closes, fair.zone)) for span in booth.hours]
    return _filled(
        {
            "nummer": booth.number,
            "name": booth.name,
            "raum": booth.room,
            "organisation": booth.organisation,
            "beschreibung": _Prose(booth.description),
            "ausprobieren": booth.try_out,
            "themen": _Flow(booth.topics),
            "betreut_von": _Flow(booth.staff),
            "zeiten": [{"tag": opens.date(), "von": _clock(opens), "bis": _clock(ends)} for opens, ends in hours],
            "hinweis": booth.note,
        }
    )


def _filled(item: _Item) -> _Item:
    """Return the item without empty values; a 0 (no seats left) is not empty."""
    return {key: value for key, value in item.items() if value is not None and value not in ("", [], {})}


def _clock(moment: datetime) -> _Clock:
    return _Clock(f"{moment:%H:%M}")


def _stamp(moment: datetime | None) -> str | None:
    return None if moment is None else moment.isoformat()
