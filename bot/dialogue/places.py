"""Rooms in German sentences. Pure."""

from __future__ import annotations

import re

_ADJECTIVE = re.compile(r"^(Groß|Klein|Alt|Neu|Blau|Rot|Grün|Gelb|Weiß|Ober|Unter|Hinter|Vorder)e[rs]? ")
_THE = {"Foyer": "Das", "Bibliothek": "Die", "Kunsthalle": "Die", "Saal": "Der", "Halle": "Die"}
_IN_THE = {"Foyer": "im", "Bibliothek": "in der", "Kunsthalle": "in der", "Saal": "im", "Halle": "in der"}


def in_room(name: str) -> str:
    """``im Großen Saal``, ``in der Kunsthalle``, ``in Seminarraum 1``; "" without a room."""
    if not name:
        return ""
    last = name.split()[-1]
    article = _IN_THE.get(last)
    if article is None:
        return f"im {name}" if name.startswith("Live Club") else f"in {name}"
    return f"{article} {_dative(name)}"


def the_room(name: str) -> str:
    """``Der Große Saal``, ``Die Kunsthalle``, ``Seminarraum 1``: a room at the beginning of a sentence."""
    article = "Der" if name.startswith("Live Club") else _THE.get(name.split()[-1], "")
    return f"{article} {_ADJECTIVE.sub(lambda match: f'{match.group(1)}e ', name)}" if article else name


def _dative(name: str) -> str:
    """The room's name after „im“ or „in der“: only a real adjective changes, „Barmer Saal“ stays."""
    return _ADJECTIVE.sub(lambda match: f"{match.group(1)}en ", name)
