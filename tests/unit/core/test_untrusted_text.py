"""No text from outside can make a database or a file refuse it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.settings import ROOT
from bot.core.untrusted_text import from_address, storable
from tests.samples.web import HELLO, FakeRasa, open_session, running

anything = st.text(st.characters(), max_size=20) | st.sampled_from(["\0", "\ud800", "a\udfffb\0"])
OUTSIDE_ONLY_HERE = {"request.form": ["http/forms.py"], "request.json": ["editor/topics/help.py"], "unquote(": []}
decoded = st.recursive(anything | st.integers() | st.none(), lambda it: st.lists(it) | st.dictionaries(anything, it))


@given(decoded)
def test_decoded_json_can_be_stored_whatever_it_was(value: object) -> None:
    kept = json.dumps(storable(value), ensure_ascii=False).encode("utf-8").decode("utf-8")
    assert ("\\u0000" in kept, storable(json.loads(kept))) == (False, json.loads(kept))


@pytest.mark.parametrize("text", ["", "Größe 🙂\u202e", "\uffff\U0010ffff", "\ud7ff\ue000"])
def test_text_that_can_be_stored_stays(text: str) -> None:
    assert storable({"a": [text, 7, None]}) == {"a": [text, 7, None]}


def test_part_of_an_address_is_text() -> None:
    assert from_address("Gro%C3%9Fe%00%2FHalle%FF") == "Große/Halle\ufffd"


async def test_message_and_comment_keep_their_other_letters(tmp_path: Path) -> None:
    async with running(tmp_path, rasa := FakeRasa()) as client:
        headers = await open_session(client)
        body = json.dumps({"id": HELLO, "text": "Hal\0lo\ud800"})
        answer = await client.post("/chat/nachricht", headers=headers, content=body)
        number = answer.json()["antworten"][0]["nummer"]
        rating = json.dumps({"nummer": number, "urteil": "schlecht", "kommentar": "na\ud800ja\0"})
        rated = await client.post("/chat/bewertung", headers=headers, content=rating)
        kept = (await client.get("/chat/daten", headers=headers)).json()["daten"]["ratings"]
    assert (answer.status_code, rasa.texts, rated.status_code, kept[0]["comment"]) == (200, ["Hallo"], 204, "naja")


async def test_login_name_with_nul_is_only_wrong(tmp_path: Path) -> None:
    async with running(tmp_path, FakeRasa()) as client:
        form = {"name": "a\0b", "passwort": "egal\0"}
        answer = await client.post("/anmelden", data=form, headers={"Origin": str(client.base_url)})
    assert 400 <= answer.status_code < 500


def test_forms_and_addresses_are_read_in_one_place() -> None:
    web = ROOT / "bot" / "web"
    sources = {path.relative_to(web).as_posix(): path.read_text("utf-8") for path in web.rglob("*.py")}
    found = {words: [name for name, text in sorted(sources.items()) if words in text] for words in OUTSIDE_ONLY_HERE}
    assert found == OUTSIDE_ONLY_HERE
