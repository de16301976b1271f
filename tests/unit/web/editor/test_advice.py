"""What the Redaktion says while somebody writes: examples, other topics and real questions together."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from pathlib import Path

import pytest

from bot.content.checks.advice import Advice
from bot.content.checks.nearness import Neighbour
from bot.content.topic_service import TopicService
from bot.web.editor.advice import Adviser
from tests.samples.content import edit, write_content

pytestmark = pytest.mark.asyncio
NOW = datetime(2025, 5, 14, 10, tzinfo=timezone.utc)
MISSES = [("Wo ist ein Parkplatz?", 2), ("Parkplatz für …?", 1)]  # what is masked teaches nothing
PARKEN = ["Wo kann ich parken?", "parkplatz", "parkhaus", "Was kostet Parken?", "stellplatz"]


@pytest.fixture
def adviser(tmp_path: Path) -> Adviser:
    """Small content, compared and ready."""
    write_content(tmp_path)
    misses = {NOW - timedelta(days=14): MISSES}
    made = Adviser(TopicService(tmp_path), tmp_path, lambda since: misses[since])
    made.nearness.is_ready()
    assert made.nearness.wait(120)
    return made


async def test_saved_examples_need_no_remark(adviser: Adviser, tmp_path: Path) -> None:
    edit(tmp_path, "data/themen/parken.yml", "    - parkplatz", "    - parkplatz\n    - parkplats")
    found = await adviser.help("parken", [*PARKEN, "parkplats"], NOW)
    assert (found.advice, found.is_whole) == ((), adviser.nearness.is_ready())


async def test_every_kind_of_remark_comes_together(adviser: Adviser) -> None:
    found = await adviser.help("parken", ["parkhaus", "Parkhaus?", "parkhuas", "netz"], NOW)
    assert found.advice == (
        Advice("Parkhaus?", "ist dasselbe wie „parkhaus“."),
        Advice("parkhuas", "unterscheidet sich von „parkhaus“ nur durch Tippfehler. Anders gesagt hilft sie mehr."),
        Advice("netz", "steht schon bei „wlan“. Bitte nur beim passenden Thema behalten."),
        Advice("", "Erst 4 von mindestens 5 Beispielfragen, besser sind fünfzehn."),
    )


async def test_real_questions_of_late_become_ideas(adviser: Adviser) -> None:
    assert (await adviser.help("parken", PARKEN, NOW)).ideas == (("Wo ist ein Parkplatz?", 2),)


async def test_title_of_a_topic_that_there_is_already_is_told(adviser: Adviser) -> None:
    found = await adviser.help("", ["a", "b"], NOW, "parken und WLAN")
    told = "Es gibt schon das Thema „{}“. Gehört Ihre Antwort dorthin?"
    assert found.on_title == (Advice("", told.format("Parken"), "parken"), Advice("", told.format("wlan"), "wlan"))


async def test_title_of_a_saved_topic_is_its_own(adviser: Adviser) -> None:
    assert (await adviser.help("parken", PARKEN, NOW, "Parken")).on_title == ()


@pytest.mark.parametrize(("near", "topics"), [(3, ["parken"]), (1, [])])
async def test_examples_that_sound_like_one_other_topic_say_so(
    adviser: Adviser, monkeypatch: pytest.MonkeyPatch, near: int, topics: list[str]
) -> None:
    own = ["a", "b", "c", "d"]
    like_parking = {each: Neighbour("parken", "parkplatz") for each in own[:near]}
    monkeypatch.setattr(adviser.nearness, "neighbours", lambda _, judged, __: like_parking if "a" in judged else {})
    found = await adviser.help("", own, NOW, "Stellflächen")
    assert [each.topic for each in found.on_title] == topics


async def test_new_field_is_free(adviser: Adviser) -> None:
    assert (await adviser.help("", ["Regnet es?", "schirm"], NOW, "Schirme")).on_title == ()
