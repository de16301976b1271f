"""Stories as files: checked before they are saved, nobody's work lost, everything in words."""

from __future__ import annotations

from pathlib import Path

import pytest
import yaml

from bot.chat.story_from_conversation import StoryTurn, save_conversation
from bot.content.stories.blocks import BOT, OTHER, SLOT, USER, StoryStep
from bot.content.stories.listing import OpenStory, StoryKind, states, stories_in
from bot.content.stories.service import Draft, FaultyStory, StoryConflict, StoryService
from bot.content.stories.wording import ACTION_TITLES, StepLine, StoryWords
from bot.core.settings import ROOT
from tests.samples.content import edit
from tests.samples.story import RULES, STORIES, STORY_FILE, TALK_FILE, write_stories

TURNS = [StoryTurn("Wo kann ich parken?", "faq/parken", "utter_faq"), StoryTurn("/wo_ist", "wo_ist", "action_where")]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_stories(tmp_path)


def named(root: Path, name: str) -> OpenStory:
    return next(story for story in StoryService(root).all()[0] if story.block.name == name)


def test_everything_is_listed_by_kind(root: Path) -> None:
    stories, problems = StoryService(root).all()
    assert [(story.kind, story.file, story.block.name) for story in stories] == [
        (StoryKind.RULE, RULES, "Weg sagen"),
        (StoryKind.RULE, RULES, "Thema beantworten"),
        (StoryKind.STORY, STORY_FILE, "Weg und Thema"),
        (StoryKind.TALK, TALK_FILE, "Frage zum Weg"),
    ]
    assert problems == []


def test_broken_file_is_named_and_the_others_are_listed(root: Path) -> None:
    (root / RULES).write_text("rules:\n\t- x", encoding="utf-8")
    stories, problems = StoryService(root).all()
    assert ([story.file for story in stories], [problem.file for problem in problems]) == (
        [STORY_FILE, TALK_FILE],
        [RULES],
    )


def test_saved_story_keeps_comments_and_layout(root: Path) -> None:
    story = named(root, "Weg und Thema")
    key = StoryService(root).save(story.key, Draft("Weg, dann Thema", story.block.steps[:2]), story.version)
    expected = STORIES.replace("Weg und Thema", "Weg, dann Thema").split("  # danach")[0]
    assert ((root / STORY_FILE).read_text(encoding="utf-8"), StoryService(root).open(key).block.name) == (
        expected,
        "Weg, dann Thema",
    )


@pytest.mark.parametrize(
    ("step", "place", "what"),
    [
        (StoryStep(BOT, "action_wohin"), 4, "Die Aktion „action_wohin“ gibt es nicht"),
        (StoryStep(USER, "wohin"), 4, "Die Absicht „wohin“ gibt es nicht"),
        (StoryStep(SLOT, "ziel", "1"), 4, "Den Slot „ziel“ gibt es nicht"),
        (StoryStep(USER, ""), 4, "„intent“ fehlt"),
    ],
)
def test_fault_is_told_at_its_step_and_nothing_is_saved(root: Path, step: StoryStep, place: int, what: str) -> None:
    story = named(root, "Weg und Thema")
    with pytest.raises(FaultyStory) as found:
        StoryService(root).save(story.key, Draft("Weg und Thema", (*story.block.steps, step)), story.version)
    assert [(fault.step, fault.what) for fault in found.value.faults] == [(place, what)]
    assert (root / STORY_FILE).read_text(encoding="utf-8") == STORIES


def test_story_against_a_rule_is_told_at_its_step(root: Path) -> None:
    story = named(root, "Weg und Thema")
    steps = (story.block.steps[0], StoryStep(BOT, "utter_faq", "", 1), *story.block.steps[2:])
    faults = StoryService(root).faults(StoryKind.STORY, Draft("Weg und Thema", steps), story.key)
    assert [(fault.step, fault.what[:37]) for fault in faults] == [(1, "Widerspricht der Regel „Weg sagen“ (d")]


def test_faults_elsewhere_do_not_keep_from_saving(root: Path) -> None:
    edit(root, RULES, "action_where", "action_weg")
    story = named(root, "Frage zum Weg")
    assert StoryService(root).faults(StoryKind.TALK, Draft("Frage", story.block.steps), story.key) == []


def test_second_editor_is_told_what_is_there_now(root: Path) -> None:
    story = named(root, "Weg und Thema")
    edit(root, STORY_FILE, "  # danach\n", "")
    with pytest.raises(StoryConflict) as found:
        StoryService(root).save(story.key, Draft("Meine", story.block.steps), story.version)
    assert found.value.theirs == named(root, "Weg und Thema")


def test_change_of_another_story_in_the_file_is_no_conflict(root: Path) -> None:
    rule = named(root, "Thema beantworten")
    edit(root, RULES, "rule: Weg sagen", "rule: Den Weg sagen")
    StoryService(root).save(rule.key, Draft("Thema", rule.block.steps), rule.version)
    assert [story.block.name for story in stories_in(RULES, (root / RULES).read_text(encoding="utf-8"))] == [
        "Den Weg sagen",
        "Thema",
    ]


