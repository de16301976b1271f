"""Any valid programme, for property tests: what programm.yml and staende.yml can say."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from hypothesis import strategies as st

from bot.programme.model import Booth, BoothHours, Original, Session
from bot.programme.sources.schedule_values import lines_of
from tests.samples.programme import ZONE

UTC = timezone.utc
NASTY = (
    "ja",
    "no",
    "9:30",
    "2025-05-14",
    "- a",
    "a: b",
    "# a",
    "'",
    '"',
    "a\\nb",
    "{x}",
    "[x]",
    "|",
    "> a",
    "null",
    "🎪 Ü",
)
# A calendar or an XML file cannot hold control characters, and no editor types them.
_LETTERS = st.characters(blacklist_categories=("Cs", "Cc"), blacklist_characters="\u2028\u2029\ufffe\uffff\ufeff")


def _is_plain(text: str) -> bool:
    """Foreign formats read <br> as a line break, and no HTML."""
    return lines_of(text) == text


TEXTS = st.one_of(st.text(_LETTERS, max_size=30), st.sampled_from(NASTY)).map(str.strip).filter(_is_plain)
NAMES = TEXTS.filter(bool)
LISTS = st.lists(NAMES, max_size=4, unique=True).map(tuple)
PROSE = (
    st.lists(st.one_of(TEXTS, st.text("ab ", max_size=200)), max_size=4).map("\n".join).map(str.strip).filter(_is_plain)
)
LINKS = st.sampled_from(["", "https://example.org/a?b=1&c=%20", "http://example.org"])
IDENTIFIERS = st.from_regex(r"[A-Za-z0-9][A-Za-z0-9._-]{0,8}", fullmatch=True)


def _first_of_two(moment: datetime) -> datetime:
    """Where a clock time exists twice, our files mean the first one; where it does not exist, the real one."""
    return moment.replace(fold=0).astimezone(UTC).astimezone(ZONE)


MINUTES = st.datetimes(datetime(2024, 1, 1), datetime(2027, 12, 30)).map(
    lambda moment: _first_of_two(moment.replace(second=0, microsecond=0, tzinfo=ZONE))
)
STAMPS = st.none() | st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)).map(
    lambda moment: moment.astimezone(ZONE)
)


@st.composite
def spans(draw: st.DrawFn, longest: int = 3000) -> tuple[datetime, datetime]:
    """Start and end, minutes; now and then across midnight or a change of the clocks."""
    start = draw(MINUTES)
    length = timedelta(minutes=draw(st.integers(1, longest)))
    end = _first_of_two((start.astimezone(UTC) + length).astimezone(ZONE))
    # Wall clocks can run backwards at night: our files could not say so.
    return (start, end) if end.replace(tzinfo=None) > start.replace(tzinfo=None) else draw(spans(longest))


@st.composite
def sessions(draw: st.DrawFn) -> Session:
    """One session with everything that can be written."""
    start, end = draw(spans())
    seats = draw(st.none() | st.integers(0, 500))
    original = Original(start=draw(st.none() | MINUTES), room=draw(st.none() | NAMES))
    return Session(
        id=draw(IDENTIFIERS),
        title=draw(NAMES),
        kind=draw(TEXTS),
        start=start,
        end=end,
        room=draw(TEXTS),
        speakers=draw(LISTS),
        topics=draw(LISTS),
        abstract=draw(PROSE),
        seats=seats,
        seats_free=draw(st.none() | st.integers(0, 500 if seats is None else seats)),
        cancelled=draw(st.booleans()),
        is_new=draw(st.booleans()),
        original=original,
        changed_at=draw(STAMPS),
        note=draw(TEXTS),
        url=draw(LINKS),
    )


@st.composite
def booths(draw: st.DrawFn) -> Booth:
    """One booth; its hours do not cross midnight."""
    found = [draw(spans(600)) for _ in range(draw(st.integers(0, 2)))]
    hours = [BoothHours(opens=opens, closes=closes) for opens, closes in found if opens.date() == closes.date()]
    return Booth(
        number=draw(NAMES),
        name=draw(NAMES),
        room=draw(TEXTS),
        organisation=draw(TEXTS),
        description=draw(PROSE),
        try_out=draw(TEXTS),
        topics=draw(LISTS),
        staff=draw(LISTS),
        hours=tuple(hours),
        note=draw(TEXTS),
    )


PROGRAMMES = st.lists(sessions(), min_size=1, max_size=5, unique_by=lambda item: item.id)
BOOTH_LISTS = st.lists(booths(), max_size=4, unique_by=lambda item: item.number)
