from __future__ import annotations

from bot.web.http.rate_counter import MemoryCounter
from tests.samples.programme import ManualTime


async def waits(counter: MemoryCounter, times: int, key: str = "a") -> list[float]:
    """What so many events at the same moment cost, three of them a minute being free."""
    return [round(await counter.take(key, 3, 60), 3) for _ in range(times)]


async def test_more_than_the_limit_has_to_wait_for_one_step() -> None:
    assert await waits(MemoryCounter(ManualTime()), 5) == [0.0, 0.0, 0.0, 20.0, 20.0]


async def test_time_gives_back_one_by_one_up_to_the_limit() -> None:
    time = ManualTime()
    counter = MemoryCounter(time)
    await waits(counter, 3)
    time.seconds += 20
    after_a_step = await waits(counter, 2)
    time.seconds += 3600
    assert (after_a_step, await waits(counter, 4)) == ([0.0, 20.0], [0.0, 0.0, 0.0, 20.0])


async def test_keys_do_not_share() -> None:
    counter = MemoryCounter(ManualTime())
    await waits(counter, 3)
    assert (await waits(counter, 1), await waits(counter, 1, "b")) == ([20.0], [0.0])


async def test_ever_new_keys_do_not_fill_the_memory() -> None:
    counter = MemoryCounter(ManualTime(), most_keys=100)
    for number in range(500):
        await counter.take(str(number), 3, 60)
    assert len(counter._done_at) == 100
