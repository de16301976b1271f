"""Child processes that end with their parent, however it ends: a killed job or start leaves nothing running.

Two ways, because each has a gap: the kernel's (:func:`tied_to_me`) is immediate, but only Linux has it and it reaches
children alone; a lock that the supervisor holds (:func:`hold_life`) tells every descendant, on other systems as well.
"""

from __future__ import annotations

import ctypes
import fcntl
import os
import signal
import sys
import threading
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import IO

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
LIFE_VARIABLE = "MESSE_AUFSICHT"  # the file that the supervisor keeps locked while it lives
# Loaded here, not between fork and exec, where loading may hang.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def tied_to_me() -> Callable[[], None]:
    """Return a ``preexec_fn`` with which the kernel kills the child when this process ends.

    The kernel watches the thread that starts the child: it must live as long as the child is wanted. Other systems than
    Linux have no such call; there :func:`end_with_supervisor` does it.
    """
    parent = os.getpid()

    def tie() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it ended just before
                os._exit(1)

    return tie


def hold_life(path: Path) -> IO[bytes]:
    """Lock a file for as long as this process lives, or the returned file stays open.

    Raises:
        OSError: the file cannot be created.
    """
    file = path.open("wb")
    fcntl.flock(file, fcntl.LOCK_EX)
    return file


def end_with_supervisor(environment: Mapping[str, str] = os.environ) -> None:
    """Kill this process and its group when the supervisor ends; do nothing without a supervisor."""
    path = environment.get(LIFE_VARIABLE, "")
    if path:
        threading.Thread(target=_end_after, args=(Path(path),), daemon=True).start()


def _end_after(path: Path) -> None:
    try:
        with path.open("rb") as file:
            fcntl.flock(file, fcntl.LOCK_SH)  # waits for the supervisor's death
    except OSError:  # its folder is gone: so is the supervisor
        pass
    os.killpg(os.getpgid(0), signal.SIGKILL)
