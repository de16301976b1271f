"""The test sentences that the trained model is known to get wrong: strict data in tests/saetze_bekannte_fehler.yml.

``python -m tests.bekannte_fehler`` writes the file anew from what the present model says. Look at every new line in it:
each is a question that the bot misunderstands.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.core.settings import ROOT
from bot.publishing.recognise import recognise as ask_model

SENTENCES = ROOT / "tests" / "saetze"
KNOWN = ROOT / "tests" / "saetze_bekannte_fehler.yml"
OUTSIDE, UNCLEAR = "ausserhalb", "nlu_fallback"
SMALLTALK = "smalltalk/"
TALK = frozenset({"auswahl", "bejahen", "korrektur", "mehr", "neu_anfangen", "verneinen", "wiederholen"})
HEADER = """# Testsätze, die das Sprachmodell noch falsch versteht. Die Liste ist streng: Jeder andere Fehler
# lässt den Test scheitern, und ein Satz, der inzwischen richtig verstanden wird, ebenso.
# Neu schreiben: python -m tests.bekannte_fehler
"""


@dataclass(frozen=True, order=True)
class Sentence:
    """A test sentence with the label it should get and the one it got (full labels such as ``faq/parken``)."""

    label: str
    text: str
    found: str = ""

    @property
    def is_right(self) -> bool:
        """Whether it was understood; what is not about the fair may also count as unclear."""
        return self.found == self.label or (self.label == OUTSIDE and self.found == UNCLEAR)

    @property
    def group(self) -> str:
        """``FAQ``, ``Programm``, ``Smalltalk``, ``Gespräch`` or ``außerhalb``."""
        if "/" in self.label:
            return "Smalltalk" if self.label.startswith(SMALLTALK) else "FAQ"
        return "außerhalb" if self.label == OUTSIDE else "Gespräch" if self.label in TALK else "Programm"


def read_sentences() -> list[Sentence]:
    """All test sentences, not yet recognised."""
    files = [yaml.safe_load(path.read_text(encoding="utf-8")) for path in sorted(SENTENCES.glob("*.yml"))]
    return [Sentence(file["absicht"], str(text)) for file in files for text in file["saetze"]]


def read_known() -> list[Sentence]:
    """The listed failures."""
    entries: list[dict[str, str]] = yaml.safe_load(KNOWN.read_text(encoding="utf-8")) if KNOWN.exists() else []
    return [Sentence(entry["absicht"], entry["satz"], entry["erkannt"]) for entry in entries or []]


def write_known(failures: Sequence[Sentence]) -> None:
    """Replace the list."""
    entries = [{"satz": each.text, "absicht": each.label, "erkannt": each.found} for each in sorted(failures)]
    text = yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=1000) if entries else "[]\n"
    KNOWN.write_text(HEADER + text, encoding="utf-8")


def recognise(model: Path, sentences: Sequence[Sentence]) -> list[Sentence]:
    """The sentences with what the model makes of them."""
    found = ask_model(model, list(dict.fromkeys(each.text for each in sentences)))
    return [Sentence(each.label, each.text, found[each.text]) for each in sentences]


def shares(sentences: Sequence[Sentence]) -> dict[str, float]:
    """Share understood, by group."""
    groups = {each.group for each in sentences}
    return {group: _share([each for each in sentences if each.group == group]) for group in sorted(groups)}


def _share(sentences: Sequence[Sentence]) -> float:
    return sum(each.is_right for each in sentences) / len(sentences)


def main() -> None:
    """Train if needed, recognise all sentences, write the list."""
    from bot.publishing.training import train_if_needed
    from bot.runtime.processes import MODEL

    train_if_needed(print)
    found = recognise(ROOT / MODEL, read_sentences())
    failures = [each for each in found if not each.is_right]
    write_known(failures)
    for group, share in shares(found).items():
        print(f"{group}: {share:.1%}")
    print(f"{KNOWN.relative_to(ROOT)}: {len(failures)} von {len(found)} Sätzen.")


if __name__ == "__main__":
    main()
