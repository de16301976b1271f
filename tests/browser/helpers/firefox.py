"""Debian's Firefox over WebDriver BiDi, which it speaks itself: Playwright drives only a Firefox of its own making."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from websockets.client import connect

from tests.pinned_fonts import with_pinned_fonts
from tests.samples.ports import spare_port

FIREFOX = Path("/usr/bin/firefox-esr")
START_SECONDS, ANSWER_SECONDS = 120.0, 120.0
KEYS = {"Enter": "\ue007", "Escape": "\ue00c", "ArrowDown": "\ue015", "Tab": "\ue004"}


class Firefox:
    """One tab of a running Firefox."""

    def __init__(self, connection: Any) -> None:
        self._connection = connection
        self._numbers = itertools.count(1)
        self._tab = ""

    async def open_tab(self) -> None:
        """Begin the session in a window of its own: the first one never gets the focus, and then no key works."""
        await self._ask("session.new", capabilities={})
        self._tab = (await self._ask("browsingContext.create", type="window"))["context"]
        await self._ask("browsingContext.activate", context=self._tab)

    async def goto(self, url: str) -> None:
        """Load a page, to its end."""
        await self._ask("browsingContext.navigate", context=self._tab, url=url, wait="complete")

    async def evaluate(self, expression: str) -> Any:
        """The value (text, number or truth) of a JavaScript expression; a promise is awaited."""
        target = {"context": self._tab}
        found = await self._ask("script.evaluate", expression=expression, target=target, awaitPromise=True)
        assert found["type"] == "success", found
        return found["result"].get("value")

    async def wait_for(self, expression: str) -> Any:
        """Look at each frame until the expression is true."""
        look = f"const found = {expression}; found ? done(found) : requestAnimationFrame(look);"
        return await self.evaluate(f"new Promise((done) => {{ const look = () => {{ {look} }}; look(); }})")

    async def press(self, *keys: str) -> None:
        """Press keys by name, or type texts."""
        values = [value for key in keys for value in KEYS.get(key, key)]
        actions = [{"type": kind, "value": value} for value in values for kind in ("keyDown", "keyUp")]
        source = {"type": "key", "id": "keyboard", "actions": actions}
        await self._ask("input.performActions", context=self._tab, actions=[source])

    async def _ask(self, method: str, **parameters: Any) -> Any:
        number = next(self._numbers)
        await self._connection.send(json.dumps({"id": number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(await asyncio.wait_for(self._connection.recv(), ANSWER_SECONDS))
            if answer.get("id") == number:
                assert answer["type"] == "success", answer
                return answer["result"]


@asynccontextmanager
async def firefox(profile: Path) -> AsyncIterator[Firefox]:
    """A running Firefox without a window."""
    port = spare_port()
    options = ["--headless", "--no-remote", "--profile", str(profile), "--remote-debugging-port", str(port)]
    quiet = asyncio.subprocess.DEVNULL
    process = await asyncio.create_subprocess_exec(
        str(FIREFOX), *options, "about:blank", stdout=quiet, stderr=quiet, env=with_pinned_fonts()
    )
    try:
        connection = await asyncio.wait_for(_connect(f"ws://127.0.0.1:{port}/session"), START_SECONDS)
        tab = Firefox(connection)
        await tab.open_tab()
        yield tab
        await connection.close()
    finally:
        process.terminate()
        await process.wait()


async def _connect(address: str) -> Any:
    while True:
        try:
            return await connect(address, max_size=None)
        except OSError:
            await asyncio.sleep(0.2)  # nobody listens yet
