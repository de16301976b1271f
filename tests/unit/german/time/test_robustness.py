"""Whatever people type, and whenever: time expressions never raise and always quote the input."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.fair.model import FairDay
from bot.german.time.expressions import find_time_expressions
from bot.german.time.words import CARDINALS, CONNECTORS, ORDINALS, PIECE_STARTS, UNITS

ZONE = ZoneInfo("Europe/Berlin")
NOW = datetime(2025, 5, 14, 10, 5, tzinfo=ZONE)
DAYS = tuple(
    FairDay(datetime(2025, 5, day, 9, tzinfo=ZONE), datetime(2025, 5, day, 16, tzinfo=ZONE)) for day in (14, 15)
)
WORDS = sorted({*PIECE_STARTS, *CONNECTORS, *CARDINALS, *ORDINALS, *UNITS, "bis", "von", "zwischen", "vor", "nach"})
PIECES = st.one_of(
    st.sampled_from(WORDS),
    st.sampled_from(["\ud800", "²", "٣", "–", "-", "/", ".", ",", ":", "Uhr", "h", "\u0308", "9" * 5000]),
    st.integers(0, 10**7).map(str),
    st.text(st.characters(), max_size=4),
)
TEXTS = st.lists(st.tuples(PIECES, st.sampled_from([" ", "", "\n"])), max_size=12).map(
    lambda pairs: "".join(piece + gap for piece, gap in pairs)
)


@settings(max_examples=300)
@given(text=TEXTS, with_fair=st.booleans())
def test_any_text_gives_ordered_slices_of_itself(text: str, with_fair: bool) -> None:
    found = find_time_expressions(text, NOW, DAYS if with_fair else ())
    assert [item.text for item in found] == [text[item.offset : item.offset + item.length] for item in found]
    assert [item.offset for item in found] == sorted({item.offset for item in found})
    assert all(item.start < item.end for item in found if item.start is not None and item.end is not None)


@settings(max_examples=50)
@given(now=st.datetimes(datetime(1, 1, 3), datetime(9999, 12, 28)), text=st.sampled_from(["morgen", "am 29.", "Mai"]))
def test_any_moment_is_no_error(now: datetime, text: str) -> None:
    assert len(find_time_expressions(text, now.replace(tzinfo=ZONE), DAYS)) <= 1
