"""Texts of an iCalendar file, escaped after RFC 5545, 3.3.11, so that every text comes back as it was."""

from __future__ import annotations

import re
from collections.abc import Iterable

from icalendar import vText
from icalendar.prop import vCategory

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")  # 3.1: not allowed in a text
_LINE_END = re.compile(r"\r\n?|\n")
_SPECIAL = re.compile(r"[\\;,]")


class IcalText(vText):
    r"""An iCalendar text; the library's own one (7.3) makes a line break of the backslash in „S:\\Netz“."""

    def to_ical(self) -> bytes:
        """Return the text as it is written in the file, control characters left out."""
        escaped = _SPECIAL.sub(r"\\\g<0>", _CONTROL.sub("", self))
        return _LINE_END.sub(r"\\n", escaped).encode()


def categories(topics: Iterable[str]) -> vCategory:
    """Return the value of CATEGORIES."""
    value = vCategory([])
    value.cats = [IcalText(topic) for topic in topics]
    return value
