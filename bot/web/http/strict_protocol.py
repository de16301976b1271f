"""The outer edge: what is no clean HTTP/1.1 request is refused before Sanic reads it, and slow senders are cut.

Sanic 21.12 believes what it is told: a bad Content-Length or byte in the address becomes a fault of ours, two lengths
or a length beside Transfer-Encoding are read otherwise than by a proxy in front (request smuggling), and one byte now
and then keeps a connection open for ever.
"""

from __future__ import annotations

import asyncio
import contextlib
import re
from time import monotonic
from typing import Any
from urllib.parse import quote_from_bytes

from sanic.exceptions import RequestTimeout, SanicException, ServiceUnavailable
from sanic.http import Http, Stage
from sanic.server import HttpProtocol

LONGEST_TARGET = 4_096  # bytes of path and query
MOST_HEADERS = 64
LONGEST_HEADER = 8_192  # bytes; the cookies of a whole intranet may come along
LIMITS: dict[str, float] = {  # seconds: from a request's first byte to its last; for an answer; between requests
    "REQUEST_TIMEOUT": 15.0,
    "RESPONSE_TIMEOUT": 60.0,
    "KEEP_ALIVE_TIMEOUT": 5.0,
}
LINGER_SECONDS, LINGER_BYTES = 2.0, 4_000_000
CHECK_SECONDS = 1.0
_TOKEN = rb"[!#$%&'*+.^_`|~0-9A-Za-z-]"
_REQUEST_LINE = re.compile(rb"(%b{1,20}) (/[^\x00-\x20\x7f]*) HTTP/1\.([01])" % _TOKEN)
_HEADER = re.compile(rb"(%b{1,100}):[ \t]*([^\x00-\x08\x0a-\x1f\x7f]*?)[ \t]*" % _TOKEN)
_LENGTH = re.compile(rb"[0-9]{1,15}")
_HOST = re.compile(rb"[A-Za-z0-9._-]{0,255}(?::[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](?::[0-9]{1,5})?")
_PATH = re.compile(rb"[A-Z]{1,20} (/[A-Za-z0-9/._-]{0,200})")
_PLAIN = bytes(range(0x21, 0x7F)).decode()  # what an address may hold as it is; what was quoted stays quoted


class MalformedRequest(SanicException):
    """A request that is none; ``status_code`` says how it is refused."""

    def __init__(self, message: str, status: int = 400) -> None:
        super().__init__(message, status_code=status, quiet=True)


def strict_head(head: bytes, most_body: int) -> bytes:
    """Return the head of a request as Sanic may read it: one meaning, the address in ASCII, the headers in UTF-8.

    Args:
        head: all lines, without the empty one that ends them.
        most_body: bytes that a body may have.

    Raises:
        MalformedRequest: 400 or what fits better; the message is English, for the log only.
    """
    first, *lines = head.split(b"\r\n")
    request = _REQUEST_LINE.fullmatch(first)
    if request is None:
        raise MalformedRequest("request line")
    if len(request[2]) > LONGEST_TARGET:
        raise MalformedRequest("address too long", 414)
    if len(lines) > MOST_HEADERS or any(len(line) > LONGEST_HEADER for line in lines):
        raise MalformedRequest("too many or too long headers", 431)
    headers = [_HEADER.fullmatch(line) for line in lines]
    if None in headers:
        raise MalformedRequest("header line")
    _check_framing([(each[1].lower(), each[2]) for each in headers if each], request[3], most_body)
    target = quote_from_bytes(request[2], safe=_PLAIN).encode()
    clean = [request[1] + b" " + target + b" HTTP/1." + request[3], *lines]
    return b"\r\n".join(clean).decode(errors="replace").encode()


def _check_framing(headers: list[tuple[bytes, bytes]], version: bytes, most_body: int) -> None:
    """Where the request ends and for whom it is must have one meaning for us and for every proxy."""
    named: dict[bytes, list[bytes]] = {}
    for name, value in headers:
        named.setdefault(name, []).append(value)
    lengths, hosts = named.get(b"content-length", []), named.get(b"host", [])
    if b"transfer-encoding" in named:
        # No browser sends it, proxies can do without: one way to say how long a body is, one meaning.
        raise MalformedRequest("transfer-encoding", 400 if lengths else 411)
    if len(lengths) > 1 or not all(_LENGTH.fullmatch(length) for length in lengths):
        raise MalformedRequest("content-length")
    if lengths and int(lengths[0]) > most_body:
        raise MalformedRequest("body too large", 413)
    if len(hosts) > 1 or (version == b"1" and not hosts) or not all(_HOST.fullmatch(host) for host in hosts):
        raise MalformedRequest("host")


