"""Rooms and floors in German sentences, with the article and case each preposition asks for.

German has no rule for the gender of a room's name: its last word decides, and a name that ends in an unknown word goes
without an article, which is right for „Seminarraum 1“ and never sounds wrong.
"""

from __future__ import annotations

import re

# A closed list: „Barmer“, „Wiener“ and other names of towns end like adjectives but are not declined.
_ADJECTIVE = re.compile(r"^(Groß|Klein|Alt|Neu|Blau|Rot|Grün|Gelb|Weiß|Ober|Unter|Hinter|Vorder)e[rs]? ")
_THE = {"Foyer": "Das", "Bibliothek": "Die", "Kunsthalle": "Die", "Saal": "Der", "Halle": "Die"}
_IN_THE = {"Foyer": "im", "Bibliothek": "in der", "Kunsthalle": "in der", "Saal": "im", "Halle": "in der"}
_INTO_THE = {
    "Foyer": "ins", "Bibliothek": "in die", "Kunsthalle": "in die", "Saal": "in den", "Halle": "in die",
    "Flur": "in den", "Gang": "in den", "Galerie": "auf die", "Garderobe": "in die", "Küche": "in die",
}  # fmt: skip


def in_room(name: str) -> str:
    """Say where something takes place: ``im Großen Saal``, ``in Seminarraum 1``; "" without a room."""
    if not name:
        return ""
    last = name.split()[-1]
    article = _IN_THE.get(last)
    if article is None:
        return f"im {name}" if name.startswith("Live Club") else f"in {name}"
    return f"{article} {_dative(name)}"


def into_room(name: str) -> str:
    """Say where a door or way leads: ``in den Großen Saal``, ``in die Kunsthalle``, ``in Seminarraum 1``."""
    # The accusative of a masculine adjective ends in -en, of the others in -e.
    article = "in den" if name.startswith("Live Club") else _INTO_THE.get(name.split()[-1], "in") if name else "in"
    ending = "en" if article == "in den" else "e"
    return f"{article} {_ADJECTIVE.sub(lambda match: f'{match.group(1)}{ending} ', name)}"


def on_floor(name: str) -> str:
    """Say on which floor: ``im 2. Obergeschoss``, ``auf Ebene 2``; any other name stands in quotation marks."""
    last = name.split()[-1].casefold() if name else ""
    if last.endswith("geschoss"):
        return f"im {name}"
    return f"auf {name}" if name.startswith("Ebene ") else f"auf „{name}“"


def into_floor(name: str) -> str:
    """Say to which floor: ``ins 2. Obergeschoss``, ``zur Ebene 2``; any other name stands in quotation marks."""
    last = name.split()[-1].casefold() if name else ""
    if last.endswith("geschoss"):
        return f"ins {name}"
    return f"zur {name}" if name.startswith("Ebene ") else f"nach „{name}“"


def the_room(name: str) -> str:
    """Name a room at the beginning of a sentence: ``Der Große Saal``, ``Die Kunsthalle``, ``Seminarraum 1``."""
    article = "Der" if name.startswith("Live Club") else _THE.get(name.split()[-1], "")
    return f"{article} {_ADJECTIVE.sub(lambda match: f'{match.group(1)}e ', name)}" if article else name


def _dative(name: str) -> str:
    """Return the room's name after „im“ or „in der“: only a real adjective changes, „Barmer Saal“ stays."""
    return _ADJECTIVE.sub(lambda match: f"{match.group(1)}en ", name)
