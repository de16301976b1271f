from __future__ import annotations

import gzip
import json
from pathlib import Path

import pytest
from spacy_lookups_data import de

from bot.nlu.lemma_table import LemmaTable, read_lemma_table

SMALL = LemmaTable({"Vorträge": "Vortrag", "Äpfel": "Apfel", "ging": "gehen", "zu": "zu"})


@pytest.mark.parametrize(
    ("word", "lemma"),
    [
        ("Vorträge", "Vortrag"), ("Äpfel", "Apfel"), ("ging", "gehen"), ("zu", "zu"),
        ("vorträge", "vorträge"), ("Vortr", "Vortr"), ("", ""), ("zzz", "zzz"), ("😀", "😀"), ("\ud800", "\ud800"),
    ],
)  # fmt: skip
def test_lemma(word: str, lemma: str) -> None:
    assert SMALL.get(word) == lemma


def test_empty_table_knows_nothing() -> None:
    assert LemmaTable({}).get("Haus") == "Haus"


def test_packed_table_says_what_the_shipped_list_says() -> None:
    path = Path(str(de["lemma_lookup"]) + ".gz")
    shipped = json.loads(gzip.decompress(path.read_bytes()))
    table = read_lemma_table(path)
    assert [word for word, lemma in shipped.items() if table.get(word) != lemma] == []
