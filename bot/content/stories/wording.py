"""Rules and stories in words for editors who never saw a file: the question, what the bot does, its answer."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from bot.content.content import DOMAIN, ContentFiles, read_content
from bot.content.examples import examples_of
from bot.content.known_names import KINDS, listed
from bot.content.stories.blocks import BOT, SLOT, USER, StoryStep
from bot.content.topics import UNCLEAR, LabelTitles, TopicFolder
from bot.content.variables import fill_in
from bot.core.yaml_reader import Entry
from bot.german.phrases import alphabetical

KIND_TITLES = {"faq": "Frage zu einem Thema", "smalltalk": "Plauderei", UNCLEAR: "Unklares"}
KIND_ANSWERS = {"utter_faq": "Antwort des Themas", "utter_smalltalk": "Erwiderung auf Plauderei"}
ACTION_TITLES: Mapping[str, str] = {
    "action_list_sessions": "sucht Programmpunkte",
    "action_list_booths": "sucht Stände",
    "action_where": "sagt, wo etwas ist",
    "action_when": "sagt, wann etwas ist",
    "action_who": "sagt, wer etwas macht",
    "action_about": "sagt, worum es geht",
    "action_free_seats": "nennt freie Plätze",
    "action_changes": "nennt Änderungen im Programm",
    "action_plan_add": "merkt einen Programmpunkt",
    "action_plan_show": "zeigt den eigenen Plan",
    "action_plan_remove": "streicht aus dem Plan",
    "action_plan_gap": "füllt Lücken im Plan",
    "action_remind": "stellt eine Erinnerung",
    "action_more": "zeigt weitere Treffer",
    "action_pick": "nimmt den gewählten Treffer",
    "action_correct": "berichtigt die letzte Suche",
    "action_accept_offer": "führt seinen Vorschlag aus",
    "action_repeat": "wiederholt die letzte Antwort",
    "action_start_over": "fängt von vorn an",
    "action_out_of_scope": "sagt, dass es nicht um die Messe geht",
    "action_not_understood": "fragt nach („Meinten Sie …?“)",
}
_KIND_DEEDS = {"utter_faq": "gibt die Antwort des Themas", "utter_smalltalk": "geht auf die Plauderei ein"}
_BUTTON = re.compile(r"/(?P<label>[a-z_]+(?:/[a-z0-9_]+)?)(?P<entities>\{.*\})?")
_ENTITY = re.compile(r'"(\w+)": *"?([^",}]+)')
Group = tuple[str, list[tuple[str, str]]]


@dataclass(frozen=True)
class StepLine:
    """A step in words.

    Attributes:
        kind: as in :class:`bot.content.stories.blocks.StoryStep`.
        title: its subject.
        said: the words in the chat; "" where only an action knows.
        note: a remark on it.
        deed: what the bot does, with a verb, „sucht Programmpunkte“; "" for other steps.
    """

    kind: str
    title: str
    said: str = ""
    note: str = ""
    deed: str = ""


class StoryWords:
    """The words for the content below one root, as of now."""

    def __init__(self, root: Path, variables: Mapping[str, str]) -> None:
        """Take the root and the present values of facts in answers."""
        self._variables = variables
        self._content = read_content(root)
        self._domain = self._content.entries.get(DOMAIN)
        self._topics = TopicFolder(root / "data" / "themen")
        self._title = LabelTitles(root)
        self._examples = _first_examples(self._content)
        self._answers = _texts(self._content)
        self._slots = _slots(self._domain)

    def lines(self, steps: tuple[StoryStep, ...]) -> list[StepLine]:
        """Return each step in words, an answer with regard to the question before it."""
        asked, found = "", []
        for step in steps:
            # utter_faq answers differently for each topic, so the question before it decides its words.
            asked = step.value if step.kind == USER else asked
            found.append(self._line(step, asked))
        return found

    def _line(self, step: StoryStep, asked: str) -> StepLine:
        if step.kind == USER:
            said = self._pressed(step.words) or step.words or self._example(step.value)
            return StepLine(USER, self.intent_title(step.value), said)
        if step.kind == BOT:
            said = fill_in(self._answer(step.value, asked), self._variables)
            return StepLine(BOT, action_title(step.value), said, deed=_deed_of(step.value))
        if step.kind == SLOT:
            title = f"{step.value} = {step.words}" if step.words else f"{step.value} ist gesetzt"
            return StepLine(SLOT, title, note=self._slots.get(step.value, ""))
        title = " ".join(step.value.split())
        words = title.removeprefix("- user:").lstrip(" |").partition(" intent:")[0]
        return StepLine(step.kind, self._pressed(words) or title, note="Dieser Schritt lässt sich nur als YAML ändern.")

    def intent_title(self, label: str) -> str:
        """Return the title of a label: „Parken“ for ``faq/parken``, „Ja“ for ``bejahen``."""
        return KIND_TITLES.get(label) or self._title(label)

    def _pressed(self, words: str) -> str:
        """Return a button's message in words: „drückt ‚Merken‘ (sitzung: phishing-live)“; "" for typed words."""
        found = _BUTTON.fullmatch(words)
        if found is None:
            return ""
        named = ", ".join(f"{name}: {value}" for name, value in _ENTITY.findall(found["entities"] or ""))
        return f"drückt einen Knopf: „{self.intent_title(found['label'])}“" + (f" ({named})" if named else "")

    def user_choices(self, with_topics: bool) -> list[Group]:
        """Return what visitors may ask; single topics only in test conversations, where Rasa tells them apart."""
        intents = listed(self._domain, "intents") if self._domain is not None else []
        single = [(name, self.intent_title(name)) for name in [*intents, UNCLEAR]]
        if not with_topics:
            return [("Was jemand möchte", single)]
        topics = [(each.label, each.title) for each in self._topics.all()]
        topics.sort(key=lambda pair: alphabetical(pair[1]))
        own = [pair for pair in single if pair[0] not in KINDS]
        return [("Was jemand möchte", own), ("Themen", topics)]

    def bot_choices(self) -> list[Group]:
        """Return what the bot may do."""
        actions = listed(self._domain, "actions") if self._domain is not None else []
        answers = [*KIND_ANSWERS, *(name for name in self._answers if "/" not in name)]
        return [
            ("Antworten", [(name, action_title(name)) for name in answers]),
            ("Was der Bot tut", [(name, action_title(name)) for name in actions]),
        ]

    def slot_choices(self) -> list[Group]:
        """Return the slots that may be set."""
        return [("Was der Bot sich merkt", [(name, name) for name in self._slots])]

    def _example(self, label: str) -> str:
        return self._examples.get(label, "")

    def _answer(self, name: str, asked: str) -> str:
        if name in KIND_ANSWERS:
            label = asked if "/" in asked else self._label_of_example(asked)
            topic = self._topics.get(label)
            return topic.answers[0].text if topic is not None else ""
        return self._answers.get(name, "")

    def _label_of_example(self, kind: str) -> str:
        """Return the topic whose example stands for all of its kind."""
        return next((label for label in self._examples if label.startswith(f"{kind}/")), "")


