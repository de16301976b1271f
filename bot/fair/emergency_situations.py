"""Emergencies by situation, and the service whose number each needs.

Kept apart from the net that recognises them (``bot/emergency``), because messe.yml's texts are checked against it.
"""

from __future__ import annotations

from dataclasses import dataclass

UNCLEAR, GERMAN, RESCUE = "unklar", "de", "rettung"
SERVICES = {
    **dict.fromkeys(("waffe", "gewalt", "bedrohung", "gegenstand"), "polizei"),
    **dict.fromkeys(("aufzug", "kind_vermisst", "belaestigung", "gebaeude"), "haus"),
    "suizid": "seele",
}  # all others: RESCUE


@dataclass(frozen=True)
class Alarm:
    """An emergency: its situation („herz“, or „unklar“), and the language of the message („de“, „en“ …).

    ``is_sure`` is False where it may as well be a plain question, which then is answered, too.
    """

    situation: str
    language: str = GERMAN
    is_sure: bool = True


def service_of(situation: str) -> str:
    """Return the service a situation needs first: ``rettung``, ``polizei``, ``haus`` or ``seele``."""
    return SERVICES.get(situation, RESCUE)
