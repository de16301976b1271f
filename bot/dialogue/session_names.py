"""How a session is called in a sentence: „Der Workshop „…““, with the pronoun that goes on. Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.german.phrases import capitalise
from bot.programme.model import Session

_FEMININE = re.compile(
    r"(?:ung|ion|tät|schaft|stunde|runde|messe|vorführung|tour|lesung|sprechzeit|party)$", re.IGNORECASE
)
_NEUTER = re.compile(r"(?:quiz|gespräch|seminar|podium|treffen|training|interview|referat|webinar|spiel|event)$", re.I)
_MASCULINE = re.compile(
    r"(?:vortrag|workshop|abschluss|kurs|rundgang|talk|auftakt|empfang|impuls|beitrag|slam|wettbewerb)$", re.I
)


@dataclass(frozen=True)
class Name:
    """``the`` is „der Workshop „Copilot““; the pronouns are nominative and accusative."""

    the: str
    accusative: str
    it: str
    it_accusative: str

    @property
    def The(self) -> str:  # noqa: N802 - the capital is the point
        """``the`` at the start of a sentence."""
        return capitalise(self.the)


def name_of(session: Session) -> Name:
    """The session's name for a sentence; a kind that no rule knows becomes „der Programmpunkt“."""
    kind, title = session.kind.strip(), f"„{session.title}“"
    if _FEMININE.search(kind):
        return Name(f"die {kind} {title}", f"die {kind} {title}", "sie", "sie")
    if _NEUTER.search(kind):
        return Name(f"das {kind} {title}", f"das {kind} {title}", "es", "es")
    noun = kind if _MASCULINE.search(kind) else "Programmpunkt"
    return Name(f"der {noun} {title}", f"den {noun} {title}", "er", "ihn")
