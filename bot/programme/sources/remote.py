"""Fetches a programme over HTTPS, from addresses that a server may ask."""

from __future__ import annotations

import asyncio
import hashlib
import random
import socket
import zlib
from collections.abc import Awaitable, Callable, Iterable
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Any
from zoneinfo import ZoneInfo

import httpx

from bot.core.errors import ConfigurationError, ProgrammeUnavailable
from bot.core.untrusted_text import whole_number
from bot.programme.sources.base import Polling, ScheduleFormat, SourceReading

SCHEMES = ("http", "https")
CALENDAR_SCHEMES = ("webcal", "webcals")
"""Schemes of calendar addresses meant for subscribing; they are fetched over https."""
_TRANSLATED = ip_network("64:ff9b::/96")  # NAT64: an IPv4 address in disguise
_DEFAULT_PORTS = {"http": 80, "https": 443}


def parse_address(url: str) -> httpx.URL:
    """Return the checked address; webcal:// becomes https://.

    Raises:
        ConfigurationError: it is no http(s) or webcal address with a host.
    """
    try:
        address = httpx.URL(url)
        if address.scheme in CALENDAR_SCHEMES:
            address = address.copy_with(scheme="https")
    except httpx.InvalidURL as error:
        raise ConfigurationError(f"{url} ist keine Internetadresse – bitte mit https:// beginnen.") from error
    if address.scheme not in SCHEMES or not address.host:
        raise ConfigurationError(f"{url} ist keine Internetadresse – bitte mit https:// beginnen.")
    return address


def public_name(url: httpx.URL) -> str:
    """Return the address without user and query, which may hold secrets; a hash still tells two queries apart."""
    plain = str(url.copy_with(username=None, password=None, query=None, fragment=None))
    return f"{plain}?{hashlib.sha256(url.query).hexdigest()[:8]}" if url.query else plain


def refusal_of(target: httpx.URL, origin: httpx.URL, start: httpx.URL, hosts: Iterable[str]) -> str:
    """Return why a redirect to ``target`` is not followed (German); "" if it may be.

    Args:
        target: where the redirect leads.
        origin: the address that answered with it.
        start: the address that the operator has set.
        hosts: other hosts that the operator allows.
    """
    place = f"leitet auf {target.scheme}://{target.host} um"
    if target.scheme not in SCHEMES or (origin.scheme == "https" and target.scheme != "https"):
        return f"{place}, das ist nicht erlaubt"
    if target.host != start.host and target.host.lower() not in hosts:
        return f"{place}, das ist nicht erlaubt"
    # Another port is another service, often one that must not be reached from outside.
    is_usual = _port(target) == _DEFAULT_PORTS[target.scheme]
    if not is_usual and (target.host, _port(target)) != (start.host, _port(start)):
        return f"{place}, Port {_port(target)}, das ist nicht erlaubt"
    return ""


def is_public(address: str) -> bool:
    """Return whether an IP address belongs to the public internet; an unreadable one does not."""
    try:
        found: IPv4Address | IPv6Address = ip_address(address.partition("%")[0])
    except ValueError:
        return False
    # An internal IPv4 address may hide in an IPv6 one.
    inner = getattr(found, "ipv4_mapped", None) or getattr(found, "sixtofour", None)
    if found in _TRANSLATED:
        return False
    return (inner or found).is_global and not (inner or found).is_multicast


def _port(url: httpx.URL) -> int:
    return url.port or _DEFAULT_PORTS.get(url.scheme, 0)


REDIRECT_LIMIT = 5
# Nothing but gzip: it is unpacked here, piece by piece, so that a small answer cannot swell beyond the limit.
HEADERS = {"User-Agent": "Messelotse", "Accept-Encoding": "gzip"}
Resolver = Callable[[str, int], Awaitable[list[str]]]


async def resolve(host: str, port: int) -> list[str]:
    """Return the IP addresses of a host."""
    found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return [str(entry[4][0]) for entry in found]


