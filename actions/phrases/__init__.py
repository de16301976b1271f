"""Every sentence, button and word that the actions say to visitors, as plain templates with named fields.

One file a room of the answers, ``common`` for what several rooms say, ``nothing_found`` for everything that is said
when a search comes to nothing. To change a wording, look for its sentence in this folder and edit it here; each stands
only once. Fields in braces are filled by :func:`fill`; a text may leave one out, but must not name another.
"""

from __future__ import annotations

from string import Formatter


def fill(template: str, **fields: object) -> str:
    """The template with its fields filled in.

    A field that stays empty takes the blank beside it along: ``Es gibt {count} {topic}:`` with no topic is
    ``Es gibt drei Vorträge:``.

    Raises:
        KeyError: the template names a field that is not given.
    """
    text = ""
    for literal, name, _, _ in Formatter().parse(template):
        text += literal if text else literal.lstrip(" ")
        value = str(fields[name]) if name is not None else ""
        text = f"{text}{value}" if value or name is None else text.removesuffix(" ")
    return text
