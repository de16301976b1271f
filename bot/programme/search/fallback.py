"""Results by kind and place where no word names a thing: „Wann ist die Eröffnung?“."""

from __future__ import annotations

from collections.abc import Sequence

from bot.german.stop_words import SESSION_FAMILY, ThingKind
from bot.programme.search.documents import SearchDocument
from bot.programme.search.evidence import Evidence
from bot.programme.search.query import Query
from bot.programme.search.results import Hit, How
from bot.programme.search.scoring import Scored, Scorer

SCORE = 0.6
FEW = 3


def by_kind_and_place(
    documents: Sequence[SearchDocument], query: Query, evidence: Evidence, scorer: Scorer, wanted: frozenset[ThingKind]
) -> list[Scored]:
    """Return sessions and booths of the kind that is named, in the room that is named.

    Without a room, a kind must be rare to be an answer: „Sprechstunde“, but not „Vortrag“.
    """
    others = [term for number, term in enumerate(query.terms) if number not in evidence.places]
    naming = SESSION_FAMILY.keys() | query.families
    # A further word that means something was not found: the kind alone would ignore it.
    if any(term.weight > 0 and term.stem not in naming for term in others):
        return []
    fitting = [number for number, each in enumerate(documents) if each.kind in wanted and scorer.kind_factor(each) == 1]
    if evidence.places:
        found = [number for number in fitting if evidence.places <= evidence.located[number]]
    else:
        named = [number for number in fitting if query.families - {""} and documents[number].kind is ThingKind.SESSION]
        found = named if len(named) <= FEW else []
    said = [number for number, term in enumerate(query.terms) if term.stem in naming]
    tokens = sorted({query.terms[number].token for number in (*said, *evidence.places)})
    words = " ".join(query.text_of(token) for token in tokens)
    return [Scored(_hit(documents[number], words), True) for number in found]


def _hit(document: SearchDocument, words: str) -> Hit:
    return Hit(document.kind, document.key, document.label, SCORE, How.EXACT, words)
