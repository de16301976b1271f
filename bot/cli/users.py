"""``./messelotse nutzer anlegen | liste | sperren | entsperren | passwort | rolle``: accounts for the staff pages."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NoReturn

from bot.core.arguments import HELP, GermanParser
from bot.core.database import open_database
from bot.core.errors import ConfigurationError, ContentError
from bot.core.settings import state_folder
from bot.fair.file import load_fair
from bot.staff.audit import COMMAND_LINE, Audit
from bot.staff.passwords import SHORTEST
from bot.staff.roles import Role, read_roles, role_words
from bot.staff.users import User, Users

ROLES = ",".join(role.value for role in Role)


class UserParser(GermanParser):
    """Says in German what is wrong with the options."""

    def error(self, message: str) -> NoReturn:
        """Raise instead of printing: the caller prints one line.

        Raises:
            ConfigurationError: always.
        """
        raise ConfigurationError("Diese Angaben versteht nutzer nicht. Hilfe: ./messelotse nutzer --help")


@dataclass(frozen=True)
class Accounts:
    """Where accounts and the list of deeds are."""

    users: Users
    audit: Audit


def run_users(arguments: list[str]) -> int:
    """Run one of the commands; returns the exit status.

    Raises:
        ConfigurationError: unknown arguments, no such account, or a weak password.
    """
    options = _parser().parse_args(arguments)
    engine = open_database(state_folder())
    try:
        DEEDS[options.befehl](Accounts(Users(engine, _fair_words()), Audit(engine)), options)
    finally:
        engine.dispose()
    return 0


def _fair_words() -> str:
    """What everybody at the fair knows, and would try as a password; "" while messe.yml is faulty."""
    try:
        fair = load_fair()
    except ContentError:
        return ""
    return f"{fair.name} {fair.motto} {fair.organiser} {fair.venue} {fair.address}"


def _add(desk: Accounts, options: argparse.Namespace) -> None:
    roles = read_roles(options.rolle)
    name = desk.users.require_free(options.name)
    password = None if options.ohne_passwort else _ask_password()
    user = desk.users.add(name, options.anzeigename or name, roles, password)
    _note(desk, "Konto angelegt", f"{user.name} ({role_words(roles)})")
    print(f"Angelegt: {user.name}, {role_words(roles)}. Anmelden unter /anmelden.")


def _list(desk: Accounts, _: argparse.Namespace) -> None:
    users = desk.users.all()
    width = max((len(user.name) for user in users), default=0)
    for user in users:
        print(f"{user.name:{width}}  {user.title}  {role_words(user.roles)}{_state(user)}")
    if not users:
        print(f"Noch gibt es keine Konten. Anlegen: ./messelotse nutzer anlegen NAME --rolle {Role.LEAD.value}")


def _state(user: User) -> str:
    words = (["gesperrt"] if user.blocked else []) + ([] if user.has_password else ["ohne Passwort"])
    return f"  ({', '.join(words)})" if words else ""


def _block(desk: Accounts, options: argparse.Namespace) -> None:
    is_blocked = options.befehl == "sperren"
    desk.users.set_blocked(options.name, is_blocked)
    what = "gesperrt" if is_blocked else "entsperrt"
    _note(desk, f"Konto {what}", options.name)
    print(f"{options.name} ist {what}{', alle Anmeldungen sind beendet' if is_blocked else ''}.")


def _change_password(desk: Accounts, options: argparse.Namespace) -> None:
    user = desk.users.require(options.name)
    desk.users.set_password(user.name, _ask_password())
    _note(desk, "Passwort geändert", user.name)
    print(f"{user.name} hat ein neues Passwort, alle Anmeldungen sind beendet.")


def _change_roles(desk: Accounts, options: argparse.Namespace) -> None:
    roles = read_roles(options.rolle)
    desk.users.set_roles(options.name, roles)
    _note(desk, "Rolle geändert", f"{options.name}: {role_words(roles)}")
    print(f"{options.name} ist jetzt: {role_words(roles)}.")


def _note(desk: Accounts, what: str, about: str) -> None:
    desk.audit.note(COMMAND_LINE, what, about)


DEEDS: Mapping[str, Callable[[Accounts, argparse.Namespace], None]] = {
    "anlegen": _add,
    "liste": _list,
    "sperren": _block,
    "entsperren": _block,
    "passwort": _change_password,
    "rolle": _change_roles,
}


def _ask_password() -> str:
    """Typed twice without being shown, or one line of standard input where that is no terminal.

    Raises:
        ConfigurationError: the two differ, or there is none.
    """
    if not sys.stdin.isatty():
        password = sys.stdin.readline().rstrip("\r\n")
        if not password:
            raise ConfigurationError("Es kam kein Passwort – bitte eintippen oder als eine Zeile hineinleiten.")
        return password
    password = getpass.getpass(f"Passwort (mindestens {SHORTEST} Zeichen, bleibt beim Tippen unsichtbar): ")
    if getpass.getpass("Noch einmal: ") != password:
        raise ConfigurationError("Die beiden Eingaben sind verschieden – bitte noch einmal versuchen.")
    return password


def _parser() -> argparse.ArgumentParser:
    parser = UserParser(prog="./messelotse nutzer", description=HELP["nutzer"], allow_abbrev=False)
    commands = parser.add_subparsers(dest="befehl", metavar="BEFEHL", required=True)
    adding = commands.add_parser("anlegen", help="ein neues Konto; fragt nach dem Passwort")
    adding.add_argument("name", metavar="NAME", help="Anmeldename: a-z, 0-9, Punkt, Strich, @")
    adding.add_argument("--rolle", required=True, help=f"eine oder mehrere von {ROLES}")
    adding.add_argument("--anzeigename", default="", help="wie der Name für andere aussieht, etwa „Kim Beispiel“")
    adding.add_argument("--ohne-passwort", action="store_true", help="nur für die Anmeldung über den Proxy")
    commands.add_parser("liste", help="alle Konten zeigen")
    for name, text in (
        ("sperren", "ein Konto sperren; beendet seine Anmeldungen"),
        ("entsperren", "ein gesperrtes Konto wieder zulassen"),
        ("passwort", "ein neues Passwort setzen; beendet die Anmeldungen"),
        ("rolle", "die Rollen ändern"),
    ):
        commands.add_parser(name, help=text).add_argument("name", metavar="NAME")
    commands.choices["rolle"].add_argument("--rolle", required=True, help=f"eine oder mehrere von {ROLES}")
    return parser
