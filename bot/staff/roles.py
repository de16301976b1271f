"""Roles and their permissions."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import Enum

from bot.core.errors import ConfigurationError


class Role(str, Enum):
    """A task in the team; the values stand in the database and on the command line."""

    EDITOR = "redaktion"
    OFFICE = "programmbuero"
    LEAD = "leitung"


TITLES: Mapping[Role, str] = {
    Role.EDITOR: "Redaktion",
    Role.OFFICE: "Programmbüro",
    Role.LEAD: "Leitung",
}
# Who may use which part of the staff pages; Leitung may use all.
CONTENT = (Role.EDITOR,)
STATISTICS = (Role.EDITOR,)
PROGRAMME = (Role.OFFICE,)


def may(own: Iterable[Role], allowed: Iterable[Role]) -> bool:
    """Return whether one of a user's own roles is allowed; Leitung may do everything."""
    roles = set(own)
    return Role.LEAD in roles or bool(roles & set(allowed))


def read_roles(text: str) -> tuple[Role, ...]:
    """Read ``redaktion,programmbuero`` as roles, each once.

    Raises:
        ConfigurationError: one of them is unknown, or there is none.
    """
    names = [name.strip().casefold() for name in text.split(",") if name.strip()]
    known = [role.value for role in Role]
    unknown = [name for name in names if name not in known]
    if unknown or not names:
        what = f"Die Rolle „{unknown[0]}“ gibt es nicht" if unknown else "Es fehlt eine Rolle"
        raise ConfigurationError(f"{what} – bitte eine oder mehrere von diesen nennen: {','.join(known)}.")
    return tuple(role for role in Role if role.value in names)


def role_words(roles: Iterable[Role]) -> str:
    """Return the roles in words: ``Redaktion, Programmbüro``."""
    return ", ".join(TITLES[role] for role in roles)
