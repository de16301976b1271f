"""Old chats are deleted."""

import time
from datetime import datetime
from pathlib import Path

from bot.chat.answers import make_answer
from bot.chat.conversations import Conversations, forget_old_chats
from bot.chat.session_tokens import sender_of
from bot.core.database import open_sqlite
from bot.dialogue.tracker_rows import TrackerRows

MOMENT = datetime(2025, 5, 14, 10, 5)
DAY = 86400


def test_forget_old_chats_deletes_only_old_ones(tmp_path: Path) -> None:
    conversations = Conversations(open_sqlite(tmp_path / "g.db"))
    conversations.record("s", "m", [make_answer("Guten Tag", MOMENT)])
    now = time.time()
    assert forget_old_chats(conversations, 14, now + 13 * DAY) == 0
    assert forget_old_chats(conversations, 14, now + 15 * DAY) == 1
    assert conversations.history("s") == []


def test_rasas_memory_goes_with_the_chat(tmp_path: Path) -> None:
    engine = open_sqlite(tmp_path / "g.db")
    conversations, rows = Conversations(engine), TrackerRows(engine)
    for session in ("a", "b"):
        rows.save(sender_of(session), "[]")
    conversations.delete("a")
    assert rows.senders() == [sender_of("b")]
    assert forget_old_chats(conversations, 14, time.time() + 15 * DAY) == 1
    assert rows.senders() == []
