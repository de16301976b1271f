"""The try-out over HTTP: both bots are asked, nothing is counted, the draft ends with its use."""

from __future__ import annotations

import asyncio
import json
import re
import time
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import httpx
import pytest
import pytest_asyncio
from sanic import Sanic

from bot.publishing.draft_bot import Stage
from bot.staff.roles import Role
from bot.web.app import create_app
from bot.web.chat.parts import ChatParts
from bot.web.editor.tryout.bot import DraftProcess
from bot.web.editor.tryout.routes import TryoutParts
from bot.web.http.parts import kept_parts
from tests.samples.draft import command, replies
from tests.samples.staff import add_users, form_token, log_in
from tests.samples.story import write_stories
from tests.samples.web import serving

pytestmark = pytest.mark.asyncio
BASE = "/redaktion/ausprobieren"
PATIENCE = 120.0


async def live_answer(request: httpx.Request) -> httpx.Response:
    """The live bot understands everything as a question for the way."""
    if request.method == "GET":
        return httpx.Response(200, json={"status": "ok"})
    return httpx.Response(200, json=replies(json.loads(request.content)["message"], "wo_ist", "action_where"))


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_stories(tmp_path)


@pytest.fixture
def app(root: Path) -> Sanic:
    add_users(root / "zustand")
    app = create_app(root, {"MESSE_ZUSTAND": str(root / "zustand")}, httpx.MockTransport(live_answer))
    use_draft(app, root, command("pruefen", "trainieren", "bereit"))
    return app


@pytest_asyncio.fixture
async def web(app: Sanic) -> AsyncIterator[httpx.AsyncClient]:
    """An editor who is logged in."""
    async with serving(app) as client:
        await log_in(client, Role.EDITOR)
        yield client


def use_draft(app: Sanic, root: Path, draft_command: tuple[str, ...], idle: float = 60.0) -> None:
    kept_parts(app, TryoutParts).tryout.draft = DraftProcess(
        root, root / "zustand", {"PATH": "/usr/bin"}, draft_command, idle
    )


async def wait_for(look: Callable[[], Any], what: str) -> None:
    until = time.monotonic() + PATIENCE
    while not look():
        assert time.monotonic() < until, what
        await asyncio.sleep(0.02)


async def send(web: httpx.AsyncClient, path: str, **fields: str) -> httpx.Response:
    token = form_token((await web.get(BASE)).text)
    return await web.post(BASE + path, data={"pruefung": token, **fields}, follow_redirects=True)


async def start(web: httpx.AsyncClient, app: Sanic) -> DraftProcess:
    draft: DraftProcess = kept_parts(app, TryoutParts).tryout.draft
    await send(web, "/start")
    await wait_for(lambda: draft.told.stage in (Stage.READY, Stage.FAILED), "bereit")
    return draft


