from __future__ import annotations

from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError
from bot.programme.sources.choose import source_from
from bot.programme.sources.files import FileSource
from bot.programme.sources.remote import RemoteSchedule
from tests.samples.programme import FAIR


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "programm").mkdir()
    (tmp_path / "plan.JSON").write_text("{}", encoding="utf-8")
    (tmp_path / "plan.txt").write_text("", encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    ("value", "kind", "name"),
    [
        ("programm", FileSource, "programm"),
        ("plan.JSON", FileSource, "plan.JSON"),
        ("https://a.example/plan", RemoteSchedule, "https://a.example/plan"),
    ],
)
def test_source_from(root: Path, value: str, kind: type, name: str) -> None:
    source = source_from(value, root, FAIR)
    assert (type(source), source.name) == (kind, name)


def test_absolute_path_below_the_root_has_the_same_name(root: Path) -> None:
    assert source_from(str(root / "programm"), root, FAIR).name == "programm"


@pytest.mark.parametrize(
    ("value", "what"),
    [
        ("nirgends", "gibt es nicht"),
        ("plan.txt", "ist keine Programmdatei"),
        ("ftp://a/b", "ist keine Internetadresse"),
    ],
)
def test_other_values_are_refused(root: Path, value: str, what: str) -> None:
    with pytest.raises(ConfigurationError, match=f"{value} {what} – bitte"):
        source_from(value, root, FAIR)
