"""The chat on pages of others: which origins may embed it (CORS), and below which path a proxy offers us."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sanic import Request, Sanic
from sanic.response import BaseHTTPResponse, HTTPResponse

from bot.core.errors import ConfigurationError

ORIGINS_VARIABLE = "MESSE_EINBETTEN"
PREFIX_VARIABLE = "MESSE_PFAD"
OPEN_PATHS = ("/chat/", "/static/", "/vorschlaege.json")  # all that the widget asks for
# Tokens travel in a header, never in a cookie: hence no Access-Control-Allow-Credentials.
PREFLIGHT = {
    "Access-Control-Allow-Methods": "GET, POST, PUT, DELETE",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, Last-Event-ID",
    "Access-Control-Max-Age": "600",
}
_ORIGIN = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?")
_PREFIX = re.compile(r"(?:/[A-Za-z0-9._~-]+)*")
_OWN_ADDRESS = re.compile(r'(\s(?:href|src|action|formaction|data-[a-z-]+)=")/(?!/)')


def load_origins(environment: Mapping[str, str]) -> frozenset[str]:
    """The origins in MESSE_EINBETTEN, with commas between.

    Raises:
        ConfigurationError: one of them is no origin such as ``https://intranet.example``.
    """
    names = [name.strip().lower().rstrip("/") for name in environment.get(ORIGINS_VARIABLE, "").split(",")]
    wrong = [name for name in names if name and not _ORIGIN.fullmatch(name)]
    if wrong:
        raise ConfigurationError(
            f"{ORIGINS_VARIABLE} enthält „{wrong[0]}“ – bitte jede Herkunft wie https://intranet.example schreiben, "
            "ohne Pfad, mit Kommas dazwischen."
        )
    return frozenset(name for name in names if name)


def load_prefix(environment: Mapping[str, str]) -> str:
    """The path in MESSE_PFAD below which a proxy offers this server, such as ``/messelotse``; "" for none.

    Raises:
        ConfigurationError: it is no path.
    """
    prefix = environment.get(PREFIX_VARIABLE, "").strip().rstrip("/")
    if not _PREFIX.fullmatch(prefix):
        raise ConfigurationError(f"{PREFIX_VARIABLE}={prefix} ist kein Pfad – bitte wie /messelotse schreiben.")
    return prefix


def with_prefix(page: str, prefix: str) -> str:
    """A page whose addresses on this server lie below ``prefix``."""
    return _OWN_ADDRESS.sub(rf"\g<1>{prefix}/", page) if prefix else page


def setup_embedding(app: Sanic, origins: frozenset[str], prefix: str) -> None:
    """Let pages of these origins use the chat; send redirects below ``prefix``."""

    async def answer_preflight(request: Request) -> HTTPResponse | None:
        if request.method == "OPTIONS" and _is_allowed(request, origins):
            return HTTPResponse(status=204, headers=PREFLIGHT)
        return None

    async def add_headers(request: Request, response: BaseHTTPResponse) -> None:
        if request.path.startswith(OPEN_PATHS) and origins:
            # a shared cache must not give one origin's permission to another
            vary = response.headers.get("Vary")
            response.headers["Vary"] = f"{vary}, Origin" if vary else "Origin"
        if _is_allowed(request, origins):
            response.headers["Access-Control-Allow-Origin"] = request.headers["origin"]
        target = response.headers.get("Location", "")
        # the proxy strips the prefix from requests, but does not add it to redirects
        if prefix and target.startswith("/"):
            response.headers["Location"] = prefix + target

    app.register_middleware(answer_preflight, "request")
    app.register_middleware(add_headers, "response")


def _is_allowed(request: Request, origins: frozenset[str]) -> bool:
    return request.path.startswith(OPEN_PATHS) and request.headers.get("origin", "") in origins
