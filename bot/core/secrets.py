"""Secrets from the environment or, better, from a file: what stands in the environment is easily seen by others.

One of them is the token by which web, Rasa and the action server know each other, as loopback alone lets every local
user in. ``./messelotse start`` makes one at each start. Processes started one by one have none and ask for none, unless
MESSE_KENNWORT is set for all of them.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections.abc import Mapping
from pathlib import Path

from bot.core.errors import ConfigurationError

FILE_SUFFIX = "_DATEI"
CREDENTIALS = "CREDENTIALS_DIRECTORY"  # set by systemd for LoadCredential=
TOKEN_VARIABLE = "MESSE_KENNWORT"
HEADER = "X-Messelotse-Intern"
SHORTEST = 20  # characters
RESERVED_SENDER = "web-"  # senders that begin so belong to visitors of the web chat


def read_secret(environment: Mapping[str, str], variable: str) -> str:
    """Return the secret in ``variable``, the file of ``<variable>_DATEI``, or systemd's credential; "" for none.

    Raises:
        ConfigurationError: both the secret and a file are named, or the file cannot be read.
    """
    value, path = environment.get(variable, "").strip(), _file_of(environment, variable)
    if path is None:
        return value
    if value:
        raise ConfigurationError(f"{variable} ist gesetzt und steht auch in {path} – bitte nur eines von beiden.")
    try:
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{path} mit {variable} ist nicht lesbar – bitte Pfad und Rechte der Datei prüfen."
        ) from error


def _file_of(environment: Mapping[str, str], variable: str) -> Path | None:
    named = environment.get(variable + FILE_SUFFIX, "").strip()
    if named:
        return Path(named)
    folder = environment.get(CREDENTIALS, "").strip()
    credential = Path(folder) / variable
    return credential if folder and credential.is_file() else None


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
    # The file's variable goes: each child would otherwise find both and refuse to start.
    others = {name: value for name, value in environment.items() if name != TOKEN_VARIABLE + FILE_SUFFIX}
    token = inner_token(environment) or (secrets.token_hex(20) if make else "")
    return {**others, TOKEN_VARIABLE: token} if token else others


def is_known(token: str, given: str | None) -> bool:
    """Return whether a request with this header is from one of our processes; without a token every one is."""
    # In constant time: the duration must not tell how much of a guess was right.
    return not token or hmac.compare_digest(token.encode(), (given or "").encode("utf-8", "replace"))
