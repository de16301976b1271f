"""The judge of the documented pictures: tolerant of noise, not of another page."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PIL import Image, ImageDraw

from tests.browser.helpers import pictures

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Fonts that pages ask for and that machines have or have not.
OF_MACHINES = ("Segoe UI", "Helvetica Neue", "Roboto", "Liberation Sans", "Arial", "Noto Sans", "Liberation Serif")
WIDTH = """(font) => {
    const pen = document.createElement("canvas").getContext("2d");
    pen.font = `40px "${font}", sans-serif`;
    return pen.measureText("Wie komme ich zum Stand?").width;
}"""


def page_with(*boxes: tuple[int, int, int, int]) -> Image.Image:
    image = Image.new("RGB", (320, 240), "white")
    for box in boxes:
        ImageDraw.Draw(image).rectangle(box, fill="navy")
    return image


@pytest.mark.parametrize(
    ("shown", "is_same"),
    [
        (page_with((10, 10, 100, 60)), True),
        (page_with((11, 10, 100, 60)), True),
        (page_with((10, 10, 100, 60), (10, 100, 300, 200)), False),
        (page_with((10, 10, 100, 60)).resize((320, 200)), False),
    ],
    ids=["same", "a pixel further", "another box", "another size"],
)
def test_difference_is_told_from_noise(shown: Image.Image, is_same: bool) -> None:
    found = pictures.difference(page_with((10, 10, 100, 60)), shown)
    assert (found <= pictures.MOST_DIFFERENT) is is_same


@pytest.fixture
def page(open_page: Callable[..., Page]) -> Page:
    """An empty page, without a server."""
    return open_page("about:blank")


def test_fonts_of_the_machine_are_unseen(page: Page) -> None:
    widths = {font: page.evaluate(WIDTH, font) for font in (*OF_MACHINES, "sans-serif")}
    assert set(widths.values()) == {widths["sans-serif"]}
    assert page.evaluate(WIDTH, "DejaVu Sans Mono") != widths["sans-serif"]


def test_stale_picture_fails_with_the_command_to_renew_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "FOLDER", tmp_path)
    monkeypatch.delenv(pictures.RENEW_VARIABLE, raising=False)
    taken = io.BytesIO()
    page_with().save(taken, "PNG")
    with pytest.raises(pytest.fail.Exception, match="MESSE_BILDER=neu"):
        pictures.check_picture("start", taken.getvalue())
    monkeypatch.setenv(pictures.RENEW_VARIABLE, "neu")
    pictures.check_picture("start", taken.getvalue())
    monkeypatch.delenv(pictures.RENEW_VARIABLE)
    pictures.check_picture("start", taken.getvalue())
