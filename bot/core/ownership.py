"""Ownership of files that root writes into another account's folder: its service must be able to use them."""

from __future__ import annotations

import os
from pathlib import Path


def own_like(path: Path, example: Path) -> None:
    """Give ``path`` the owner and the group of ``example``; only root can, and only root has to.

    Raises:
        OSError: one of them does not exist.
    """
    if os.geteuid() == 0:
        status = example.stat()
        os.chown(path, status.st_uid, status.st_gid, follow_symlinks=False)


def make_folders(path: Path) -> None:
    """Create a folder and missing ones above it, each with the owner of the one above.

    Raises:
        OSError: one cannot be created.
    """
    if not path.is_dir():
        make_folders(path.parent)
        path.mkdir(exist_ok=True)
        own_like(path, path.parent)
