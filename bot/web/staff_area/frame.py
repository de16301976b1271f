"""The frame of all staff pages: the sections that somebody may use, who is logged in, the form token."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from bot.staff.access import Staff
from bot.staff.roles import Role
from bot.web.http.parts import Site


@dataclass(frozen=True)
class Section:
    """An entry of the navigation, shown to these roles (and to Leitung)."""

    key: str
    title: str
    address: str
    roles: tuple[Role, ...] = ()


SECTIONS = (
    Section("themen", "Themen", "/redaktion", (Role.EDITOR,)),
    Section("eingang", "Eingang", "/redaktion/eingang", (Role.EDITOR,)),
    Section("geschichten", "Geschichten", "/redaktion/geschichten", (Role.EDITOR,)),
    Section("ausprobieren", "Ausprobieren", "/redaktion/ausprobieren", (Role.EDITOR,)),
    Section("statistik", "Statistik", "/redaktion/statistik", (Role.EDITOR,)),
    Section("veroeffentlichen", "Veröffentlichen", "/redaktion/veroeffentlichen", (Role.EDITOR,)),
    Section("programmbuero", "Programmbüro", "/programmbuero", (Role.OFFICE,)),
    Section("protokoll", "Protokoll", "/verwaltung/protokoll"),
)


def sections_of(staff: Staff) -> list[Section]:
    """What this person may use, in the order of the navigation."""
    return [section for section in SECTIONS if staff.may(*section.roles)]


def staff_page(site: Site, staff: Staff, template: str, here: str, **values: Any) -> str:
    """A page that extends ``verwaltung.html``.

    Args:
        here: the key of the section that it belongs to.
        values: what the template's own part needs.
    """
    return site.templates.render(
        template,
        sections=sections_of(staff),
        here=here,
        staff=staff,
        form_token=staff.form_token,
        fair=site.fair,
        **values,
    )
