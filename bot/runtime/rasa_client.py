"""Client of Rasa's REST channel: on the supervisor's sockets, on loopback or at MESSE_RASA."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from pathlib import Path

import httpx

from bot.core.addresses import LOOPBACK, base_url, load_addresses
from bot.core.errors import MesselotseError
from bot.core.internal_http import sealed, transport_to
from bot.core.settings import load_ports
from bot.runtime.live_model import FOLLOW_VARIABLE, LiveAddress

TIME_OUT = 10.0  # seconds for a whole answer
# Rasa's web server closes idle connections after 5 s; leave earlier, so that no message is sent into a closing one.
KEEP_ALIVE = 3.0
FAULT = 500  # the REST channel's status when the message itself may be the reason


class RasaUnavailable(MesselotseError):
    """Rasa did not answer, answered too late or with something unusable."""


class RasaFault(RasaUnavailable):
    """Rasa or an action works but fails at this very message, perhaps each time."""


class RasaClient:
    """One keep-alive pool to Rasa's REST channel, wherever it is at the moment."""

    def __init__(
        self,
        address: Callable[[], str],
        transport: httpx.AsyncBaseTransport | None = None,
        time_out: float = TIME_OUT,
        token: str = "",
    ) -> None:
        """Make a client.

        Args:
            address: says at each message where Rasa is, see :mod:`bot.core.internal_http`.
            transport: another way to send requests (tests); None for the network.
            time_out: seconds for a whole answer.
            token: seals what is said, see :mod:`bot.core.internal_http`.
        """
        self._address = address
        self._transport = transport
        self._time_out = time_out
        self._token = token
        self._clients: dict[str, httpx.AsyncClient] = {}  # by address; a Rasa that was replaced finishes its messages

    async def send(self, sender: str, message: str, metadata: Mapping[str, object] | None = None) -> list[object]:
        """Send one message; returns Rasa's messages as decoded JSON.

        Args:
            sender: the name of the conversation.
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
            # httpx' time-out counts each read by itself, this one the whole answer
            response = await asyncio.wait_for(self._client().post("webhook", json=body), self._time_out)
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
            response = await asyncio.wait_for(self._client().get("karte"), self._time_out)
            return bytes(response.raise_for_status().content)
        except (httpx.HTTPError, asyncio.TimeoutError) as error:
            raise RasaUnavailable(f"Rasa hat keine Karte ({type(error).__name__})") from error

    async def is_ready(self, time_out: float) -> bool:
        """Whether the REST channel answers within ``time_out`` seconds."""
        try:
            response = await asyncio.wait_for(self._client().get(""), time_out)
        except (httpx.HTTPError, asyncio.TimeoutError):
            return False
        return response.is_success

    def _client(self) -> httpx.AsyncClient:
        address = self._address()
        if address not in self._clients:
            # trust_env off: a proxy set for the outside world must not get inner traffic.
            way = self._transport or transport_to(address, httpx.Limits(keepalive_expiry=KEEP_ALIVE))
            self._clients[address] = httpx.AsyncClient(
                transport=sealed(way, self._token),
                base_url=f"{base_url(address)}/webhooks/rest/",
                timeout=self._time_out,
                trust_env=False,
            )
        return self._clients[address]

    async def close(self) -> None:
        """Close the connections."""
        for client in self._clients.values():
            await client.aclose()


def rasa_address(environment: Mapping[str, str], folder: Path) -> Callable[[], str]:
    """Where Rasa is: at MESSE_RASA, where the supervisor says in this state folder, or on RASA_PORT.

    Raises:
        ConfigurationError: MESSE_RASA is no address, or a port is wrong.
    """
    fixed = load_addresses(environment).rasa
    is_followed = FOLLOW_VARIABLE in environment and not fixed
    return LiveAddress(folder if is_followed else None, fixed or f"http://{LOOPBACK}:{load_ports(environment).rasa}")
