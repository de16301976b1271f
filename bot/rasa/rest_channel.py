"""Rasa's REST webhook at its usual address, but strict about its input and never silent.

Rasa's own channel answers wrong input with a server error, and an inner fault with an empty list.
"""

from __future__ import annotations

import asyncio
import json
import logging
import secrets
from asyncio import CancelledError
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import normalize

from rasa.core.channels.channel import CollectingOutputChannel, UserMessage
from rasa.core.channels.rest import RestInput
from sanic import Blueprint, response
from sanic.request import Request
from sanic.response import HTTPResponse

from bot.content.topics import is_payload
from bot.core.internal_http import is_sealed, take_sealed_requests
from bot.core.logs import begin_request, current_request, request_in
from bot.core.secrets import HEADER, RESERVED_SENDER, inner_token, is_known
from bot.core.timing import step, watching
from bot.core.untrusted_text import clean_text, storable
from bot.dialogue.nlu_report import MESSAGE_KEY, TOTAL, UNDERSTOOD_KEY, encode
from bot.dialogue.question_splitter import candidate_parts
from bot.nlu.sentence_map import read_map
from bot.nlu.text_cleaning import MAX_UNITS, OUT_OF_SCOPE, count_units, readable_text
from bot.nlu.vector_store import encode_ahead
from bot.nlu.worker_pool import EncoderUnavailable
from bot.rasa.emergencies import Emergencies
from bot.rasa.report import is_wanted, make_report, take_findings
from bot.rasa.turn import (
    ActionFailed,
    AlreadyAnswered,
    MessageTurn,
    TurnInterrupted,
    begun,
    end_turns_without_actions,
)

logger = logging.getLogger(__name__)
SURE_PART = 0.55  # a part that is less sure may have been torn from its sentence
MAX_BODY = 64 * 1024
MAX_LETTERS = 8000
MAX_PAYLOAD = 2000
AWAY = "Diese Nachricht ließ sich gerade nicht beantworten. Bitte senden Sie sie noch einmal."
SORRY = "Da ist bei mir etwas schiefgegangen. Bitte stellen Sie Ihre Frage noch einmal."
TOO_LONG = "Ihre Nachricht ist sehr lang. Bitte fassen Sie Ihre Frage in ein bis zwei Sätzen zusammen."
PARTLY_READ = (
    "Ihre Nachricht ist lang: Ich habe vor allem die Fragen darin gelesen. Fehlt etwas, fragen Sie es bitte einzeln."
)
EMPTY = "Ihre Nachricht ist leer. Was möchten Sie zur Messe wissen?"
OnMessage = Callable[[UserMessage], Awaitable[Any]]


class BadInput(Exception):
    """The request cannot be used; ``status`` is the HTTP status, the text German."""

    def __init__(self, text: str, status: int = 400) -> None:
        super().__init__(text)
        self.status = status


@dataclass(frozen=True)
class Asker:
    """The sender of a message, its metadata, and the agent to report from (None: no report is wanted)."""

    sender: str
    metadata: dict[str, Any] | None
    reporter: Any

    @property
    def message(self) -> str:
        """The message's id; "" when it has none."""
        return str((self.metadata or {}).get(MESSAGE_KEY, ""))


