"""Checks of rules, stories and test conversations against each other: contradictions, repetitions, loose ends."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from bot.content.content import TALKS, ContentFiles, stem_of_name
from bot.content.known_names import KnownNames
from bot.content.stories.model import Story, check_stories

REMEMBERED = 3  # what was asked, what the bot did, what is asked now: max_history 2 in config.yml
_Steps = tuple[tuple[str, str], ...]
_Ruled = dict[tuple[str, str], Story]  # the rule that begins with this one step


def check_all_stories(content: ContentFiles, known: KnownNames) -> list[Story]:
    """Report faults of the rules and stories under data and return those that can be compared."""
    stories = []
    for name, entry in content.below("data/"):
        stories += check_stories(entry, name, known)
    _check_names(stories)
    _check_rules([story for story in stories if story.is_rule])
    ruled = {steps[0]: rule for rule in stories if rule.is_rule and len(steps := _beginning(rule)) == 1}
    _check_memory([story for story in stories if not story.is_rule], ruled)
    _check_against_rules([story for story in stories if not story.is_rule], ruled)
    _check_checkpoints(stories)
    return stories


def check_conversations(content: ContentFiles, known: KnownNames) -> None:
    """Report faults of the test conversations."""
    conversations = []
    for name, entry in content.below(TALKS):
        entry.allow_only(("version", "stories"))
        conversations += check_stories(entry, name, known)
        if not stem_of_name(name).startswith("test_"):
            entry.report("Der Dateiname beginnt nicht mit „test_“, Rasa übergeht die Datei", "bitte umbenennen")
    _check_names(conversations)


def _check_names(stories: Sequence[Story]) -> None:
    seen: dict[str, Story] = {}
    for story in stories:
        first = seen.setdefault(story.name, story)
        if first is not story:
            what = f"Der Name „{story.name}“ steht schon in {first.file}:{first.line}"
            story.entry.report(what, "bitte einen anderen Namen geben")


def _pairs(story: Story) -> _Steps:
    return tuple((step.kind, step.value) for step in story.steps)


def _beginning(story: Story) -> _Steps:
    """Return the steps up to the first action."""
    steps = _pairs(story)
    end = next((index for index, (kind, _) in enumerate(steps) if kind == "action"), len(steps))
    return steps[:end]


def _check_rules(rules: Sequence[Story]) -> None:
    seen: dict[_Steps, Story] = {}
    for rule in rules:
        first = seen.setdefault(_beginning(rule), rule)
        if first is rule or not _beginning(rule):
            continue
        if _pairs(first) == _pairs(rule):
            rule.entry.report(f"Dieselbe Regel wie {first.called}", "bitte eine der beiden löschen")
        else:
            what = f"Widerspricht der Regel {first.called}: nach denselben Schritten folgt dort etwas anderes"
            rule.entry.report(what, "bitte eine der beiden ändern oder löschen")


def _check_memory(stories: Sequence[Story], ruled: _Ruled) -> None:
    """Report stories in which the same steps lead to different actions: both cannot be learnt; rules come first."""
    seen: dict[_Steps, tuple[str, Story]] = {}
    for story in stories:
        steps = _pairs(story)
        for index, (kind, value) in enumerate(steps):
            # Exactly what the policy sees: longer stories may differ earlier and still contradict each other.
            before = steps[max(0, index - REMEMBERED) : index]
            # Rules win over stories, so memory is not asked there.
            if kind != "action" or not before or before[-1] in ruled:
                continue
            action, first = seen.setdefault(before, (value, story))
            if action != value:
                what = f"Widerspricht der Geschichte {first.called}: nach denselben Schritten folgt dort {action}"
                story.entry.report_line(story.steps[index].line, what, "bitte eine der beiden ändern")


def _check_against_rules(stories: Sequence[Story], ruled: _Ruled) -> None:
    """Report stories that contradict a rule, which holds wherever its first step occurs."""
    for story in stories:
        steps = _pairs(story)
        for index, (before, (kind, value)) in enumerate(zip(steps, steps[1:], strict=False), 1):
            expected = _pairs(ruled[before])[1:2] if before in ruled else ()
            if kind == "action" and expected and expected[0] != (kind, value):
                what = f"Widerspricht der Regel {ruled[before].called}: dort folgt {expected[0][1]}"
                story.entry.report_line(story.steps[index].line, what, "bitte eine der beiden ändern")


def _check_checkpoints(stories: Sequence[Story]) -> None:
    steps = [(story, step) for story in stories for step in story.steps if step.kind == "checkpoint"]
    counts = Counter(step.value for _, step in steps)
    for story, step in steps:
        if counts[step.value] == 1:
            what = f"Der Anschluss „{step.value}“ kommt nur einmal vor"
            story.entry.report_line(step.line, what, "bitte die Geschichte ergänzen, die dort weitergeht")
