"""/redaktion/ausprobieren: the same message to the draft and to the live bot, side by side; no JavaScript needed."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, json, redirect

from bot.chat.story_from_conversation import save_conversation
from bot.content.stories.draft_check import StoryFault
from bot.content.stories.listing import KIND_KEYS, LONGEST_NAME
from bot.content.stories.service import FaultyStory
from bot.content.topics import LabelTitles
from bot.core.errors import ContentError
from bot.publishing.draft_bot import LEAST_MEMORY, Stage
from bot.publishing.fingerprint import fingerprint
from bot.runtime.rasa_client import RasaClient
from bot.staff.access import Staff
from bot.staff.audit import Audit
from bot.web.editor.page import READING, SENDING, STORIES, editor_page
from bot.web.editor.tryout.bot import IDLE_SECONDS, UNDER_WAY, DraftProcess
from bot.web.editor.tryout.conversation import TryoutConversations, ask_both
from bot.web.editor.tryout.view import STAGES, exchange_view, percent
from bot.web.http.forms import clean, fields_of, query_of
from bot.web.http.parts import Site, keep_parts
from bot.web.http.problems import WebProblem
from bot.web.staff_area.page import staff_page

BASE = "/redaktion/ausprobieren"
HERE = "ausprobieren"
LONGEST_MESSAGE = 500


class Tryout:
    """The draft bot, the way to the live one, and the conversations with both."""

    def __init__(self, draft: DraftProcess, live: RasaClient) -> None:
        self.draft, self.live, self.conversations = draft, live, TryoutConversations()


@dataclass(frozen=True)
class TryoutParts:
    """The try-out, and the project's folder with the draft."""

    site: Site
    audit: Audit
    tryout: Tryout
    root: Path


def setup_tryout(app: Sanic, parts: TryoutParts) -> None:
    """Serve the page and what it sends; the draft bot ends with the server."""
    keep_parts(app, parts)
    for path, handler, methods in (
        ("", get_page, READING),
        ("/stand", get_stage, READING),
        ("/start", post_start, SENDING),
        ("/beenden", post_stop, SENDING),
        ("/nachricht", post_message, SENDING),
        ("/von-vorn", post_anew, SENDING),
        ("/merken", post_keep, SENDING),
    ):
        app.add_route(handler, BASE + path, methods=methods, name=f"ausprobieren_{handler.__name__}")

    async def close(_app: Sanic, _loop: object) -> None:
        await parts.tryout.draft.close()
        await parts.tryout.live.close()

    app.register_listener(close, "before_server_stop")


@editor_page(TryoutParts)
async def get_page(request: Request, parts: TryoutParts, staff: Staff) -> HTTPResponse:
    """The conversation so far, or how to begin one."""
    return await _page(request, parts, staff)


@editor_page(TryoutParts)
async def get_stage(request: Request, parts: TryoutParts, staff: Staff) -> HTTPResponse:
    """How far the draft is, for the page's script."""
    told = parts.tryout.draft.told
    return json({"stufe": told.stage.value, "text": STAGES.get(told.stage, ""), "prozent": percent(told.share)})


@editor_page(TryoutParts)
async def post_start(request: Request, parts: TryoutParts, staff: Staff) -> HTTPResponse:
    """Start the draft bot, or start it anew with the files as they are now."""
    tryout = parts.tryout
    if tryout.draft.told.stage not in UNDER_WAY:
        await tryout.draft.stop()
        # a new draft does not know what was said to the old one
        tryout.conversations.forget_all()
        tryout.draft.start()
        parts.audit.note(staff.user, "Entwurf zum Ausprobieren gestartet")
    asked = fields_of(request).get("frage", "")[:LONGEST_MESSAGE]
    return redirect(f"{BASE}?{urlencode({'frage': asked})}" if asked else BASE, status=303)


@editor_page(TryoutParts)
async def post_stop(request: Request, parts: TryoutParts, staff: Staff) -> HTTPResponse:
    """End the draft bot."""
    await parts.tryout.draft.stop()
    return redirect(BASE, status=303)