class StrictRestInput(RestInput):
    """``POST /webhooks/rest/webhook`` with {"sender", "message"}; streaming as in Rasa's own channel."""

    def blueprint(self, on_new_message: OnMessage) -> Blueprint:
        """Return the channel's routes."""
        webhook, token = Blueprint("strict_rest_webhook"), inner_token()
        emergencies = Emergencies()
        end_turns_without_actions()
        take_sealed_requests(webhook, token, lambda: refused("Das Siegel ist nicht unseres.", 403))

        @webhook.route("/", methods=["GET"])
        async def health(request: Request) -> HTTPResponse:
            is_able = await understands(getattr(request.app.ctx, "agent", None))
            return response.json({"status": "ok" if is_able else "kein Modell"}, status=200 if is_able else 503)

        @webhook.route("/webhook", methods=["POST"])
        async def receive(request: Request) -> HTTPResponse:
            try:
                body = read_body(request.body)
                text, sender = read_message(body)
                is_ours = is_sealed(request) or is_known(token, request.headers.get(HEADER))
                refuse_foreign(sender, is_ours)
            except BadInput as error:
                return refused(str(error), error.status)
            canned = canned_answer(text)
            if canned:
                return response.json([{"recipient_id": sender, "text": canned}])
            metadata = body.get("metadata") if isinstance(body.get("metadata"), dict) else None
            if urgent := emergencies.answer(text, metadata or {}, is_ours):
                return response.json([{"recipient_id": sender, "text": urgent}])
            agent = getattr(request.app.ctx, "agent", None)
            if agent is None or not agent.is_ready():
                return refused("Das Modell ist nicht geladen.", 503)
            begin_request(request_in(metadata))
            asker = Asker(sender, metadata, agent if is_wanted(metadata) else None)
            return await self._answer_or_say_why(on_new_message, asker, text, agent)

        @webhook.route("/karte", methods=["GET"])
        async def sentence_map(request: Request) -> HTTPResponse:
            found = await _map_of(getattr(request.app.ctx, "agent", None))
            return response.raw(found or b"{}", status=200 if found else 404, content_type="application/json")

        return webhook

    async def _answer_or_say_why(self, on_new_message: OnMessage, asker: Asker, text: str, agent: Any) -> HTTPResponse:
        """Answer with 200; with 503 when a retry may help, 500 when this message may fail each time."""
        try:
            read = what_is_read(text)
            answers = await self._answer(on_new_message, await split_questions(read, agent), asker)
            if is_cut(text):
                answers.append({"recipient_id": asker.sender, "text": PARTLY_READ})
        # Sanic cancels a handler whose time is up; without this the log would not say so.
        except CancelledError:
            logger.error("Nachricht abgebrochen: Zeit überschritten.")
            raise
        except (TurnInterrupted, EncoderUnavailable) as error:
            logger.warning("Anfrage %s nicht beantwortet: %s", current_request(), error)
            return refused(AWAY, 500 if isinstance(error, ActionFailed) else 503)
        except Exception:  # whatever fails inside Rasa: the log has the trace
            logger.exception("Nachricht nicht beantwortet.")
            return refused(SORRY, 500)
        logger.info("Anfrage %s: %d Antworten", current_request(), len(answers))
        return response.json(answers)

    async def _answer(self, on_new_message: OnMessage, parts: list[str], asker: Asker) -> list[dict[str, Any]]:
        reports: list[dict[str, Any]] = []
        with begun(MessageTurn(asker.message)) as turn:
            for part in parts:
                # One for each part, so that answers can be told apart and saved one by one.
                collector = CollectingOutputChannel()
                collector.messages = turn.current = []
                message = UserMessage(part, collector, asker.sender, input_channel=self.name(), metadata=asker.metadata)
                with watching() as durations, step(TOTAL):
                    await encode_ahead(part)
                    try:
                        await on_new_message(message)
                    except AlreadyAnswered as before:
                        turn.current = before.messages
                turn.done.append(turn.current)
                reports += await _report(part, asker, durations, take_findings(turn.current))
        spoken = [message for part in turn.done for message in part]
        return [*(without_repeats(spoken) or [{"recipient_id": asker.sender, "text": SORRY}]), *reports]


async def understands(agent: Any) -> bool:
    """Return whether a new sentence is understood, by the sentence model and the whole pipeline."""
    if agent is None or not agent.is_ready():
        return False
    sentence = f"Geht es {secrets.token_hex(4)}?"
    try:
        await encode_ahead(sentence)
        return bool(await agent.parse_message(sentence))
    except Exception:
        logger.exception("Rasa versteht nichts.")
        return False


def refused(why: str, status: int) -> HTTPResponse:
    """Return an error in place of answers."""
    return response.json({"fehler": why}, status=status, ensure_ascii=False)


async def _map_of(agent: Any) -> bytes | None:
    """Return the sentence map that lies in the model now at work."""
    if agent is None or agent.processor is None:
        return None
    return await asyncio.get_running_loop().run_in_executor(None, read_map, Path(agent.processor.model_path))


