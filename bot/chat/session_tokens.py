"""Session ids of chats: random, and signed so that none can be forged or guessed."""

from __future__ import annotations

import hashlib
import os
import secrets
from collections.abc import Mapping
from datetime import datetime, timezone
from pathlib import Path

from itsdangerous import BadData, URLSafeTimedSerializer

from bot.core.errors import ConfigurationError, UnknownConversation
from bot.core.secrets import RESERVED_SENDER, read_secret

SECRET_VARIABLE = "MESSE_GEHEIMNIS"
SECRET_FILE = "geheimnis"
MINIMUM_SECRET = 16  # characters
MAXIMUM_AGE = 30 * 24 * 3600  # seconds; longer than any fair


class Sessions:
    """Opens sessions and reads the tokens that browsers send back."""

    def __init__(self, secret: str) -> None:
        self._serializer = URLSafeTimedSerializer(secret, salt="messelotse.sitzung")

    def open(self, mark: str = "") -> tuple[str, str]:
        """Open a session; returns its token (for the browser) and its id (stays here), which begins with ``mark``."""
        session = mark + secrets.token_hex(16)
        return self.token_for(session), session

    def token_for(self, session: str) -> str:
        """Return another token for a session, for another browser."""
        return str(self._serializer.dumps(session))

    def read(self, authorization: str) -> str:
        """Return the session id in an Authorization header.

        Raises:
            UnknownConversation: there is no token, or it is not ours or too old.
        """
        scheme, _, token = authorization.partition(" ")
        if scheme.lower() != "bearer" or not token.isascii():
            raise _unknown_session()
        try:
            session, opened = self._serializer.loads(token.strip(), return_timestamp=True)
        except BadData as error:
            raise _unknown_session() from error
        # A token from the future is fine: the clock of this machine was set back.
        if (datetime.now(timezone.utc) - opened).total_seconds() > MAXIMUM_AGE:
            raise _unknown_session()
        return str(session)


def sender_of(session: str) -> str:
    """Return Rasa's name of a session: a hash, so that it does not give away the id that opens the chat."""
    return RESERVED_SENDER + hashlib.sha256(f"rasa:{session}".encode()).hexdigest()[:32]


def load_secret(folder: Path, environment: Mapping[str, str]) -> str:
    """Return the signing key: from MESSE_GEHEIMNIS, else from the state folder, where it is created once.

    Raises:
        ConfigurationError: MESSE_GEHEIMNIS is too short, or the file cannot be used.
    """
    secret = read_secret(environment, SECRET_VARIABLE)
    if secret and len(secret) < MINIMUM_SECRET:
        raise ConfigurationError(f"{SECRET_VARIABLE} ist zu kurz – bitte mindestens {MINIMUM_SECRET} Zeichen setzen.")
    return secret or _stored_secret(folder / SECRET_FILE)


def _stored_secret(path: Path) -> str:
    try:
        if not path.exists():
            _create_secret(path)
        secret = path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise ConfigurationError(f"{path} ist nicht benutzbar – bitte die Rechte des Ordners prüfen.") from error
    if len(secret) < MINIMUM_SECRET:
        raise ConfigurationError(f"{path} ist beschädigt – bitte die Datei löschen, sie wird neu angelegt.")
    return secret


def _create_secret(path: Path) -> None:
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        file.write(secrets.token_urlsafe(48))
    try:
        # A link appears at once and complete; when another process was faster, its secret counts.
        os.link(draft, path)
    except FileExistsError:
        pass
    finally:
        draft.unlink()


def _unknown_session() -> UnknownConversation:
    return UnknownConversation("Dieses Gespräch ist nicht mehr bekannt.", "Bitte beginnen Sie ein neues Gespräch.")