def test_needed_rule_is_not_deleted_a_needless_story_goes_with_its_file(root: Path) -> None:
    story, service = named(root, "Weg und Thema"), StoryService(root)
    service.delete(story.key, story.version)
    assert not (root / STORY_FILE).exists()
    with pytest.raises(StoryConflict):
        service.delete(story.key, story.version)


@pytest.mark.parametrize("text", ["", "- story: A\n  steps: [", "- rule: A\n  steps:\n  - action: utter_faq\n"])
def test_raw_text_that_is_not_one_story_is_refused(root: Path, text: str) -> None:
    story = named(root, "Weg und Thema")
    assert StoryService(root).faults(StoryKind.STORY, Draft("", (), text), story.key) != []


def test_raw_text_is_saved_as_typed(root: Path) -> None:
    story = named(root, "Frage zum Weg")
    typed = story.block.text.replace("Wo ist der Saal?", "Saal?")
    StoryService(root).save(story.key, Draft("", (), typed), story.version)
    assert "      Saal?\n" in (root / TALK_FILE).read_text(encoding="utf-8")


def test_conversation_becomes_a_test_with_its_words_and_without_personal_data(root: Path) -> None:
    save_conversation(
        root, StoryKind.TALK, "Parken,  dann Weg", [*TURNS, StoryTurn("Mail a@b.de", "faq/wlan", "utter_faq")]
    )
    read = yaml.safe_load((root / "tests/gespraeche/test_redaktion.yml").read_text(encoding="utf-8"))
    asked = [step["user"].strip() for step in read["stories"][0]["steps"] if "user" in step]
    assert (read["stories"][0]["story"], asked[:2], "a@b.de" in asked[2]) == (
        "Parken, dann Weg",
        ["Wo kann ich parken?", "/wo_ist"],
        False,
    )


def test_conversation_becomes_a_story_of_intents(root: Path) -> None:
    key = save_conversation(root, StoryKind.STORY, "Parken, dann Weg", TURNS)
    steps = [(step.kind, step.value) for step in StoryService(root).open(key).block.steps]
    assert steps == [(USER, "faq"), (BOT, "utter_faq"), (USER, "wo_ist"), (BOT, "action_where")]


def test_conversation_that_contradicts_a_rule_becomes_no_story(root: Path) -> None:
    with pytest.raises(FaultyStory, match="Widerspricht der Regel"):
        save_conversation(root, StoryKind.STORY, "Falsch", [StoryTurn("Wo?", "wo_ist", "utter_faq")])


def test_story_is_learnt_when_the_published_file_says_the_same(root: Path) -> None:
    stories, _ = StoryService(root).all()
    published = {RULES: (root / RULES).read_bytes(), STORY_FILE: STORIES.replace("utter_faq", "action_where").encode()}
    assert [states(stories, published)[story.key] for story in stories] == [True, True, False, None]


def test_story_in_words(root: Path) -> None:
    story = named(root, "Weg und Thema")
    assert StoryWords(root, {"ort": "Haus"}).lines(story.block.steps) == [
        StepLine(USER, "Weg", "Wo ist das?"),
        StepLine(BOT, "sagt, wo etwas ist", deed="sagt, wo etwas ist"),
        StepLine(USER, "Frage zu einem Thema", "Wo kann ich parken?"),
        StepLine(BOT, "Antwort des Themas", "Parken am Haus.", deed="gibt die Antwort des Themas"),
    ]


LONG_STEP = '  - user: |\n      /wo_ist{"stand": "B3", "minuten": 10}\n    intent: wo_ist\n    entities: []'


@pytest.mark.parametrize(
    ("step", "said"),
    [
        (StoryStep(USER, "wo_ist", '/wo_ist{"stand": "B3"}'), "drückt einen Knopf: „Weg“ (stand: B3)"),
        (StoryStep(USER, "faq", "/faq/parken"), "drückt einen Knopf: „Parken“"),
        (StoryStep(USER, "wo_ist", "Saal/Foyer?"), "Saal/Foyer?"),
        (StoryStep(OTHER, LONG_STEP.strip()), "drückt einen Knopf: „Weg“ (stand: B3, minuten: 10)"),
        (StoryStep(OTHER, "- checkpoint: eins"), "- checkpoint: eins"),
    ],
)
def test_button_is_said_in_words(root: Path, step: StoryStep, said: str) -> None:
    (line,) = StoryWords(root, {}).lines((step,))
    assert (line.said if step.kind == USER else line.title) == said


def test_every_action_of_the_domain_has_words() -> None:
    domain = yaml.safe_load((ROOT / "domain.yml").read_text(encoding="utf-8"))
    assert sorted(set(domain["actions"]) ^ set(ACTION_TITLES)) == []
