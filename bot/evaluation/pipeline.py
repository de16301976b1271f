"""The settings in pipeline files, read without Rasa's machinery around them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.core.errors import ConfigurationError
from bot.evaluation.rules import FallbackGate

FEATURIZER, CLASSIFIER, GATE = "SentenceFeaturizer", "LabelClassifier", "ConfidenceGate"
CORRECTOR = "SpellingCorrector"
FALLBACK = "FallbackClassifier"


@dataclass(frozen=True)
class ModelSettings:
    """Settings of our own components.

    Attributes:
        encoders: names, in the pipeline's order.
        strength: scikit-learn's C.
        label_weights: labels that count more.
        ranking_length: how many labels the pipeline passes on.
        gate: settings of the ConfidenceGate.
        corrects: whether slips are corrected before.
    """

    encoders: tuple[str, ...]
    strength: float
    label_weights: Mapping[str, float]
    ranking_length: int
    gate: Mapping[str, Any]
    corrects: bool = False


def read_model_settings(path: Path) -> ModelSettings:
    """Read the pipeline of ``config.yml``; missing settings have the component's default.

    Raises:
        ConfigurationError: it is unreadable or lacks one of our components.
    """
    # Imported late: Rasa takes seconds to load, and --help must not wait for it.
    from bot.rasa.components.confidence_gate import ConfidenceGate
    from bot.rasa.components.label_classifier import LabelClassifier
    from bot.rasa.components.sentence_featurizer import SentenceFeaturizer

    try:
        pipeline = yaml.safe_load(path.read_text(encoding="utf-8"))["pipeline"]
        classifier = _settings(pipeline, CLASSIFIER, LabelClassifier.get_default_config())[0]
        featurizers = _settings(pipeline, FEATURIZER, SentenceFeaturizer.get_default_config())
        return ModelSettings(
            tuple(settings["encoder"] for settings in featurizers),
            float(classifier["C"]),
            {str(label): float(weight) for label, weight in classifier["label_weights"].items()},
            int(classifier["ranking_length"]),
            _settings(pipeline, GATE, ConfidenceGate.get_default_config())[0],
            bool(_settings(pipeline, CORRECTOR, {})),
        )
    except (OSError, yaml.YAMLError, KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        remedy = f"bitte {FEATURIZER}, {CLASSIFIER} und {GATE} mit ihren Werten eintragen"
        raise ConfigurationError(f"Die Pipeline in {path.name} ist so nicht messbar – {remedy}.") from error


def read_fallback(path: Path) -> FallbackGate:
    """Read the FallbackClassifier of a pipeline file.

    Raises:
        ConfigurationError: the file is unreadable or has none.
    """
    try:
        pipeline = yaml.safe_load(path.read_text(encoding="utf-8"))["pipeline"]
        fallback = _settings(pipeline, FALLBACK, {})[0]
        return FallbackGate(float(fallback["threshold"]), float(fallback["ambiguity_threshold"]))
    except (OSError, yaml.YAMLError, KeyError, IndexError, TypeError, ValueError) as error:
        raise ConfigurationError(f"In {path.name} fehlt der {FALLBACK} mit seinen Schwellen.") from error


def _settings(pipeline: Any, name: str, defaults: Mapping[str, Any]) -> list[dict[str, Any]]:
    found = [component for component in pipeline if str(component["name"]).rpartition(".")[2] == name]
    # by the last part of the name: files call components by their full path or by Rasa's short name
    return [{**defaults, **component} for component in found]
