"""The programme for other programs: JSON, calendars, schedule.xml and what runs now, each made once per version."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from bot.fair.model import Fair
from bot.programme.exports.ical_export import calendar_of
from bot.programme.exports.now_next import now_and_next, to_json
from bot.programme.exports.schedule_export import to_booth_list, to_schedule, to_schedule_xml
from bot.programme.model import Catalogue, Session
from bot.web.http.documents import CALENDAR_TYPE, JSON_TYPE, XML_TYPE, Document, DocumentCache, make_document

CATALOGUE, SCHEDULE, BOOTHS = "katalog.json", "schedule.json", "staende.json"
JSON_EXPORTS: Mapping[str, Callable[[Catalogue, Fair], str]] = {
    CATALOGUE: lambda catalogue, _fair: catalogue.json(ensure_ascii=False),
    SCHEDULE: lambda catalogue, fair: json.dumps(to_schedule(catalogue, fair), ensure_ascii=False),
    BOOTHS: lambda catalogue, _fair: json.dumps(to_booth_list(catalogue), ensure_ascii=False),
}
MOST_KEPT = 64  # documents; one session's calendar is made in a millisecond


class ProgrammeExports:
    """Makes each document once per version of the programme, ``jetzt.json`` once a minute.

    All methods raise ProgrammeUnavailable while there is no programme.
    """

    def __init__(self, catalogue: Callable[[], Catalogue], fair: Fair) -> None:
        """Export from ``catalogue``, which gives the programme as of now."""
        self._catalogue = catalogue
        self._fair = fair
        self._json = DocumentCache(len(JSON_EXPORTS))
        self._cache = DocumentCache(MOST_KEPT)

    def json(self, name: str) -> Document:
        """Return one of :data:`JSON_EXPORTS`, made once per version."""
        catalogue = self._catalogue()

        def make() -> Document:
            body = JSON_EXPORTS[name](catalogue, self._fair).encode()
            return make_document(body, JSON_TYPE, catalogue.version)

        # read_at counts as well: an unchanged programme read again is younger, and its readers say so.
        return self._json.get((name, catalogue.version, catalogue.read_at), make)

    def now(self, moment: datetime) -> Document:
        """Return what runs now, what is next and what has changed, as JSON."""
        # to the minute: all screens of the hall share one document
        catalogue, minute = self._catalogue(), moment.replace(second=0, microsecond=0)

        def make() -> Document:
            body = to_json(now_and_next(catalogue, minute), catalogue, self._fair)
            return make_document(json.dumps(body, ensure_ascii=False).encode(), JSON_TYPE)

        return self._cache.get(("jetzt", catalogue.version, catalogue.read_at, minute), make)

    def calendar(self, moment: datetime) -> Document:
        """Return the calendar of all sessions (RFC 5545); ``moment`` is its time stamp."""
        catalogue = self._catalogue()
        return self._calendar(catalogue, catalogue.sessions, moment, self._fair.name)

    def session(self, identifier: str, moment: datetime) -> Document | None:
        """Return one session's calendar; None when the programme has no such one."""
        catalogue = self._catalogue()
        found = catalogue.session(identifier)
        return None if found is None else self._calendar(catalogue, [found], moment, found.title, identifier)

    def schedule(self) -> Document:
        """Return the sessions that take place as schedule.xml."""
        catalogue = self._catalogue()
        return self._cache.get(
            ("schedule.xml", catalogue.version),
            lambda: make_document(to_schedule_xml(catalogue, self._fair), XML_TYPE, catalogue.version),
        )

    def _calendar(
        self, catalogue: Catalogue, sessions: Sequence[Session], moment: datetime, name: str, identifier: str = ""
    ) -> Document:
        def make() -> Document:
            body = calendar_of(sessions, self._fair, moment, name)
            return make_document(body, CALENDAR_TYPE, catalogue.version)

        return self._cache.get(("kalender", catalogue.version, identifier), make)
