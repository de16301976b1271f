"""Shares with confidence intervals, confusions, and the numbers behind the pictures."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from bot.evaluation.data import LabelledSentence
from bot.evaluation.rules import GateDecision, GateRule, Outcome, Prediction, decide, outcome_of
from bot.nlu.text_cleaning import OUT_OF_SCOPE

FAQ, PROGRAMME, SMALLTALK, OUTSIDE = "FAQ", "Programm und Gespräch", "Smalltalk", "Nicht zur Messe"
ABOUT_FAIR = (FAQ, PROGRAMME, SMALLTALK)
CURVE = tuple(step / 20 for step in range(20))
BINS = 10


@dataclass(frozen=True)
class Result:
    """A sentence with a pipeline's prediction and the decision made from it."""

    example: LabelledSentence
    prediction: Prediction
    decision: GateDecision

    @property
    def outcome(self) -> Outcome:
        """The outcome for this sentence."""
        return outcome_of(self.example.label, self.decision)

    @property
    def group(self) -> str:
        """The kind of sentence."""
        return group_of(self.example.label)

    @property
    def is_top(self) -> bool:
        """Whether the likeliest label is right, sure or not."""
        return self.prediction.label == self.example.label


@dataclass(frozen=True)
class Share:
    """A share: ``hits`` of ``total``."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        """Between 0 and 1; 0 of nothing is 0."""
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        """The 95 % confidence interval (Wilson 1927), lower and upper bound between 0 and 1."""
        from scipy.stats import binomtest

        if not self.total:
            return 0.0, 1.0
        # Wilson rather than the normal approximation, which leaves 0..1 for shares near 1 and few sentences.
        interval = binomtest(self.hits, self.total).proportion_ci(method="wilson")
        return float(interval.low), float(interval.high)


@dataclass(frozen=True)
class Figure:
    """A measure of one kind of sentence."""

    group: str
    title: str
    share: Share


def group_of(label: str) -> str:
    """Return the kind of sentence that a label stands for."""
    named = {"faq": FAQ, "smalltalk": SMALLTALK, OUT_OF_SCOPE: OUTSIDE}
    return named.get(label.partition("/")[0], PROGRAMME)


def judge(
    examples: Iterable[LabelledSentence], predictions: Iterable[Prediction], gate: GateRule, titled: frozenset[str]
) -> list[Result]:
    """Return the bot's decision on each sentence."""
    pairs = zip(examples, predictions, strict=True)
    return [
        Result(example, prediction, decide(example.text, prediction, gate, titled)) for example, prediction in pairs
    ]


def share_of(results: Sequence[Result], holds: Callable[[Result], bool]) -> Share:
    """Return the share of results for which ``holds`` is true."""
    return Share(sum(map(holds, results)), len(results))


def measure(results: Sequence[Result]) -> list[Figure]:
    """Return all figures, group by group; a group without sentences has none."""
    fair = [result for result in results if result.group != OUTSIDE]
    outside = [result for result in results if result.group == OUTSIDE]
    groups = {name: [result for result in fair if result.group == name] for name in ABOUT_FAIR}
    figures = [figure for name, members in groups.items() for figure in _group_figures(name, members)]
    figures += _group_figures("Alle Fragen zur Messe", fair) + _outside_figures(outside)
    return figures + [Figure("Alle Sätze", "wahrscheinlichstes Label richtig", share_of(results, _is_top))]


def _group_figures(group: str, results: Sequence[Result]) -> list[Figure]:
    rows: Sequence[tuple[str, set[Outcome]]] = (
        ("sofort richtig beantwortet", {Outcome.RIGHT}),
        ("richtig oder richtig vorgeschlagen", {Outcome.RIGHT, Outcome.OFFERED, Outcome.BESIDE}),
        ("sicher falsch beantwortet", {Outcome.WRONG}),
        ("als messefremd abgewiesen", {Outcome.REJECTED}),
    )
    return [Figure(group, title, _with_outcome(results, kinds)) for title, kinds in rows if results]


def _outside_figures(results: Sequence[Result]) -> list[Figure]:
    rows: Sequence[tuple[str, set[Outcome]]] = (
        ("erkannt (streng: keine Antwort, kein Vorschlag)", {Outcome.RIGHT}),
        ("nicht beantwortet (weit: auch Rückfragen)", {Outcome.RIGHT, Outcome.ASKED}),
        ("sicher falsch beantwortet", {Outcome.WRONG}),
    )
    return [Figure(OUTSIDE, title, _with_outcome(results, kinds)) for title, kinds in rows if results]


def _with_outcome(results: Sequence[Result], kinds: set[Outcome]) -> Share:
    return share_of(results, lambda result: result.outcome in kinds)


def _is_top(result: Result) -> bool:
    return result.is_top


