from __future__ import annotations

import pytest

from bot.core.errors import ConfigurationError
from bot.staff.passwords import check_password, hash_password, is_right


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kurz-und-knapp", "zu kurz"),
        ("ä" * 129, "zu lang"),
        ("aaaaaaaaaaaaaaaaaa", "leicht zu erraten"),
        ("Messelotse123456789", "leicht zu erraten"),
        ("kim.beispiel-kim.beispiel", "leicht zu erraten"),
        ("qwertzuiopasdfghjkl", "leicht zu erraten"),
        ("letmeinletmeinletmein", "leicht zu erraten"),
        ("Sommer2025Sommer2025", "leicht zu erraten"),
    ],
)
def test_weak_password_is_refused_without_showing_it(password: str, fault: str) -> None:
    with pytest.raises(ConfigurationError, match=fault) as refused:
        check_password(password, "kim Kim Beispiel")
    assert password not in str(refused.value)


@pytest.mark.parametrize("password", ["Kastanie-Regenbogen-7", "vier wörter ohne sinn", "x9$kLm2!qRt7#vBn"])
def test_long_password_is_accepted(password: str) -> None:
    check_password(password, "kim Kim Beispiel")


def test_hash_fits_only_its_password_and_both_ways_to_write_an_umlaut() -> None:
    hashed = hash_password("Bücher-im-Regal-7")
    tried = ["Bücher-im-Regal-7", "Bu\u0308cher-im-Regal-7", "Bücher-im-Regal-8", "", "\ud800"]
    assert [is_right(hashed, each) for each in tried] == [True, True, False, False, False]


def test_no_password_is_never_right() -> None:
    assert [is_right("", each) for each in ("", "niemand")] == [False, False]
