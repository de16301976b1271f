"""The synonym file: read whole, every fault reported with its line."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import ContentError
from bot.german.text import tokenise
from bot.programme.search import Synonyms, load_synonyms


def _load(folder: Path, text: str) -> Synonyms:
    file = folder / "synonyme.yml"
    file.write_text(text, encoding="utf-8")
    return load_synonyms(file)


def test_file_is_read(tmp_path: Path) -> None:
    synonyms = _load(tmp_path, "gruppen:\n  KI: [AI, Künstliche Intelligenz]\nallgemein: [Musterstadt]\n")
    assert synonyms == Synonyms((("KI", "AI", "Künstliche Intelligenz"),), ("Musterstadt",))


def test_faults_are_reported_together(tmp_path: Path) -> None:
    text = 'gruppen:\n  KI: [AI]\n  VR: []\n  Bot: [ai, "!", eins zwei drei vier fünf]\nalgemein: [Stadt]\n'
    with pytest.raises(ContentError) as caught:
        _load(tmp_path, text)
    assert [(problem.line, problem.what) for problem in caught.value.problems] == [
        (5, "„algemein“ ist unbekannt"),
        (3, "„VR“ hat keine weiteren Wörter"),
        (4, "„ai“ gehört schon zu „KI“"),
        (4, "„!“ enthält kein Wort"),
        (4, "„eins zwei drei vier fünf“ ist zu lang"),
    ]


def test_missing_groups_are_reported(tmp_path: Path) -> None:
    with pytest.raises(ContentError, match="„gruppen“ fehlt"):
        _load(tmp_path, "allgemein: [Stadt]\n")


@pytest.mark.parametrize("text", ["über VR-Brillen", "die VRBrille", "vr brille"])
def test_wording_is_found_in_any_spelling(text: str) -> None:
    found = Synonyms((("Datenbrille", "VR-Brille"),)).find(tokenise(text))
    assert [group for _, _, group in found] == [0]


def test_shipped_file_has_no_faults() -> None:
    assert "KI" in [group[0] for group in load_synonyms().groups]
