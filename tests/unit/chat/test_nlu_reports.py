from __future__ import annotations

from bot.chat.nlu_reports import MOST_CHATS, Understood
from bot.dialogue.nlu_report import Understanding

ONE, OTHER = Understanding("Wo?", "wo_ist", 0.9), Understanding("Wann?", "wann_ist", 0.8)


def test_last_message_of_each_chat_is_kept_until_forgotten() -> None:
    understood = Understood()
    understood.note("a", [OTHER])
    understood.note("a", [ONE, OTHER])
    understood.note("b", [OTHER])
    understood.forget("b")
    assert (understood.last("a"), understood.last("b")) == ((ONE, OTHER), ())


def test_listeners_hear_every_report() -> None:
    understood, heard = Understood(), []
    understood.listen(lambda session, reports: heard.append((session, list(reports))))
    understood.note("a", [ONE])
    assert heard == [("a", [ONE])]


def test_oldest_chats_make_room() -> None:
    understood = Understood()
    for number in range(MOST_CHATS + 1):
        understood.note(str(number), [ONE])
    assert (understood.last("0"), understood.last("1")) == ((), (ONE,))
