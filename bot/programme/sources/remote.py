"""A schedule on another server, asked for politely: only what is new, not too often, not too much."""

from __future__ import annotations

import asyncio
import hashlib
import random
from collections.abc import Callable
from zoneinfo import ZoneInfo

import httpx

from bot.errors import ConfigurationError, ProgrammeUnavailable
from bot.programme.sources.base import Reading, ScheduleFormat

POLL_SECONDS = 30.0
LONGEST_PAUSE = 300.0
TIMEOUT_SECONDS = 10.0
SIZE_LIMIT = 20 * 1024 * 1024
REDIRECT_LIMIT = 5


class RemoteSchedule:
    """A schedule at an http(s) address."""

    def __init__(
        self,
        url: str,
        zone: ZoneInfo,
        decode: ScheduleFormat,
        http: httpx.AsyncClient | None = None,
        jitter: Callable[[float, float], float] = random.uniform,
    ) -> None:
        """Prepare; nothing is asked yet.

        Args:
            url: the address.
            zone: the fair's zone.
            decode: the format to expect.
            http: client to use; by default an own one.
            jitter: picks a factor between two bounds, so that many bots do not ask in step.

        Raises:
            ConfigurationError: the address is no http(s) address.
        """
        self._url = parse_address(url)
        self.name = _public_name(self._url)
        self._zone = zone
        self._decode = decode
        self._http = http or httpx.AsyncClient(timeout=TIMEOUT_SECONDS, headers={"User-Agent": "Messelotse"})
        self._jitter = jitter
        self._failures = 0
        self._validators: dict[str, str] = {}
        self._digest = ""

    async def fetch(self) -> Reading | None:
        """The programme, or None when the server's copy is unchanged.

        Raises:
            ProgrammeUnavailable: no answer, or one that must not be used.
            ContentError: the answer is no programme.
        """
        self._failures += 1  # taken back below, so that every way out by an exception counts
        try:
            reading = await asyncio.wait_for(self._ask(), TIMEOUT_SECONDS)
        except (httpx.HTTPError, httpx.InvalidURL, asyncio.TimeoutError) as error:
            raise self._unavailable(f"nicht erreichbar ({type(error).__name__})") from error
        self._failures = 0
        return reading

    def pause(self) -> float:
        """About 30 seconds; after failures longer and longer, at most 5 minutes."""
        wait = min(POLL_SECONDS * 2.0 ** min(self._failures, 10), LONGEST_PAUSE)
        return wait * self._jitter(0.9, 1.1)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _ask(self) -> Reading | None:
        url = self._url
        for _ in range(REDIRECT_LIMIT):
            async with self._http.stream("GET", url, headers=self._validators, follow_redirects=False) as response:
                if not response.has_redirect_location:
                    return await self._take(response)
                url = self._follow(url, response.headers["Location"])
        raise self._unavailable("zu viele Weiterleitungen")

    def _follow(self, url: httpx.URL, location: str) -> httpx.URL:
        target = url.join(location)
        is_downgrade = url.scheme == "https" and target.scheme != "https"
        if target.host != url.host or target.scheme not in ("http", "https") or is_downgrade:
            raise self._unavailable(f"leitet auf {target.scheme}://{target.host} um, das ist nicht erlaubt")
        return target

    async def _take(self, response: httpx.Response) -> Reading | None:
        if response.status_code == httpx.codes.NOT_MODIFIED and self._digest:
            return None
        if response.status_code != httpx.codes.OK:
            raise self._unavailable(f"antwortet mit Status {response.status_code}")
        body = await self._read_limited(response)
        digest = hashlib.sha256(body).hexdigest()
        # Decoding a large schedule takes a while: chats must not wait for it.
        reading = None if digest == self._digest else await asyncio.to_thread(self._decode, body, self._zone, self.name)
        # Only now: a bad answer shall be asked for again in full, not be "unchanged" next time.
        self._digest, self._validators = digest, _validators_of(response)
        return reading

    async def _read_limited(self, response: httpx.Response) -> bytes:
        body = bytearray()
        async for chunk in response.aiter_bytes():
            body += chunk
            if len(body) > SIZE_LIMIT:
                raise self._unavailable(f"ist größer als {SIZE_LIMIT // 1024 ** 2} MB")
        return bytes(body)

    def _unavailable(self, reason: str) -> ProgrammeUnavailable:
        return ProgrammeUnavailable(f"{self.name}: {reason} – bitte Adresse, Netz und Server prüfen")


def parse_address(url: str) -> httpx.URL:
    """The address, checked.

    Raises:
        ConfigurationError: no http(s) address with a host.
    """
    try:
        address = httpx.URL(url)
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"{url} ist keine Internetadresse – bitte mit https:// beginnen.") from error
    if address.scheme not in ("http", "https") or not address.host:
        raise ConfigurationError(f"{url} ist keine Internetadresse – bitte mit https:// beginnen.")
    return address


def _public_name(url: httpx.URL) -> str:
    """Without user and query, which may hold secrets; a hash still tells two queries apart."""
    plain = str(url.copy_with(username=None, password=None, query=None, fragment=None))
    return f"{plain}?{hashlib.sha256(url.query).hexdigest()[:8]}" if url.query else plain


def _validators_of(response: httpx.Response) -> dict[str, str]:
    pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    return {asked: response.headers[sent] for asked, sent in pairs if sent in response.headers}
