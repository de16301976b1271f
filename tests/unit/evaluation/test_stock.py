"""What comes back from the stock pipeline's process; the training itself is Rasa's."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
import yaml

from bot.core.settings import ROOT
from bot.evaluation import stock
from bot.evaluation.rules import FallbackGate
from bot.evaluation.stock import StockError, ask_stock, read_answer, read_progress, stock_pipeline

SURE: dict[str, Any] = {
    "intent_ranking": [["faq", 0.6], ["wo_ist", 0.3], ["smalltalk", 0.1]],
    "response": "faq/wlan",
    "response_ranking": [["faq/wlan", 0.3], ["smalltalk/lob", 0.2], ["faq/parken", 0.1]],
}
UNSURE: dict[str, Any] = {**SURE, "intent_ranking": [["nlu_fallback", 0.3], ["wo_ist", 0.25], ["faq", 0.2]]}
ASTRAY = {**SURE, "response": "smalltalk/lob"}


def rounded(answer: dict[str, Any]) -> list[tuple[str, float]]:
    return [(label, round(share, 3)) for label, share in read_answer(answer).ranking]


def test_intent_and_response_become_labels() -> None:
    assert rounded(SURE) == [("faq/wlan", 0.45), ("wo_ist", 0.3), ("faq/parken", 0.15), ("smalltalk/lob", 0.1)]


def test_fallback_is_not_a_label() -> None:
    found = read_answer(UNSURE)
    assert (found.label, found.confidence, round(found.margin, 3)) == ("wo_ist", 0.25, 0.05)


def test_first_is_what_the_bot_would_say() -> None:
    assert rounded(ASTRAY)[:2] == [("smalltalk/lob", 0.1), ("faq/wlan", 0.45)]


def test_no_intent_is_no_label() -> None:
    assert read_answer({"intent_ranking": [], "response": None, "response_ranking": []}).ranking == ()


def test_progress_counts_trainings_and_sentences() -> None:
    output = [
        "Loading\nEpochs:   0%|    | 0/2 [00:00<?]\rEpochs:  50%|██  ", "| 1/2 [00:01]\rEpochs: 100%|████| 2/2\n",
        "Epochs:   0%|    | 0/2\rEpochs: 100%|████| 2/2\n", "Sentences:   0%|   | 0/3\rSentences: 100%|███| 3/3",
    ]  # fmt: skip
    assert list(read_progress(iter(output))) == [0, 20, 40, 40, 80, 80, 83]


def test_settings_are_those_of_rasa_init() -> None:
    from rasa.engine.recipes import default_recipe

    shipped = Path(default_recipe.__file__).with_name("config_files") / "default_config.yml"
    pipelines = [yaml.safe_load(path.read_text())["pipeline"] for path in (ROOT / stock.CONFIG, shipped)]
    assert pipelines[0] == pipelines[1]


def test_epochs_reach_both_trainings(tmp_path: Path) -> None:
    found = stock_pipeline(tmp_path, "abdruck", 7, tmp_path)
    assert (found.trainings, found.epochs) == (2, 7)


def test_other_data_throw_the_old_model_away(tmp_path: Path) -> None:
    first = stock_pipeline(tmp_path, "alt", 7, tmp_path).folder
    second = stock_pipeline(tmp_path, "neu", 7, tmp_path).folder
    assert list(tmp_path.iterdir()) == [second] != [first]


def test_kept_answers_need_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    kept = stock_pipeline(tmp_path, "abdruck", 7, tmp_path)
    kept.answers_file.write_text(json.dumps({"Netz?": SURE}), encoding="utf-8")
    monkeypatch.delattr(stock, "_run_worker")
    gate = FallbackGate(0.3, 0.1)
    assert [gate.is_unsure(text, found) for text, found in ask_stock(kept, ["Netz?"]).items()] == [False]


def test_failed_process_is_one_line(tmp_path: Path) -> None:
    broken = stock_pipeline(tmp_path / "fehlt", "abdruck", 1, tmp_path)
    (broken.folder / "standard.tar.gz").write_bytes(b"kein Modell")
    with pytest.raises(StockError) as caught:
        ask_stock(broken, ["Netz?"])
    assert str(caught.value) == (
        f"Die Standard-Pipeline ist gescheitert (Einzelheiten in {broken.folder}/standard.log) – "
        "bitte mit weniger --epochen oder --ohne-vergleich wiederholen."
    )
