"""Passes TCP connections on to whichever port counts at the moment: RASA_PORT stays the address of the live model."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress

CHUNK = 65_536  # bytes


async def open_relay(port: int, target: Callable[[], int]) -> asyncio.AbstractServer:
    """Listen on this loopback port; each new connection goes to the port that ``target`` names then.

    Raises:
        OSError: the port is in use.
    """

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", target())
        except OSError:  # it is starting; the caller sees what it would see without us: a closed connection
            writer.close()
            return
        await asyncio.gather(_pass_on(reader, far_writer), _pass_on(far_reader, writer))

    return await asyncio.start_server(serve, "127.0.0.1", port)


async def _pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError, asyncio.CancelledError):
        while data := await reader.read(CHUNK):
            writer.write(data)
            await writer.drain()
    with suppress(ConnectionError):
        writer.close()
