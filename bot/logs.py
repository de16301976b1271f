"""One line of JSON for each log entry, with the id of the request it belongs to; no words of visitors, no sessions.

The id goes with a message through all three processes: web makes it, Rasa and the actions find it in the message's
metadata. So ``grep ID .messelotse/protokoll/*.log`` tells the whole story of one message.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
from collections.abc import Mapping
from contextvars import ContextVar
from datetime import datetime
from typing import Any

REQUEST_KEY = "anfrage"  # in Rasa's message metadata, and in the log
REQUEST_HEADER = "X-Request-ID"
_request: ContextVar[str] = ContextVar("request", default="")
_FITTING = re.compile(r"[A-Za-z0-9_-]{8,64}")


def begin_request(given: object = None) -> str:
    """Set the id of what this task works on: the given one where it can be used, else a new one; returns it."""
    usable = isinstance(given, str) and _FITTING.fullmatch(given)
    request = str(given) if usable else secrets.token_hex(8)
    _request.set(request)
    return request


def current_request() -> str:
    """The id of the request at hand; "" outside of any."""
    return _request.get()


def request_in(metadata: object) -> object:
    """The id in a message's metadata; None where there is none."""
    return metadata.get(REQUEST_KEY) if isinstance(metadata, Mapping) else None


class JsonLines(logging.Formatter):
    """Formats an entry as one line: zeit, stufe, quelle, text, and anfrage, fehler, felder where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without its end."""
        moment = datetime.fromtimestamp(record.created).astimezone()
        entry: dict[str, Any] = {
            "zeit": moment.isoformat(timespec="milliseconds"),
            "stufe": record.levelname,
            "quelle": record.name,
            "text": record.getMessage(),
        }
        if current_request():
            entry[REQUEST_KEY] = current_request()
        if isinstance(fields := getattr(record, "felder", None), Mapping):
            entry |= fields
        if record.exc_info:
            entry["fehler"] = self.formatException(record.exc_info)
        return json.dumps(entry, ensure_ascii=False, default=str)


def log_as_json() -> None:
    """Let all loggers of this process write JSON lines to standard error."""
    handler = logging.StreamHandler()
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