async def _report(
    text: str, asker: Asker, durations: Mapping[str, float], findings: Mapping[str, Any]
) -> list[dict[str, Any]]:
    if asker.reporter is None:
        return []
    tracker = await asker.reporter.tracker_store.retrieve(asker.sender)
    understood = make_report(text, list(tracker.events), durations, findings) if tracker is not None else None
    custom = {UNDERSTOOD_KEY: encode(understood)} if understood is not None else None
    return [{"recipient_id": asker.sender, "custom": custom}] if custom else []


async def split_questions(text: str, agent: Any) -> list[str]:
    """Return the questions in a message when each is understood alone and they differ; else the whole message."""
    # A part is typed like the whole: none may begin with a slash, however hidden. A button's payload is no question.
    parts = [] if text.startswith("/") else [clean_text(part) for part in candidate_parts(text)]
    if not all(parts) or len(parts) < 2 or agent is None:
        return [text]
    labels = []
    for part in parts:
        await encode_ahead(part)
        labels.append(_sure_label(await agent.parse_message(part)))
    return parts if all(labels) and len(set(labels)) == len(labels) else [text]


def _sure_label(parsed: dict[str, Any]) -> str:
    """Return the full label of a parsed message; "" when it is unsure or outside the fair."""
    ranking = parsed.get("label_ranking") or [{"name": "", "confidence": 0.0}]
    intent = (parsed.get("intent") or {}).get("name")
    is_sure = intent not in (None, "nlu_fallback", OUT_OF_SCOPE) and ranking[0]["confidence"] >= SURE_PART
    return str(ranking[0]["name"]) if is_sure else ""


def without_repeats(messages: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the messages without those that repeat an earlier text, if only with other buttons."""
    kept: list[dict[str, Any]] = []
    for message in messages:
        texts = [each.get("text") for each in kept]
        if message not in kept and (not message.get("text") or message["text"] not in texts):
            kept.append(message)
    return kept


def read_body(raw: bytes) -> dict[str, Any]:
    """Return the JSON object of a request body.

    Raises:
        BadInput: too large, not UTF-8, not JSON or no object.
    """
    if len(raw) > MAX_BODY:
        raise BadInput("Die Anfrage ist zu groß.", 413)
    try:
        body = storable(json.loads(raw.decode("utf-8")))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise BadInput("Die Anfrage ist kein gültiges JSON.") from error
    if not isinstance(body, dict):
        raise BadInput('Erwartet wird ein JSON-Objekt: {"sender": "…", "message": "…"}.')
    return body


def read_message(body: dict[str, Any]) -> tuple[str, str]:
    """Return text and sender of a request.

    Raises:
        BadInput: one of them is missing or no text.
    """
    text, sender = body.get("message"), body.get("sender", "default")
    if not isinstance(text, str):
        raise BadInput("„message“ fehlt oder ist kein Text.")
    if not isinstance(sender, str) or not 0 < len(sender) <= 200:
        raise BadInput("„sender“ muss ein Text mit 1 bis 200 Zeichen sein.")
    return text, sender


def refuse_foreign(sender: str, is_ours: bool) -> None:
    """Keep others out of the conversations of the web chat.

    Raises:
        BadInput: the sender is one of these and the request not ours.
    """
    if sender.startswith(RESERVED_SENDER) and not is_ours:
        raise BadInput(f"„sender“ darf nicht mit „{RESERVED_SENDER}“ beginnen: So heißen die Gespräche im Chat.", 403)


def canned_answer(text: str) -> str:
    """Return the polite answer to a message that no model should see; "" for all others."""
    if not what_is_read(text[: MAX_LETTERS + 1]).strip():
        return EMPTY
    return TOO_LONG if len(normalize("NFKC", text)) > (MAX_PAYLOAD if is_payload(text) else MAX_LETTERS) else ""


def what_is_read(text: str) -> str:
    """Return the part of a message that is understood, never beginning with a hidden intent; a payload as it is."""
    return text if is_payload(text) else clean_text(readable_text(text))


def is_cut(text: str) -> bool:
    """Return whether parts of a message are not read."""
    return not is_payload(text) and count_units(text) > MAX_UNITS
