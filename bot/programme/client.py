"""The action server's copy of the live programme, fetched over HTTP; the last good copy outlives the service."""

from __future__ import annotations

import asyncio
import json
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import httpx

from bot.core.errors import ProgrammeUnavailable
from bot.core.files import write_json
from bot.fair.clock import FairClock
from bot.programme.model import Catalogue

# A change shall be in the next answer, not in the one after; asking costs 2 ms (304), and all callers share it.
FRESH_SECONDS = 0.25
SAVE_SECONDS = 60.0
logger = logging.getLogger(__name__)


@dataclass(frozen=True)
class Snapshot:
    """The programme as its source last confirmed it at ``as_of`` (fair's time); ``is_live`` if that was just now."""

    catalogue: Catalogue
    as_of: datetime
    is_live: bool


class ProgrammeClient:
    """Keeps one copy of the programme; concurrent callers share one request."""

    def __init__(
        self,
        url: str,
        clock: FairClock,
        timeout: float = 2.0,
        http: httpx.AsyncClient | None = None,
        copy_file: Path | None = None,
        real_time: Callable[[], float] = time.monotonic,
    ) -> None:
        """Prepare the client; nothing is requested yet.

        Args:
            url: address of the catalogue.
            clock: dates the copies.
            timeout: seconds for one whole request.
            http: client to use; by default an own one that ignores proxy settings (the service is on this machine).
            copy_file: keeps the last good copy over a restart.
            real_time: source of real seconds; how old a copy is does not depend on the demo clock.
        """
        self._url = url
        self._clock = clock
        self._timeout = timeout
        self._http = http or httpx.AsyncClient(timeout=timeout, trust_env=False)
        self._copy_file = copy_file
        self._real_time = real_time
        self._snapshot: Snapshot | None = None
        self._etag = ""
        self._asked_at = float("-inf")
        self._saved_at = float("-inf")
        self._request: asyncio.Task[Snapshot] | None = None

    async def snapshot(self) -> Snapshot:
        """Return the programme: fresh, or the last good copy when the service does not answer.

        Raises:
            ProgrammeUnavailable: no answer and no copy.
        """
        if self._snapshot is not None and self._real_time() - self._asked_at < FRESH_SECONDS:
            return self._snapshot
        if self._request is None or self._request.done():
            self._request = asyncio.ensure_future(self._refresh())
        # Shielded: a caller who gives up must not take the others' answer away.
        return await asyncio.shield(self._request)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _refresh(self) -> Snapshot:
        try:
            catalogue = await asyncio.wait_for(self._fetch(), self._timeout)
        except (httpx.HTTPError, asyncio.TimeoutError, ValueError) as error:
            self._snapshot = self._fall_back(error)
        else:
            # The service may itself have nothing but an old copy: its source does not answer.
            stale = catalogue.stale_since
            self._snapshot = Snapshot(catalogue, stale or self._clock.now(), is_live=stale is None)
            await self._save(self._snapshot)
        # Noted after a failure as well: a dead service is asked four times a second at most, not by every message.
        self._asked_at = self._real_time()
        return self._snapshot

    async def _fetch(self) -> Catalogue:
        # The catalogue can be large; unchanged, the answer has no body.
        headers = {"If-None-Match": self._etag} if self._etag else {}
        response = await self._http.get(self._url, headers=headers)
        if response.status_code == httpx.codes.NOT_MODIFIED and self._snapshot is not None:
            return self._snapshot.catalogue
        response.raise_for_status()
        catalogue = Catalogue.parse_raw(response.content)
        self._etag = response.headers.get("ETag", "")
        return catalogue

    def _fall_back(self, error: Exception) -> Snapshot:
        if self._snapshot is None or self._snapshot.is_live:
            logger.warning("Programmdienst %s antwortet nicht (%s)", self._url, type(error).__name__)
        last = self._snapshot or self._load()
        if last is None:
            raise ProgrammeUnavailable("Das Programm ist gerade nicht erreichbar.") from error
        return Snapshot(last.catalogue, last.as_of, is_live=False)

    def _load(self) -> Snapshot | None:
        try:
            data = json.loads(self._copy_file.read_text(encoding="utf-8")) if self._copy_file else None
            return _decode(data) if data is not None else None
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError) as error:
            logger.warning("%s: Kopie des Programms nicht lesbar (%s)", self._copy_file, type(error).__name__)
            return None

    async def _save(self, snapshot: Snapshot) -> None:
        """Write the copy once a minute at most: a disk write for every question would be too much."""
        if self._copy_file is None or self._real_time() - self._saved_at < SAVE_SECONDS:
            return
        self._saved_at = self._real_time()
        try:
            await asyncio.to_thread(write_json, self._copy_file, _encode(snapshot))
        except OSError as error:
            logger.warning("%s: Kopie des Programms nicht schreibbar (%s)", self._copy_file, error)


def _encode(snapshot: Snapshot) -> dict[str, object]:
    return {"as_of": snapshot.as_of.isoformat(), "catalogue": json.loads(snapshot.catalogue.json())}


def _decode(data: dict[str, object]) -> Snapshot:
    return Snapshot(Catalogue.parse_obj(data["catalogue"]), datetime.fromisoformat(str(data["as_of"])), is_live=False)
