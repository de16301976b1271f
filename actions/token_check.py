"""The check of the token: only our own processes may call actions, and the action server listens on loopback.

Rasa's SDK imports every module of this package at start; so this also holds for ``rasa run actions``.
"""

from __future__ import annotations

import os

import pluggy
from rasa_sdk.plugin import plugin_manager
from sanic import Request, Sanic
from sanic.response import HTTPResponse, json

from actions.phrases import common
from bot.core.internal_http import is_sealed, take_sealed_requests
from bot.core.secrets import HEADER, inner_token, is_known
from bot.runtime.child_lifetime import end_with_supervisor
from bot.runtime.sockets import let_sanic_listen_on_sockets

HOST_VARIABLE = "SANIC_HOST"  # where the SDK listens: on all addresses when it is not set
OPEN_PATHS = ("/health",)
REFUSED = {"error": common.REFUSED}  # the key is that of the SDK's own errors
hookimpl = pluggy.HookimplMarker("rasa_sdk")


class TokenCheck:
    """A plugin of Rasa's SDK that lets only requests with the token through."""

    def __init__(self, token: str) -> None:
        """Check for ``token``; "" turns the check off."""
        self._token = token

    @hookimpl
    def attach_sanic_app_extensions(self, app: Sanic) -> None:
        """Install the check as middleware. A hook that the SDK calls with its Sanic app."""
        take_sealed_requests(app, self._token, refuse)
        app.register_middleware(self._check, "request")

    async def _check(self, request: Request) -> HTTPResponse | None:
        if request.path in OPEN_PATHS or is_sealed(request) or is_known(self._token, request.headers.get(HEADER)):
            return None
        return refuse()


def refuse() -> HTTPResponse:
    """Return the 403 answer to requests without the token."""
    return json(REFUSED, status=403, ensure_ascii=False)


def register_check() -> None:
    """Register the check with Rasa's SDK, once; stay on loopback unless told otherwise."""
    os.environ.setdefault(HOST_VARIABLE, "127.0.0.1")
    # pluggy raises if the same name is registered twice, e.g. when tests import the module again
    if not plugin_manager().has_plugin(__name__):
        plugin_manager().register(TokenCheck(inner_token()), name=__name__)


register_check()
let_sanic_listen_on_sockets()
end_with_supervisor()
