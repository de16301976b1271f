"""Talks to Rasa's REST channel, on loopback or at MESSE_RASA."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping

import httpx

from bot.inner_token import inner_headers
from bot.web.problems import RasaFault, RasaUnavailable

TIME_OUT = 10.0  # seconds for a whole answer
# Rasa's web server closes idle connections after 5 s; leave earlier, so that no message is sent into a closing one.
KEEP_ALIVE = 3.0
FAULT = 500  # the REST channel's status when the message itself may be the reason


class RasaClient:
    """One keep-alive pool to Rasa's REST channel, wherever it is at the moment."""

    def __init__(
        self,
        port: Callable[[], int],
        transport: httpx.AsyncBaseTransport | None = None,
        time_out: float = TIME_OUT,
        address: str = "",
        token: str = "",
    ) -> None:
        """Make a client.

        Args:
            port: says at each message which port on loopback is Rasa's.
            transport: another way to send requests (tests); None for the network.
            time_out: seconds for a whole answer.
            address: of a proxy before several Rasas; it counts in place of the port.
            token: tells Rasa that it is us, see :mod:`bot.inner_token`.
        """
        self._port = port
        self._base = address
        self._time_out = time_out
        # trust_env off: a proxy set for the outside world must not get loopback traffic.
        self._client = httpx.AsyncClient(
            transport=transport,
            headers=inner_headers(token),
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
            RasaFault: it answers, but cannot cope with this message.
        """
        body: dict[str, object] = {"sender": sender, "message": message}
        if metadata is not None:
            body["metadata"] = dict(metadata)
        try:
            response = await asyncio.wait_for(self._client.post(self._address("webhook"), json=body), self._time_out)
            if response.status_code == FAULT:
                raise RasaFault("Rasa scheitert an dieser Nachricht")
            messages = response.raise_for_status().json()
        except (httpx.HTTPError, asyncio.TimeoutError, ValueError) as error:
            raise RasaUnavailable(f"Rasa antwortet nicht ({type(error).__name__})") from error
        if not isinstance(messages, list):
            raise RasaUnavailable(f"Rasa antwortet mit etwas Unerwartetem: {messages!r:.100}")
        return messages

    async def sentence_map(self) -> bytes:
        """The picture of all examples that the live model brings (see :mod:`bot.nlu.sentence_map`).

        Raises:
            RasaUnavailable: no answer in time, or the model has none.
        """
        try:
            response = await asyncio.wait_for(self._client.get(self._address("karte")), self._time_out)
            return bytes(response.raise_for_status().content)
        except (httpx.HTTPError, asyncio.TimeoutError) as error:
            raise RasaUnavailable(f"Rasa hat keine Karte ({type(error).__name__})") from error

    async def is_ready(self, time_out: float) -> bool:
        """Whether the REST channel answers within ``time_out`` seconds."""
        try:
            response = await asyncio.wait_for(self._client.get(self._address("")), time_out)
        except (httpx.HTTPError, asyncio.TimeoutError):
            return False
        return response.is_success

    def _address(self, path: str) -> str:
        base = self._base or f"http://127.0.0.1:{self._port()}"
        return f"{base}/webhooks/rest/{path}"

    async def close(self) -> None:
        """Close the connections."""
        await self._client.aclose()
