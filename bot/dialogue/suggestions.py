"""The labels offered when the bot is not sure: „Meinten Sie …?“"""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.labels import NEVER_SUGGESTED, OUT_OF_SCOPE

MAX_SUGGESTIONS = 3
LEAST_SHARE = 0.06
LEAST_SHARE_BEHIND = 0.15


def likely_labels(ranking: Sequence[tuple[str, float]]) -> list[str]:
    """The labels worth offering, best first; where „not about the fair“ leads, only those that are rather likely.

    Args:
        ranking: full labels with their confidence, best first.
    """
    is_behind = bool(ranking) and ranking[0][0] == OUT_OF_SCOPE
    least = LEAST_SHARE_BEHIND if is_behind else LEAST_SHARE
    return [label for label, share in ranking if share >= least and label not in NEVER_SUGGESTED]
