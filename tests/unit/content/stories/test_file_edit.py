"""Stories as lines of their files: what is not edited stays as it is, to the byte."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.stories.blocks import BOT, SLOT, USER, StoryStep, read_blocks
from bot.content.stories.file_edit import scalar, with_block, with_new, with_text, without_block
from bot.core.errors import ContentError
from bot.core.settings import ROOT
from tests.samples.story import COMMENTED

FILES = sorted([*ROOT.glob("data/rules/*.yml"), *ROOT.glob("data/stories/*.yml"), *ROOT.glob("tests/gespraeche/*.yml")])


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_saving_a_shipped_story_unchanged_changes_no_byte(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    saved = [with_block(text, block, block.name, block.steps) for block in read_blocks(text)]
    typed = [with_text(text, block, block.text) for block in read_blocks(text)]
    assert {*saved, *typed} == {text}


def test_moved_step_takes_its_comment_along_and_a_changed_one_keeps_it() -> None:
    rule = read_blocks(COMMENTED)[0]
    steps = (rule.steps[1], StoryStep(USER, "z", "", 0))
    before = "      # say\n      - intent: a  # because\n      # do\n      - action: b\n"
    after = "      # do\n      - action: b\n      # say\n      - intent: z  # because\n"
    assert with_block(COMMENTED, rule, "A", steps) == COMMENTED.replace(before, after)


def test_renamed_story_keeps_the_comment_behind_its_name() -> None:
    rule = read_blocks(COMMENTED)[0]
    renamed = with_block(COMMENTED, rule, "Ja: bitte", rule.steps)
    assert renamed == COMMENTED.replace("- rule: A   # why", "- rule: 'Ja: bitte'   # why")


def test_what_the_form_cannot_say_is_moved_as_it_is() -> None:
    rule = read_blocks(COMMENTED)[1]
    choice = "    - or:\n      - intent: a\n      - intent: b\n"
    moved = with_block(COMMENTED, rule, "B", tuple(reversed(rule.steps)))
    assert (rule.conditions, moved) == (
        ("slot_was_set: x = true",),
        COMMENTED.replace(f"{choice}    - action: c\n", f"    - action: c\n{choice}"),
    )


def test_deleted_story_goes_with_its_comment_and_no_other() -> None:
    first, second = read_blocks(COMMENTED)
    assert without_block(COMMENTED, first) == COMMENTED.replace(first.text, "")
    assert without_block(COMMENTED, second) == COMMENTED.replace(second.text, "")


def test_last_story_takes_its_section_along_and_leaves_the_others() -> None:
    text = 'version: "3.1"\nrules:\n- rule: A\n  steps:\n  - action: b\nstories:\n- story: B\n  steps:\n  - action: c\n'
    rule, story = read_blocks(text)
    assert without_block(text, rule) == text.replace(f"rules:\n{rule.text}", "")
    assert without_block(text.replace(f"rules:\n{rule.text}", ""), read_blocks(text.split("rules:")[0] + "stories:\n"
                         + story.text)[0]) == ""  # fmt: skip


def test_new_story_stands_at_the_end_of_its_section() -> None:
    steps = (StoryStep(USER, "q"), StoryStep(SLOT, "x", "3"), StoryStep(BOT, "d"))
    new = "  - rule: N\n    steps:\n    - intent: q\n    - slot_was_set:\n      - x: 3\n    - action: d\n"
    assert with_new(COMMENTED, "rules", "N", steps) == COMMENTED.replace("# foot", f"{new}# foot")


def test_first_story_makes_the_file() -> None:
    text = with_new("", "stories", "N", (StoryStep(USER, "q", "# wo: ist „das“?"), StoryStep(BOT, "d")), "Kopf.")
    assert text == (
        '# Kopf.\nversion: "3.1"\nstories:\n- story: N\n  steps:\n'
        "  - user: |\n      # wo: ist „das“?\n    intent: q\n  - action: d\n"
    )


def test_line_ends_of_another_system_stay() -> None:
    text = COMMENTED.replace("\n", "\r\n")
    rule = read_blocks(text)[0]
    assert with_block(text, rule, "C", rule.steps) == text.replace("rule: A", "rule: C")


@pytest.mark.parametrize("text", ["rules: [{rule: A, steps: []}]\n", "rules:\n-\n  rule: A\n  steps: []\n"])
def test_unusual_layout_is_refused_not_harmed(text: str) -> None:
    with pytest.raises(ContentError, match="ungewöhnlich"):
        read_blocks(text)


def test_story_without_steps_is_left_to_the_raw_view() -> None:
    text = "stories:\n- story: A\n"
    with pytest.raises(ContentError, match="Rohansicht"):
        with_block(text, read_blocks(text)[0], "A", [StoryStep(BOT, "b")])


@pytest.mark.parametrize(
    ("text", "written"), [("Ja", "Ja"), ("no", "'no'"), ("a: b", "'a: b'"), ("it's # x", "'it''s # x'"), ("", "''")]
)
def test_scalar_is_quoted_where_it_must_be(text: str, written: str) -> None:
    assert scalar(text) == written
