"""The results of one evaluation run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.evaluation.measures import CurvePoint, Result
from bot.evaluation.pipeline import ModelSettings


@dataclass(frozen=True)
class MeasuredSet:
    """A set of sentences with results; sentences whose words stand in the training examples do not count."""

    name: str
    all_ours: tuple[Result, ...]
    all_stock: tuple[Result, ...] | None

    @property
    def ours(self) -> list[Result]:
        """Our results on sentences that are no examples."""
        return _unknown(self.all_ours)

    @property
    def stock(self) -> list[Result] | None:
        """The stock pipeline's results on the same sentences."""
        return None if self.all_stock is None else _unknown(self.all_stock)


@dataclass(frozen=True)
class Evaluation:
    """The results of a run.

    Attributes:
        made: when it began.
        settings: of our model.
        epochs: of the stock pipeline; None when it was left out.
        examples, labels: their numbers in the training data.
        curve: the effect of other thresholds on the first set.
        validated: our results on the examples themselves, each by a model that had not seen it.
        sets: the measured sets; the first is tests/saetze.
    """

    made: datetime
    settings: ModelSettings
    epochs: int | None
    examples: int
    labels: int
    curve: tuple[CurvePoint, ...]
    validated: tuple[Result, ...]
    sets: tuple[MeasuredSet, ...]


def _unknown(results: Sequence[Result]) -> list[Result]:
    return [result for result in results if not result.example.known]
