"""docs/entwicklung.md says what is so: its table of places, its picture of the rooms, its ways, its words."""

from __future__ import annotations

import re
from configparser import ConfigParser

import pytest

from bot.core.settings import ROOT
from tests.samples.recipes import GUIDE

GUIDE_TEXT = GUIDE.read_text(encoding="utf-8")
WAYS = ("One message's way", "One change's way", "One edit's way")
READ_BY_RASA = "read by Rasa"
STEP = re.compile(r"^\d+\. `(?P<file>[\w./-]+)`: (?P<text>.+)$", re.MULTILINE)
ROW = re.compile(r"^\| (?!---|What |Word )(.+?) \| (.+?) \| (.+?) \|", re.MULTILINE)
IN_TICKS = re.compile(r"`([^`]+)`")


def section(heading: str) -> str:
    """What stands below a heading of the second level."""
    return GUIDE_TEXT.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def text_of(file: str) -> str:
    return (ROOT / file).read_text(encoding="utf-8")


def module_of(file: str) -> str:
    return file.removesuffix(".py").replace("/", ".")


PLACES = [
    (IN_TICKS.findall(file)[0], IN_TICKS.findall(words)[0])
    for _, file, words in ROW.findall(section("Where do I change …?"))
]
STEPS = {way: [(found["file"], found["text"]) for found in STEP.finditer(section(way))] for way in WAYS}
WORDS = [(word, *IN_TICKS.findall(code)) for word, _, code in ROW.findall(section("Words"))]


@pytest.mark.parametrize(("file", "words"), PLACES)
def test_place_has_the_words_once(file: str, words: str) -> None:
    assert text_of(file).count(words) == 1


def rooms_drawn() -> list[list[str]]:
    """The rooms of the picture from top to bottom, those beside each other in one list."""
    picture = section("The rooms").split("```text\n")[1].split("```")[0]
    return [line[18:33].strip().split(" | ") for line in picture.splitlines()]


def test_picture_is_the_import_order() -> None:
    settings = ConfigParser()
    settings.read(ROOT / ".importlinter")
    layers = settings["importlinter:contract:layers"]["layers"].split("\n")[1:]
    assert rooms_drawn() == [[room.removeprefix("bot.") for room in layer.split(" | ")] for layer in layers]


def test_picture_has_every_room() -> None:
    packages = {path.parent.name for path in [*ROOT.glob("bot/*/__init__.py"), *ROOT.glob("actions/__init__.py")]}
    assert {room for layer in rooms_drawn() for room in layer} == packages


def is_reached(file: str, text: str, before: list[str]) -> bool:
    """Whether a step follows from one before it: imported or named there, or tied to it by a word that both have."""
    if READ_BY_RASA in text:
        return file in ("config.yml", "endpoints.yml", "domain.yml") or file.startswith("data/")
    earlier = [text_of(name) for name in before]
    package, _, name = module_of(file).rpartition(".")
    imported = re.compile(rf"\b{re.escape(module_of(file))}\b|from {re.escape(package)} import (?:\w+, )*{name}\b")
    shared = [word for word in re.findall(r"\(`([^`]+)`\)", text) if word in text_of(file) or word in file]
    return any(imported.search(each) or any(word in each for word in shared) for each in earlier)


@pytest.mark.parametrize("way", WAYS)
def test_way_can_be_walked(way: str) -> None:
    files = [file for file, _ in STEPS[way]]
    broken = [
        file for number, (file, text) in enumerate(STEPS[way]) if number and not is_reached(file, text, files[:number])
    ]
    assert broken == []


@pytest.mark.parametrize("way", WAYS)
def test_way_goes_forward_only(way: str) -> None:
    files = [file for file, _ in STEPS[way]]
    assert len(files) > 10
    assert [file for file in files if files.count(file) > 1] == []


@pytest.mark.parametrize(("word", "name", "file"), WORDS)
def test_word_is_defined_where_it_says(word: str, name: str, file: str) -> None:
    assert re.search(rf"^(?:class {name}\b|{name}\b)", text_of(file), re.MULTILINE)


def test_each_word_has_one_meaning() -> None:
    words = [word for word, _, _ in WORDS]
    assert len(words) == len(set(words)) > 15


def test_way_in_the_readme_names_only_what_exists() -> None:
    way = (ROOT / "README.md").read_text(encoding="utf-8").split("## One message's way")[1].split("```")[1]
    names = re.findall(r"\b(?:bot|data|actions)/[\w./]*\w", way)
    assert len(names) > 5
    assert [name for name in names if not (ROOT / name).exists()] == []
