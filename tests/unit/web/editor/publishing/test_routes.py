"""The publishing page tells which versions need a new training, as the command does."""

from __future__ import annotations

from pathlib import Path

import httpx
import pytest

from bot.cli import publish as publish_command
from bot.cli.german import run
from bot.publishing.fingerprint import code_fingerprint
from bot.publishing.model_store import ModelStore
from bot.publishing.versions import Versions
from bot.staff.roles import Role
from bot.web.app import create_app
from tests.samples.content import write_content
from tests.samples.staff import add_users, log_in
from tests.samples.web import FakeRasa, serving


def project_with_versions(root: Path) -> Path:
    """Two versions: of „Alt“ an earlier software made the model, of „Neu“ this one; returns the state folder."""
    write_content(root)
    state = root / "zustand"
    add_users(state)
    (root / "modell").write_bytes(b"1")
    versions, models = Versions(root, state), ModelStore(state)
    for note, code in (("Alt", "0" * 64), ("Neu", code_fingerprint(root))):
        versions.publish(name := versions.snapshot("Rike Beispiel", note))
        models.put(name, root / "modell")
        models.write_code(name, code)
    return state


@pytest.mark.asyncio
async def test_page_tells_of_a_version_of_earlier_software(tmp_path: Path) -> None:
    state = project_with_versions(tmp_path)
    app = create_app(tmp_path, {"MESSE_ZUSTAND": str(state)}, httpx.MockTransport(FakeRasa().answer))
    async with serving(app) as client:
        await log_in(client, Role.EDITOR)
        page = (await client.get("/redaktion/veroeffentlichen")).text
    new, _, old = page.partition(">Alt</a>")
    assert ">Neu</a>" in new and "neues Training" not in new
    assert "braucht ein neues Training, bevor sie live geht" in old


def test_list_of_the_command_tells_it_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("MESSE_ZUSTAND", str(project_with_versions(tmp_path)))
    monkeypatch.setattr(publish_command, "ROOT", tmp_path)
    run(publish_command.publish, ["liste"])
    new, old = capsys.readouterr().out.splitlines()
    assert new.endswith("Rike Beispiel: Neu")
    assert old.endswith("Alt  (stammt von einer früheren Software und braucht ein neues Training, bevor sie live geht)")
