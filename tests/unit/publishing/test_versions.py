"""Versions are Git commits of the content, and come back byte by byte."""

from __future__ import annotations

import shutil
import subprocess
from datetime import datetime, timezone
from pathlib import Path

import pytest

from bot.publishing import versions as versions_module
from bot.publishing.versions import VersionError, Versions, changed_content, unpublished
from tests.samples.content import FILES


def make_project(root: Path) -> Versions:
    for name, text in {"data/themen/a.yml": "eins\n", "tests/saetze/a.yml": "ä\r\n", "messe.yml": "x\n"}.items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(text.encode())
    state = root / ".messelotse"
    state.mkdir()
    return Versions(root, state)


def publish(versions: Versions, note: str) -> str:
    name = versions.snapshot("Erika Muster", note)
    versions.publish(name)
    return name


def test_versions_newest_first_with_author_and_note(tmp_path: Path) -> None:
    versions = make_project(tmp_path)
    assert versions.all() == []
    names = [publish(versions, "Erste"), publish(versions, "Zweite – mit Ü")]
    found = [(each.name, each.author, each.note) for each in versions.all()]
    assert found == [(names[1], "Erika Muster", "Zweite – mit Ü"), (names[0], "Erika Muster", "Erste")]


def test_snapshot_alone_is_no_version(tmp_path: Path) -> None:
    versions = make_project(tmp_path)
    first = publish(versions, "Erste")
    versions.snapshot("Erika Muster", "Entwurf")
    assert [each.name for each in versions.all()] == [first]


def test_restore_brings_back_changed_deleted_and_new_files(tmp_path: Path) -> None:
    versions = make_project(tmp_path)
    name = publish(versions, "Erste")
    (tmp_path / "data/themen/a.yml").write_text("zwei\n", encoding="utf-8")
    (tmp_path / "data/themen/neu.yml").write_text("neu\n", encoding="utf-8")
    (tmp_path / "tests/saetze/a.yml").unlink()
    versions.restore(name)
    found = {path.relative_to(tmp_path).as_posix(): path.read_bytes() for path in tmp_path.rglob("*.yml")}
    expected = {"data/themen/a.yml": b"eins\n", "tests/saetze/a.yml": "ä\r\n".encode(), "messe.yml": b"x\n"}
    assert found == expected


def test_difference_shows_the_changed_line(tmp_path: Path) -> None:
    versions = make_project(tmp_path)
    old = publish(versions, "Erste")
    (tmp_path / "data/themen/a.yml").write_text("zwei\n", encoding="utf-8")
    lines = versions.difference(old, publish(versions, "Zweite")).splitlines()
    assert [line for line in lines if line[:1] in "+-" and line[:3] not in ("+++", "---")] == ["-eins", "+zwei"]


def test_project_that_is_a_git_checkout_is_left_alone(tmp_path: Path) -> None:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    (tmp_path / ".gitignore").write_text("data\n", encoding="utf-8")
    versions = make_project(tmp_path)
    name = publish(versions, "Erste")
    status = subprocess.run(["git", "status", "--short"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert sorted(versions.files(name)) == ["data/themen/a.yml", "tests/saetze/a.yml"]
    assert [line for line in status.stdout.splitlines() if not line.startswith("??")] == []


def test_missing_git_is_one_german_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(VersionError, match="git – bitte installieren"):
        make_project(tmp_path).snapshot("Erika Muster", "Erste")


def test_unknown_version_is_told(tmp_path: Path) -> None:
    versions = make_project(tmp_path)
    publish(versions, "Erste")
    with pytest.raises(VersionError, match="lassen sich nicht benutzen"):
        versions.files("0" * 40)


def test_time_of_a_version_is_that_of_going_live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    versions = make_project(tmp_path)
    monkeypatch.setattr(versions_module, "_SELF", {**versions_module._SELF, "GIT_COMMITTER_DATE": "@1747209600 +0000"})
    name = versions.snapshot("Erika Muster", "Erste")
    monkeypatch.setattr(versions_module, "_SELF", {**versions_module._SELF, "GIT_COMMITTER_DATE": "@1747213200 +0000"})
    versions.publish(name)
    assert versions.all()[0].live == datetime(2025, 5, 14, 9, tzinfo=timezone.utc)


def test_version_without_a_log_has_the_time_it_was_made(tmp_path: Path) -> None:
    versions = make_project(tmp_path)
    before = datetime.now(timezone.utc).replace(microsecond=0)
    publish(versions, "Erste")
    shutil.rmtree(tmp_path / ".messelotse" / "versionen.git" / "logs")
    assert before <= versions.all()[0].live <= datetime.now(timezone.utc)


TOPIC = "data/themen/parken.yml"
TITLED = FILES[TOPIC].replace("- intent: faq/parken\n", "- intent: faq/parken\n  metadata: {titel: Parken}\n")
BEFORE = {path: text.encode() for path, text in {**FILES, TOPIC: TITLED}.items() if path.startswith(("data", "tests"))}


def with_text(path: str, old: str, new: str) -> dict[str, bytes]:
    assert old.encode() in BEFORE[path]
    return {**BEFORE, path: BEFORE[path].replace(old.encode(), new.encode())}


@pytest.mark.parametrize(
    ("after", "line"),
    [
        (with_text(TOPIC, "Was kostet Parken?", "Was kostet das?"), "Thema „Parken“ geändert (Fragen)"),
        (with_text(TOPIC, "text: ", "text: Neu. "), "Thema „Parken“ geändert (Antwort)"),
        ({**BEFORE, TOPIC: BEFORE[TOPIC] + b"\n# Hinweis\n"}, "Thema „Parken“ geändert (Kommentare)"),
        ({path: raw for path, raw in BEFORE.items() if path != TOPIC}, "Thema „Parken“ ist gelöscht"),
        ({**BEFORE, "data/themen/schirm.yml": b"kaputt: ["}, "Thema „schirm“ ist neu"),
        (with_text("tests/saetze/parken.yml", "eins", "fünf"), "Testsätze zu „Parken“ geändert"),
        ({**BEFORE, "tests/saetze/schirm.yml": b"absicht: faq/schirm\n"}, "Testsätze zu „faq/schirm“ sind neu"),
        ({**BEFORE, "data/rules/neu.yml": b"rules: []\n"}, "Regeln geändert"),
        ({**BEFORE, "tests/gespraeche/test_neu.yml": b"stories: []\n"}, "Testgespräche geändert"),
    ],
)
def test_each_change_is_a_line(after: dict[str, bytes], line: str) -> None:
    assert changed_content(BEFORE, after) == [line]


def test_nothing_differs() -> None:
    assert changed_content(BEFORE, dict(BEFORE)) == []


def test_lines_are_in_alphabetical_order() -> None:
    after = {**with_text(TOPIC, "Was kostet Parken?", "Was kostet das?"), "data/themen/aerzte.yml": b"{}"}
    assert changed_content(BEFORE, after) == ["Thema „aerzte“ ist neu", "Thema „Parken“ geändert (Fragen)"]


def test_answer_alone_does_not_wait_for_publishing() -> None:
    assert unpublished(BEFORE, with_text(TOPIC, "text: ", "text: Neu. ")) == []


def test_changed_questions_wait() -> None:
    after = with_text(TOPIC, "Was kostet Parken?", "Was kostet das?")
    assert unpublished(BEFORE, after) == ["Thema „Parken“ geändert (Fragen)"]
