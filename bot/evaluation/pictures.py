"""The four pictures of the report, as lists of SVG shapes with a title, a description and a table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from bot.evaluation.measures import BINS, CurvePoint, Figure, Share
from bot.evaluation.wording import decimal, percent, share_text

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


LEFT, RIGHT = 44, WIDTH - 10
PLOT_TOP, PLOT_BOTTOM = 26, 196
MOST_TICKS = 5
OURS, STOCK = "Messelotse", "Standard (rasa init)"
CURVE_LINES = (
    ("kurve-richtig", "zur Messe: sofort richtig"),
    ("kurve-falsch", "zur Messe: sicher falsch"),
    ("kurve-erkannt", "nicht zur Messe: erkannt (streng)"),
    ("kurve-weit", "nicht zur Messe: nicht beantwortet"),
)


def bars(ours: Sequence[Figure], stock: Sequence[Figure]) -> Picture:
    """Draw shares of both pipelines with their intervals, one pair below the other."""
    step = 58
    shapes = list(legend((("balken-wir", OURS), ("balken-standard", STOCK)), 12))
    for place, (own, other) in enumerate(zip(ours, stock, strict=True)):
        top = 2 * LINE + 18 + place * step
        shapes.append(text(0, top, f"{own.group}: {own.title.partition(' (')[0]}", kind="klein"))
        shapes += _bar(own.share, top + 5, "balken-wir")
        shapes += _bar(other.share, top + 21, "balken-standard")
    rows = tuple(
        (f"{own.group}: {own.title}", share_text(own.share), share_text(other.share))
        for own, other in zip(ours, stock, strict=True)
    )
    return Picture(
        "vergleich", "Messelotse und Standard-Pipeline auf denselben Testsätzen",
        "Waagerechte Balken von 0 bis 100 Prozent; der dünne Strich ist der 95-%-Bereich.",
        2 * LINE + len(ours) * step + 4, tuple(shapes), ReportTable("Zahlen zum Vergleich", ("Maß", OURS, STOCK), rows),
    )  # fmt: skip


def _bar(share: Share, y: float, kind: str) -> Iterator[SvgShape]:
    full = WIDTH - 60
    low, high = share.interval
    yield box(0, y, full, 13, "schiene")
    yield box(0, y, full * share.value, 13, kind)
    # twice: a wide line in the page's colour below keeps the thin one visible on the bar
    for kind in ("spanne-rand", "spanne"):
        yield line(full * low, y + 6.5, full * high, y + 6.5, kind)
    yield text(WIDTH, y + 11, percent(share.value), "end", "klein")


def histogram(right: Sequence[int], wrong: Sequence[int]) -> Picture:
    """Draw how sure the bot was where its likeliest label was right, and where it was wrong."""
    highest = max(*right, *wrong, 1)
    step = _round_step(highest / MOST_TICKS)
    # rounded up: the highest column must end below the last tick
    ticks = -(-highest // step)
    most = step * ticks
    width = (RIGHT - LEFT) / BINS
    shapes = [*_frame([str(step * tick) for tick in range(ticks + 1)], "Sätze")]
    for place in range(BINS):
        x = LEFT + place * width
        for offset, count, kind in ((1.0, right[place], "balken-wir"), (width / 2, wrong[place], "balken-falsch")):
            height = (PLOT_BOTTOM - PLOT_TOP) * count / most
            shapes.append(box(x + offset, PLOT_BOTTOM - height, width / 2 - 1, height, kind))
    shapes += _threshold_axis()
    shapes += legend((("balken-wir", "wahrscheinlichstes Label richtig"), ("balken-falsch", "falsch")), 244)
    steps = [f"{decimal(place / BINS, 1)} bis {decimal((place + 1) / BINS, 1)}" for place in range(BINS)]
    rows = tuple((step, str(a), str(b)) for step, a, b in zip(steps, right, wrong, strict=True))
    return Picture(
        "sicherheit", "Wie sicher war der Bot, wenn er richtig und wenn er falsch lag?",
        "Säulen für jedes Zehntel der Sicherheit: je weiter rechts die richtigen und je weiter links die falschen, "
        "desto besser trennt eine Schwelle.",
        266, tuple(shapes), ReportTable("Zahlen zur Sicherheit", ("Sicherheit", "richtig", "falsch"), rows),
    )  # fmt: skip


def curve(points: Sequence[CurvePoint], current: float) -> Picture:
    """Draw the effect of other confidence thresholds; the one in force is marked."""
    shapes = [*_frame(["0 %", "25 %", "50 %", "75 %", "100 %"], "Anteil")]
    mark = _x(current)
    shapes.append(line(mark, PLOT_TOP, mark, PLOT_BOTTOM, "schwelle"))
    shapes.append(text(mark + 4, (PLOT_TOP + PLOT_BOTTOM) / 2, f"jetzt {decimal(current)}", kind="klein"))
    values = [(point.right, point.wrong, point.caught, point.unanswered) for point in points]
    for number, (kind, _) in enumerate(CURVE_LINES):
        at = [(_x(point.threshold), _y(shares[number].value)) for point, shares in zip(points, values, strict=True)]
        shapes.append(polyline(at, kind))
    shapes += _threshold_axis("Schwelle der Sicherheit (threshold)")
    shapes += legend(CURVE_LINES, 244, as_line=True)
    rows = tuple(
        (decimal(point.threshold), *(percent(share.value) for share in shares))
        for point, shares in zip(points, values, strict=True)
    )
    head = ("Schwelle", *(words for _, words in CURVE_LINES))
    return Picture(
        "schwelle", "Was brächte eine andere Schwelle?",
        "Linien über der Schwelle von 0 bis 0,95: höher gestellt fragt der Bot öfter nach, antwortet seltener falsch "
        "und seltener sofort.",
        298, tuple(shapes), ReportTable("Zahlen zur Schwelle", head, rows),
    )  # fmt: skip


def _round_step(least: float) -> int:
    """Return the smallest of 1, 2, 5, 10, 20, 50 … that is not below ``least``."""
    power = 1
    while 5 * power < least:
        power *= 10
    return next(digit * power for digit in (1, 2, 5) if digit * power >= least)


def _frame(ticks: Sequence[str], title: str) -> Iterator[SvgShape]:
    yield text(0, 11, title, kind="klein")
    for place, words in enumerate(ticks):
        y = _y(place / (len(ticks) - 1))
        yield line(LEFT, y, RIGHT, y)
        yield text(LEFT - 6, y + 4, words, "end", "klein")


def _threshold_axis(title: str = "Sicherheit (confidence)") -> Iterator[SvgShape]:
    for tenth in range(0, 11, 2):
        yield text(_x(tenth / 10), PLOT_BOTTOM + 15, decimal(tenth / 10, 1), "middle", "klein")
    yield text((LEFT + RIGHT) / 2, PLOT_BOTTOM + 31, title, "middle", "klein")


def _x(value: float) -> float:
    return LEFT + (RIGHT - LEFT) * value


def _y(share: float) -> float:
    return PLOT_BOTTOM - (PLOT_BOTTOM - PLOT_TOP) * share


def heat_map(labels: Sequence[str], counts: Sequence[Sequence[int]]) -> Picture:
    """Draw the most confused labels: expected from top to bottom, likeliest from left to right."""
    names, top = 168, 20
    cell = min((WIDTH - names) / max(len(labels), 1), 22.0)
    most = max((count for row, line_ in enumerate(counts) for col, count in enumerate(line_) if row != col), default=1)
    shapes = [text(0, 12, "erwartet ↓   verstanden →", kind="klein")]
    for row, label in enumerate(labels):
        y = top + row * cell
        shapes.append(text(0, y + cell * 0.7, f"{row + 1} {_short(label)}", kind="klein"))
        shapes.append(text(names + (row + 0.5) * cell, 12, str(row + 1), "middle", "klein"))
        for col, count in enumerate(counts[row]):
            shapes += _cell(names + col * cell, y, cell, count, row == col, most)
    rows = tuple((label, *map(str, counts[row])) for row, label in enumerate(labels))
    return Picture(
        "verwechslung", "Welche Label verwechselt der Bot am häufigsten?",
        "Felder mit der Zahl der Sätze: auf der Diagonale richtig verstandene, daneben verwechselte, je dunkler, desto "
        "öfter.",
        round(top + len(labels) * cell + 6), tuple(shapes),
        ReportTable("Zahlen zu den Verwechslungen (Zeilen: erwartet, Spalten: verstanden)", ("Label", *labels), rows),
    )  # fmt: skip


def _cell(x: float, y: float, size: float, count: int, is_right: bool, most: int) -> Iterator[SvgShape]:
    yield box(x, y, size - 1, size - 1, "schiene")
    if count:
        strength = 0.25 if is_right else 0.3 + 0.7 * min(count / max(most, 1), 1)
        yield box(x, y, size - 1, size - 1, "balken-wir" if is_right else "balken-falsch", strength)
        strong = not is_right and strength > 0.8
        yield text(x + size / 2 - 0.5, y + size * 0.68, str(count), "middle", "zahl-hell" if strong else "klein")


def _short(label: str, most: int = 23) -> str:
    name = label.partition("/")[2] or label
    return name if len(name) <= most else name[: most - 1] + "…"
