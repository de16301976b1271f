"""Rasa's REST webhook at its usual address, but strict about its input and never silent.

Rasa's own channel answers wrong input with a server error, and an inner fault with an empty list.
"""

from __future__ import annotations

import json
import logging
from asyncio import CancelledError
from collections.abc import Awaitable, Callable
from typing import Any

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.dialogue.question_splitter import candidate_parts
from bot.dialogue.suggestions import OUT_OF_SCOPE

logger = logging.getLogger(__name__)
SURE_PART = 0.55  # a part that is less sure may have been torn from its sentence
MAX_BODY = 64 * 1024
MAX_LETTERS = 8000
SORRY = "Da ist bei mir etwas schiefgegangen. Bitte stellen Sie Ihre Frage noch einmal."
TOO_LONG = "Ihre Nachricht ist sehr lang. Bitte fassen Sie Ihre Frage in ein bis zwei Sätzen zusammen."
EMPTY = "Ihre Nachricht ist leer. Was möchten Sie zur Messe wissen?"
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class BadInput(Exception):
    """The request cannot be used; ``status`` is the HTTP status, the text German."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


class StrictRestInput(RestInput):
    """``POST /webhooks/rest/webhook`` with {"sender", "message"}; streaming as in Rasa's own channel."""

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """The channel's routes."""
        webhook = Blueprint("strict_rest_webhook")

        @webhook.route("/", methods=["GET"])
        async def health(_: Request) -> HTTPResponse:
            return response.json({"status": "ok"})

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                body = read_body(request.body)
                text, sender = read_message(body)
            except BadInput as error:
                return response.json({"fehler": str(error)}, status=error.status, ensure_ascii=False)
            canned = canned_answer(text)
            if canned:
                return response.json([{"recipient_id": sender, "text": canned}])
            metadata = body.get("metadata") if isinstance(body.get("metadata"), dict) else None
            parts = await split_questions(text, getattr(request.app.ctx, "agent", None))
            return response.json(await self._answer(on_new_message, parts, sender, metadata))

        return webhook

    async def _answer(
        self, on_new_message: OnMessage, parts: list[str], sender: str, metadata: dict[str, Any] | None
    ) -> list[dict[str, Any]]:
        collector = CollectingOutputChannel()
        try:
            for part in parts:
                await on_new_message(UserMessage(part, collector, sender, input_channel=self.name(), metadata=metadata))
        except CancelledError:
            logger.error("Nachricht abgebrochen: Zeit überschritten.")
            raise
        except Exception:  # whatever fails inside Rasa: the user gets a sentence, the log the trace
            logger.exception("Nachricht nicht beantwortet.")
        return without_repeats(collector.messages) or [{"recipient_id": sender, "text": SORRY}]


async def split_questions(text: str, agent: Any) -> list[str]:
    """The questions in a message, when each is understood on its own and they differ; else the message as it is."""
    parts = candidate_parts(text)
    if not parts or agent is None:
        return [text]
    labels = [_sure_label(await agent.parse_message(part)) for part in parts]
    return parts if all(labels) and len(set(labels)) == len(labels) else [text]


def _sure_label(parsed: dict[str, Any]) -> str:
    """The full label of a parsed message; "" when it is unsure or outside the fair."""
    ranking = parsed.get("label_ranking") or [{"name": "", "confidence": 0.0}]
    intent = (parsed.get("intent") or {}).get("name")
    is_sure = intent not in (None, "nlu_fallback", OUT_OF_SCOPE) and ranking[0]["confidence"] >= SURE_PART
    return str(ranking[0]["name"]) if is_sure else ""


def without_repeats(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The messages without those that say the same as an earlier one, if only with other buttons."""
    kept: list[dict[str, Any]] = []
    for message in messages:
        texts = [each.get("text") for each in kept]
        if message not in kept and (not message.get("text") or message["text"] not in texts):
            kept.append(message)
    return kept


def read_body(raw: bytes) -> dict[str, Any]:
    """The JSON object of a request body.

    Raises:
        BadInput: too large, not UTF-8, not JSON or no object.
    """
    if len(raw) > MAX_BODY:
        raise BadInput("Die Anfrage ist zu groß.", 413)
    try:
        body = json.loads(raw.decode("utf-8"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput("Die Anfrage ist kein gültiges JSON.") from error
    if not isinstance(body, dict):
        raise BadInput('Erwartet wird ein JSON-Objekt: {"sender": "…", "message": "…"}.')
    return body


def read_message(body: dict[str, Any]) -> tuple[str, str]:
    """Text and sender of a request.

    Raises:
        BadInput: one of them is missing or no text.
    """
    text, sender = body.get("message"), body.get("sender", "default")
    if not isinstance(text, str):
        raise BadInput("„message“ fehlt oder ist kein Text.")
    if not isinstance(sender, str) or not 0 < len(sender) <= 200:
        raise BadInput("„sender“ muss ein Text mit 1 bis 200 Zeichen sein.")
    return text.encode("utf-8", "ignore").decode("utf-8"), sender.encode("utf-8", "ignore").decode("utf-8")


def canned_answer(text: str) -> str:
    """The polite answer to a message that no model should see; "" for all others."""
    if not text.strip():
        return EMPTY
    return TOO_LONG if len(text) > MAX_LETTERS else ""
