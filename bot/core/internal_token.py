"""The token by which web, Rasa and the action server recognise each other: loopback alone lets every local user in.

``./messelotse start`` creates one at each start. Processes started one by one have none and require none, unless
MESSE_KENNWORT is set for all of them.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Mapping

from bot.core.errors import ConfigurationError
from bot.core.secrets import FILE_SUFFIX, read_secret

TOKEN_VARIABLE = "MESSE_KENNWORT"
HEADER = "X-Messelotse-Intern"
SHORTEST = 20  # characters
RESERVED_SENDER = "web-"  # senders that begin so belong to visitors of the web chat


def inner_token(environment: Mapping[str, str] = os.environ) -> str:
    """Return the token of this process; "" when there is none.

    Raises:
        ConfigurationError: it cannot be used.
    """
    token = read_secret(environment, TOKEN_VARIABLE)
    if token and (len(token) < SHORTEST or not token.isascii() or not token.isprintable() or " " in token):
        raise ConfigurationError(
            f"{TOKEN_VARIABLE} ist zu kurz oder hat Sonderzeichen – bitte mindestens {SHORTEST} Zeichen nehmen, etwa "
            "mit „openssl rand -hex 20“ erzeugt."
        )
    return token


def environment_with_token(environment: Mapping[str, str], make: bool = True) -> dict[str, str]:
    """Return an environment for all three processes, with the token that is set, else a new one if ``make``.

    Raises:
        ConfigurationError: the token that is set cannot be used.
    """
    others = {name: value for name, value in environment.items() if name != TOKEN_VARIABLE + FILE_SUFFIX}
    token = inner_token(environment) or (secrets.token_hex(20) if make else "")
    return {**others, TOKEN_VARIABLE: token} if token else others


def is_known(token: str, given: str | None) -> bool:
    """Return whether a request with this header is from one of our processes; without a token every one is."""
    return not token or hmac.compare_digest(token.encode(), (given or "").encode("utf-8", "replace"))
