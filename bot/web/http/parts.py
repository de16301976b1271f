"""The registry of the surfaces' parts: each surface has a small dataclass of its own, found again by its class."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from sanic import Request, Sanic

from bot.fair.clock import FairClock
from bot.fair.model import Fair
from bot.web.http.rendering import Templates
from bot.web.http.visitors import Visitors

T = TypeVar("T")


@dataclass(frozen=True)
class Site:
    """The parts that every surface may use.

    Attributes:
        prefix: path below which a proxy offers this server, "" for none.
    """

    fair: Fair
    clock: FairClock
    templates: Templates
    visitors: Visitors
    prefix: str


def keep_parts(app: Sanic, parts: object) -> None:
    """Keep a surface's parts in the app, for its handlers."""
    if not hasattr(app.ctx, "parts"):
        app.ctx.parts = {}
    app.ctx.parts[type(parts)] = parts


def kept_parts(app: Sanic, kind: type[T]) -> T:
    """The parts of this class that the app keeps."""
    parts: T = app.ctx.parts[kind]
    return parts


def parts_of(request: Request, kind: type[T]) -> T:
    """The parts of this class of the app that got the request."""
    return kept_parts(request.app, kind)
