from __future__ import annotations

import json
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel

from actions.cards import booth_card, session_card
from bot.core.settings import ROOT
from bot.dialogue.cards import card_line, fields_of, read_card
from bot.programme.model import Booth, Session
from tests.samples.cards import ARTS, example
from tests.samples.fair import BOOTHS, SESSIONS

TODAY = date(2025, 5, 14)


@pytest.mark.parametrize("art", ARTS)
def test_a_card_that_fits_is_read_as_it_is(art: str) -> None:
    assert read_card(example(art)) == example(art)


@pytest.mark.parametrize("art", ARTS)
def test_every_field_may_be_missing_but_the_title(art: str) -> None:
    title = {name: value for name, value in example(art).items() if name in ("art", "titel", "name")}
    empty = {name: [] if field.is_list else "" for name, field in fields_of(art).items()}
    assert read_card(title) == {**empty, **title}


@pytest.mark.parametrize("raw", [None, "x", [], {}, {"art": "video", "titel": "x"}, {"art": ["sitzung"], "titel": "x"}])
def test_what_is_no_card(raw: object) -> None:
    assert read_card(raw) is None


@pytest.mark.parametrize("art", ARTS)
@pytest.mark.parametrize("title", [" ", 7, None])
def test_a_card_without_a_title_is_none(art: str, title: object) -> None:
    assert read_card({**example(art), "titel": title, "name": title}) is None


def test_what_does_not_fit_is_left_out() -> None:
    raw = example("sitzung", raum=7, vortragende=["A", 7], fremd="weg")
    assert read_card(raw) == example("sitzung", raum="", vortragende=["A"])


@pytest.mark.parametrize(
    ("art", "line"),
    [
        ("sitzung", "• <zeit> – <titel> – <raum> – <hinweis>"),
        ("stand", "• <nummer> – <name> – <raum>"),
        ("plan", "• <titel>"),
        ("lageplan", "• <titel>"),
    ],
)
def test_line_of_plain_text(art: str, line: str) -> None:
    assert card_line(example(art)) == line


def test_the_actions_fill_every_field() -> None:
    session = SESSIONS[0].copy(update={**filled(Session), "is_new": True})
    booth = BOOTHS[0].copy(update=filled(Booth))
    cards = [session_card(Session(**session.dict()), TODAY), booth_card(Booth(**booth.dict()))]
    assert [name for card in cards for name, value in card.items() if not value] == []


TEXTS: dict[Any, Any] = {str: "A", tuple[str, ...]: ("A",)}


def filled(kind: type[BaseModel]) -> dict[str, Any]:
    """Something for each field that is a text or a list of texts."""
    wanted = {name: field.outer_type_ for name, field in kind.__fields__.items()}
    return {name: TEXTS[hint] for name, hint in wanted.items() if hint in TEXTS}


# The recipe at the top of bot/dialogue/cards.py, applied to a copy.

STEPS = (
    ("bot/programme/model.py", '    url: str = ""\n', '    audience: str = ""\n'),
    (
        "bot/dialogue/cards.py",
        '    vortragende: Annotated[list[str], Shown("fact")]\n',
        '    zielgruppe: Annotated[str, Shown("fact", label="Für: ")]\n',
    ),
    ("actions/cards.py", "        vortragende=list(session.speakers),\n", "        zielgruppe=session.audience,\n"),
)
FILL = """
import json
from datetime import date
from actions.cards import session_card
from bot.chat.answers import to_answers
from tests.samples.fair import NOW, SESSIONS
card = session_card(SESSIONS[0].copy(update={"audience": "Azubis"}), date(2025, 5, 14))
print(json.dumps(to_answers([{"custom": {"karten": [card]}}], NOW)[0]["karten"][0]))
"""
DRAW = """
import { cardList } from "./bot/web/chat/static/widget/cards.js";
import { MESSAGES } from "./bot/web/chat/static/widget/guards.js";
import { outline } from "./tests/browser_unit/page.js";
const card = JSON.parse(process.argv[1]);
const answer = { id: "1", rolle: "bot", zeit: "", text: "", einleitung: "", karten: [card], knoepfe: [] };
const { zielgruppe, ...without } = card;
const tools = { noteButton: () => null, openPlan: () => {}, mapUrl: () => null, mapPicture: () => null };
console.log(JSON.stringify([
  MESSAGES.nachricht(answer),
  MESSAGES.nachricht({ ...answer, karten: [without] }),
  outline(cardList([card], tools)),
]));
"""


@pytest.fixture(scope="module")
def extended(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy of the code whose session cards have one field more."""
    copy = tmp_path_factory.mktemp("copy")
    for folder in ("bot", "actions", "tests/samples", "tests/browser_unit", "data", "programm"):
        shutil.copytree(ROOT / folder, copy / folder, ignore=shutil.ignore_patterns("__pycache__"))
    for file in ("messe.yml", "package.json", "tsconfig.json"):
        shutil.copy(ROOT / file, copy)
    for name, after, line in STEPS:
        text = (copy / name).read_text(encoding="utf-8")
        assert text.count(after) == 1
        (copy / name).write_text(text.replace(after, after + line), encoding="utf-8")
    run(copy, sys.executable, "-m", "bot.web.chat.card_schema")
    return copy


def run(folder: Path, *command: str) -> str:
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False, timeout=120)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_another_field_reaches_the_chat(extended: Path) -> None:
    assert json.loads(run(extended, sys.executable, "-c", FILL))["zielgruppe"] == "Azubis"


@pytest.mark.skipif(shutil.which("node") is None, reason="Node ist nicht installiert")
def test_another_field_is_guarded_and_drawn(extended: Path) -> None:
    card = example("sitzung", zielgruppe="Azubis")
    node = ("node", "--import", "./tests/browser_unit/surfaces.js", "--input-type=module", "-e", DRAW)
    fits, without, drawn = json.loads(run(extended, *node, json.dumps(card)))
    assert (fits, without) == (True, False)
    assert "<raum> · <tag> · A, B · Für: Azubis" in drawn
