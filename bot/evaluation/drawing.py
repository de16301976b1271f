"""Pictures as lists of SVG shapes, each with a title, a description and its numbers as a table.

Drawn by ourselves rather than with matplotlib: colours follow the page (also in the dark), text stays text, and the
page needs no other file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH = 360  # the narrowest screen: nothing shrinks there
LINE = 16


@dataclass(frozen=True)
class SvgShape:
    """One SVG element; ``attributes`` are written as they are, ``text`` is escaped."""

    tag: str
    attributes: tuple[tuple[str, str], ...]
    text: str = ""


@dataclass(frozen=True)
class ReportTable:
    """Rows of texts under a caption; the first cell of a row is its heading, a row of one cell heads those below it."""

    caption: str
    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Picture:
    """``height`` in the same units as :data:`WIDTH`; ``key`` is unique in the page."""

    key: str
    title: str
    description: str
    height: int
    shapes: tuple[SvgShape, ...]
    table: ReportTable


def text(x: float, y: float, words: str, anchor: str = "start", kind: str = "") -> SvgShape:
    """Return words with their base line at ``y``."""
    return SvgShape("text", (*_place(x=x, y=y), ("text-anchor", anchor), *_kind(kind)), words)


def box(x: float, y: float, width: float, height: float, kind: str, opacity: float = 1.0) -> SvgShape:
    """Return a filled rectangle."""
    return SvgShape("rect", (*_place(x=x, y=y, width=width, height=height), *_kind(kind), *_place(opacity=opacity)))


def line(x1: float, y1: float, x2: float, y2: float, kind: str = "linie") -> SvgShape:
    """Return a straight line."""
    return SvgShape("line", (*_place(x1=x1, y1=y1, x2=x2, y2=y2), *_kind(kind)))


def polyline(points: Sequence[tuple[float, float]], kind: str) -> SvgShape:
    """Return a line through points."""
    joined = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return SvgShape("polyline", (("points", joined), *_kind(kind)))


def legend(entries: Sequence[tuple[str, str]], y: float, as_line: bool = False) -> Iterator[SvgShape]:
    """Yield a line of legend for each (class, words)."""
    for place, (kind, words) in enumerate(entries):
        top = y + place * LINE
        yield line(0, top - 4, 22, top - 4, kind) if as_line else box(0, top - 10, 22, 11, kind)
        yield text(28, top, words, kind="klein")


def _place(**numbers: float) -> tuple[tuple[str, str], ...]:
    # a tenth of a unit is finer than any screen, and keeps two reports comparable line by line
    return tuple((name, f"{value:.1f}" if name != "opacity" else f"{value:.2f}") for name, value in numbers.items())


def _kind(kind: str) -> tuple[tuple[str, str], ...]:
    return (("class", kind),) if kind else ()
