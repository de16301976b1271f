"""Child processes that end with their parent, however it ends: nothing goes on training for a job that was killed."""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Callable

PR_SET_PDEATHSIG = 1  # <linux/prctl.h>
# Loaded here, not between fork and exec, where loading may hang.
_LIBC = ctypes.CDLL(None) if sys.platform == "linux" else None


def tied_to_me() -> Callable[[], None]:
    """What a child runs before its program (``preexec_fn``), so that the system kills it when this process ends.

    The kernel watches the thread that starts the child: it must live as long as the child is wanted. Other systems than
    Linux know nothing like it; there the child runs to its end.
    """
    parent = os.getpid()

    def tie() -> None:
        if _LIBC is not None:
            _LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
            if os.getppid() != parent:  # it ended just before
                os._exit(1)

    return tie
