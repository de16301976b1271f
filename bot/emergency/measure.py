"""Measure how well the net tells emergencies from everything else, on sentences it was not trained on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.core.yaml_reader import Entry, load_yaml
from bot.emergency.build import MIXED_TOPICS, EmergencySentence, read_sentences
from bot.emergency.net import load_net
from bot.fair.emergency_texts import Alarm, EmergencyTexts, service_of

UNSEEN = "tests/notfall"
FACTS = {"telefon": "HAUS", "infostand": "am Infostand", "hilfe_telefon": "SEELE"}
NUMBERS = {"rettung": "112", "polizei": "110", "haus": "HAUS", "seele": "SEELE"}


@dataclass(frozen=True)
class Figures:
    """Emergencies and look-alikes of one file, each with the alarm it raised or None."""

    emergencies: Sequence[tuple[EmergencySentence, Alarm | None]]
    harmless: Sequence[tuple[EmergencySentence, Alarm | None]]

    def missed(self) -> list[EmergencySentence]:
        """Return the emergencies that raised no alarm."""
        return [sentence for sentence, alarm in self.emergencies if alarm is None]

    def wrong(self) -> list[tuple[EmergencySentence, Alarm]]:
        """Return the emergencies whose first German line lacks the right number."""
        pairs = ((sentence, alarm) for sentence, alarm in self.emergencies if alarm is not None)
        return [pair for pair in pairs if not has_number(*pair)]

    def false_alarms(self) -> list[EmergencySentence]:
        """Return the harmless sentences that raised an alarm."""
        return [sentence for sentence, alarm in self.harmless if alarm is not None]

    def sure_false_alarms(self) -> list[EmergencySentence]:
        """Return the harmless sentences that were answered as an emergency and with nothing else."""
        return [sentence for sentence, alarm in self.harmless if alarm is not None and alarm.is_sure]

    def right_share(self) -> float:
        """Return the share (0..1) of emergencies whose answer has the right number in its first line."""
        return 1 - (len(self.missed()) + len(self.wrong())) / len(self.emergencies)


def has_number(sentence: EmergencySentence, alarm: Alarm) -> bool:
    """Return whether the answer's first German line has the number that the sentence's situation needs."""
    first = EmergencyTexts().answer(Alarm(alarm.situation), FACTS).partition("\n")[0]
    return NUMBERS[service_of(sentence.situation)] in first


def measure(sentences: Iterable[EmergencySentence]) -> Figures:
    """Run the net over each sentence."""
    net = load_net()
    pairs = [(sentence, net.find(sentence.text)) for sentence in sentences]
    return Figures([each for each in pairs if each[0].situation], [each for each in pairs if not each[0].situation])


def unseen_sentences(root: Path) -> dict[str, list[EmergencySentence]]:
    """Return the sentences that must never be trained on, by file stem."""
    return {path.stem: read_sentences(path) for path in sorted((root / UNSEEN).glob("*.yml"))}


def other_sentences(root: Path) -> list[EmergencySentence]:
    """Return all sentences in tests except those of the topics about emergencies."""
    saetze, unberuehrt, conversations = (_files(root, folder) for folder in ("saetze", "unberuehrt", "gespraeche"))
    steps = [
        step
        for conversation in conversations
        for story in conversation.quiet_entries("stories")
        for step in story.quiet_entries("steps")
    ]
    found = [(step.quiet_text("user"), step.quiet_text("intent")) for step in steps if step.has("user")]
    for entry in saetze + unberuehrt:
        whole = entry.quiet_text("absicht")
        items = entry.quiet_entries("saetze")
        found += [(item.quiet_text("text"), item.quiet_text("absicht") or whole) for item in items]
        found += [(text, whole) for text, _ in entry.located_names("saetze") if not items]
    return [EmergencySentence(text) for text, label in found if text and label.rpartition("/")[2] not in MIXED_TOPICS]


def _files(root: Path, folder: str) -> list[Entry]:
    return [load_yaml(path) for path in sorted((root / "tests" / folder).glob("*.yml"))]
