"""What is kept for the editors does not say who asked. All names are invented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.chat.disclosure_control import LEAST_CHATS, Breakdown, add_up, disclose, mask_personal_data
from bot.chat.question_counts import Count


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("schreib an erika.muster@example.org bitte", "schreib an … bitte"),
        ("erika.muster (at) example (punkt) org", "…"),
        ("Mein Konto ist @erika_muster", "Mein Konto ist …"),
        ("ruf 0202 563-0000 an", "ruf … an"),
        ("Tel. +49 (0)202/563 00 00!", "Tel. …!"),
        ("0176.1234567", "…"),
        ("Personalnummer 4711081", "Personalnummer …"),
        ("Hallo, ich heiße Erika Muster, wo ist B3?", "Hallo, ich heiße …, wo ist B3?"),
        ("ich heisse erika muster und suche die garderobe", "ich heisse … und suche die garderobe"),
        ("Ich heiße Erika und suche B3", "Ich heiße … und suche B3"),
        ("ICH HEISSE ERIKA UND SUCHE B3", "ICH HEISSE … UND SUCHE B3"),
        ("Ich heiße Anna-Lena von der Heide. Wo ist der Saal?", "Ich heiße …. Wo ist der Saal?"),
        ("Mein Name ist Dr. Muster-Beispiel, wann geht es los?", "Mein Name ist …, wann geht es los?"),
        ("mein  Name\nist Erika", "mein Name ist …"),
        ("Ich heiß' Erika? Ich heiß Erika!", "Ich heiß' Erika? Ich heiß …!"),
        ("Hier spricht Erika Muster", "Hier spricht …"),
        ("Ich bin Erika Muster vom Amt", "Ich bin … vom Amt"),
        ("Wo ist die Toilette? Viele Grüße, Erika Muster", "Wo ist die Toilette? Viele Grüße, …"),
        ("Wo ist Stand B3 um 14:30?", "Wo ist Stand B3 um 14:30?"),
        ("Ich bin morgen da", "Ich bin morgen da"),
        ("Ich bin Azubi, darf ich kommen?", "Ich bin Azubi, darf ich kommen?"),
        ("am 15.05.2025 10:00-11:30", "am 15.05.2025 10:00-11:30"),
        ("Was läuft 10.30-11.15 am 2025-05-14?", "Was läuft 10.30-11.15 am 2025-05-14?"),
        ("Grüße aus Köln, wo parke ich?", "Grüße aus Köln, wo parke ich?"),
    ],
)
def test_personal_data_is_masked_and_questions_stay(text: str, masked: str) -> None:
    assert mask_personal_data(text) == masked


def count(number: int, chats: int = 0) -> Count:
    return Count(number, chats or number)


COUNTS = st.dictionaries(
    st.sampled_from("abcdefg"),
    st.integers(1, 12).flatmap(lambda chats: st.integers(chats, chats * 3).map(lambda number: Count(number, chats))),
)


def test_counts_of_five_chats_are_shown_most_first() -> None:
    assert disclose({"a": count(5), "b": count(9)}) == Breakdown({"b": 9, "a": 5}, 0)


def test_much_from_few_chats_is_hidden() -> None:
    assert disclose({"a": count(30, 4)}) == Breakdown()


def test_hidden_counts_cannot_be_had_from_the_total() -> None:
    found = disclose({"a": count(20), "b": count(7), "c": count(1)})
    assert (found, found.total) == (Breakdown({"a": 20}, 8), 28)


def test_single_count_that_could_be_shown_hides_the_other() -> None:
    assert disclose({"a": count(20), "b": count(4)}) == Breakdown({}, 24)


def test_days_add_up_only_what_each_shows() -> None:
    first, second = disclose({"a": count(9)}), disclose({"a": count(3), "b": count(6)})
    assert add_up([first, second]) == Breakdown({"a": 9}, 9)


@given(COUNTS)
def test_no_number_stands_for_fewer_than_five_chats(counts: dict[str, Count]) -> None:
    found = disclose(counts)
    others = [each for key, each in counts.items() if key not in found.shown]
    assert all(counts[key].chats >= LEAST_CHATS for key in found.shown)
    # The chats behind a sum are at least those of its largest part.
    assert found.others == 0 or max(each.chats for each in others) >= LEAST_CHATS
    assert found.others in (0, sum(each.number for each in others))


@given(COUNTS)
def test_total_without_what_is_shown_is_what_the_others_say(counts: dict[str, Count]) -> None:
    found = disclose(counts)
    total = sum(each.number for each in counts.values())
    assert found.total in (0, total) and (found.total == total or found == Breakdown())
