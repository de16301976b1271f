"""Synonyms (programm/synonyme.yml): an editable file, read whole, with every fault reported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from bot.core.settings import ROOT
from bot.core.yaml_reader import Entry, load_yaml
from bot.german.text import Word, fold, stem, tokenise

SYNONYM_FILE = "programm/synonyme.yml"
MAX_PHRASE = 4
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Synonyms:
    """Groups of words or short phrases that mean the same, and words that mean nothing for this fair.

    Attributes:
        groups: each at least two wordings.
        generic: words that never find anything by themselves, e.g. the town's name.
    """

    groups: tuple[tuple[str, ...], ...] = ()
    generic: tuple[str, ...] = ()
    _phrases: dict[Phrase, int] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Index the wordings by their stems."""
        phrases: dict[Phrase, int] = {}
        for number, group in enumerate(self.groups):
            for wording in group:
                for phrase in spellings(wording):
                    phrases.setdefault(phrase, number)
        # The class is frozen, as it is a key of caches; this is derived from its fields.
        object.__setattr__(self, "_phrases", phrases)

    @property
    def generic_stems(self) -> frozenset[str]:
        """The stems of the generic words."""
        return frozenset(stem(fold(word)) for word in self.generic)

    @property
    def words(self) -> frozenset[str]:
        """The stems of all wordings of one word, for taking compounds apart."""
        return frozenset(phrase[0] for phrase in self._phrases if len(phrase) == 1)

    def group_of(self, word_stem: str) -> int:
        """Return the group of a wording of one word, or -1."""
        return self._phrases.get((word_stem,), -1)

    def find(self, tokens: Sequence[Word]) -> list[tuple[int, int, int]]:
        """Return the wordings in a text as (first token, token after the last, group)."""
        found = []
        for first in range(len(tokens)):
            for last in range(first + 1, min(first + MAX_PHRASE, len(tokens)) + 1):
                group = self._phrases.get(tuple(token.stem for token in tokens[first:last]))
                if group is not None:
                    found.append((first, last, group))
        return found


def spellings(wording: str) -> list[Phrase]:
    """Return a wording as stems, word by word and written as one: „VR-Brille“ is (vr, brill) and (vrbrill)."""
    tokens = tokenise(wording)
    phrases = [tuple(token.stem for token in tokens)]
    if len(tokens) > 1:
        phrases.append((stem("".join(token.word for token in tokens)),))
    return [phrase for phrase in phrases if phrase]


def load_synonyms(path: Path = ROOT / SYNONYM_FILE) -> Synonyms:
    """Read the synonym file.

    Raises:
        ContentError: with every problem found, each with its line.
    """
    entry = load_yaml(path)
    entry.allow_only(["gruppen", "allgemein"])
    groups_entry = entry.entry("gruppen")
    owners: dict[Phrase, str] = {}
    groups = tuple(_read_group(groups_entry, name, owners) for name in groups_entry.names())
    generic = tuple(word for word in entry.texts("allgemein") if word)
    entry.raise_problems()
    return Synonyms(groups, generic)


def _read_group(groups: Entry, name: str, owners: dict[Phrase, str]) -> tuple[str, ...]:
    words = (name, *groups.texts(name))
    if len(words) < 2:
        groups.report_at(name, f"„{name}“ hat keine weiteren Wörter", f"bitte „{name}: [anderes Wort]“ schreiben")
    for word in words:
        _check_word(groups, name, word, owners)
    return words


def _check_word(groups: Entry, name: str, word: str, owners: dict[Phrase, str]) -> None:
    phrases = spellings(word)
    if not phrases:
        groups.report_at(name, f"„{word}“ enthält kein Wort", "bitte löschen oder ausschreiben")
    elif len(phrases[0]) > MAX_PHRASE:
        groups.report_at(name, f"„{word}“ ist zu lang", f"bitte auf höchstens {MAX_PHRASE} Wörter kürzen")
    for phrase in phrases:
        if owners.setdefault(phrase, name) != name:
            groups.report_at(name, f"„{word}“ gehört schon zu „{owners[phrase]}“", "bitte nur einmal nennen")
            return
