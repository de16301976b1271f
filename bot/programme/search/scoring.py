"""Scores from evidence: how much of the query a document explains, how strongly, and whether its kind fits.

A score is the mean strength of the matches times the share of the query they cover, lowered for a label that says more
than the query and for another kind than the one named. The constants were set by hand.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bot.german.stop_words import ThingKind
from bot.programme.search.documents import SearchDocument, TextRole
from bot.programme.search.evidence import Evidence, TermMatch
from bot.programme.search.query import CONTENT, Query
from bot.programme.search.results import HOW_ORDER, Hit, How

ACCEPT = 0.5
ACCEPT_HINTED = 0.45
WEAK = 0.25
# What a word costs that a document does not explain: known elsewhere, unknown, naming a room; at most MAX_COST.
COST_KNOWN = 0.6
COST_UNKNOWN = 0.2
COST_PLACE = 0.1
MAX_COST = 0.9
OTHER_KIND = 0.8
COMMON_ONLY = 0.4
LABEL_SHARE = 0.08
AGREEING = 0.8
_HAPPENINGS = frozenset({ThingKind.SESSION, ThingKind.BOOTH})
_SUPPORT = frozenset({TextRole.PLACE})


@dataclass(frozen=True)
class Scored:
    """A document's hit, and whether it is good enough to be meant."""

    hit: Hit
    accepted: bool


class Scorer:
    """Scores documents for one query."""

    def __init__(
        self, query: Query, evidence: Evidence, wanted: frozenset[ThingKind], families: frozenset[str]
    ) -> None:
        """Prepare costs and hints; a hint at a session family outside ``families`` is ignored."""
        self._query = query
        self._evidence = evidence
        # „Welchen Vortrag hält Frau …?“ asks for the session, not for the person.
        asked = query.kinds - {ThingKind.SPEAKER} if query.kinds & _HAPPENINGS else query.kinds
        self._hinted = asked & wanted
        self._families = (query.families - {""}) & families
        # A person who is asked for is found as a person; the sessions follow only if these are asked for.
        people_only = ThingKind.SPEAKER in wanted and not query.kinds & _HAPPENINGS
        self._costs = [[self._cost(term, rooms) for term in range(len(query.terms))] for rooms in (False, True)]
        self._support = _SUPPORT | {TextRole.PERSON} if people_only else _SUPPORT

    def score(self, number: int, document: SearchDocument, label_stems: frozenset[str]) -> Scored | None:
        """Return the document's score, or None if no match speaks for it."""
        explained = self._evidence.by_document[number]
        decisive = {term: found for term, found in explained.items() if self._decides(term, found, document)}
        if not decisive:
            return None
        score = _strength(decisive) * self._coverage(decisive, explained, document.kind)
        score *= 1 - LABEL_SHARE * (1 - self._label_share(explained, label_stems))
        # However many common words agree, they must not make a hit without one that names the thing.
        if max(found.weight for found in decisive.values()) < CONTENT:
            score = min(score, COMMON_ONLY)
        score *= self.kind_factor(document)
        accepted = score >= (ACCEPT_HINTED if self._is_hinted(document) else ACCEPT)
        return Scored(self._hit(document, score, decisive), accepted) if score >= WEAK else None

    def kind_factor(self, document: SearchDocument) -> float:
        """Return less than 1 for a kind, or a kind of session, other than the one named."""
        fits = not self._hinted or document.kind in self._hinted
        if fits and document.kind is ThingKind.SESSION and self._families:
            fits = document.family in self._families
        return 1.0 if fits else OTHER_KIND

    def _is_hinted(self, document: SearchDocument) -> bool:
        return document.kind in self._hinted and self.kind_factor(document) == 1

    def _decides(self, term: int, found: TermMatch, document: SearchDocument) -> bool:
        # A room's name in the question restricts results; it does not make all its sessions hits.
        if found.role in self._support and document.kind is not ThingKind.SPEAKER:
            return False
        says_where = term in self._evidence.places and found.role is TextRole.TEXT
        return found.weight > 0 and found.strength > 0 and not says_where

    def _coverage(self, decisive: dict[int, TermMatch], explained: Iterable[int], kind: ThingKind) -> float:
        matched = sum(found.weight for found in decisive.values())
        costs = self._costs[kind is ThingKind.ROOM]
        cost = max(sum(costs) - sum(costs[term] for term in explained), 0.0)
        # Capped: a long question is not worse for the words around its subject.
        return matched / (matched + min(cost, MAX_COST))

    def _cost(self, term: int, for_rooms: bool) -> float:
        weight = self._query.terms[term].weight
        if term in self._evidence.places and not for_rooms:
            return weight * COST_PLACE
        return weight * (COST_KNOWN if term in self._evidence.known else COST_UNKNOWN)

    def _label_share(self, explained: Iterable[int], label_stems: frozenset[str]) -> float:
        named = label_stems & {self._query.terms[term].stem for term in explained}
        return len(named) / len(label_stems) if label_stems else 0.0

    def _hit(self, document: SearchDocument, score: float, decisive: dict[int, TermMatch]) -> Hit:
        loud = [found.how for found in decisive.values() if found.weight == CONTENT] or [How.EXACT]
        how = max(loud, key=HOW_ORDER.__getitem__)
        return Hit(document.kind, document.key, document.label, round(score, 4), how, self._words(decisive))

    def _words(self, terms: Iterable[int]) -> str:
        tokens = sorted({self._query.terms[term].token for term in terms})
        return " ".join(self._query.text_of(token) for token in tokens)


def _strength(decisive: dict[int, TermMatch]) -> float:
    """Return the weighted mean strength (0 to 1); several weak words that agree nearly equal a strong one."""
    weight = sum(found.weight for found in decisive.values())
    mean = sum(found.weight * found.strength for found in decisive.values()) / weight
    return max(mean, min(AGREEING, float(1 - (1 - mean) ** (1 + 0.5 * max(weight - 1, 0)))))
