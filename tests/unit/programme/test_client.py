from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from pathlib import Path

import httpx
import pytest

from bot.core.errors import ProgrammeUnavailable
from bot.programme.client import ProgrammeClient, Snapshot
from bot.programme.model import Catalogue
from tests.samples.programme import NOW, ManualTime, at, catalogue, clock, session

URL = "http://127.0.0.1:8080/programm/katalog.json"
FIRST, SECOND = catalogue(session("a")), catalogue(session("b"))


class Service:
    """A programme service that can be down and counts its questions."""

    def __init__(self, served: Catalogue = FIRST) -> None:
        self.served = served
        self.is_up = True
        self.statuses: list[int] = []

    def __call__(self, request: httpx.Request) -> httpx.Response:
        """Answer as the service would."""
        response = self._answer(request.headers.get("If-None-Match"))
        self.statuses.append(response.status_code)
        return response

    def _answer(self, known: str | None) -> httpx.Response:
        if not self.is_up:
            return httpx.Response(503)
        if known == self.served.version:
            return httpx.Response(304)
        return httpx.Response(200, text=self.served.json(), headers={"ETag": self.served.version})


Handler = Callable[[httpx.Request], httpx.Response] | Callable[[httpx.Request], Coroutine[None, None, httpx.Response]]


def client(handler: Handler, time: ManualTime, copy_file: Path | None = None, timeout: float = 2.0) -> ProgrammeClient:
    http = httpx.AsyncClient(transport=httpx.MockTransport(handler))
    return ProgrammeClient(URL, clock(time), timeout, http, copy_file, time)


async def test_live_copy() -> None:
    assert await client(Service(), ManualTime()).snapshot() == Snapshot(FIRST, NOW, is_live=True)


async def test_copy_is_reused_for_a_moment_then_confirmed() -> None:
    service, time = Service(), ManualTime()
    programme = client(service, time)
    await programme.snapshot()
    time.seconds += 0.2
    await programme.snapshot()
    assert service.statuses == [200]
    time.seconds += 59.8
    assert await programme.snapshot() == Snapshot(FIRST, at("10:06"), is_live=True)
    assert service.statuses == [200, 304]


async def test_new_version_is_taken() -> None:
    service, time = Service(), ManualTime()
    programme = client(service, time)
    await programme.snapshot()
    service.served, time.seconds = SECOND, time.seconds + 1
    assert (await programme.snapshot()).catalogue == SECOND


async def test_last_good_copy_when_the_service_is_down_and_live_again_after() -> None:
    service, time = Service(), ManualTime()
    programme = client(service, time)
    await programme.snapshot()
    service.is_up, time.seconds = False, time.seconds + 60
    assert await programme.snapshot() == Snapshot(FIRST, NOW, is_live=False)
    service.is_up, time.seconds = True, time.seconds + 60
    assert await programme.snapshot() == Snapshot(FIRST, at("10:07"), is_live=True)


async def test_unavailable_without_any_copy() -> None:
    service = Service()
    service.is_up = False
    with pytest.raises(ProgrammeUnavailable):
        await client(service, ManualTime()).snapshot()


@pytest.mark.parametrize("text", ["", "<html>", "{}", '{"version": 1}'])
async def test_answer_that_is_no_catalogue_is_no_answer(text: str) -> None:
    with pytest.raises(ProgrammeUnavailable):
        await client(lambda request: httpx.Response(200, text=text), ManualTime()).snapshot()


async def test_silent_service_is_given_up() -> None:
    async def never(request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError("not reached")

    with pytest.raises(ProgrammeUnavailable):
        await client(never, ManualTime(), timeout=0.01).snapshot()


async def test_callers_share_one_request() -> None:
    service, gate = Service(), asyncio.Event()

    async def gated(request: httpx.Request) -> httpx.Response:
        await gate.wait()
        return service(request)

    programme = client(gated, ManualTime())
    callers = [asyncio.create_task(programme.snapshot()) for _ in range(5)]
    await asyncio.sleep(0)
    callers[0].cancel()  # must not take the answer away from the others
    gate.set()
    answers = await asyncio.gather(*callers[1:])
    assert (answers, service.statuses) == ([Snapshot(FIRST, NOW, is_live=True)] * 4, [200])


async def test_copy_outlives_a_restart(tmp_path: Path) -> None:
    service, file = Service(), tmp_path / "neu" / "kopie.json"
    await client(service, ManualTime(), file).snapshot()
    service.is_up = False
    assert await client(service, ManualTime(), file).snapshot() == Snapshot(FIRST, NOW, is_live=False)


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"as_of": "gestern", "catalogue": {}}'])
async def test_broken_copy_is_no_copy(tmp_path: Path, text: str) -> None:
    service = Service()
    service.is_up = False
    (tmp_path / "kopie.json").write_text(text, encoding="utf-8")
    with pytest.raises(ProgrammeUnavailable):
        await client(service, ManualTime(), tmp_path / "kopie.json").snapshot()


async def test_unwritable_copy_is_logged_and_survived(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "datei").write_text("", encoding="utf-8")
    snapshot = await client(Service(), ManualTime(), tmp_path / "datei" / "kopie.json").snapshot()
    assert (snapshot.is_live, "nicht schreibbar" in caplog.text) == (True, True)


async def test_old_copy_of_the_service_is_dated_by_its_source() -> None:
    old = FIRST.copy(update={"stale_since": at("09:42")})
    snapshot = await client(Service(old), ManualTime()).snapshot()
    assert (snapshot.as_of, snapshot.is_live) == (at("09:42"), False)