@dataclass(frozen=True)
class Confusion:
    """Sentences of ``expected`` whose likeliest label is ``found``."""

    expected: str
    found: str
    results: tuple[Result, ...]


def confusions(results: Iterable[Result]) -> list[Confusion]:
    """Return all pairs of labels that are mixed up, the most frequent first."""
    pairs: dict[tuple[str, str], list[Result]] = defaultdict(list)
    for result in results:
        if not result.is_top:
            pairs[result.example.label, result.prediction.label].append(result)
    found = [Confusion(expected, label, tuple(members)) for (expected, label), members in pairs.items()]
    return sorted(found, key=lambda pair: (-len(pair.results), pair.expected, pair.found))


def confused_labels(results: Sequence[Result], most: int) -> list[str]:
    """Return the labels in most confusions; single sentences count only if there is nothing else."""
    counts: Counter[str] = Counter()
    for pair in confusions(results):
        # both sides of a mix-up belong into the picture
        counts.update({label: len(pair.results) for label in (pair.expected, pair.found) if label})
    return sorted(sorted(counts, key=lambda label: (-counts[label], label))[:most])


def confusion_counts(results: Iterable[Result], labels: Sequence[str]) -> list[list[int]]:
    """Return a square of counts: rows are the expected labels, columns the likeliest ones."""
    counts = Counter((result.example.label, result.prediction.label) for result in results)
    return [[counts[expected, found] for found in labels] for expected in labels]


def confidence_bins(results: Iterable[Result]) -> tuple[list[int], list[int]]:
    """Return how often the likeliest label was right, and wrong, in each tenth of confidence."""
    right, wrong = [0] * BINS, [0] * BINS
    for result in results:
        # A confidence of exactly 1 belongs to the last bin.
        place = min(int(result.prediction.confidence * BINS), BINS - 1)
        (right if result.is_top else wrong)[place] += 1
    return right, wrong


@dataclass(frozen=True)
class CurvePoint:
    """The effect of a confidence threshold: shares of the questions about the fair and of the others."""

    threshold: float
    right: Share
    wrong: Share
    caught: Share
    unanswered: Share


def threshold_curve(
    results: Sequence[Result], gate_at: Callable[[float], GateRule], titled: frozenset[str]
) -> tuple[CurvePoint, ...]:
    """Return the effect of other thresholds, everything else being equal."""
    return tuple(_curve_point(value, results, gate_at(value), titled) for value in CURVE)


def _curve_point(threshold: float, results: Sequence[Result], gate: GateRule, titled: frozenset[str]) -> CurvePoint:
    judged = judge([item.example for item in results], [item.prediction for item in results], gate, titled)
    fair = [result for result in judged if result.group != OUTSIDE]
    outside = [result for result in judged if result.group == OUTSIDE]
    return CurvePoint(
        threshold,
        _with_outcome(fair, {Outcome.RIGHT}),
        _with_outcome(fair, {Outcome.WRONG}),
        _with_outcome(outside, {Outcome.RIGHT}),
        _with_outcome(outside, {Outcome.RIGHT, Outcome.ASKED}),
    )


@dataclass(frozen=True)
class LabelRow:
    """Figures of one label: on the test sentences and, for its examples, in the cross-validation."""

    label: str
    right: Share
    within: Share
    wrong: Share
    validated: Share


def label_rows(tested: Sequence[Result], validated: Sequence[Result]) -> list[LabelRow]:
    """Return one row a label, the weakest on the test sentences first."""
    labels = sorted({result.example.label for result in [*tested, *validated]})
    rows = [_label_row(label, tested, validated) for label in labels]
    # with suggestions first: a right suggestion still helps the visitor
    return sorted(rows, key=lambda row: (row.within.value, row.right.value, row.label))


def _label_row(label: str, tested: Sequence[Result], validated: Sequence[Result]) -> LabelRow:
    own = [result for result in tested if result.example.label == label]
    return LabelRow(
        label,
        _with_outcome(own, {Outcome.RIGHT}),
        _with_outcome(own, {Outcome.RIGHT, Outcome.OFFERED, Outcome.BESIDE}),
        _with_outcome(own, {Outcome.WRONG, Outcome.REJECTED}),
        share_of([result for result in validated if result.example.label == label], _is_top),
    )


@dataclass(frozen=True)
class Comparison:
    """Numbers of sentences that only one of two pipelines treats well (right at once or among the suggestions)."""

    only_ours: int
    only_stock: int


def compare(ours: Sequence[Result], stock: Sequence[Result]) -> Comparison:
    """Compare the results of the same sentences pairwise."""
    good = {Outcome.RIGHT, Outcome.OFFERED, Outcome.BESIDE}
    # pairwise, as for McNemar's test: only sentences on which the two differ tell them apart
    pairs = [(a.outcome in good, b.outcome in good) for a, b in zip(ours, stock, strict=True)]
    return Comparison(pairs.count((True, False)), pairs.count((False, True)))
