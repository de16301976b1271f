# ruff: noqa: E501 - tables of sentences
"""The comparison of test sentences in the background: asked again until it is there, ended with the server."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

from bot.web.editor.topics import sentence_comparison as editor_probe
from bot.web.editor.topics.help import told
from bot.web.editor.topics.sentence_comparison import FAILED, RUNNING, TOO_LONG, Result, SentenceComparison

pytestmark = pytest.mark.asyncio
TITLES = {"faq/parken": "Parken", "faq/wlan": "WLAN", "faq/essen": "Essen"}


def run_instead(monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    monkeypatch.setattr(editor_probe, "COMMAND", (sys.executable, "-c", code))


async def result_of(probe: SentenceComparison, text: str) -> Result:
    while (result := probe.ask("parken", text)) == RUNNING:
        assert probe._task is not None
        await asyncio.wait([probe._task])
    return result


async def test_same_question_again_gets_the_result(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, 'import sys; sys.stdin.read(); print(\'[["s", "a", "b", "c"]]\')')
    probe = SentenceComparison(tmp_path, tmp_path)
    assert [await result_of(probe, text) for text in ("eins", "zwei", "eins")] == [[["s", "a", "b", "c"]]] * 3


@pytest.mark.parametrize("code", ["raise SystemExit(1)", "print('kein JSON')"])
async def test_failure_is_told_once(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, code: str) -> None:
    run_instead(monkeypatch, code)
    probe = SentenceComparison(tmp_path, tmp_path)
    assert (await result_of(probe, "eins"), probe.ask("parken", "eins")) == (FAILED, RUNNING)
    await probe.stop()


async def test_what_takes_too_long_is_ended_and_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, "import time; time.sleep(600)")
    monkeypatch.setattr(editor_probe, "LONGEST", 0.01)
    probe = SentenceComparison(tmp_path, tmp_path)
    result = await result_of(probe, "eins")
    answer = told(result, TITLES)
    assert (result, answer["zustand"], answer["text"][:45]) == (
        TOO_LONG, "zu_lange", "Der Vergleich war nach 10 Minuten nicht ferti",
    )  # fmt: skip
    assert probe.ask("parken", "eins") == RUNNING
    await probe.stop()


async def test_stop_ends_the_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    run_instead(monkeypatch, "import time; time.sleep(600)")
    probe = SentenceComparison(tmp_path, tmp_path)
    probe.ask("parken", "eins")
    await asyncio.sleep(0)  # let it begin
    await probe.stop()
    assert probe._task is not None and probe._task.cancelled()


@pytest.mark.parametrize(
    ("result", "text", "first"),
    [
        ([], "Alle Testsätze werden verstanden wie bisher.", ""),
        ([["s", "faq/wlan", "faq/wlan", "faq/parken"]], "Ein Testsatz wird anders verstanden, und zwar schlechter:", "bisher richtig „WLAN“, dann „Parken“"),
        ([["s", "faq/wlan", "faq/parken", "faq/wlan"]] * 4, "4 Testsätze werden anders verstanden, keiner davon falsch statt richtig:", "bisher „Parken“, dann richtig „WLAN“"),
        ([["s", "faq/wlan", "faq/parken", "faq/essen"]], "Ein Testsatz wird anders verstanden, und zwar nicht schlechter:", "bisher „Parken“, dann „Essen“ (richtig: „WLAN“)"),
    ],
)  # fmt: skip
async def test_result_in_words(result: Result, text: str, first: str) -> None:
    answer = told(result, TITLES)
    assert (answer["text"], [each["text"] for each in answer["saetze"]][:1]) == (text, [first] if first else [])
    assert len(answer["saetze"]) <= 3