@editor_page(TryoutParts)
async def post_message(request: Request, parts: TryoutParts, staff: Staff) -> HTTPResponse:
    """Send the editor's message to both bots; without a draft that is ready, to none."""
    tryout, fields = parts.tryout, fields_of(request)
    if not tryout.draft.is_ready:
        return redirect(BASE, status=303)
    conversation = tryout.conversations.of(staff.token)
    message = shown = clean(fields.get("text", ""), "text", required=False)[:LONGEST_MESSAGE]
    if payload := fields.get("knopf", ""):
        message, shown = payload, dict(reversed(list(conversation.offered()))).get(payload, "")
        if not shown:
            raise WebProblem(400, "Dieser Knopf gehört nicht zu Ihrem Gespräch.", "Bitte schreiben Sie Ihre Frage.")
    if message:
        tryout.draft.touch()
        await ask_both(conversation, message, shown, tryout.draft.client, tryout.live, parts.site.clock.now())
    return redirect(f"{BASE}#eingabe", status=303)


@editor_page(TryoutParts)
async def post_anew(request: Request, parts: TryoutParts, staff: Staff) -> HTTPResponse:
    """Drop the conversation so far."""
    parts.tryout.conversations.forget(staff.token)
    return redirect(BASE, status=303)


@editor_page(TryoutParts)
async def post_keep(request: Request, parts: TryoutParts, staff: Staff) -> HTTPResponse:
    """Save the conversation as a story or a test conversation."""
    fields, turns = fields_of(request), parts.tryout.conversations.of(staff.token).turns()
    kind = KIND_KEYS.get(fields.get("art", ""), KIND_KEYS["test"])
    name = clean(fields.get("name", ""), "name", required=False)[:LONGEST_NAME]
    try:
        key = await asyncio.to_thread(save_conversation, parts.root, kind, name, turns)
    except FaultyStory as error:
        return await _page(request, parts, staff, error.faults, name, 422)
    except ContentError as error:
        faults = [StoryFault(None, each.what, each.remedy) for each in error.problems]
        return await _page(request, parts, staff, faults, name, 422)
    parts.audit.note(staff.user, f"{kind.value} angelegt", f"{name} (aus dem Ausprobieren)")
    return redirect(f"{STORIES}/eine/{key}?getan=angelegt", status=303)


async def _page(
    request: Request,
    parts: TryoutParts,
    staff: Staff,
    faults: Sequence[StoryFault] = (),
    name: str = "",
    status: int = 200,
) -> HTTPResponse:
    tryout, root = parts.tryout, parts.root
    draft, title_of = tryout.draft, LabelTitles(root)
    told, conversation = draft.told, tryout.conversations.of(staff.token)
    is_old = draft.is_ready and await asyncio.to_thread(_fingerprint, root) != told.learnt_from
    page = staff_page(
        parts.site, staff, "ausprobieren.html", here=HERE, base=BASE, stage=told.stage.value, told=told,
        percent=percent(told.share), stage_text=STAGES.get(told.stage, ""), is_under_way=told.stage in UNDER_WAY,
        is_ready=draft.is_ready, is_failed=told.stage is Stage.FAILED, is_old=is_old, minutes=draft.minutes,
        memory=draft.memory, idle=int(IDLE_SECONDS // 60), was_idle=draft.is_ended_by_idleness,
        exchanges=[exchange_view(each, title_of) for each in conversation.exchanges], faults=faults, kept_name=name,
        longest=LONGEST_MESSAGE, longest_name=LONGEST_NAME, needed=LEAST_MEMORY,
        asked=query_of(request).get("frage", "")[:LONGEST_MESSAGE],
    )  # fmt: skip
    return html(page, status)


def _fingerprint(root: Path) -> str:
    """That of the files now; "" while one of them cannot be read."""
    try:
        return fingerprint(root)
    except OSError:
        return ""
