"""A folder for sockets that no other account of this machine can enter, created anew for each start."""

from __future__ import annotations

import shutil
import socket
import stat
import tempfile
from pathlib import Path

from bot.core.errors import ConfigurationError

PREFIX = "kanal-"
LONGEST_NAME = "rasa-999999"


def make_private_folder(state: Path) -> Path:
    """Create the folder below the state folder, or below the system's temporary folder.

    A socket's path may have about a hundred bytes, and some volumes take no sockets at all.

    Raises:
        ConfigurationError: neither place will do.
    """
    for base in (state.resolve(), Path(tempfile.gettempdir()).resolve()):
        if _belongs_to_us_alone(base):
            folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=base))
            if _takes_sockets(folder):
                return folder
            folder.rmdir()
    raise ConfigurationError(
        f"Weder in {state} noch in {tempfile.gettempdir()} lässt sich ein geschützter Ordner anlegen – bitte "
        "MESSE_ZUSTAND auf einen Ordner setzen, in den nur dieses Konto schreibt."
    )


def remove_old_folders(state: Path) -> None:
    """Remove the folders of killed starts; no other start may be running in this state folder."""
    for left in state.glob(f"{PREFIX}*"):
        shutil.rmtree(left, ignore_errors=True)


def _belongs_to_us_alone(base: Path) -> bool:
    """Return whether no other account could put another folder in the place of ours."""
    mode = base.stat().st_mode
    return bool(not mode & (stat.S_IWGRP | stat.S_IWOTH) or mode & stat.S_ISVTX)


def _takes_sockets(folder: Path) -> bool:
    path = folder / LONGEST_NAME
    try:
        with socket.socket(socket.AF_UNIX) as probe:
            probe.bind(str(path))
        path.unlink()
    except OSError:
        return False
    return True
