"""The native sentence model, alone in a process: the one place where native code reads a visitor's text.

Run as ``python -I -S encoder_worker.py ENGINE MODEL`` with a socket as standard input; standard library only, so that
it is small and starts in a moment. Each call is a length (4 bytes, big-endian) and a text in UTF-8, each answer the
vector's float32 numbers. The process ends when the socket does, and with it when its parent ends.

Before the first text it gives up every right it does not need: it can open no file or socket, start no program, signal
no process, and leaves no core dump behind. A fault in the engine then reaches nothing but the texts of the moment.
"""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import struct
import sys

MAX_TOKENS = 128  # with the prefix and the marks around a sentence: about 80 ms of a core
MAX_BYTES = 8192
MAX_MEMORY = 512 * 1024 * 1024
MAX_SECONDS = 10.0  # of the processor, for one text
HELLO = struct.Struct("!H?")  # the vector's length; whether system calls are filtered
LENGTH = struct.Struct("!I")
CHANNEL = 0

# <linux/prctl.h>, <linux/seccomp.h>, <linux/audit.h>, <linux/filter.h>
PR_SET_DUMPABLE, PR_SET_NO_NEW_PRIVS, PR_SET_SECCOMP, SECCOMP_MODE_FILTER = 4, 38, 22, 2
LOAD, EQUAL, RETURN = 0x20, 0x15, 0x06
KILL, REFUSE, ALLOW = 0x80000000, 0x00050001, 0x7FFF0000  # REFUSE: EPERM
# Of each machine: its audit name and read, write, mmap, mprotect, munmap, mremap, brk, madvise, rt_sigreturn, futex,
# clock_gettime, setitimer, exit, exit_group. No other call is answered.
SYSTEM_CALLS = {
    "x86_64": (0xC000003E, (0, 1, 9, 10, 11, 25, 12, 28, 15, 202, 228, 38, 60, 231)),
    "aarch64": (0xC00000B7, (63, 64, 222, 226, 215, 216, 214, 233, 139, 98, 113, 103, 93, 94)),
}


class Engine:
    """The functions of the native library that are needed here.

    Raises:
        OSError: the library or the model cannot be loaded.
    """

    def __init__(self, library: str, model: str) -> None:
        self._library = ctypes.CDLL(library)
        self._library.e5_load.restype = ctypes.c_void_p
        self._model = ctypes.c_void_p(self._library.e5_load(os.fsencode(model)))
        if not self._model:
            raise OSError(f"{model} lässt sich nicht laden.")
        self.dimensions = int(self._library.e5_dim(self._model))
        self._vector = (ctypes.c_float * self.dimensions)()

    def encode(self, text: str) -> bytes:
        """Return the vector (``dimensions`` float32 numbers) of as much of the text as :data:`MAX_TOKENS` hold."""
        self._library.e5_embed(self._model, self._fitting(text).encode(), 1, self._vector)
        return bytes(self._vector)

    def _fitting(self, text: str) -> str:
        """Return the longest beginning of the text within the limit, found by bisection."""
        if self._tokens(text) <= MAX_TOKENS:
            return text
        fits, too_long = 0, len(text)
        while too_long - fits > 1:
            middle = (fits + too_long) // 2
            fits, too_long = (middle, too_long) if self._tokens(text[:middle]) <= MAX_TOKENS else (fits, middle)
        return text[:fits]

    def _tokens(self, text: str) -> int:
        return int(self._library.e5_token_count(self._model, text.encode(), 1))


def give_up_rights() -> bool:
    """Keep the calls in :data:`SYSTEM_CALLS` and the channel only; True when the system filters calls."""
    # Descriptors first: afterwards the limits and the filter forbid it.
    os.closerange(CHANNEL + 1, 1 << 16)
    for limit, value in (
        (resource.RLIMIT_AS, MAX_MEMORY),
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_NOFILE, 0),  # no new descriptor, also where calls are not filtered
    ):
        resource.setrlimit(limit, (value, value))
    return sys.platform == "linux" and _filter_system_calls()


def _filter_system_calls() -> bool:
    audit, calls = SYSTEM_CALLS.get(os.uname().machine, (0, ()))
    if not calls:
        return False
    libc = ctypes.CDLL(None)
    # Not dumpable: no other process of this account may look into its memory.
    libc.prctl(PR_SET_DUMPABLE, 0, 0, 0, 0)
    program = _filter_program(audit, calls)
    code = ctypes.create_string_buffer(program, len(program))
    pointed = ctypes.create_string_buffer(struct.pack("@HP", len(program) // 8, ctypes.addressof(code)))
    # Without it the kernel accepts a filter from root only.
    libc.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    return int(libc.prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, pointed, 0, 0)) == 0


def _filter_program(audit: int, calls: tuple[int, ...]) -> bytes:
    """Return the filter in the kernel's BPF: another machine's calls kill, these pass, all others fail."""
    steps = [(LOAD, 0, 0, 4), (EQUAL, 1, 0, audit), (RETURN, 0, 0, KILL), (LOAD, 0, 0, 0)]
    steps += [(EQUAL, len(calls) - place, 0, call) for place, call in enumerate(calls)]
    steps += [(RETURN, 0, 0, REFUSE), (RETURN, 0, 0, ALLOW)]
    return b"".join(struct.pack("@HBBI", *step) for step in steps)


def serve(engine: Engine) -> None:
    """Answer one text after the other until the channel is closed.

    Raises:
        ValueError: a text is longer than the protocol allows; the process ends with it.
    """
    while True:
        length = LENGTH.unpack(_read(LENGTH.size))[0]
        if length > MAX_BYTES:
            raise ValueError("Der Text ist zu lang.")
        signal.setitimer(signal.ITIMER_PROF, MAX_SECONDS)  # its signal ends the process
        _write(engine.encode(_read(length).decode()))


def _read(size: int) -> bytes:
    read = b""
    while len(read) < size:
        more = os.read(CHANNEL, size - len(read))
        if not more:
            # Not sys.exit: cleaning up would want system calls that are refused by now, and nothing is left to clean
            # up.
            os._exit(0)
        read += more
    return read


def _write(content: bytes) -> None:
    while content:
        content = content[os.write(CHANNEL, content) :]


def main() -> None:
    """Load the model, give up rights, serve."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the parent, which closes the channel
    engine = Engine(sys.argv[1], sys.argv[2])
    _write(HELLO.pack(engine.dimensions, give_up_rights()))
    serve(engine)


if __name__ == "__main__":
    main()
