"""Talks to Rasa's REST channel on loopback."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

import httpx

from bot.web.problems import RasaUnavailable

TIME_OUT = 10.0  # seconds for a whole answer
# Rasa's web server closes idle connections after 5 s; leave earlier, so that no message is sent into a closing one.
KEEP_ALIVE = 3.0


class RasaClient:
    """One keep-alive pool to Rasa's REST channel."""

    def __init__(
        self, port: int, transport: httpx.AsyncBaseTransport | None = None, time_out: float = TIME_OUT
    ) -> None:
        """Make a client.

        Args:
            port: Rasa's port on loopback.
            transport: another way to send requests (tests); None for the network.
            time_out: seconds for a whole answer.
        """
        self._time_out = time_out
        # trust_env off: a proxy set for the outside world must not get loopback traffic.
        self._client = httpx.AsyncClient(
            base_url=f"http://127.0.0.1:{port}/webhooks/rest/",
            transport=transport,
            timeout=time_out,
            limits=httpx.Limits(keepalive_expiry=KEEP_ALIVE),
            trust_env=False,
        )

    async def send(self, sender: str, message: str, metadata: Mapping[str, object] | None = None) -> list[object]:
        """Send one message; returns Rasa's messages as decoded JSON.

        Args:
            sender: the name of the talk.
            message: the visitor's words, or a button's payload.
            metadata: what the actions should know besides.

        Raises:
            RasaUnavailable: no answer in time, or not one of the REST channel's.
        """
        body: dict[str, object] = {"sender": sender, "message": message}
        if metadata is not None:
            body["metadata"] = dict(metadata)
        try:
            response = await asyncio.wait_for(self._client.post("webhook", json=body), self._time_out)
            messages = response.raise_for_status().json()
        except (httpx.HTTPError, asyncio.TimeoutError, ValueError) as error:
            raise RasaUnavailable(f"Rasa antwortet nicht ({type(error).__name__})") from error
        if not isinstance(messages, list):
            raise RasaUnavailable(f"Rasa antwortet mit etwas Unerwartetem: {messages!r:.100}")
        return messages

    async def is_ready(self, time_out: float) -> bool:
        """Whether the REST channel answers within ``time_out`` seconds."""
        try:
            response = await asyncio.wait_for(self._client.get(""), time_out)
        except (httpx.HTTPError, asyncio.TimeoutError):
            return False
        return response.is_success

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
