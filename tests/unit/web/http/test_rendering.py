"""What templates can do with an answer."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.web.http.rendering import Templates


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("Am **Infostand** im Foyer.", "Am <strong>Infostand</strong> im Foyer."),
        ("**Eins** und **zwei**", "<strong>Eins</strong> und <strong>zwei</strong>"),
        ("2 ** 3 ** 4", "2 ** 3 ** 4"),
        ("**<b>**", "<strong>&lt;b&gt;</strong>"),
        ("<script>", "&lt;script&gt;"),
    ],
)
def test_bold_words_are_bold_and_all_else_is_text(tmp_path: Path, text: str, html: str) -> None:
    folder = tmp_path / "templates"
    folder.mkdir()
    (folder / "seite.html").write_text("{{ text | fett }}", encoding="utf-8")
    assert Templates(tmp_path).render("seite.html", text=text) == html
