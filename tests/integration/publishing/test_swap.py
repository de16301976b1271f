"""Another model takes over in the running system: no message fails, and talks go on."""

from __future__ import annotations

import shutil
import uuid

from bot.publishing.progress import ProgressFile
from bot.runtime.live_model import Order, RasaFiles
from tests.integration.helpers.running_system import RunningSystem, wait_for
from tests.integration.helpers.steady_chat import visitors

SWAP_SECONDS = 240.0


def test_no_message_fails_while_another_model_takes_over(running: RunningSystem) -> None:
    files, before, sender = RasaFiles(running.state), running.parts()["rasa"], uuid.uuid4().hex
    running.text_of("Wo ist Stand B3?", sender)
    fresh = running.state / "modelle" / "probe.tar.gz"
    fresh.parent.mkdir(exist_ok=True)
    shutil.copy(running.project / "models" / "messelotse.tar.gz", fresh)
    with visitors(running.web) as seen, ProgressFile(running.state).only_me():
        files.place_order(Order("probe", str(fresh), "7"))
        wait_for(lambda: (state := files.state()) and state.order == "probe", SWAP_SECONDS, "umgeschaltet")
        wait_for(lambda: running.pids("rasa") - {before} and running.is_ready(), SWAP_SECONDS, "bereit")
    assert (seen.faults, seen.lost) == ([], [])
    state = files.state()
    assert state is not None and (state.model, state.version, state.fault) == (str(fresh), "7", "")
    assert "Hakan Silberdorn" in running.text_of("Wer steht da?", sender)  # the new one knows what was talked about
