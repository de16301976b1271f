"""Secrets from the environment or, better, from a file: other processes can often read the environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from bot.core.errors import ConfigurationError

FILE_SUFFIX = "_DATEI"
CREDENTIALS = "CREDENTIALS_DIRECTORY"  # set by systemd for LoadCredential=


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