def action_title(name: str) -> str:
    """Return an action or answer in words."""
    if name in ACTION_TITLES or name in KIND_ANSWERS:
        return ACTION_TITLES.get(name) or KIND_ANSWERS[name]
    return f"Antwort „{name.removeprefix('utter_').replace('_', ' ')}“" if name.startswith("utter_") else name


def _deed_of(name: str) -> str:
    return _KIND_DEEDS.get(name) or ACTION_TITLES.get(name) or f"gibt die {action_title(name)}"


def _first_examples(content: ContentFiles) -> dict[str, str]:
    """Return the first example of every label, and one for each kind of topic."""
    items = [item for _, entry in content.below("data/") for item in entry.quiet_entries("nlu")]
    found: dict[str, str] = {}
    for item in items:
        examples, label = examples_of(item), item.quiet_text("intent")
        if examples and label:
            found.setdefault(label, examples[0].text)
            found.setdefault(label.partition("/")[0], examples[0].text)
    return found


def _texts(content: ContentFiles) -> dict[str, str]:
    """Return the first wording of every answer."""
    names = (DOMAIN, *content.names("data/"))
    sections = [content.entries[name].quiet_entry("responses") for name in names if name in content.entries]
    pairs = [(name, section.quiet_entries(name)) for section in sections for name in section.names()]
    return {name: wordings[0].quiet_text("text") for name, wordings in pairs if wordings}


def _slots(domain: Entry | None) -> dict[str, str]:
    """Return every slot, with a remark for its use as a condition."""
    if domain is None:
        return {}
    slots = domain.quiet_entry("slots")
    no_effect = "Auf diesen Slot achtet der Bot beim Entscheiden nicht (influence_conversation in domain.yml)."
    is_heard = {name: slots.quiet_entry(name).quiet_text("influence_conversation") for name in slots.names()}
    return {name: no_effect if heard.casefold() == "false" else "" for name, heard in is_heard.items()}
