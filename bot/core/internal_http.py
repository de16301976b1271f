"""HTTP between our own processes, closed to all others.

A port of ours can be taken by another program, on this machine or on the way to another one: it would hear visitors'
words and could answer in the bot's name. So the token itself never travels: with a key made from it, questions and
answers are encrypted and signed (Fernet), and an answer names the question that it belongs to. It passes any proxy.
"""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import httpx
from cryptography.fernet import Fernet, InvalidToken

from bot.core.addresses import socket_path

SEAL_HEADER = "X-Messelotse-Siegel"
IN_BODY = "inhalt"  # the header's value when the body is sealed; without a body, the header itself holds the question
SEAL_KEY = "siegel"  # under action_endpoint in the endpoints.yml that the launcher writes
VALID_SECONDS = 60  # how far the clocks of two machines may differ, and how long a question may be on its way
DIGEST_BYTES = hashlib.sha256().digest_size


class NotOurs(Exception):
    """It was not sealed with our token, has been changed, is too old, or answers another request."""


class Seal:
    """Seals and opens messages with the token of all processes."""

    def __init__(self, token: str) -> None:
        key = hashlib.sha256(f"messelotse-siegel:{token}".encode()).digest()
        self._fernet = Fernet(base64.urlsafe_b64encode(key))

    def ask(self, content: bytes) -> bytes:
        """Return a sealed request; no two are the same."""
        return self._fernet.encrypt(content)

    def question(self, sealed: bytes) -> bytes:
        """Return the content of a sealed request.

        Raises:
            NotOurs: it was not sealed by one of our processes just now.
        """
        return self._open(sealed)

    def answer(self, sealed_question: bytes, status: int, content: bytes) -> bytes:
        """Return the sealed answer to a sealed request."""
        return self._fernet.encrypt(_digest(sealed_question, status) + content)

    def read_answer(self, sealed_question: bytes, status: int, sealed: bytes) -> bytes:
        """Return the content of a sealed answer.

        Raises:
            NotOurs: it is not from one of our processes, or not to this request.
        """
        opened = self._open(sealed)
        if opened[:DIGEST_BYTES] != _digest(sealed_question, status):
            raise NotOurs
        return opened[DIGEST_BYTES:]

    def _open(self, sealed: bytes) -> bytes:
        try:
            return self._fernet.decrypt(sealed, ttl=VALID_SECONDS)
        except InvalidToken as error:
            raise NotOurs from error


def _digest(sealed_question: bytes, status: int) -> bytes:
    # The status is covered, too: a proxy must not turn an error into an answer.
    return hashlib.sha256(b"%d:%b" % (status, sealed_question)).digest()


def transport_to(address: str, limits: httpx.Limits | None = None) -> httpx.AsyncHTTPTransport:
    """Return the transport of an asynchronous client to this address."""
    return httpx.AsyncHTTPTransport(uds=socket_path(address) or None, limits=limits or httpx.Limits(), trust_env=False)


class SealedTransport(httpx.AsyncBaseTransport):
    """Seals every request and opens every answer; one that is not ours counts as none."""

    def __init__(self, inner: httpx.AsyncBaseTransport, token: str) -> None:
        self._inner, self._seal = inner, Seal(token)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request sealed and return the opened answer.

        Raises:
            httpx.TransportError: none of our processes has answered.
        """
        content = await request.aread()
        sealed = self._seal.ask(content)
        # Without a body the request itself is the header: a GET must prove whose it is as well.
        headers = {"Host": request.headers["Host"], SEAL_HEADER: IN_BODY if content else sealed.decode()}
        timed = {"timeout": request.extensions["timeout"]} if "timeout" in request.extensions else {}
        asked = httpx.Request(
            request.method, request.url, headers=headers, content=sealed if content else None, extensions=timed
        )
        response = await self._inner.handle_async_request(asked)
        try:
            body = await response.aread()
            opened = self._seal.read_answer(sealed, response.status_code, body)
        except NotOurs as error:
            raise httpx.RemoteProtocolError("Die Antwort trägt nicht unser Siegel.", request=request) from error
        finally:
            await response.aclose()
        kind = {"Content-Type": response.headers.get("Content-Type", "")}
        return httpx.Response(response.status_code, headers=kind, content=opened, request=request)

    async def aclose(self) -> None:
        """Close the connections."""
        await self._inner.aclose()


def sealed(transport: httpx.AsyncBaseTransport, token: str) -> httpx.AsyncBaseTransport:
    """Return the transport, sealed where there is a token."""
    return SealedTransport(transport, token) if token else transport


def take_sealed_requests(target: Any, token: str, refuse: Any) -> None:
    """Let an app or blueprint of Sanic open sealed requests and seal their answers; others pass as they are.

    Args:
        target: Sanic's app or blueprint.
        token: of all processes; without one nothing is sealed.
        refuse: returns the answer to a request whose seal is not ours.
    """
    if not token:
        return
    seal = Seal(token)

    async def open_request(request: Any) -> Any:
        given = request.headers.get(SEAL_HEADER)
        if given is None:
            return None
        question = request.body or given.encode("utf-8", "replace")
        try:
            request.body = seal.question(question)
        except NotOurs:
            return refuse()
        request.ctx.question = question
        return None

    async def seal_answer(request: Any, response: Any) -> None:
        if is_sealed(request):
            response.body = seal.answer(request.ctx.question, response.status, response.body or b"")

    target.middleware("request")(open_request)
    target.middleware("response")(seal_answer)


def is_sealed(request: Any) -> bool:
    """Return whether a request came sealed, and so from one of our processes."""
    return getattr(request.ctx, "question", None) is not None
