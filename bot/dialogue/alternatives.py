"""Labels beside the best one: offered when the bot is not sure, named when another was nearly as likely."""

from __future__ import annotations

from collections.abc import Sequence

from bot.content.topics import TopicButton, label_button
from bot.nlu.text_cleaning import NEVER_SUGGESTED, OUT_OF_SCOPE

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


# On tests/saetze: 13 of 18 wrong answers get the right one beside them, 93 of 641 right ones a button too many.
SURE = 0.66
LEAST_SHARE_NEAR = 0.1
PLACES = 2
ASK = "Oder meinten Sie etwas anderes?"


def other_readings(ranking: Sequence[tuple[str, float]], intent: str) -> list[str]:
    """The labels that may have been meant instead of the best, likeliest first; [] when the best is sure.

    Args:
        ranking: full labels with their confidence, best first.
        intent: what is answered; the conversation may have made another intent of it, then the ranking says nothing.
    """
    if not ranking or ranking[0][1] >= SURE or ranking[0][0].partition("/")[0] != intent:
        return []
    near = ranking[1 : 1 + PLACES]
    return [label for label, share in near if share >= LEAST_SHARE_NEAR and label not in NEVER_SUGGESTED]


def other_buttons(ranking: Sequence[tuple[str, float]], intent: str, question: str) -> list[TopicButton]:
    """The buttons for :func:`other_readings`; labels without a title have none."""
    buttons = (label_button(label, question) for label in other_readings(ranking, intent))
    return [TopicButton(f"Oder: {button.title}", button.payload) for button in buttons if button is not None]


def with_question(text: str) -> str:
    """The answer, followed by the question whether it was the right one."""
    return f"{text}\n\n{ASK}" if text else text
