"""The try-out in words: who answered what, and how each understood the question. Pure functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from bot.content.stories.wording import action_title
from bot.dialogue.explain import sureness
from bot.dialogue.nlu_report import Decision, Understanding
from bot.publishing.draft_bot import Stage
from bot.web.editor.tryout.conversation import Exchange, Side

TitleOf = Callable[[str], str]
DRAFT, LIVE = "Entwurf", "Live"
RUNNERS_UP = 2
STAGES = {
    Stage.CHECKING: "Die Dateien werden geprüft.",
    Stage.TRAINING: "Der Entwurf lernt. Das dauert zwei bis vier Minuten, auf einem beschäftigten Server länger.",
    Stage.STARTING: "Der Entwurf startet. Das dauert etwa zehn Sekunden.",
}
DECISIONS = {
    Decision.ANSWERED: "",
    Decision.ASKED_BACK: "",  # the action says so itself
    Decision.NONE: "weiß keine Antwort",
    Decision.OUT_OF_SCOPE: "nicht zur Messe",
}


def exchange_view(exchange: Exchange, title_of: TitleOf) -> dict[str, Any]:
    """A message with both sides."""
    sides = [(DRAFT, exchange.draft), (LIVE, exchange.live)]
    return {
        "shown": exchange.shown,
        "differs": exchange.differs,
        "sides": [_side_view(name, side, title_of) for name, side in sides],
    }


def _side_view(name: str, side: Side, title_of: TitleOf) -> dict[str, Any]:
    return {
        "name": name,
        "answers": [{"text": each["text"], "buttons": each["knoepfe"]} for each in side.answers],
        "understood": [understood_view(each, title_of) for each in side.reports],
    }


def understood_view(report: Understanding, title_of: TitleOf) -> dict[str, Any]:
    """Return for the template how a question was understood, how surely, and the runners-up."""
    runners_up = [(label, share) for label, share in report.ranking if label != report.label][:RUNNERS_UP]
    is_of_the_words = (
        not report.is_button and not report.is_from_conversation
    )  # else the shares are not about this label
    notes = ["Knopf" if report.is_button else "", "aus dem Gespräch" if report.is_from_conversation else ""]
    return {
        "title": title_of(report.label),
        "percent": percent(report.confidence) if is_of_the_words else None,
        "sureness": sureness(report.confidence) if is_of_the_words else "",
        "beside": "Der Satz allein" if report.is_from_conversation else "Danach",
        "runners_up": [(title_of(label), percent(share)) for label, share in runners_up],
        "does": action_title(report.action) if report.action else "",
        "notes": [note for note in (*notes, DECISIONS[report.decision]) if note],
    }


def percent(share: float) -> int:
    """Return a share of 0..1 as whole percent, 0..100."""
    return round(share * 100)
