"""Relay TCP connections to the current Unix socket: RASA_PORT stays the live model's address."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import Callable
from contextlib import suppress

CHUNK = 65_536  # bytes


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
