"""Talks survive Rasa: what is kept, and that it is enough."""

from __future__ import annotations

import logging
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import ActionExecuted, BotUttered, Event, SessionStarted, SlotSet, UserUttered
from rasa.shared.core.trackers import DialogueStateTracker

from bot.core.database import open_sqlite
from bot.dialogue.tracker_rows import TrackerRows
from bot.rasa.tracker_store import SqlTrackerStore

LISTEN = ActionExecuted("action_listen")
START = [ActionExecuted("action_session_start"), SessionStarted(), LISTEN]
DOMAIN = Domain.from_dict(
    {"slots": {"liste": {"type": "any", "influence_conversation": False, "mappings": [{"type": "custom"}]}}}
)


def open_store(folder: Path, **settings: Any) -> SqlTrackerStore:
    return SqlTrackerStore(DOMAIN, conversations=TrackerRows(open_sqlite(folder / "g.db")), **settings)


def turn(text: str) -> list[Event]:
    return [UserUttered(text), ActionExecuted("utter_x"), BotUttered(f"Zu {text}"), LISTEN]


def conversation(*events: Event) -> DialogueStateTracker:
    return DialogueStateTracker.from_events("wer", [*START, *events], DOMAIN.slots, domain=DOMAIN)


def said(tracker: DialogueStateTracker | None) -> list[str]:
    return [event.text for event in tracker.events if isinstance(event, UserUttered)] if tracker else []


async def test_conversation_goes_on_in_another_process(tmp_path: Path) -> None:
    await open_store(tmp_path).save(conversation(*turn("a"), SlotSet("liste", ["x"]), *turn("b")))
    found = await open_store(tmp_path).retrieve("wer")
    assert found is not None
    assert (said(found), found.get_slot("liste"), found.latest_action_name) == (["a", "b"], ["x"], "action_listen")


async def test_only_the_last_questions_are_kept_and_every_slot(tmp_path: Path) -> None:
    store = open_store(tmp_path, fragen=2)
    await store.save(conversation(SlotSet("liste", ["alt"]), *turn("a"), *turn("b"), *turn("c")))
    found = await store.retrieve("wer")
    assert found is not None
    assert (said(found), found.get_slot("liste"), list(found.events)[1]) == (["b", "c"], ["alt"], LISTEN)


async def test_slot_that_was_emptied_stays_empty(tmp_path: Path) -> None:
    store = open_store(tmp_path, fragen=2)
    await store.save(
        conversation(SlotSet("liste", ["alt"]), *turn("a"), SlotSet("liste", None), *turn("b"), *turn("c"))
    )
    found = await store.retrieve("wer")
    assert found is not None and found.get_slot("liste") is None


async def test_saved_again_and_again_does_not_grow(tmp_path: Path) -> None:
    store, sizes = open_store(tmp_path, fragen=2), []
    await store.save(conversation(SlotSet("liste", ["x"])))
    for _ in range(6):
        found = await store.retrieve("wer")
        assert found is not None
        for event in turn("a"):
            found.update(event, DOMAIN)
        await store.save(found)
        sizes.append(len(found.events))
    assert sizes == [8, 12, 13, 14, 14, 14]


async def test_new_session_forgets_the_one_before(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    await store.save(conversation(SlotSet("liste", ["x"]), *turn("a"), *START, *turn("b")))
    found = await store.retrieve("wer")
    assert found is not None and (said(found), found.get_slot("liste")) == (["b"], None)


async def test_ranking_is_kept_of_the_newest_question_only(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    parsed = {"intent": {"name": "faq"}, "entities": [], "label_ranking": [{"name": "faq/x", "confidence": 1.0}]}
    await store.save(
        conversation(UserUttered("a", parse_data=parsed), LISTEN, UserUttered("b", parse_data=parsed), LISTEN)
    )
    loaded = await store.retrieve("wer")
    assert loaded is not None
    found = [event.parse_data.get("label_ranking") for event in loaded.events if isinstance(event, UserUttered)]
    assert found == [None, parsed["label_ranking"]]


async def test_database_that_fails_is_told_without_what_was_said(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    store = open_store(tmp_path)
    with sa.create_engine(f"sqlite:///{tmp_path / 'g.db'}").begin() as connection:
        connection.execute(sa.text("DROP TABLE talks"))
    with caplog.at_level(logging.ERROR):
        await store.save(conversation(*turn("geheim")))
        assert await store.retrieve("wer") is None
    assert [record.getMessage() for record in caplog.records] == [
        "Gespräch nicht gespeichert (OperationalError)",
        "Gespräch nicht gelesen (OperationalError): es geht ohne sein Gedächtnis weiter",
    ]


async def test_keys(tmp_path: Path) -> None:
    store = open_store(tmp_path)
    await store.save(conversation(*turn("a")))
    assert list(await store.keys()) == ["wer"]
