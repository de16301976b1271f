"""One line of JSON for each log entry, with the id of the request it belongs to; no words of visitors, no sessions.

The id goes with a message through all three processes: web makes it, Rasa and the actions find it in the message's
metadata. So ``grep ID .messelotse/protokoll/*.log`` tells the whole story of one message.
"""

from __future__ import annotations

import json
import logging
import re
import secrets
import time
import traceback
from collections import Counter
from collections.abc import Callable, Mapping
from contextvars import ContextVar
from datetime import datetime
from pathlib import Path
from typing import Any

REQUEST_KEY = "anfrage"  # in Rasa's message metadata, and in the log
REQUEST_HEADER = "X-Request-ID"
OURS = ("bot", "actions", "__main__")
_request: ContextVar[str] = ContextVar("request", default="")
LONGEST_TEXT = 4_000  # characters of a message or of a stack trace
SPAN_SECONDS = 10.0
MOST_OF_PLACE, MOST_OF_ALL = 20, 2_000  # entries in a span
MOST_TOLD = 5
LEFT_OUT = "%d weitere Einträge von dieser Stelle nicht geschrieben: %s:%d"
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


class JsonFormatter(logging.Formatter):
    """Formats an entry as one line: zeit, stufe, quelle, text, and anfrage, fehler, felder where there are any."""

    def format(self, record: logging.LogRecord) -> str:
        """The line without its end."""
        moment = datetime.fromtimestamp(record.created).astimezone()
        entry: dict[str, Any] = {
            "zeit": moment.isoformat(timespec="milliseconds"),
            "stufe": record.levelname,
            "quelle": record.name,
            "text": shortened(text_of(record)),
        }
        if current_request():
            entry[REQUEST_KEY] = current_request()
        if isinstance(fields := getattr(record, "felder", None), Mapping):
            entry |= fields
        if record.exc_info:
            at_work = _is_at_work(record)
            told = frames_of(record.exc_info[1]) if at_work else self.formatException(record.exc_info)
            entry["fehler"] = shortened(told)
        return json.dumps(entry, ensure_ascii=False, default=str)


def text_of(record: logging.LogRecord) -> str:
    """Return an entry's message; of a library at work on a request only its place in the code.

    Messages of libraries may repeat a visitor's words.
    """
    is_ours = record.name.partition(".")[0] in OURS
    return record.getMessage() if is_ours or not _is_at_work(record) else f"{record.module}:{record.lineno}"


def frames_of(error: BaseException | None) -> str:
    """Kinds and places of an error and of those that led to it, without what they say."""
    told: list[str] = []
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        told.append(f"{type(error).__qualname__}\n{''.join(traceback.format_tb(error.__traceback__))}")
        error = error.__cause__ or error.__context__
    return "\n".join(told)


def _is_at_work(record: logging.LogRecord) -> bool:
    """Whether a request is behind the entry; asyncio tells of lost errors later, outside of any."""
    return bool(current_request()) or record.name == "asyncio"


def shortened(text: str) -> str:
    """The text; of a long one, its beginning and its end."""
    half = LONGEST_TEXT // 2
    return text if len(text) <= LONGEST_TEXT else f"{text[:half]} … {text[-half:]}"


class Restrained(logging.StreamHandler):  # type: ignore[type-arg]  # not subscriptable at run time
    """Writes to standard error, however fast entries come: of those from one place only some in each span of time.

    Those left out are counted, and told with the next span. Everything at once is limited as well.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic) -> None:
        """Count by ``now``, a source of seconds."""
        super().__init__()
        self._now = now
        self._begun = now()
        self._written = 0
        self._counts: Counter[tuple[str, int]] = Counter()
        self._left_out: Counter[tuple[str, int]] = Counter()

    def emit(self, record: logging.LogRecord) -> None:
        """Write the entry, or count it."""
        if self._now() - self._begun >= SPAN_SECONDS:
            self._tell_left_out()
        place = (record.pathname, record.lineno)
        self._counts[place] += 1
        most = MOST_OF_PLACE if record.levelno >= logging.WARNING else MOST_OF_ALL
        if self._counts[place] <= most and self._written < MOST_OF_ALL:
            self._written += 1
            super().emit(record)
        else:
            self._left_out[place] += 1

    def _tell_left_out(self) -> None:
        for (path, line), count in self._left_out.most_common(MOST_TOLD):
            values = (count, Path(path).name, line)
            super().emit(logging.LogRecord(__name__, logging.WARNING, __file__, 0, LEFT_OUT, values, None))
        self._written = 0
        self._counts.clear()
        self._left_out.clear()
        self._begun = self._now()


def log_as_json() -> None:
    """Let all loggers of this process, and Python's warnings, write JSON lines to standard error."""
    logging.captureWarnings(True)
    handler = Restrained()
    handler.setFormatter(JsonFormatter())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)
