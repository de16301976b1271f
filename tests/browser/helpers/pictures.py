"""Pictures in the documentation: taken by tests and compared with the stored ones, so that they cannot go stale."""

from __future__ import annotations

import io
import os
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from bot.core.settings import ROOT

FOLDER = ROOT / "docs" / "bilder"
RENEW_VARIABLE = "MESSE_BILDER"
RENEW = f"{RENEW_VARIABLE}=neu ./messelotse test tests/browser tests/integration -k picture"
BLOCK = 8  # pixels; blocks are compared by their mean, so that other fonts' edges do not count
TOLERANCE = 24  # of 255, for one block
MOST_DIFFERENT = 0.03  # share of the blocks
COLOURS = 256  # a palette keeps the files small


def check_picture(name: str, taken: bytes) -> None:
    """Compare a screenshot (PNG) with docs/bilder/NAME.png, or renew that file where the environment says so."""
    path = FOLDER / f"{name}.png"
    picture = Image.open(io.BytesIO(taken)).convert("RGB")
    if path.exists() and difference(picture, Image.open(path).convert("RGB")) <= MOST_DIFFERENT:
        return
    if os.environ.get(RENEW_VARIABLE) != "neu":
        pytest.fail(f"docs/bilder/{path.name} fehlt oder zeigt nicht mehr, was ist. Erneuern: {RENEW}")
    save(picture, path)


def difference(one: Image.Image, other: Image.Image) -> float:
    """The share (0..1) of blocks that differ; pictures of different sizes differ wholly."""
    if one.size != other.size:
        return 1.0
    first, second = (np.asarray(each.reduce(BLOCK), dtype=np.int16) for each in (one, other))
    return float((np.abs(first - second).max(axis=2) > TOLERANCE).mean())


def save(picture: Image.Image, path: Path) -> None:
    """Store a picture small."""
    picture.quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)
