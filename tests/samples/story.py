"""Rules with comments, and small content that has stories and test conversations as well."""

from __future__ import annotations

from pathlib import Path

from tests.samples.content import write_content

COMMENTED = """\
# head
version: "3.1"
rules:
  # first
  - rule: A   # why
    steps:
      # say
      - intent: a  # because
      # do
      - action: b
    # after
    wait_for_user_input: false

  # second
  - rule: B
    condition:
    - slot_was_set:
      - x: true
    steps:
    - or:
      - intent: a
      - intent: b
    - action: c
# foot
"""
STORIES = """\
# Was nach dem Weg kommt.
version: "3.1"
stories:
- story: Weg und Thema
  steps:
  - intent: wo_ist   # zuerst
  - action: action_where
  # danach
  - intent: faq
  - action: utter_faq
"""
TALKS = """\
version: "3.1"
stories:
- story: Frage zum Weg
  steps:
  - user: |
      Wo ist der Saal?
    intent: wo_ist
  - action: action_where
"""
RULES, STORY_FILE, TALK_FILE = "data/rules/gespraech.yml", "data/stories/weg.yml", "tests/gespraeche/test_weg.yml"


def write_stories(root: Path) -> Path:
    """The content of ``content_samples`` with a story and a test conversation."""
    write_content(root)
    for name, text in ((STORY_FILE, STORIES), (TALK_FILE, TALKS)):
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return root
