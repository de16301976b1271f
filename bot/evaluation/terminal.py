"""The short table in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.measures import Figure
from bot.evaluation.wording import percent, share_text


def terminal_table(name: str, ours: Sequence[Figure], stock: Sequence[Figure] | None) -> str:
    """Return the figures of one set of sentences, one a line, the stock pipeline's beside ours if measured."""
    head = f"{'':<72}{'Messelotse':<24}{'Standard' if stock else ''}".rstrip()
    lines = [f"{name}", head]
    for place, figure in enumerate(ours):
        label = f"{figure.group}: {figure.title} ({figure.share.total})"
        beside = percent(stock[place].share.value) if stock else ""
        lines.append(f"{label:<72}{share_text(figure.share):<24}{beside}".rstrip())
    return "\n".join(lines)
