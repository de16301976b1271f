"""The checks of rules, stories and test conversations on a draft before it is saved, each fault at its step."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from bot.content.checks.rasa_files import check_data_files
from bot.content.checks.stories import check_all_stories, check_conversations
from bot.content.content import TALKS, ContentFiles, read_content
from bot.content.known_names import known_names
from bot.content.stories.blocks import StoryBlock, read_blocks
from bot.core.errors import ContentError, Problem
from bot.core.yaml_reader import parse_yaml


@dataclass(frozen=True)
class StoryFault:
    """A fault and its remedy; ``step`` is its place, None where it concerns the whole or another story."""

    step: int | None
    what: str
    remedy: str


def story_faults(root: Path, file: str, text: str, name: str, section: str) -> list[StoryFault]:
    """Return the faults that the content would have if ``file`` said ``text`` and does not have already.

    Args:
        root: the project.
        file: its path below the root.
        text: the file's new text; "" deletes it.
        name: the story that is saved; faults in its lines are reported with their step.
        section: the section it stands in.
    """
    before = read_content(root)
    after = read_content(root)
    try:
        if text:
            after.entries[file] = parse_yaml(text, file)
        else:
            after.entries.pop(file, None)
        blocks = read_blocks(text, file) if text else []
    except ContentError as error:
        return [StoryFault(None, _with_place(each, file), each.remedy) for each in error.problems]
    # Compared without lines, which move with every edit; counted, as the same fault may come twice.
    known = Counter((each.file, each.what) for each in _problems(root, before))
    # Of several with one name the last: a new story stands at the end.
    block = next((each for each in reversed(blocks) if (each.section, each.name) == (section, name)), None)
    found = []
    for problem in _problems(root, after):
        if known[problem.file, problem.what] > 0:
            known[problem.file, problem.what] -= 1
        else:
            found.append(_fault(problem, file, block))
    return found


def _problems(root: Path, content: ContentFiles) -> list[Problem]:
    known = known_names(root, content)
    check_all_stories(content, known)
    check_data_files(content, known)
    check_conversations(content, known)
    names = [*content.names("data/"), *content.names(TALKS)]
    return [problem for name in names for problem in content.problems_of(name)]


def _fault(problem: Problem, file: str, block: StoryBlock | None) -> StoryFault:
    line = problem.line - 1
    if block is None or problem.file != file or not block.begin <= line < block.end:
        return StoryFault(None, _with_place(problem, ""), problem.remedy)
    ends = block.step_lines[1:]
    step = next((number for number, end in enumerate(ends) if block.step_lines[number] <= line < end), None)
    return StoryFault(step, problem.what, problem.remedy)


def _with_place(problem: Problem, own_file: str) -> str:
    place = f"Zeile {problem.line}" if problem.file == own_file else f"{problem.file}:{problem.line}"
    return f"{place}: {problem.what}" if problem.line else problem.what
