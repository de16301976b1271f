"""Old chats are deleted."""

import time
from datetime import datetime
from pathlib import Path

from bot.database import open_sqlite
from bot.web.answers import make_answer
from bot.web.conversations import Conversations
from bot.web.retention import KEEP_DAYS, forget_old_chats

MOMENT = datetime(2025, 5, 14, 10, 5)
DAY = 86400


def test_forget_old_chats_deletes_only_old_ones(tmp_path: Path) -> None:
    conversations = Conversations(open_sqlite(tmp_path / "g.db"))
    conversations.record("s", "m", [make_answer("Guten Tag", MOMENT)])
    now = time.time()
    assert forget_old_chats(conversations, now + (KEEP_DAYS - 1) * DAY) == 0
    assert forget_old_chats(conversations, now + (KEEP_DAYS + 1) * DAY) == 1
    assert conversations.history("s") == []
