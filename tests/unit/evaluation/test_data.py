from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import MesselotseError
from bot.core.yaml_reader import load_yaml
from bot.evaluation.data import (
    LabelledSentence,
    TrainingSet,
    _own_labels,
    copy_data,
    read_sentence_file,
    read_test_sentences,
    read_training_set,
)

TOPIC = """version: "3.1"
responses:
  utter_faq/wlan:
  - text: {answer}
nlu:
- intent: faq/wlan
  examples: |
    - Gibt es WLAN?
    - wie  komme ich ins Netz
"""
INTENT = 'version: "3.1"\nnlu:\n- intent: wo_ist\n  examples: |\n    - Wo ist B3?\n'
STORY = 'version: "3.1"\nrules:\n- rule: Sagen\n  steps:\n  - intent: wo_ist\n  - action: action_where\n'
TRAINING = TrainingSet((LabelledSentence("Gibt es WLAN?", "faq/wlan"), LabelledSentence("Wo ist B3?", "wo_ist")), "")


def project(folder: Path, answer: str = "Ja.") -> Path:
    for name, text in (
        ("data/themen/wlan.yml", TOPIC.format(answer=answer)),
        ("data/nlu/wo_ist.yml", INTENT),
        ("data/rules/wo_ist.yml", STORY),
        ("tests/saetze/wlan.yml", "absicht: faq/wlan\nsaetze:\n- gibt es  wlan\n- Wifi?\n"),
    ):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def written(folder: Path, name: str, text: str) -> Path:
    (folder / name).write_text(text, encoding="utf-8")
    return folder / name


def test_training_set_has_full_labels_and_clean_texts(tmp_path: Path) -> None:
    assert read_training_set(project(tmp_path)).examples == (
        LabelledSentence("Gibt es WLAN?", "faq/wlan"),
        LabelledSentence("wie komme ich ins Netz", "faq/wlan"),
        LabelledSentence("Wo ist B3?", "wo_ist"),
    )


@pytest.mark.parametrize(("answer", "example", "same"), [("Nein.", "Wo ist B3?", True), ("Ja.", "Wo ist B4?", False)])
def test_fingerprint_changes_with_examples_only(tmp_path: Path, answer: str, example: str, same: bool) -> None:
    before = read_training_set(project(tmp_path / "a")).fingerprint
    changed = project(tmp_path / "b", answer)
    written(changed, "data/nlu/wo_ist.yml", INTENT.replace("Wo ist B3?", example))
    assert (read_training_set(changed).fingerprint == before) is same


def test_copy_is_of_now(tmp_path: Path) -> None:
    copied = copy_data(project(tmp_path / "a"), tmp_path / "b")
    written(tmp_path, "a/data/nlu/wo_ist.yml", "")
    assert (copied / "data" / "nlu" / "wo_ist.yml").read_text(encoding="utf-8") == INTENT


def test_sentences_that_are_examples_are_marked(tmp_path: Path) -> None:
    found = read_test_sentences(project(tmp_path), TRAINING).sentences
    assert found == (LabelledSentence("gibt es wlan", "faq/wlan", True), LabelledSentence("Wifi?", "faq/wlan"))


def test_each_line_of_a_text_file_is_out_of_scope(tmp_path: Path) -> None:
    path = written(tmp_path, "fremd.txt", "\ufeffWie wird das Wetter?\n\n  # Rezept \n")
    found = read_sentence_file(path, tmp_path, TRAINING)
    expected = (LabelledSentence("Wie wird das Wetter?", "ausserhalb"), LabelledSentence("# Rezept", "ausserhalb"))
    assert (found.name, found.sentences) == ("fremd.txt", expected)


def test_yaml_file_names_its_label(tmp_path: Path) -> None:
    path = written(tmp_path, "mehr.yaml", "absicht: wo_ist\nsaetze: [Wo ist A1?]\n")
    assert read_sentence_file(path, tmp_path, TRAINING).sentences == (LabelledSentence("Wo ist A1?", "wo_ist"),)


@pytest.mark.parametrize(
    ("name", "text", "message"),
    [
        ("a.yml", "absicht: wo_its\nsaetze: [Wo?]", "a.yml:1: „wo_its“ hat keine Beispiele – bitte eine vorhandene "
         "Absicht nennen"),
        ("b.yml", "saetze: [Wo?]", "b.yml:1: Eintrag in „saetze“ hat keine Angaben – bitte „- name: wert“ schreiben"),
        ("c.txt", " \n", "In {folder}/c.txt steht kein Satz – bitte mindestens einen eintragen."),
        ("d.txt", None, "{folder}/d.txt ist nicht lesbar – bitte eine UTF-8-Textdatei angeben."),
    ],
)  # fmt: skip
def test_faulty_file_is_one_line(tmp_path: Path, name: str, text: str | None, message: str) -> None:
    path = tmp_path / name if text is None else written(tmp_path, name, text)
    with pytest.raises(MesselotseError) as caught:
        read_sentence_file(path, tmp_path, TRAINING)
    assert str(caught.value) == message.format(folder=tmp_path)


def test_sentences_may_have_labels_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "eigene.yml"
    path.write_text("saetze:\n- text: Wo parken?\n  absicht: faq/parken\n- text: Und wo?\n  absicht: wo_ist\n", "utf-8")
    found = _own_labels(load_yaml(path), frozenset({"faq/parken", "wo_ist"}))
    assert [(example.text, example.label) for example in found] == [("Wo parken?", "faq/parken"), ("Und wo?", "wo_ist")]
