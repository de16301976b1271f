"""The map for the booth: titles, groups, and what happens without one."""

from __future__ import annotations

import json

import pytest

from bot.runtime.rasa_client import RasaUnavailable
from bot.web.kiosk.map import GROUPS, SentenceMapPicture, group_of, label_title

RAW = json.dumps({"labels": {"faq/parken": [10, 20]}, "points": {"faq/parken": [9, 19]}}).encode()


def sky(*answers: bytes | None) -> SentenceMapPicture:
    """A sky over these answers; None: Rasa is away."""
    left = list(answers)

    async def fetch() -> bytes:
        answer = left.pop(0)
        if answer is None:
            raise RasaUnavailable("away")
        return answer

    return SentenceMapPicture(fetch)


@pytest.mark.parametrize(
    ("label", "group"),
    [
        ("faq/parken", "Rund um die Messe"),
        ("wo_ist", "Programm und Stände"),
        ("plan_merken", "Mein Plan"),
        ("smalltalk/witz", "Plaudern"),
        ("bejahen", "Gespräch führen"),
        ("ausserhalb", "Nichts zur Messe"),
    ],
)
def test_label_has_its_group(label: str, group: str) -> None:
    assert GROUPS[group_of(label) - 1] == group


def test_labels_are_named_in_words() -> None:
    assert [label_title(each) for each in ("faq/parken", "ausserhalb", "faq/ganz_neu")] == [
        "Parken", "Nichts zur Messe", "Ganz neu",
    ]  # fmt: skip


async def test_map_has_titles_and_points() -> None:
    found = json.loads((await sky(RAW).document()).body)
    topic = {"absicht": "faq/parken", "titel": "Parken", "gruppe": 1, "x": 10, "y": 20, "punkte": [9, 19]}
    assert found == {"themen": [topic], "gruppen": list(GROUPS)}


async def test_last_map_stays_while_rasa_is_away() -> None:
    over = sky(RAW, None)
    assert await over.document() == await over.document()


@pytest.mark.parametrize("answer", [None, b"{}", b"no json", b"[]"])
async def test_without_a_map_there_is_no_place(answer: bytes | None) -> None:
    assert await sky(answer).place([("faq/parken", 1.0)]) is None


async def test_question_gets_its_place() -> None:
    assert await sky(RAW).place([("faq/parken", 0.5)]) == (10, 20)
