"""German numbers and rows of the report, and the short table in the terminal."""

from __future__ import annotations

from collections.abc import Sequence

from bot.evaluation.measures import Figure, Share
from bot.evaluation.rules import GateDecision
from bot.nlu.text_cleaning import OUT_OF_SCOPE


def decimal(value: float, digits: int = 2) -> str:
    """Format a number with a decimal comma: ``0.35`` → ``0,35``."""
    return f"{value:.{digits}f}".replace(".", ",")


def percent(value: float) -> str:
    """Format a share: ``0.952`` → ``95,2 %``."""
    return f"{decimal(value * 100, 1)} %"


def share_text(share: Share) -> str:
    """Format a share with its 95 % interval: ``95,2 % (92,1–97,0)``; „–“ when there is nothing to share."""
    if not share.total:
        return "–"
    low, high = share.interval
    return f"{percent(share.value)} ({decimal(low * 100, 1)}–{decimal(high * 100, 1)})"


def unbroken(words: str) -> str:
    """Keep percentages and ranges on one line of a narrow page."""
    return words.replace(" %", "\N{NO-BREAK SPACE}%").replace("–", "–\N{WORD JOINER}")


def count_text(share: Share) -> str:
    """Format a share as counts: ``7 von 8``; „–“ when there is nothing to count."""
    return f"{share.hits} von {share.total}" if share.total else "–"


def decision_text(decision: GateDecision) -> str:
    """Return the bot's decision in words."""
    if decision.label == OUT_OF_SCOPE:
        return "gehört nicht zur Messe"
    if decision.label:
        return decision.label
    if decision.suggestions:
        return f"Rückfrage: {', '.join(decision.suggestions)}"
    return "nicht verstanden"


def terminal_table(name: str, ours: Sequence[Figure], stock: Sequence[Figure] | None) -> str:
    """Return the figures of one set of sentences, one a line, the stock pipeline's beside ours if measured."""
    head = f"{'':<72}{'Messelotse':<24}{'Standard' if stock else ''}".rstrip()
    lines = [f"{name}", head]
    for place, figure in enumerate(ours):
        label = f"{figure.group}: {figure.title} ({figure.share.total})"
        beside = percent(stock[place].share.value) if stock else ""
        lines.append(f"{label:<72}{share_text(figure.share):<24}{beside}".rstrip())
    return "\n".join(lines)
