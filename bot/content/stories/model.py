"""Rules and stories as steps with their lines, read and checked one by one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.content.checks.text_flaws import payload_flaws
from bot.content.known_names import KnownNames, Names, is_unknown
from bot.core.yaml_reader import Entry

STEP_KEYS = ("intent", "action", "slot_was_set", "checkpoint", "or", "user", "entities")
STORY_KEYS = ("steps", "condition", "conversation_start", "wait_for_user_input")
KINDS_OF_STEPS = ("intent", "action", "slot_was_set", "checkpoint", "or")
SECTIONS = (("rules", "rule"), ("stories", "story"))


@dataclass(frozen=True)
class StoryStep:
    """A step; ``kind`` is one of KINDS_OF_STEPS, ``value`` its name (several of „or“ separated by blanks)."""

    kind: str
    value: str
    line: int


@dataclass(frozen=True)
class Story:
    """A rule or a story; faults are reported at ``entry``."""

    file: str
    name: str
    is_rule: bool
    steps: tuple[StoryStep, ...]
    entry: Entry

    @property
    def line(self) -> int:
        """The line where it begins."""
        return self.entry.line

    @property
    def called(self) -> str:
        """Its name in messages, with its place."""
        return f"„{self.name}“ ({self.file}:{self.line})"


def check_stories(entry: Entry, file: str, known: KnownNames) -> list[Story]:
    """Report faults in the rules and stories of one file and return those that can be compared."""
    found = []
    for section, kind in SECTIONS:
        for item in entry.entries(section):
            item.allow_only((kind, *STORY_KEYS))
            name, items = item.text(kind), item.entries("steps")
            if not items:
                item.report("Ohne Schritte", "bitte unter „steps:“ mindestens einen Schritt eintragen")
            steps = tuple(_read_step(step, known) for step in items)
            for condition in item.entries("condition"):
                condition.allow_only(("slot_was_set", "active_loop"))
                _check_slots(condition, known.slots)
            # A condition on slots or forms decides when a rule holds; what it rules out cannot be compared here.
            if name and items and not item.has("condition"):
                found.append(Story(file, name, section == "rules", steps, item))
    return found


def _read_step(step: Entry, known: KnownNames) -> StoryStep:
    step.allow_only(STEP_KEYS)
    kinds = [kind for kind in KINDS_OF_STEPS if step.has(kind)]
    if len(kinds) > 1:
        what = f"„{kinds[0]}“ und „{kinds[1]}“ in einem Schritt"
        step.report_line(step.line_of(kinds[1]), what, "bitte jeden Schritt mit „- “ beginnen")
    if not kinds:
        if not set(step.names()) - set(STEP_KEYS):
            step.report("Schritt ohne „intent“ und „action“", "bitte sagen, was gefragt oder getan wird")
        return StoryStep("", "", step.line)
    value = _CHECKS[kinds[0]](step, known)
    _check_message(step, value, known)
    return StoryStep(kinds[0], value, step.line_of(kinds[0]))


def _intent(step: Entry, known: KnownNames) -> str:
    label = step.text("intent")
    intent, _, topic = label.partition("/")
    if label and (is_unknown(intent, known.intents) or (topic and is_unknown(label, known.labels))):
        remedy = "bitte Schreibweise prüfen oder die Absicht anlegen"
        step.report_at("intent", f"Die Absicht „{label}“ gibt es nicht", remedy)
    if step.has("entities"):
        for name, line in step.located_names("entities"):
            if is_unknown(name, known.entities):
                remedy = "bitte eine Angabe aus „entities“ in domain.yml nennen"
                step.report_line(line, f"Die Angabe „{name}“ gibt es nicht", remedy)
    return label


def _action(step: Entry, known: KnownNames) -> str:
    name = step.text("action")
    if name and is_unknown(name, known.actions):
        what = "Antwort" if name.startswith("utter_") else "Aktion"
        remedy = "bitte Schreibweise prüfen oder in domain.yml ergänzen"
        step.report_at("action", f"Die {what} „{name}“ gibt es nicht", remedy)
    return name


def _slots(step: Entry, known: KnownNames) -> str:
    _check_slots(step, known.slots)
    return " ".join(name for name, _ in step.located_names("slot_was_set"))


def _check_slots(entry: Entry, slots: Names) -> None:
    for name, line in entry.located_names("slot_was_set"):
        if is_unknown(name, slots):
            remedy = "bitte einen Slot aus domain.yml nennen"
            entry.report_line(line, f"Den Slot „{name}“ gibt es nicht", remedy)


def _checkpoint(step: Entry, known: KnownNames) -> str:
    return step.text("checkpoint")


def _choice(step: Entry, known: KnownNames) -> str:
    return " ".join(_intent(item, known) for item in step.entries("or") if item.has("intent"))


_CHECKS = {
    "intent": _intent, "action": _action, "slot_was_set": _slots, "checkpoint": _checkpoint, "or": _choice,
}  # fmt: skip


def _check_message(step: Entry, label: str, known: KnownNames) -> None:
    """Report a button's payload in a test conversation that does not lead where the step says."""
    if not step.has("user"):
        return
    message = step.text("user")
    if not message.startswith("/"):
        return
    for what, remedy in payload_flaws(message, known):
        step.report_at("user", what, remedy)
    if step.has("intent") and message[1:].partition("{")[0] != label:
        what = f"Der Knopf „{message}“ passt nicht zur Absicht „{label}“"
        step.report_at("user", what, "bitte eines von beiden berichtigen")


def used_names(stories: Sequence[Story], kind: str) -> Iterator[str]:
    """Yield the intents or actions that occur in steps."""
    kinds = ("intent", "or") if kind == "intent" else (kind,)
    for story in stories:
        for step in story.steps:
            if step.kind in kinds:
                yield from step.value.split()
