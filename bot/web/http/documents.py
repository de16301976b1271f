"""Bytes that are sent often: compressed once, with an ETag, answered with 304 when the browser has them."""

from __future__ import annotations

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

from sanic import Request
from sanic.response import HTTPResponse, raw

HTML_TYPE, SVG_TYPE = "text/html; charset=utf-8", "image/svg+xml; charset=utf-8"
JSON_TYPE, XML_TYPE = "application/json; charset=utf-8", "application/xml; charset=utf-8"
CALENDAR_TYPE = "text/calendar; charset=utf-8"
MINIMUM_TO_COMPRESS = 1_000  # bytes; below, the gzip header eats the gain


@dataclass(frozen=True)
class Document:
    """A body with its type and version, ready to be sent plain or compressed."""

    body: bytes
    compressed: bytes
    content_type: str
    version: str

    @property
    def etag(self) -> str:
        """Weak, because the compressed and the plain body share it (RFC 9110, 8.8.1)."""
        return f'W/"{self.version}"'


def make_document(body: bytes, content_type: str, version: str = "") -> Document:
    """A document; without a ``version`` the content's own hash is taken."""
    # no time inside: the same body gives the same bytes
    compressed = gzip.compress(body, mtime=0) if len(body) >= MINIMUM_TO_COMPRESS else b""
    return Document(body, compressed, content_type, version or hashlib.sha256(body).hexdigest()[:20])


class DocumentCache:
    """Documents by key, each made once; the oldest of too many makes room."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: dict[tuple[object, ...], Document] = {}

    def get(self, key: tuple[object, ...], make: Callable[[], Document]) -> Document:
        """The document kept under ``key``, made when missing; ``key`` names everything that it depends on."""
        document = self._kept.get(key)
        if document is None:
            document = make()
            while len(self._kept) >= self._most:
                self._kept.pop(next(iter(self._kept)), None)
            self._kept[key] = document
        return document


def send_document(request: Request, document: Document) -> HTTPResponse:
    """The document, or 304 when the client already holds this version."""
    # no-cache still allows storing: browsers must only ask each time
    headers = {"ETag": document.etag, "Cache-Control": "no-cache", "Vary": "Accept-Encoding"}
    if is_known(request.headers.get("if-none-match", ""), document.version):
        return HTTPResponse(status=304, headers=headers)
    body = document.body
    if document.compressed and accepts_gzip(request.headers.get("accept-encoding", "")):
        headers["Content-Encoding"] = "gzip"
        body = document.compressed
    return raw(body, headers=headers, content_type=document.content_type)


def is_known(if_none_match: str, version: str) -> bool:
    """Whether an If-None-Match header names this version (weak comparison)."""
    tags = [tag.strip() for tag in if_none_match.split(",")]
    return "*" in tags or any(tag.removeprefix("W/") == f'"{version}"' for tag in tags)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header allows gzip; ``gzip;q=0`` forbids it."""
    for part in accept_encoding.lower().split(","):
        name, _, parameter = part.partition(";")
        if name.strip() in ("gzip", "*"):
            return parameter.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return False
