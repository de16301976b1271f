"""The chat in Firefox, by keyboard: the talk, the proposals, what survives a reload, the outage."""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from tests.browser.helpers.fake_rasa import FakeRasa
from tests.browser.helpers.firefox import FIREFOX, Firefox, firefox

pytestmark = pytest.mark.skipif(not FIREFOX.exists(), reason=f"{FIREFOX} ist nicht installiert")
ROOT = "document.querySelector('messe-chat').shadowRoot"
ALL = f"[...{ROOT}.querySelectorAll('.message[data-id] .bubble')]"
BUBBLES = f"{ALL}.slice(1).map((node) => node.innerText).join(' | ')"
ANSWERED = "Hallo! | Sie sagten: Hallo!"


@pytest.fixture
async def chat(address: str, rasa: FakeRasa, tmp_path: Path) -> AsyncIterator[Firefox]:
    """The open chat, opened by keyboard."""
    async with firefox(tmp_path) as browser:
        await browser.goto(address)
        await browser.wait_for(f"document.querySelector('messe-chat')?.shadowRoot && !{ROOT}.host.hidden")
        await browser.evaluate(f"{ROOT}.querySelector('.launcher').focus()")
        await browser.press("Enter")
        await browser.wait_for(f"{ROOT}.querySelector('[role=log] .choices')")
        yield browser


async def test_conversation_survives_outage_and_reload(chat: Firefox, address: str, rasa: FakeRasa) -> None:
    rasa.up = False
    await chat.press("Hallo!", "Enter")
    await chat.wait_for(f"!{ROOT}.querySelector('.status').hidden")
    rasa.up = True
    await chat.wait_for(f"{BUBBLES} === '{ANSWERED}'")
    await chat.goto(address)
    await chat.wait_for(f"document.querySelector('messe-chat')?.shadowRoot && {BUBBLES} === '{ANSWERED}'")
    assert rasa.received == ["Hallo!"]


async def test_proposal_is_chosen_and_escape_closes(chat: Firefox, rasa: FakeRasa) -> None:
    await chat.press("kuenst")
    await chat.wait_for(f"{ROOT}.querySelector('[role=option]')")
    await chat.press("ArrowDown", "Enter")
    await chat.wait_for(f"{BUBBLES}.includes('Sie sagten: /worum_geht_es')")
    await chat.press("Escape")
    closed = await chat.evaluate(f"{ROOT}.activeElement.matches('.launcher') && {ROOT}.getElementById('panel').hidden")
    assert (closed, rasa.received) == (True, ['/worum_geht_es{"sitzung": "ki-grundlagen"}'])
