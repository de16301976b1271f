"""Accounts for tests, and how a browser logs in with them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx

from bot.core.database import DATABASE_FILE, open_database
from bot.staff.roles import Role
from bot.staff.users import Users

PASSWORD = "Kastanie-Regenbogen-7"
NAMES = {Role.EDITOR: "rike", Role.OFFICE: "kim", Role.LEAD: "leo"}
TITLES = {Role.EDITOR: "Rike Beispiel", Role.OFFICE: "Kim Beispiel", Role.LEAD: "Leo Beispiel"}  # invented


def add_users(folder: Path, *roles: Role) -> None:
    """An account for each of these roles (all of them when none is named) in the state folder's database."""
    folder.mkdir(parents=True, exist_ok=True)
    if (folder / DATABASE_FILE).exists():
        _add(folder, roles or tuple(NAMES))
    else:
        (folder / DATABASE_FILE).write_bytes(_database_with(roles or tuple(NAMES)))


def _add(folder: Path, roles: Iterable[Role]) -> None:
    engine = open_database(folder, {})
    for role in roles:
        Users(engine).add(NAMES[role], TITLES[role], [role], PASSWORD)
    engine.dispose()


@cache
def _database_with(roles: tuple[Role, ...]) -> bytes:
    """Made once: hashing a password is slow on purpose."""
    with TemporaryDirectory() as folder:
        _add(Path(folder), roles)
        return (Path(folder) / DATABASE_FILE).read_bytes()


async def log_in(
    web: httpx.AsyncClient, role: Role, password: str = PASSWORD, target: str = "", **headers: str
) -> httpx.Response:
    """Send the login form."""
    form = {"name": NAMES[role], "passwort": password, "weiter": target}
    return await web.post("/anmelden", data=form, headers=headers)


def form_token(page: str) -> str:
    """What the page's forms carry."""
    found = re.search(r'name="pruefung" value="([0-9a-f]+)"', page)
    assert found is not None
    return found.group(1)