class RemoteSchedule:
    """A schedule at an http(s) address."""

    def __init__(
        self,
        url: str,
        zone: ZoneInfo,
        decode: ScheduleFormat,
        http: httpx.AsyncClient | None = None,
        jitter: Callable[[float, float], float] = random.uniform,
        polling: Polling | None = None,
        resolver: Resolver = resolve,
    ) -> None:
        """Prepare the source; nothing is requested yet.

        Args:
            url: the address.
            zone: the fair's zone.
            decode: the format to expect.
            http: client to use; by default an own one.
            jitter: picks a factor between two bounds, so that many bots do not poll in step.
            polling: interval, limits and allowed hosts.
            resolver: finds the IP addresses of a host that a redirect names.

        Raises:
            ConfigurationError: the address is no http(s) address.
        """
        self._url = parse_address(url)
        self.name = public_name(self._url)
        self._zone = zone
        self._decode = decode
        self._polling = polling or Polling()
        self._http = http or httpx.AsyncClient(timeout=self._polling.timeout)
        self._jitter = jitter
        self._resolve = resolver
        self._failures = 0
        self._retry_after = 0.0
        self._validators: dict[str, str] = {}
        self._digest = ""

    async def fetch(self) -> SourceReading | None:
        """Return the programme, or None when the server's copy is unchanged.

        Raises:
            ProgrammeUnavailable: no answer, or one that must not be used.
            ContentError: the answer is no programme.
        """
        self._failures += 1  # taken back below, so that every way out by an exception counts
        self._retry_after = 0.0
        try:
            answer = await asyncio.wait_for(self._ask(), self._polling.timeout)
        except (asyncio.TimeoutError, httpx.TimeoutException) as error:
            raise self._unavailable(f"antwortet nicht innerhalb von {self._polling.timeout:g} Sekunden") from error
        except (httpx.HTTPError, httpx.InvalidURL, OSError, zlib.error) as error:
            raise self._unavailable(f"nicht erreichbar ({type(error).__name__})") from error
        reading = await self._take(*answer) if answer is not None else None
        self._failures = 0
        return reading

    def pause(self) -> float:
        """Return about the interval; after failures longer, up to the longest pause or the server's Retry-After."""
        # The exponent is capped, as 2.0 ** failures would overflow after a long outage.
        growing = self._polling.seconds * 2.0 ** min(self._failures, 10)
        wait = max(min(growing, self._polling.longest_pause), min(self._retry_after, self._polling.longest_pause))
        return wait * self._jitter(0.9, 1.1)

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def _ask(self) -> tuple[bytes, dict[str, str]] | None:
        """Return body and validators, or None where nothing has changed."""
        url = self._url
        for _ in range(REDIRECT_LIMIT):
            request = await self._request(url)
            # Redirects are followed by hand, since each target has to be checked.
            response = await self._http.send(request, stream=True, follow_redirects=False)
            try:
                if not response.has_redirect_location:
                    return await self._receive(response)
                url = self._follow(url, response.headers["Location"])
            finally:
                await response.aclose()
        raise self._unavailable("zu viele Weiterleitungen")

    async def _request(self, url: httpx.URL) -> httpx.Request:
        headers = {**HEADERS, **self._validators}
        if url.host == self._url.host:
            return self._http.build_request("GET", url, headers=headers)
        # Another host, though an allowed one: it must be a public address, and exactly the one that was looked at.
        address = await self._public_address(url)
        host = url.netloc.decode("ascii")
        extensions: dict[str, Any] = {"sni_hostname": url.host}
        # Asked for by its IP address: the name could resolve to an internal one a moment later (DNS rebinding).
        pinned = url.copy_with(host=address)
        return self._http.build_request("GET", pinned, headers={**headers, "Host": host}, extensions=extensions)

    async def _public_address(self, url: httpx.URL) -> str:
        addresses = await self._resolve(url.host, url.port or (443 if url.scheme == "https" else 80))
        # All of them: one public address must not let an internal one through.
        if not addresses or not all(map(is_public, addresses)):
            raise self._unavailable(f"leitet auf {url.host} um, eine Adresse im internen Netz, das ist nicht erlaubt")
        return addresses[0]

    def _follow(self, url: httpx.URL, location: str) -> httpx.URL:
        target = url.join(location)
        refusal = refusal_of(target, url, self._url, self._polling.hosts)
        if refusal:
            raise self._unavailable(refusal)
        return target

    async def _receive(self, response: httpx.Response) -> tuple[bytes, dict[str, str]] | None:
        if response.status_code == httpx.codes.NOT_MODIFIED and self._digest:
            return None
        if response.status_code != httpx.codes.OK:
            self._retry_after = _seconds_of(response.headers.get("Retry-After", ""))
            raise self._unavailable(f"antwortet mit Status {response.status_code}")
        return await self._read_limited(response), _validators_of(response)

    async def _take(self, body: bytes, validators: dict[str, str]) -> SourceReading | None:
        digest = hashlib.sha256(body).hexdigest()
        # Decoding a large schedule takes a while: chats must not wait for it.
        reading = None if digest == self._digest else await asyncio.to_thread(self._decode, body, self._zone, self.name)
        # Only now: a bad answer shall be asked for again in full, not be "unchanged" next time.
        self._digest, self._validators = digest, validators
        return reading

    async def _read_limited(self, response: httpx.Response) -> bytes:
        encoding = response.headers.get("Content-Encoding", "identity").lower()
        if encoding not in ("identity", "gzip", "x-gzip"):
            raise self._unavailable(f"antwortet in der Kodierung {encoding}, verlangt war gzip")
        unpack = None if encoding == "identity" else zlib.decompressobj(16 + zlib.MAX_WBITS)
        limit, body = self._polling.size_limit, bytearray()
        async for chunk in response.aiter_raw():
            # Unpacked no further than one byte beyond the limit: a gzip bomb never grows.
            body += chunk if unpack is None else unpack.decompress(chunk, limit + 1 - len(body))
            if len(body) > limit:
                raise self._unavailable(f"ist größer als {limit // 1024**2} MB")
        if unpack is not None and not unpack.eof:
            raise self._unavailable("bricht mitten in der Antwort ab")
        return bytes(body)

    def _unavailable(self, reason: str) -> ProgrammeUnavailable:
        return ProgrammeUnavailable(f"{self.name}: {reason} – bitte Adresse, Netz und Server prüfen")


def _seconds_of(retry_after: str) -> float:
    """Return the seconds of a Retry-After header; the rare form with a date counts as 0."""
    return float(whole_number(retry_after, most=8) or 0)


def _validators_of(response: httpx.Response) -> dict[str, str]:
    pairs = (("If-None-Match", "ETag"), ("If-Modified-Since", "Last-Modified"))
    return {asked: response.headers[sent] for asked, sent in pairs if sent in response.headers}
