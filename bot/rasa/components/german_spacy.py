"""spaCy for German, with or without the trained model."""

from __future__ import annotations

import logging
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict

import spacy
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.nlu.model import InvalidModelError
from rasa.nlu.utils.spacy_utils import SpacyModel, SpacyNLP
from spacy.language import Language
from spacy.tokens import Doc

from bot.nlu.lemma_table import LemmaTable, read_lemma_table

logger = logging.getLogger(__name__)
LOOKUP_NAME = "de_lookup"
LEMMAS = "german_lemmas"


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.MODEL_LOADER, DefaultV1Recipe.ComponentType.MESSAGE_FEATURIZER],
    is_trainable=False,
    model_from="GermanSpacyNLP",
)
class GermanSpacyNLP(SpacyNLP):
    """Rasa's SpacyNLP; where the named model is missing, a blank German pipeline with lookup lemmas serves."""

    @staticmethod
    def get_default_config() -> Dict[str, Any]:
        """Keep the case: German capitalises nouns."""
        return {"case_sensitive": True}

    @staticmethod
    def load_model(spacy_model_name: str) -> SpacyModel:
        """Load the named spaCy package or model folder, else the blank pipeline.

        Raises:
            InvalidModelError: a model of this name is there but does not fit this spaCy.
        """
        if spacy_model_name and not _is_installed(spacy_model_name):
            _say_once(spacy_model_name)
            return SpacyModel(model=blank_german(), model_name=LOOKUP_NAME)
        return SpacyNLP.load_model(spacy_model_name)

    @staticmethod
    def ensure_proper_language_model(nlp: Language | None) -> None:
        """Accept German pipelines, also one without a path on disk.

        Raises:
            InvalidModelError: the pipeline is missing or of another language.
        """
        if nlp is None or nlp.lang != "de":
            found = "keine" if nlp is None else nlp.lang
            raise InvalidModelError(
                f"config.yml: GermanSpacyNLP braucht eine deutsche spaCy-Pipeline, gefunden: {found}."
            )


@lru_cache
def _say_once(name: str) -> None:
    """Log once that the model is missing: Rasa loads it twice in one process."""
    text = "spaCy-Modell %s ist nicht installiert: einfaches Deutsch mit Lemma-Liste tritt an seine Stelle."
    logger.warning(text, name)


@lru_cache(maxsize=1)
def blank_german() -> Language:
    """Return a pipeline of German tokens with lemmas from ``spacy-lookups-data``, without a trained part."""
    nlp = spacy.blank("de")
    # Not spaCy's lookup lemmatizer: its table takes 110 MB, the packed one 7.
    nlp.add_pipe(LEMMAS)
    return nlp


@Language.component(LEMMAS)
def add_lemmas(doc: Doc) -> Doc:
    """Give each token its lemma, as spaCy's lookup lemmatizer does, from a smaller table."""
    for token in doc:
        token.lemma_ = _lemma_table().get(token.text)
    return doc


@lru_cache(maxsize=1)
def _lemma_table() -> LemmaTable:
    from spacy_lookups_data import de

    return read_lemma_table(Path(f"{de['lemma_lookup']}.gz"))


def _is_installed(name: str) -> bool:
    return bool(spacy.util.is_package(name)) or Path(name).is_dir()
