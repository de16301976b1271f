"""The programme service: the live programme as JSON, for the action server, for screens and for other programs."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime

from sanic import Request, Sanic
from sanic.response import HTTPResponse

from bot.core.errors import ProgrammeUnavailable
from bot.fair.model import Fair
from bot.programme.exports.schedule_export import to_booth_list, to_schedule
from bot.programme.model import Catalogue
from bot.programme.store import ProgrammeStore
from bot.web.http.documents import Document, make_document, send_document
from bot.web.http.problems import WebProblem
from bot.web.services import services_of

logger = logging.getLogger(__name__)
CATALOGUE, SCHEDULE, BOOTHS = "katalog.json", "schedule.json", "staende.json"
EXPORTS: Mapping[str, Callable[[Catalogue, Fair], str]] = {
    CATALOGUE: lambda catalogue, _fair: catalogue.json(ensure_ascii=False),
    SCHEDULE: lambda catalogue, fair: json.dumps(to_schedule(catalogue, fair), ensure_ascii=False),
    BOOTHS: lambda catalogue, _fair: json.dumps(to_booth_list(catalogue), ensure_ascii=False),
}


class LiveProgramme:
    """The store's programme, each export made once per version."""

    def __init__(self, store: ProgrammeStore, fair: Fair) -> None:
        self._store = store
        self._fair = fair
        self._exported: tuple[str, datetime] | None = None
        self._documents: dict[str, Document] = {}
        self._was_asked = asyncio.Event()

    @property
    def state(self) -> str:
        """ "bereit", "veraltet" (an earlier copy answers) or "fehlt"."""
        return str(self._store.status.state)

    async def keep(self) -> None:
        """Load the programme and keep it fresh until cancelled; a first load that fails is tried again."""
        try:
            await self._store.load()
            self._was_asked.set()
            for line in self._store.status.problem.splitlines():
                logger.warning("Programm: %s", line)
            await self._store.watch()
        finally:
            await self._store.close()

    async def wait_for_first_answer(self, seconds: float) -> None:
        """Until the source has been asked once, well or in vain, or ``seconds`` have passed."""
        with suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._was_asked.wait(), seconds)

    def document(self, name: str) -> Document:
        """The named export.

        Raises:
            ProgrammeUnavailable: there is no programme yet.
        """
        catalogue = self._store.catalogue
        # read_at counts as well: an unchanged programme read again is younger, and its readers say so.
        if self._exported != (catalogue.version, catalogue.read_at):
            self._documents = {}
            self._exported = (catalogue.version, catalogue.read_at)
        if name not in self._documents:  # the chat waits for one of them only
            body = EXPORTS[name](catalogue, self._fair).encode()
            self._documents[name] = make_document(body, "application/json; charset=utf-8", catalogue.version)
        return self._documents[name]


def setup_programme(app: Sanic) -> None:
    """Serve GET /programm/<name>."""
    for name in EXPORTS:
        app.add_route(get_programme, f"/programm/{name}", methods={"GET", "HEAD"}, name=f"programm_{name}")


async def get_programme(request: Request) -> HTTPResponse:
    """One export with its ETag; 503 while there is no programme."""
    try:
        document = services_of(request).programme.document(request.path.rpartition("/")[2])
    except ProgrammeUnavailable as error:
        raise WebProblem(
            503, "Das Programm liegt gerade nicht vor.", "Bitte versuchen Sie es gleich noch einmal."
        ) from error
    return send_document(request, document)
