"""``./messelotse nutzer anlegen | liste | sperren | entsperren | passwort | rolle``: accounts for the staff pages."""

from __future__ import annotations

import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import click

from bot.cli.german import GermanGroup
from bot.core.database import open_database
from bot.core.errors import ConfigurationError, ContentError
from bot.core.settings import state_folder
from bot.fair.file import load_fair
from bot.staff.audit import COMMAND_LINE, Audit
from bot.staff.roles import Role, read_roles, role_words
from bot.staff.users import SHORTEST, User, Users

ROLES = ",".join(role.value for role in Role)


@dataclass(frozen=True)
class Accounts:
    """The accounts, and the list of what was done to them."""

    users: Users
    audit: Audit

    def note(self, what: str, about: str) -> None:
        """Add to the list."""
        self.audit.note(COMMAND_LINE, what, about)


@contextmanager
def _opened() -> Iterator[Accounts]:
    engine = open_database(state_folder())
    try:
        yield Accounts(Users(engine, _fair_words()), Audit(engine))
    finally:
        engine.dispose()


def _fair_words() -> str:
    """Return the fair's words, which all visitors know and would try as a password; "" while messe.yml is faulty."""
    try:
        fair = load_fair()
    except ContentError:
        return ""
    return f"{fair.name} {fair.motto} {fair.organiser} {fair.venue} {fair.address}"


@click.group("nutzer", cls=GermanGroup)
def users() -> None:
    """Konten für Redaktion, Programmbüro und Leitung."""


@users.command("anlegen")
@click.argument("name", metavar="NAME")
@click.option("--rolle", "roles", required=True, metavar="ROLLEN", help=f"eine oder mehrere von {ROLES}")
@click.option("--anzeigename", "title", default="", metavar="NAME",
              help="wie der Name für andere aussieht, etwa „Kim Beispiel“")  # fmt: skip
@click.option("--ohne-passwort", "without_password", is_flag=True, help="nur für die Anmeldung über den Proxy")
def add(name: str, roles: str, title: str, without_password: bool) -> None:
    """Ein neues Konto; fragt nach dem Passwort.

    NAME kann a-z, 0-9, Punkt, Strich und @ haben.
    """
    with _opened() as accounts:
        given = read_roles(roles)
        name = accounts.users.require_free(name)
        password = None if without_password else _ask_password()
        user = accounts.users.add(name, title or name, given, password)
        accounts.note("Konto angelegt", f"{user.name} ({role_words(given)})")
        print(f"Angelegt: {user.name}, {role_words(given)}. Anmelden unter /anmelden.")


@users.command("liste")
def show() -> None:
    """Alle Konten zeigen."""
    with _opened() as accounts:
        found = accounts.users.all()
    width = max((len(user.name) for user in found), default=0)
    for user in found:
        print(f"{user.name:{width}}  {user.title}  {role_words(user.roles)}{_state(user)}")
    if not found:
        print(f"Noch gibt es keine Konten. Anlegen: ./messelotse nutzer anlegen NAME --rolle {Role.LEAD.value}")


def _state(user: User) -> str:
    words = (["gesperrt"] if user.blocked else []) + ([] if user.has_password else ["ohne Passwort"])
    return f"  ({', '.join(words)})" if words else ""


@users.command("sperren")
@click.argument("name", metavar="NAME")
def block(name: str) -> None:
    """Ein Konto sperren; beendet seine Anmeldungen."""
    with _opened() as accounts:
        accounts.users.set_blocked(name, True)
        accounts.note("Konto gesperrt", name)
    print(f"{name} ist gesperrt, alle Anmeldungen sind beendet.")


@users.command("entsperren")
@click.argument("name", metavar="NAME")
def unblock(name: str) -> None:
    """Ein gesperrtes Konto wieder zulassen."""
    with _opened() as accounts:
        accounts.users.set_blocked(name, False)
        accounts.note("Konto entsperrt", name)
    print(f"{name} ist entsperrt.")


@users.command("passwort")
@click.argument("name", metavar="NAME")
def change_password(name: str) -> None:
    """Ein neues Passwort setzen; beendet die Anmeldungen."""
    with _opened() as accounts:
        user = accounts.users.require(name)
        accounts.users.set_password(user.name, _ask_password())
        accounts.note("Passwort geändert", user.name)
    print(f"{user.name} hat ein neues Passwort, alle Anmeldungen sind beendet.")


@users.command("rolle")
@click.argument("name", metavar="NAME")
@click.option("--rolle", "roles", required=True, metavar="ROLLEN", help=f"eine oder mehrere von {ROLES}")
def change_roles(name: str, roles: str) -> None:
    """Die Rollen ändern."""
    given = read_roles(roles)
    with _opened() as accounts:
        accounts.users.set_roles(name, given)
        accounts.note("Rolle geändert", f"{name}: {role_words(given)}")
    print(f"{name} ist jetzt: {role_words(given)}.")


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
