"""Let Sanic listen on Unix sockets where Rasa and its SDK only pass it a host."""

from __future__ import annotations

import socket
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.core.internal_http import socket_path


def listening_socket(path: str) -> socket.socket:
    """Return a socket that listens at ``path``, in place of one that a dead process has left.

    Raises:
        OSError: it cannot be created.
    """
    with suppress(FileNotFoundError):
        Path(path).unlink()
    server = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen()
    return server


def let_sanic_listen_on_sockets() -> None:
    """Make ``Sanic.run`` accept ``unix:<path>`` as its host, which is all that Rasa and its SDK pass on."""
    from sanic import Sanic

    run = Sanic.run
    if getattr(run, "takes_sockets", False):
        return

    def run_there(app: Any, host: str | None = None, port: int | None = None, **options: Any) -> None:
        path = socket_path(host or "")
        if path:
            run(app, sock=listening_socket(path), **options)
        else:
            run(app, host, port, **options)

    run_there.takes_sockets = True  # type: ignore[attr-defined]
    Sanic.run = run_there  # type: ignore[assignment, method-assign]  # takes everything on to Sanic's own
