"""Files of all surfaces as one tree."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web.http.static_files import gather


def write(root: Path, *names: str) -> None:
    for name in names:
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text("", encoding="utf-8")


def test_addresses_begin_inside_the_folders(tmp_path: Path) -> None:
    write(tmp_path, "chat/static/widget/a.js", "editor/topics/static/b.css", "chat/templates/c.html", "chat/routes.py")
    assert sorted(gather("static", tmp_path)) == ["b.css", "widget/a.js"]


def test_same_name_twice_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "chat/templates/seite.html", "office/templates/seite.html")
    with pytest.raises(ValueError, match=r"templates: seite\.html stands in .* and in "):
        gather("templates", tmp_path)
