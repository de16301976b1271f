"""What is kept for the editors does not say who asked. All names are invented."""

import pytest

from bot.chat.disclosure_control import mask_personal_data


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