class StrictHttp(Http):
    """Sanic's reading of one connection, behind :func:`strict_head`."""

    # Sanic's class has slots; without a __dict__ no attribute could be added
    __slots__ = ("__dict__",)

    def __init__(self, protocol: StrictProtocol) -> None:
        """Read one connection of ``protocol``."""
        super().__init__(protocol)
        self.is_refusing = False
        self.init_for_request()

    @property
    def is_receiving(self) -> bool:
        """Whether a request has begun to arrive and is not complete."""
        return self.stage is Stage.REQUEST or bool(self.request_body)

    async def http1(self) -> None:
        """Answer requests until one ends the connection."""
        await super().http1()
        if self.is_refusing:
            await self._linger()

    async def http1_request_header(self) -> None:
        """Read the head of a request.

        Raises:
            Refused: it cannot be used.
        """
        buffer = self.recv_buffer
        while (end := buffer.find(b"\r\n\r\n")) < 0 and len(buffer) < self.HEADER_MAX_SIZE:
            await self._receive_more()
        head = bytes(buffer[: max(end, 0)])
        self.url = readable_path(head)
        if not 0 <= end < self.HEADER_MAX_SIZE:
            raise MalformedRequest("head too large", 431)
        buffer[:end] = strict_head(head, self.protocol.request_max_size)
        await super().http1_request_header()
        self.upgrade_websocket = False  # there is none here, and it would end the time-outs

    async def error_response(self, exception: Exception) -> None:
        """Answer a fault as Sanic does, and note whether the connection must linger."""
        await super().error_response(exception)
        self.is_refusing = not self.keep_alive

    async def _linger(self) -> None:
        """Throw away what still comes: closing at once would make the system reset the connection, answer and all."""
        transport, loop = self.protocol.transport, self.protocol.loop
        if transport is None or transport.is_closing():
            return
        transport.write_eof()
        end, thrown_away = loop.time() + LINGER_SECONDS, 0
        while (left := end - loop.time()) > 0 and thrown_away < LINGER_BYTES:
            thrown_away += len(self.recv_buffer)
            self.recv_buffer.clear()
            with contextlib.suppress(asyncio.TimeoutError):
                await asyncio.wait_for(self._receive_more(), left)


class StrictProtocol(HttpProtocol):
    """Sanic's protocol, with time-outs that count from the beginning of a request and always end the connection."""

    __slots__ = ("__dict__",)

    def connection_made(self, transport: Any) -> None:
        """Accept a connection; bytes may be there before the connection's task has begun."""
        super().connection_made(transport)
        self._http: Any = None
        self._time = monotonic()

    def _setup_connection(self) -> None:
        self._http = StrictHttp(self)
        self.is_cut = False
        self._time = self._due = monotonic()
        self.check_timeouts()

    def data_received(self, data: bytes) -> None:
        """Take bytes; only the first of a request begin a new time."""
        http, began = self._http, self._time
        is_idle = http is None or (http.stage is Stage.IDLE and not http.is_receiving)
        super().data_received(data)
        if not is_idle:
            self._time = began

    def check_timeouts(self) -> None:
        """Look again and again whether this connection takes too long."""
        if not self._task or self._http is None:
            return
        now = monotonic()
        # The time this process itself was late does not count: what has come meanwhile waits unread.
        self._time += max(0.0, now - self._due - CHECK_SECONDS)
        self._due = now + CHECK_SECONDS
        limit, exception = self._time_out()
        waited = now - self._time
        if waited > limit + LINGER_SECONDS and self.is_cut:
            self.abort()
        elif waited > limit and not self.is_cut:
            self.is_cut = True
            self._http.exception, self._http.request_body = exception, None
            self._task.cancel()
        self.loop.call_later(CHECK_SECONDS, self.check_timeouts)

    def _time_out(self) -> tuple[float, SanicException]:
        """Seconds since the last step that are still good, and what is answered then."""
        if self._http.stage is Stage.IDLE:
            return self.keep_alive_timeout, RequestTimeout("Idle")
        if self._http.is_receiving:
            return self.request_timeout, RequestTimeout("Request too slow")
        return self.response_timeout, ServiceUnavailable("Response too slow")


def readable_path(head: bytes) -> str | None:
    """The path that a head asks for, as far as it can be read: an error is told there as others are."""
    found = _PATH.match(head)
    return found[1].decode() if found else None
