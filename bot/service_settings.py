"""The settings of the service on a server, for commands that people type there.

systemd gives the service its settings (EnvironmentFile, Environment, credentials). A command in the same folder must
see the same ones, else it would quietly work on another database: it reads them where the installed units say, or
refuses. No import of :mod:`bot.settings` here: what is found decides what that module finds.
"""

from __future__ import annotations

import os
import re
import shlex
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.errors import ConfigurationError

FILE_VARIABLE = "MESSE_EINSTELLUNGEN"
CREDENTIALS = "CREDENTIALS_DIRECTORY"
RELEASE = Path(__file__).resolve().parent.parent
UNITS, RUNNING_CREDENTIALS = Path("/etc/systemd/system"), Path("/run/credentials")
OWN_GROUP = Path("/proc/self/cgroup")
PATTERN = "messelotse*.service"
CREDENTIAL_KEYS = ("LoadCredential", "LoadCredentialEncrypted", "SetCredential", "SetCredentialEncrypted")


@dataclass
class Service:
    """What the units for one folder say.

    Attributes:
        account: who it runs as; "" when not said.
        files: each file of settings, and whether the service starts without it.
        settings: those that stand in the units themselves.
        credentials: names of the secrets that systemd hands over.
    """

    account: str = ""
    files: dict[Path, bool] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    credentials: set[str] = field(default_factory=set)


def add_service_settings(
    environment: Mapping[str, str], units: Path = UNITS, running: Path = RUNNING_CREDENTIALS, own: Path = OWN_GROUP
) -> dict[str, str]:
    """The environment with what the service of this folder has besides; what is set already stays.

    Raises:
        ConfigurationError: the settings cannot be read here, or this account would leave files that the service cannot
            use.
    """
    if _is_the_service(own):
        return dict(environment)
    named = environment.get(FILE_VARIABLE, "").strip()
    service = Service(files={Path(named): False}) if named else installed_service(units)
    if service.account not in ("", "root") and os.geteuid() == 0:
        raise ConfigurationError(
            "Als root entstünden Dateien, die der Dienst nicht benutzen kann – "
            f"bitte „sudo -u {service.account} …“ aufrufen."
        )
    found = dict(service.settings)
    for path, is_optional in service.files.items():
        found.update(_read(path, is_optional))
    return {**found, **_credentials(service, environment, running), **environment}


def _is_the_service(group: Path) -> bool:
    """Whether systemd itself has started this process or one above it: then all settings are there."""
    try:
        return re.search(r"/messelotse[^/]*\.service", group.read_text(encoding="utf-8")) is not None
    except OSError:
        return False


def installed_service(units: Path, release: Path = RELEASE) -> Service:
    """What the installed units say that start this release; an empty one when there is none."""
    service = Service()
    for path in sorted(units.glob(PATTERN)):
        parts = [path, *sorted((units / f"{path.name}.d").glob("*.conf"))]
        lines = [line for part in parts for line in _entries(part)]
        if any(key == "ExecStart" and str(release / "messelotse") in value for key, value in lines):
            _note(service, lines)
    return service


def _note(service: Service, lines: Iterable[tuple[str, str]]) -> None:
    for key, value in lines:
        if key == "User":
            service.account = value
        elif key == "EnvironmentFile" and value:
            service.files[Path(value.removeprefix("-"))] = value.startswith("-")
        elif key == "Environment":
            pairs = (pair.partition("=") for pair in shlex.split(value) if "%" not in pair)
            # HOME is for the service's own account.
            service.settings.update({name: each for name, _, each in pairs if name != "HOME"})
        elif key in CREDENTIAL_KEYS:
            service.credentials.add(value.partition(":")[0])


def _entries(unit: Path) -> Iterator[tuple[str, str]]:
    """Key and value of each line of a unit; [] of one that cannot be read."""
    try:
        lines = unit.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError):
        return
    for line in lines:
        key, equals, value = line.strip().partition("=")
        if equals and not key.startswith(("#", ";")):
            yield key.strip(), value.strip()


def _read(path: Path, is_optional: bool) -> dict[str, str]:
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError as error:
        if is_optional:
            return {}
        raise ConfigurationError(f"{path} mit den Einstellungen fehlt – bitte anlegen.") from error
    except (OSError, UnicodeDecodeError) as error:
        raise ConfigurationError(
            f"{path} mit den Einstellungen des Dienstes ist nicht lesbar – bitte mit dem Konto des Dienstes aufrufen, "
            "der Datei dessen Gruppe und die Rechte 640 geben."
        ) from error
    return dict(_settings_in(text, path))


def _settings_in(text: str, path: Path) -> Iterator[tuple[str, str]]:
    """Name and value of each line, quoted as systemd and shells do."""
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip() or line.strip().startswith(("#", ";")):
            continue
        name, equals, value = line.strip().removeprefix("export ").partition("=")
        reader = shlex.shlex(value.strip(), posix=True, punctuation_chars="")
        reader.whitespace, reader.whitespace_split, reader.commenters = "", True, ""
        try:
            words = list(reader)
        except ValueError as error:
            raise ConfigurationError(f"{path}:{number}: ein Anführungszeichen ist offen – bitte schließen.") from error
        if not equals or not name.strip().isidentifier():
            raise ConfigurationError(f"{path}:{number}: keine Einstellung – bitte „NAME=Wert“ schreiben.")
        yield name.strip(), "".join(words)


def _credentials(service: Service, environment: Mapping[str, str], running: Path) -> dict[str, str]:
    """Where the secrets lie that systemd hands over; as long as the service runs, its own account may read them."""
    if not service.credentials or environment.get(CREDENTIALS):
        return {}
    for folder in sorted(running.glob(PATTERN)):
        if all(os.access(folder / name, os.R_OK) for name in service.credentials):
            return {CREDENTIALS: str(folder)}
    names = ", ".join(sorted(service.credentials))
    raise ConfigurationError(
        f"Der Dienst bekommt {names} von systemd, dieser Aufruf sieht das nicht – bitte den Dienst starten und mit "
        "seinem Konto aufrufen."
    )
