"""Choose the source that a setting names: a folder, a file or an address."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from bot.core.errors import ConfigurationError
from bot.fair.model import Fair
from bot.programme.sources.addresses import parse_address
from bot.programme.sources.base import ProgrammeSource
from bot.programme.sources.files import schedule_file
from bot.programme.sources.formats import ENDINGS, recognise, schedule_format
from bot.programme.sources.polling import polling_from_environment
from bot.programme.sources.remote import RemoteSchedule
from bot.programme.sources.yaml_folder import yaml_folder


def source_from(value: str, root: Path, fair: Fair, environment: Mapping[str, str] = os.environ) -> ProgrammeSource:
    """Return the source that ``value`` names; a relative path is meant below ``root``.

    Raises:
        ConfigurationError: neither a folder nor a file in a known format nor an http(s) or webcal address.
    """
    if "://" in value:
        format_there = schedule_format(parse_address(value).path, fair)
        return RemoteSchedule(value, fair.zone, format_there, polling=polling_from_environment(environment))
    path = root / value
    if path.is_dir():
        return yaml_folder(path, fair, _display(path, root))
    # Without a known ending the content decides: exports are often saved without one.
    if path.is_file() and (path.suffix.lower() in ENDINGS or recognise(_beginning(path))):
        return schedule_file(path, fair.zone, _display(path, root), schedule_format(path.name, fair))
    what = "ist keine Programmdatei" if path.exists() else "gibt es nicht"
    known = ", ".join(ENDINGS)
    raise ConfigurationError(
        f"Programmquelle {value} {what} – bitte einen Ordner mit programm.yml, eine Datei ({known}) "
        "oder eine Adresse mit https:// oder webcal:// angeben."
    )


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(1000)
    except OSError:  # reading it whole will say so
        return b""


def _display(path: Path, root: Path) -> str:
    return path.relative_to(root).as_posix() if path.is_relative_to(root) else str(path)
