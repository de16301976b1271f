"""What several processes share through a real Redis, and how they do without it."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import AsyncIterator, Iterator

import pytest
from redis.asyncio import Redis

from bot.chat.fan_out import FanOut
from bot.core.redis import Breaker, SharedLocks, redis_from_environment
from bot.rasa.lock_store import SharedLockStore
from bot.web.http.rate_counter import MemoryCounter, RedisCounter
from tests.integration.helpers.redis_server import PROGRAM, RedisServer
from tests.samples.ports import spare_port

PATIENCE = 120.0


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[RedisServer]:
    if not PROGRAM:
        pytest.skip("Redis fehlt (Debian: redis-server)")
    running = RedisServer(tmp_path_factory.mktemp("redis"), spare_port())
    running.start()
    yield running
    running.kill()


@pytest.fixture
async def clients(server: RedisServer) -> AsyncIterator[tuple[Redis, Redis]]:
    """Of two processes."""
    if server.process is None:
        server.start()
    made = [redis_from_environment({"MESSE_REDIS": server.address}) for _ in range(2)]
    assert made[0] is not None and made[1] is not None
    yield made[0], made[1]
    for each in (made[0], made[1]):
        await each.close()


async def test_of_many_processes_one_holds_a_key_at_a_time(clients: tuple[Redis, Redis]) -> None:
    inside, most = 0, 0

    async def work(locks: SharedLocks) -> bool:
        nonlocal inside, most
        async with locks.hold("gespräch") as is_shared:
            inside += 1
            most = max(most, inside)
            await asyncio.sleep(0.01)
            inside -= 1
            return is_shared

    held = await asyncio.gather(*(work(SharedLocks(clients[number % 2], "probe")) for number in range(8)))
    assert (most, held) == (1, [True] * 8)


async def test_other_keys_and_uses_do_not_wait(clients: tuple[Redis, Redis]) -> None:
    locks = SharedLocks(clients[0], "probe")
    async with locks.hold("a"), locks.hold("b"), SharedLocks(clients[1], "anderes").hold("a") as is_shared:
        assert is_shared


async def test_lock_of_a_dead_process_ends_by_itself(
    clients: tuple[Redis, Redis], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.core.redis.HOLD_SECONDS", 0.3)
    dead = await SharedLocks(clients[0], "probe")._acquire("verlassen")
    async with SharedLocks(clients[1], "probe").hold("verlassen") as is_shared:
        assert (dead is not None, is_shared) == (True, True)


async def test_rasas_messages_of_one_conversation_go_one_by_one_over_two_workers(clients: tuple[Redis, Redis]) -> None:
    order: list[str] = []

    async def message(locks: SharedLockStore, name: str) -> None:
        async with locks.lock("gespräch"):
            order.append(f"{name} beginnt")
            await asyncio.sleep(0.02)
            order.append(f"{name} endet")

    workers = [SharedLockStore(shared=SharedLocks(each, "probe")) for each in clients]
    await asyncio.gather(*(message(workers[number % 2], str(number)) for number in range(6)))
    assert [each.split()[0] for each in order[::2]] == [each.split()[0] for each in order[1::2]]


async def test_without_redis_locks_do_not_stop_anybody(server: RedisServer, clients: tuple[Redis, Redis]) -> None:
    server.kill()
    async with SharedLocks(clients[0], "probe").hold("a") as is_shared:
        assert not is_shared


async def test_hanging_redis_is_left_alone_after_a_second(server: RedisServer, clients: tuple[Redis, Redis]) -> None:
    assert server.process is not None
    breaker = Breaker()
    locks = SharedLocks(clients[0], "probe", breaker)
    os.kill(server.process.pid, signal.SIGSTOP)
    try:
        async with locks.hold("a") as first:
            was_open = breaker.is_open
    finally:
        os.kill(server.process.pid, signal.SIGCONT)
    assert (first, was_open) == (False, True)


async def test_redis_that_goes_while_a_lock_is_held_does_no_harm(
    server: RedisServer, clients: tuple[Redis, Redis]
) -> None:
    async with SharedLocks(clients[0], "probe").hold("gehalten") as is_shared:
        server.kill()
    assert is_shared


async def test_hint_reaches_all_processes_also_after_redis_was_away(
    server: RedisServer, clients: tuple[Redis, Redis], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.chat.fan_out.LEFT_ALONE_SECONDS", 0.1)
    told: list[str] = []
    speaker, ear = FanOut(clients[0]), FanOut(clients[1])
    running = [asyncio.create_task(speaker.keep(lambda _: None)), asyncio.create_task(ear.keep(told.append))]
    try:
        await _tell_until_heard(speaker, told, "plan-1")
        server.kill()
        server.start()
        told.clear()
        await _tell_until_heard(speaker, told, "")
    finally:
        for task in running:
            task.cancel()
        ended = await asyncio.gather(*running, return_exceptions=True)
    assert [type(each) for each in ended] == [asyncio.CancelledError] * 2


async def _tell_until_heard(speaker: FanOut, told: list[str], hint: str) -> None:
    """A hint told while nobody is connected yet is lost, as it may be: the database has all."""
    for _ in range(int(PATIENCE / 0.1)):
        speaker.tell(hint)
        await asyncio.sleep(0.1)
        if told:
            break
    assert set(told) == {hint}


async def test_limit_counts_over_processes_as_in_one(clients: tuple[Redis, Redis]) -> None:
    counters = [RedisCounter(each) for each in clients]
    waits = [await counters[number % 2].take("sitzung:a", 3, 60) for number in range(5)]
    alone = [await MemoryCounter().take("sitzung:a", 3, 60) for _ in range(1)]
    assert ([0 < each <= 20 for each in waits], alone) == ([False] * 3 + [True] * 2, [0.0])


async def test_limit_gives_back_one_by_one(clients: tuple[Redis, Redis]) -> None:
    counter = RedisCounter(clients[0])
    waits = [await counter.take("sitzung:b", 2, 4) for _ in range(3)]
    await asyncio.sleep(waits[2] + 0.02)
    assert ([each > 0 for each in waits], await counter.take("sitzung:b", 2, 4)) == ([False, False, True], 0.0)


async def test_limit_holds_in_the_process_while_redis_is_away(
    server: RedisServer, clients: tuple[Redis, Redis]
) -> None:
    server.kill()
    counter = RedisCounter(clients[0])
    waits = [await counter.take("sitzung:c", 2, 60) for _ in range(3)]
    assert [each > 0 for each in waits] == [False, False, True]
