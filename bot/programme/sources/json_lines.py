"""Line numbers of events in a JSON text, which the standard parser does not give."""

from __future__ import annotations

import json

from bot.programme.sources.schedule_walk import Json

_KEYS = ("guid", "slug", "title")
_ONE_LINE = 3
"""A text with fewer lines was written by a machine on one line: its number would be of no help."""


class EventLines:
    """Finds the lines of events in the text they were read from."""

    def __init__(self, text: str) -> None:
        self._text = text if text.count("\n") >= _ONE_LINE else ""

    def line_of(self, event: Json) -> int:
        """Return the line of the first key whose value occurs only once; 0 where there is none."""
        values = (event[key] for key in _KEYS if isinstance(event.get(key), str) and event[key])
        return next((line for value in values if (line := self._line_of_value(str(value)))), 0)

    def _line_of_value(self, value: str) -> int:
        # Tools write umlauts as they are or as \uXXXX.
        for is_ascii in (False, True):
            quoted = f": {json.dumps(value, ensure_ascii=is_ascii)}"
            position = self._text.find(quoted)
            if position >= 0 and self._text.find(quoted, position + 1) < 0:
                return self._text.count("\n", 0, position) + 1
        return 0