def words(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


async def test_message_goes_to_both_and_their_understanding_is_shown(web: httpx.AsyncClient, app: Sanic) -> None:
    await start(web, app)
    page = words((await send(web, "/nachricht", text="Wo kann ich parken?")).text)
    shown = [
        "Der Entwurf versteht das anders als der Bot, der live ist.",
        "Verstanden Parken 83 % sehr sicher Danach wlan 9 %, Weg 4 % Tut Antwort des Themas",
        "Verstanden Weg 83 % sehr sicher Danach Parken 83 %, wlan 9 % Tut sagt, wo etwas ist",
    ]
    assert [text in page for text in shown] == [True] * 3


async def test_question_of_the_inbox_waits_for_the_draft(web: httpx.AsyncClient, app: Sanic) -> None:
    draft: DraftProcess = kept_parts(app, TryoutParts).tryout.draft
    started = await send(web, "/start", frage="Darf mein Hund mit?")
    assert str(started.url).endswith("?frage=Darf+mein+Hund+mit%3F")
    await wait_for(lambda: draft.told.stage is Stage.READY, "bereit")
    page = (await web.get(BASE, params={"frage": "Darf mein Hund mit?"})).text
    assert 'name="text" value="Darf mein Hund mit?"' in page


async def test_button_works_only_when_it_was_offered(web: httpx.AsyncClient, app: Sanic) -> None:
    await start(web, app)
    refused = await send(web, "/nachricht", knopf="/faq/wlan")
    await send(web, "/nachricht", text="Wo?")
    taken = await send(web, "/nachricht", knopf="/faq/wlan")
    assert (refused.status_code, "Ihre Nachricht: WLAN Der" in words(taken.text)) == (400, True)


async def test_nothing_is_counted_or_kept(web: httpx.AsyncClient, app: Sanic) -> None:
    await start(web, app)
    await send(web, "/nachricht", text="Wo?")
    assert (kept_parts(app, ChatParts).questions.counts(), kept_parts(app, ChatParts).questions.noted()) == ({}, [])


@pytest.mark.parametrize(("kind", "file"), [("test", "tests/gespraeche/test_redaktion.yml"),
                                            ("geschichte", "data/stories/redaktion.yml")])  # fmt: skip
async def test_conversation_becomes_a_story_or_a_test(
    web: httpx.AsyncClient, app: Sanic, root: Path, kind: str, file: str
) -> None:
    await start(web, app)
    await send(web, "/nachricht", text="Wo kann ich parken?")
    page = await send(web, "/merken", name="Parken am Morgen", art=kind)
    assert ("„Parken am Morgen“" in page.text, (root / file).exists()) == (True, True)


async def test_conversation_without_a_name_is_not_kept_and_not_lost(
    web: httpx.AsyncClient, app: Sanic, root: Path
) -> None:
    await start(web, app)
    await send(web, "/nachricht", text="Wo?")
    page = await send(web, "/merken", name=" ", art="test")
    assert (page.status_code, "Der Name fehlt" in page.text, "Entwurf: Wo?" in page.text) == (422, True, True)


async def test_new_start_begins_new_conversations(web: httpx.AsyncClient, app: Sanic) -> None:
    await start(web, app)
    await send(web, "/nachricht", text="Wo?")
    await start(web, app)
    assert "Entwurf: Wo?" not in (await web.get(BASE)).text


async def test_draft_ends_when_nobody_asks(web: httpx.AsyncClient, app: Sanic, root: Path) -> None:
    use_draft(app, root, command("bereit"), idle=0.2)
    draft = await start(web, app)
    await wait_for(lambda: draft.told.stage is Stage.OFF, "beendet")
    assert "weil 10 Minuten lang niemand gefragt hat" in (await web.get(BASE)).text


async def test_draft_that_cannot_start_says_why(web: httpx.AsyncClient, app: Sanic, root: Path) -> None:
    use_draft(app, root, command("pruefen", "gescheitert", serves=False))
    await start(web, app)
    assert "Der Entwurf ließ sich nicht starten: Etwas fehlt." in words((await web.get(BASE)).text)


async def test_draft_that_dies_is_told(web: httpx.AsyncClient, app: Sanic, root: Path) -> None:
    use_draft(app, root, command("bereit", serves=False))
    draft = await start(web, app)
    await wait_for(lambda: draft.told.stage is Stage.FAILED, "gescheitert")
    assert "unerwartet beendet" in (await web.get(BASE)).text


async def test_progress_is_told_to_the_page(web: httpx.AsyncClient, app: Sanic, root: Path) -> None:
    use_draft(app, root, command("trainieren"))
    draft: DraftProcess = kept_parts(app, TryoutParts).tryout.draft
    await send(web, "/start")
    await wait_for(lambda: draft.told.stage is Stage.TRAINING, "trainiert")
    answer = (await web.get(f"{BASE}/stand")).json()
    assert (answer["stufe"], answer["prozent"]) == ("trainieren", 50)
    await send(web, "/beenden")
    assert draft.told.stage is Stage.OFF


async def test_only_the_redaktion_may_try_out(app: Sanic) -> None:
    async with serving(app) as client:
        await log_in(client, Role.OFFICE)
        assert (await client.get(BASE)).status_code == 403
