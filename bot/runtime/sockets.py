"""The sockets that the processes listen on: ports taken once and handed on, and Unix sockets in a private folder.

While a part restarts, no other program can have its port, and a relay passes the connections of Rasa's port on to the
socket of the model that is live at the moment.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import stat
import tempfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Any

from bot.core.addresses import EVERYWHERE, LISTEN_VARIABLE, socket_path
from bot.core.errors import ConfigurationError

SOCKET_VARIABLE = "MESSE_WEB_SOCKEL"  # the descriptor that the supervisor hands to web
FOLDER_PREFIX = "kanal-"
LONGEST_NAME = "rasa-999999"
CHUNK = 65_536  # bytes that the relay passes on at once


def web_address(environment: Mapping[str, str] = os.environ) -> str:
    """Return where web listens: on all addresses of this machine, or on the one of MESSE_LAUSCHEN."""
    return environment.get(LISTEN_VARIABLE, "").strip() or EVERYWHERE


def handed_over(environment: Mapping[str, str] = os.environ) -> socket.socket | None:
    """Return the listening socket that the supervisor has opened for us; None without a supervisor."""
    number = environment.get(SOCKET_VARIABLE, "")
    return socket.socket(fileno=int(number)) if number else None


def listen(port: int, address: str = EVERYWHERE, setting: str = "MESSE_PORT") -> socket.socket:
    """Return a listening socket on one address of this machine, or on all.

    Raises:
        ConfigurationError: the port is taken or not allowed. (Sanic itself would only log that and end with exit code
            0.)
    """
    try:
        return socket.create_server((address, port))
    except OSError as error:
        message = f"Port {port} ist nicht frei oder nicht erlaubt – bitte {setting} auf einen anderen Port setzen."
        if address != EVERYWHERE:
            message = f"Auf {address}:{port} lässt sich nicht lauschen – bitte {LISTEN_VARIABLE} und {setting} prüfen."
        raise ConfigurationError(message) from error


def make_private_folder(state: Path) -> Path:
    """Create the folder below the state folder, or below the system's temporary folder.

    A socket's path may have about a hundred bytes, and some volumes take no sockets at all.

    Raises:
        ConfigurationError: neither place will do.
    """
    for base in (state.resolve(), Path(tempfile.gettempdir()).resolve()):
        if _belongs_to_us_alone(base):
            folder = Path(tempfile.mkdtemp(prefix=FOLDER_PREFIX, dir=base))
            if _takes_sockets(folder):
                return folder
            folder.rmdir()
    raise ConfigurationError(
        f"Weder in {state} noch in {tempfile.gettempdir()} lässt sich ein geschützter Ordner anlegen – bitte "
        "MESSE_ZUSTAND auf einen Ordner setzen, in den nur dieses Konto schreibt."
    )


def remove_old_folders(state: Path) -> None:
    """Remove the folders of killed starts; no other start may be running in this state folder."""
    for left in state.glob(f"{FOLDER_PREFIX}*"):
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


async def open_relay(listening: socket.socket, target: Callable[[], str]) -> asyncio.AbstractServer:
    """Relay connections from a listening socket; each new one goes to the Unix socket that ``target`` returns."""

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_unix_connection(target())
        except OSError:  # it is starting; the caller sees what it would see without us: a closed connection
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))

    return await asyncio.start_server(serve, sock=listening)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.CancelledError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    with suppress(ConnectionError):
        writer.close()


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
