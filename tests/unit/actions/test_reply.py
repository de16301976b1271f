from __future__ import annotations

from actions.reply import ALL_BOOTHS, TODAY, WHAT_IS_ON, Reply


def test_empty_reply_changes_nothing() -> None:
    reply = Reply()
    assert (reply.text, reply.cards, reply.buttons, reply.focus, reply.listing, reply.offer, reply.forget) == (
        "", (), (), None, None, None, False,
    )  # fmt: skip


def test_standing_buttons() -> None:
    assert [(button.title, button.payload) for button in (WHAT_IS_ON, TODAY, ALL_BOOTHS)] == [
        ("Was läuft jetzt?", '/programm_suche{"zeit_text": "jetzt"}'),
        ("Programm heute", '/programm_suche{"zeit_text": "heute"}'),
        ("Alle Stände", "/stand_suche"),
    ]
