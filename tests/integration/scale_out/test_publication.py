"""Several processes of each kind behind nginx: a new version is taken over by one Rasa after the other."""

from __future__ import annotations

import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.progress import Progress, ProgressFile, PublishingStep
from bot.publishing.versions import Versions
from bot.rasa.follower import VERSION_VARIABLE
from tests.integration.helpers.running_system import wait_for
from tests.integration.helpers.scale_out import ScaledOut
from tests.integration.helpers.visitors import (
    ask,
    new_chat,
)


def test_publication_is_taken_over_by_one_rasa_after_the_other(whole: ScaledOut, everything_up: ScaledOut) -> None:
    web = whole.programs["web-1"]
    version = prepare_version(*(Path(web.environment[name]) for name in ("MESSE_INHALT", "MESSE_ZUSTAND")))
    chat, over, answered = new_chat(whole.front), threading.Event(), list[str]()

    def keep_asking() -> None:
        while not over.is_set():
            answered.append(ask(whole.front, chat, "Wo kann ich parken?")["antworten"][0]["text"])

    rasas = ("rasa-1", "rasa-2")
    with ThreadPoolExecutor(1) as pool:
        asking = pool.submit(keep_asking)
        try:
            done = subprocess.run(
                [sys.executable, "-m", "bot", "veroeffentlichen", "live"], cwd=web.folder, env=web.environment,
                capture_output=True, text=True, timeout=400,
            )  # fmt: skip
            wait_for(lambda: {version_of(name, whole) for name in rasas} == {version}, 400, "beide mit neuer Fassung")
        finally:
            over.set()
        asking.result()
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "Die neue Fassung ist live."), done.stderr
    assert ([program.is_alive() for program in whole.programs.values()], len(set(answered))) == (
        [True] * len(whole.programs), 1,
    )  # fmt: skip


def prepare_version(content: Path, state: Path) -> str:
    """A version that waits to go live, with the model that is live already: training has tests of its own."""
    versions, models = Versions(content, state), ModelStore(state)
    name = versions.snapshot("Rike Beispiel", "Noch einmal")
    models.put(name, content / "models" / "messelotse.tar.gz")
    models.write_code(name, code_fingerprint(content))
    ProgressFile(state).write(
        Progress(PublishingStep.READY, author="Rike Beispiel", note="Noch einmal", candidate=name)
    )
    return name


def version_of(name: str, whole: ScaledOut) -> str:
    """What a Rasa was started with; "" while it does not answer."""
    process = whole.programs[name].process
    assert process is not None
    settings = Path(f"/proc/{process.pid}/environ").read_bytes().decode().split("\0")
    found = [each.partition("=")[2] for each in settings if each.startswith(f"{VERSION_VARIABLE}=")]
    return found[0] if found and whole.answers(name) else ""
