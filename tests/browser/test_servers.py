"""The servers that the browser tests start."""

import subprocess
from pathlib import Path

import pytest

from tests.browser.helpers import servers


def test_failed_start_leaves_no_process(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A web process that gives no programme in time is ended."""
    started: list[subprocess.Popen[bytes]] = []

    class Noted(subprocess.Popen[bytes]):
        def __init__(self, *arguments: object, **options: object) -> None:
            super().__init__(*arguments, **options)  # type: ignore[call-overload]
            started.append(self)

    monkeypatch.setattr(subprocess, "Popen", Noted)
    monkeypatch.setattr(servers, "LOOKS", 0)  # nobody ever looks: no programme is found
    with pytest.raises(AssertionError, match="kein Programm"):
        servers.Web(tmp_path).start()
    assert [process.poll() for process in started] == [-9]
