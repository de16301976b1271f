from __future__ import annotations

from datetime import datetime, time, timedelta, timezone

import pytest

from bot.programme.sources import schedule_values as values
from tests.samples.programme import ZONE, at


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("01:30", timedelta(hours=1, minutes=30)),
        ("36:00", timedelta(hours=36)),
        ("1:02:30", timedelta(days=1, hours=2, minutes=30)),
        ("01:30:00", timedelta(hours=1, minutes=30)),
        ("1 day, 2:00:00", timedelta(days=1, hours=2)),
        ("2 days", timedelta(days=2)),
        ("PT1H30M", timedelta(hours=1, minutes=30)),
        ("P1D", timedelta(days=1)),
        (45, timedelta(minutes=45)),
        ("00:00", None),
        ("lang", None),
        ("P", None),
        ("9" * 50, None),
        (None, None),
        (True, None),
    ],
)
def test_duration_of(value: object, expected: timedelta | None) -> None:
    assert values.duration_of(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("2025-05-14T10:00:00+02:00", at("10:00")),
        ("2025-05-14T10:00:00+0200", at("10:00")),
        ("2025-05-14T08:00:00Z", at("10:00")),
        ("2025-05-14 10:00", at("10:00")),
        ("2025-05-14", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("gleich", None),
        (17, None),
    ],
)
def test_moment_of(value: object, expected: datetime | None) -> None:
    assert values.moment_of(value, ZONE) == expected


@pytest.mark.parametrize(("value", "expected"), [("9:05", time(9, 5)), ("09:05:30", time(9, 5)), ("25:00", None)])
def test_clock_of(value: object, expected: time | None) -> None:
    assert values.clock_of(value) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ({"en": "Hall", "de": "Halle"}, "Halle"),
        ({"name": "Saal 1", "guid": "x"}, "Saal 1"),
        (7, "7"),
        (True, ""),
        ("a\ud800b ", "a?b"),
        (["x"], ""),
    ],
)
def test_text_of(value: object, expected: str) -> None:
    assert values.text_of(value) == expected


def test_lines_of_replaces_html_breaks() -> None:
    assert values.lines_of("a<br />b\r\nc") == "a\nb\nc"


@pytest.mark.parametrize("name", ["Europe", "../etc", "", 3, "Mars/Olympus"])
def test_zone_of_unusable_name_is_the_default(name: object) -> None:
    assert values.zone_of(name, ZONE) == ZONE


@pytest.mark.parametrize(("link", "expected"), [("https://a.org", "https://a.org"), ("javascript:alert(1)", "")])
def test_link_of(link: str, expected: str) -> None:
    assert values.link_of(link) == expected


def test_moment_without_offset_is_in_the_given_zone() -> None:
    moment = values.moment_of("2025-01-14T10:00", ZONE)
    assert moment is not None
    assert moment.astimezone(timezone.utc) == datetime(2025, 1, 14, 9, tzinfo=timezone.utc)


@pytest.mark.parametrize(
    ("raw", "plain"),
    [
        ('Mehr&nbsp;<a href="https://x.example">hier</a><br>', "Mehr hier"),
        ("<p>Eins</p><p>Zwei &amp; drei</p>", "Eins\nZwei & drei"),
        ("a\r\n\r\n\r\nb", "a\n\nb"),
        ("a < b, <Ctrl> und &c", "a < b, <Ctrl> und &c"),
    ],
)
def test_lines_of_html(raw: str, plain: str) -> None:
    assert values.lines_of(raw) == plain
