"""The programme for calendars, apps and screens: .ics files, schedule.xml and what runs now."""

from __future__ import annotations

import asyncio
import json
from datetime import datetime
from functools import partial

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from bot.core.errors import ProgrammeUnavailable
from bot.fair.model import Fair
from bot.programme.exports.ical_export import calendar_of
from bot.programme.exports.now_next import now_and_next, to_json
from bot.programme.exports.schedule_xml_export import to_schedule_xml
from bot.programme.model import Catalogue, Session
from bot.programme.store import ProgrammeStore
from bot.web.http.documents import Document, make_document, send_document
from bot.web.http.problems import WebProblem
from bot.web.services import services_of

CALENDAR_TYPE = "text/calendar; charset=utf-8"
JSON_TYPE = "application/json; charset=utf-8"
XML_TYPE = "application/xml; charset=utf-8"
CLOCK_HEADER = "Messe-Uhr"
REMEDY = "Bitte versuchen Sie es gleich noch einmal."
MAX_KEPT = 64  # documents; one session's calendar is made in a millisecond


class ProgrammeExports:
    """Makes each document once per version of the programme, ``jetzt.json`` once a minute."""

    def __init__(self, store: ProgrammeStore, fair: Fair) -> None:
        self._store = store
        self._fair = fair
        self._kept: dict[tuple[object, ...], Document] = {}

    @property
    def catalogue(self) -> Catalogue:
        """The programme as of now.

        Raises:
            ProgrammeUnavailable: there is none yet.
        """
        return self._store.catalogue

    def now(self, moment: datetime) -> Document:
        """What runs now, what is next and what has changed."""
        catalogue = self._store.catalogue
        minute = moment.replace(second=0, microsecond=0)
        key = ("jetzt", catalogue.version, catalogue.read_at, minute)
        return self._kept.get(key) or self._keep(key, self._now(catalogue, minute))

    def calendar(self, moment: datetime) -> Document:
        """All sessions."""
        catalogue = self._store.catalogue
        key = ("kalender", catalogue.version)
        return self._kept.get(key) or self._keep(key, self._calendar(catalogue.sessions, moment, self._fair.name))

    def schedule(self) -> Document:
        """The sessions that take place as schedule.xml."""
        catalogue = self._store.catalogue
        key = ("schedule.xml", catalogue.version)
        return self._kept.get(key) or self._keep(key, self._schedule(catalogue))

    def session(self, identifier: str, moment: datetime) -> Document | None:
        """One session; None when the programme has no such one."""
        catalogue = self._store.catalogue
        found = catalogue.session(identifier)
        if found is None:
            return None
        key = ("sitzung", catalogue.version, identifier)
        return self._kept.get(key) or self._keep(key, self._calendar([found], moment, found.title))

    def _now(self, catalogue: Catalogue, minute: datetime) -> Document:
        body = to_json(now_and_next(catalogue, minute), catalogue, self._fair)
        return make_document(json.dumps(body, ensure_ascii=False).encode(), JSON_TYPE)

    def _schedule(self, catalogue: Catalogue) -> Document:
        return make_document(to_schedule_xml(catalogue, self._fair), XML_TYPE, catalogue.version)

    def _calendar(self, sessions: tuple[Session, ...] | list[Session], moment: datetime, name: str) -> Document:
        body = calendar_of(sessions, self._fair, moment, name)
        return make_document(body, CALENDAR_TYPE, self._store.catalogue.version)

    def _keep(self, key: tuple[object, ...], document: Document) -> Document:
        while len(self._kept) >= MAX_KEPT:
            del self._kept[next(iter(self._kept))]
        self._kept[key] = document
        return document


def setup_programme_exports(app: Sanic) -> None:
    """Serve /programm/jetzt.json, schedule.xml, programm.ics and sitzung/<id>.ics."""
    methods = {"GET", "HEAD"}
    app.add_route(get_now, "/programm/jetzt.json", methods=methods)
    app.add_route(get_schedule, "/programm/schedule.xml", methods=methods)
    app.add_route(get_calendar, "/programm/programm.ics", methods=methods)
    app.add_route(get_session_calendar, "/programm/sitzung/<name:str>", methods=methods)


async def get_now(request: Request) -> HTTPResponse:
    """What runs now; 503 while there is no programme."""
    services = services_of(request)
    moment = services.clock.now()
    try:
        response = send_document(request, services.exports.now(moment))
    except ProgrammeUnavailable as error:
        raise missing_programme() from error
    # To the second, also with a 304: a screen's own clock may be wrong, and the fair's may be a demo clock.
    response.headers[CLOCK_HEADER] = moment.isoformat(timespec="seconds")
    return response


async def get_schedule(request: Request) -> HTTPResponse:
    """The programme for apps that do not read schedule.json."""
    try:
        return send_document(request, services_of(request).exports.schedule())
    except ProgrammeUnavailable as error:
        raise missing_programme() from error


async def get_calendar(request: Request) -> HTTPResponse:
    """The whole programme as a calendar."""
    services = services_of(request)
    try:
        # 1,000 sessions take a third of a second: beside the event loop, so that chats go on.
        make = partial(services.exports.calendar, services.clock.now())
        document = await asyncio.get_running_loop().run_in_executor(None, make)
    except ProgrammeUnavailable as error:
        raise missing_programme() from error
    return _as_file(send_document(request, document), "programm.ics")


async def get_session_calendar(request: Request, name: str) -> HTTPResponse:
    """One session as a calendar; 404 for an unknown one."""
    services = services_of(request)
    identifier = name.removesuffix(".ics")
    try:
        document = services.exports.session(identifier, services.clock.now()) if name.endswith(".ics") else None
    except ProgrammeUnavailable as error:
        raise missing_programme() from error
    if document is None:
        raise WebProblem(404, "Diesen Programmpunkt gibt es nicht.", "Das Programm steht auf der Seite /programm.")
    return _as_file(send_document(request, document), f"{identifier}.ics")


def _as_file(response: HTTPResponse, name: str) -> HTTPResponse:
    """With the name under which a browser saves it; identifiers are plain ASCII."""
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def missing_programme() -> WebProblem:
    """The answer while no programme has been read."""
    return WebProblem(503, "Das Programm liegt gerade nicht vor.", REMEDY)
