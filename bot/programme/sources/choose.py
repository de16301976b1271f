"""Which source a setting means: a folder, a file or an address."""

from __future__ import annotations

from pathlib import Path, PurePosixPath

from bot.errors import ConfigurationError
from bot.programme.sources.base import ProgrammeSource, ScheduleFormat
from bot.programme.sources.files import schedule_file
from bot.programme.sources.remote import RemoteSchedule, parse_address
from bot.programme.sources.schedule_json import read_schedule
from bot.programme.sources.yaml_folder import yaml_folder
from bot.settings import Fair

FORMATS: dict[str, ScheduleFormat] = {".json": read_schedule}
DEFAULT_FORMAT = ".json"
"""Format of an address whose path has no known ending."""


def source_from(value: str, root: Path, fair: Fair) -> ProgrammeSource:
    """The source that ``value`` names; a relative path is meant below ``root``.

    Raises:
        ConfigurationError: neither a folder nor a file in a known format nor an http(s) address.
    """
    if "://" in value:
        ending = PurePosixPath(parse_address(value).path).suffix.lower()
        return RemoteSchedule(value, fair.zone, FORMATS.get(ending, FORMATS[DEFAULT_FORMAT]))
    path = root / value
    if path.is_dir():
        return yaml_folder(path, fair, _display(path, root))
    if path.is_file() and path.suffix.lower() in FORMATS:
        return schedule_file(path, fair.zone, _display(path, root), FORMATS[path.suffix.lower()])
    what = "ist keine Programmdatei" if path.exists() else "gibt es nicht"
    known = ", ".join(FORMATS)
    raise ConfigurationError(
        f"Programmquelle {value} {what} – bitte einen Ordner mit programm.yml, eine Datei ({known}) "
        "oder eine Adresse mit https:// angeben."
    )


def _display(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
