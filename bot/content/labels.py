"""Labels with a meaning of their own: not about this fair, and answers to the bot."""

from __future__ import annotations

OUT_OF_SCOPE = "ausserhalb"
# Answers to the bot, and what is not about the fair, are no topics to choose from.
NEVER_SUGGESTED = frozenset({
    OUT_OF_SCOPE, "bejahen", "verneinen", "auswahl", "korrektur", "mehr", "wiederholen", "neu_anfangen",
})  # fmt: skip
