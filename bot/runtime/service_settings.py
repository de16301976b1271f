"""The settings of the service on a server, for commands that are typed there.

systemd gives the service its settings (EnvironmentFile, Environment, credentials). A command in the same folder must
see the same ones, else it would quietly work on another database: it reads them where the installed units say, or
refuses. No import of :mod:`bot.core.settings` here: the settings found here decide what that module finds.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.errors import ConfigurationError

FILE_VARIABLE = "MESSE_EINSTELLUNGEN"
CREDENTIALS = "CREDENTIALS_DIRECTORY"
RELEASE = Path(__file__).resolve().parent.parent.parent
# What stands earlier overrides what has the same name in a later one.
UNITS = tuple(Path(f"{base}/systemd/system") for base in ("/etc", "/run", "/usr/local/lib", "/lib", "/usr/lib"))
RUNNING_CREDENTIALS = Path("/run/credentials")
OWN_GROUP = Path("/proc/self/cgroup")
PATTERN = "messelotse*.service"
QUOTED = re.compile(r"""'[^']*'|"(?:\\[\s\S]|[^"\\])*\"""")
ENTRY = re.compile(
    rf"[ \t]*(?:[#;][^\n]*)?(?P<name>[^=\n]*)"
    rf"(?:(?P<equals>=)[ \t]*(?P<quoted>(?:(?:{QUOTED.pattern})[ \t]*)*)(?P<plain>(?:\\[\s\S]|[^\\\n])*?)[ \t]*)?\n"
)
ESCAPED, ESCAPED_IN_QUOTES = re.compile(r"\\([\s\S])"), re.compile(r"""\\(["\\`$\n])""")
# Words of a line in a unit, and what an escape in them means.
WORD = re.compile(r"""(?:\\.|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"'\\])+""")
WORD_PART = re.compile(r"""\\.[^\s"'\\]*|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*'|[^\s"'\\]+""")
UNIT_ESCAPE = re.compile(r"""\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U000[0-9a-fA-F]{5}|[0-3][0-7]{2}|[abfnrtvs\\"'])""")
CREDENTIAL_KEYS = ("LoadCredential", "LoadCredentialEncrypted", "SetCredential", "SetCredentialEncrypted")


@dataclass
class Service:
    """The settings that the units for one folder give.

    Attributes:
        account: the account it runs as; "" when not given.
        files: each file of settings, and whether the service starts without it.
        settings: those that stand in the units themselves.
        credentials: names of the secrets that systemd hands over.
    """

    account: str = ""
    files: dict[Path, bool] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    credentials: set[str] = field(default_factory=set)


def add_service_settings(
    environment: Mapping[str, str], units: Sequence[Path] = UNITS, running: Path = RUNNING_CREDENTIALS,
    own: Path = OWN_GROUP,
) -> dict[str, str]:  # fmt: skip
    """Return the environment with the settings of this folder's service; set variables stay.

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
    """Return whether systemd started this process or one above it: then all settings are there."""
    try:
        return re.search(r"/messelotse[^/]*\.service", group.read_text(encoding="utf-8")) is not None
    except OSError:
        return False


def installed_service(units: Sequence[Path], release: Path = RELEASE) -> Service:
    """Return the settings of the installed units that start this release; an empty one without units."""
    service = Service()
    for name in sorted({path.name for folder in units for path in folder.glob(PATTERN)}):
        parts = [*_by_name(units, name).values(), *_by_name(units, f"{name}.d/*.conf").values()]
        lines = [line for part in parts for line in _entries(part)]
        if any(key == "ExecStart" and str(release / "messelotse") in value for key, value in lines):
            one = Service()
            _note(one, lines)
            service.account = one.account or service.account
            service.files.update(one.files)
            service.settings.update(one.settings)
            service.credentials |= one.credentials
    return service


def _by_name(units: Sequence[Path], pattern: str) -> dict[str, Path]:
    """Return the effective files in the order of their names: of several with one name that in the first folder."""
    return dict(sorted({path.name: path for folder in reversed(units) for path in folder.glob(pattern)}.items()))


def _note(service: Service, lines: Iterable[tuple[str, str]]) -> None:
    for key, value in lines:
        if key == "User":
            service.account = value
        elif key == "EnvironmentFile" and not value:
            service.files.clear()
        elif key == "EnvironmentFile":
            service.files[Path(value.removeprefix("-"))] = value.startswith("-")
        elif key == "Environment" and not value:
            service.settings.clear()
        elif key == "Environment":
            words = (word for word in _words(value) if "%" not in word.replace("%%", ""))
            pairs = (word.replace("%%", "%").partition("=") for word in words)
            # HOME is for the service's own account.
            service.settings.update({name: each for name, _, each in pairs if name != "HOME"})
        elif key in CREDENTIAL_KEYS and value:
            service.credentials.add(value.partition(":")[0])


def _entries(unit: Path) -> Iterator[tuple[str, str]]:
    """Yield key and value of each line of a unit, continued ones as one; none of an unreadable unit."""
    try:
        lines = unit.read_text(encoding="utf-8").split("\n")
    except (OSError, UnicodeDecodeError):
        return
    text = "\n".join(line for line in lines if not line.lstrip().startswith(("#", ";")))
    for line in text.replace("\\\n", " ").split("\n"):
        key, equals, value = line.strip().partition("=")
        if equals:
            yield key.strip(), value.strip()


def _words(line: str) -> list[str]:
    """Return the words of a line, as systemd unquotes them; none where a quote is open."""
    if WORD.sub("", line).strip():
        return []
    return ["".join(map(_meant, WORD_PART.findall(word))) for word in WORD.findall(line)]


def _meant(part: str) -> str:
    text = part[1:-1] if part[0] in "\"'" else part
    return UNIT_ESCAPE.sub(lambda found: " " if found[0] == r"\s" else found[0].encode().decode("unicode_escape"), text)


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
    """Yield name and value of each entry, read as systemd does: quotes inside a begun value are letters."""
    text, at = f"{text}\n\n", 0  # the last line may ask for one more
    while entry := ENTRY.match(text, at):
        line, at = text.count("\n", 0, entry.start("name")) + 1, entry.end()
        name, quoted, plain = entry["name"].strip().removeprefix("export ").strip(), entry["quoted"], entry["plain"]
        if not name and entry["equals"] is None:
            continue
        if entry["equals"] is None or not name.isidentifier():
            raise ConfigurationError(f"{path}:{line}: keine Einstellung – bitte „NAME=Wert“ schreiben.")
        if plain.startswith(("'", '"')):
            raise ConfigurationError(f"{path}:{line}: ein Anführungszeichen ist offen – bitte schließen.")
        yield name, "".join(map(_unquoted, QUOTED.findall(quoted))) + ESCAPED.sub(_escaped, plain)


def _unquoted(text: str) -> str:
    return text[1:-1] if text[0] == "'" else ESCAPED_IN_QUOTES.sub(_escaped, text[1:-1])


def _escaped(found: re.Match[str]) -> str:
    """Return the letter behind a backslash; nothing for the end of a line."""
    return found[1].strip("\n")


def _credentials(service: Service, environment: Mapping[str, str], running: Path) -> dict[str, str]:
    """Return where the secrets lie that systemd hands over; readable by the service's account while it runs."""
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
