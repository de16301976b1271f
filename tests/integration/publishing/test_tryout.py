"""The try-out with a real draft bot: it answers beside the live one and leaves nothing behind.

That it learns what is new is tested with publishing, where a model is trained anyway.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import httpx
import pytest

from bot.staff.roles import Role
from tests.integration.helpers.running_system import RunningSystem, children_of, is_alive, wait_for
from tests.samples.staff import NAMES, PASSWORD, form_token

BASE = "/redaktion/ausprobieren"
READY_SECONDS = 300.0


@pytest.fixture
def editor(running: RunningSystem, editor_account: None) -> Iterator[httpx.Client]:
    """An editor in the running system."""
    with httpx.Client(base_url=running.web, timeout=60, trust_env=False, follow_redirects=True) as client:
        client.post("/anmelden", data={"name": NAMES[Role.EDITOR], "passwort": PASSWORD})
        yield client


def send(editor: httpx.Client, path: str, **fields: str) -> str:
    token = form_token(editor.get(BASE).text)
    return editor.post(BASE + path, data={"pruefung": token, **fields}).text


def stage(editor: httpx.Client) -> str:
    return str(editor.get(f"{BASE}/stand", headers={"Accept": "application/json"}).json()["stufe"])


def rasa_of_draft(running: RunningSystem) -> list[int]:
    web = running.parts()["web"]
    return [pid for child, _ in children_of(web) for pid, command in children_of(child) if "bot.rasa run" in command]


def test_draft_answers_beside_the_live_bot_and_leaves_nothing_behind(
    running: RunningSystem, editor: httpx.Client
) -> None:
    send(editor, "/start")
    wait_for(lambda: stage(editor) in ("bereit", "gescheitert"), READY_SECONDS, "Entwurf bereit", pause=0.5)
    assert stage(editor) == "bereit", editor.get(BASE).text
    page = send(editor, "/nachricht", text="Wo kann ich parken?")
    draft, live = re.findall(r'<section class="side".*?</section>', page, flags=re.DOTALL)
    assert ["<dt>Verstanden</dt><dd><strong>Parken</strong>" in side for side in (draft, live)] == [True, True]
    (process,) = rasa_of_draft(running)
    send(editor, "/beenden")
    wait_for(lambda: not is_alive(process), 30, "Entwurf beendet")
    assert stage(editor) == "aus"
