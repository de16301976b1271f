"""How well a document fits a query: the terms found in it, and the score they make."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from bot.german.stop_words import ThingKind, WordClass, classify
from bot.german.text import stem
from bot.programme.search.documents import HOW_ORDER, Hit, How, SearchDocument, TextRole
from bot.programme.search.postings import MAX_WHOLE, Posting, Postings, may_join
from bot.programme.search.query import CONTENT, Query, Term
from bot.programme.search.synonyms import Synonyms
from bot.programme.search.vocabulary import Match, Vocabulary

SYNONYM = 0.92
LIKELY_PLACE = 0.7
_STRICT_KINDS = (ThingKind.ROOM, ThingKind.SPEAKER)


@dataclass(frozen=True)
class TermMatch:
    """How one document explains one term: strength and weight (0 to 1), likeness, and the part it stands in."""

    strength: float
    weight: float
    how: How
    role: TextRole


@dataclass
class Evidence:
    """Everything found for a query, by document and term.

    Attributes:
        known: terms that stand anywhere in the catalogue.
        places: terms that name a room.
        located: for each document, the terms that its own room explains.
    """

    by_document: defaultdict[int, dict[int, TermMatch]] = field(default_factory=lambda: defaultdict(dict))
    known: set[int] = field(default_factory=set)
    places: set[int] = field(default_factory=set)
    located: defaultdict[int, set[int]] = field(default_factory=lambda: defaultdict(set))

    def note(self, document: int, term: int, found: TermMatch) -> None:
        """Keep the better of the known match and ``found``."""
        self.known.add(term)
        if found.role is TextRole.PLACE:
            self.located[document].add(term)
        explained = self.by_document[document]
        known = explained.get(term)
        if known is None or _rank(found) > _rank(known):
            explained[term] = found

    def how_of(self, document: int, term: int, how: How) -> How:
        """Return the likeness of a term in a phrase: a phrase is only as exact as its words."""
        known = self.by_document[document].get(term) if how is How.EXACT else None
        return how if known is None else known.how


def _rank(found: TermMatch) -> tuple[float, float]:
    # A floor for the weight, so that among words without any the stronger match still wins.
    return found.strength * max(found.weight, 0.01), found.strength


class Collector:
    """Collects the evidence for a query."""

    def __init__(
        self, documents: Sequence[SearchDocument], postings: Postings, vocabulary: Vocabulary, synonyms: Synonyms
    ) -> None:
        """All parts belong to the same catalogue."""
        self._documents = documents
        self._postings = postings
        self._vocabulary = vocabulary
        self._synonyms = synonyms

    def collect(self, query: Query) -> Evidence:
        """Collect evidence from single words, neighbours written as one, synonyms and whole phrases."""
        evidence = Evidence()
        for number, term in enumerate(query.terms):
            if not _is_stop(term):
                self._note(evidence, query, [number], self._vocabulary.match(term.word, term.stem))
        self._collect_joined(evidence, query)
        self._collect_synonyms(evidence, query)
        self._collect_phrases(evidence, query)
        return evidence

    def _note(self, evidence: Evidence, query: Query, terms: Sequence[int], matches: Sequence[Match]) -> None:
        for posting, likeness, how in matches:
            document = self._documents[posting.document]
            for number in terms:
                term = query.terms[number]
                if _may_match(document, term, how):
                    evidence.note(posting.document, number, _found(posting, likeness, how, term))
                    if document.kind is ThingKind.ROOM and term.weight >= CONTENT and likeness >= LIKELY_PLACE:
                        evidence.places.add(number)

    def _collect_joined(self, evidence: Evidence, query: Query) -> None:
        for number, (left, right) in enumerate(zip(query.terms, query.terms[1:], strict=False)):
            # Two parts of one compound are not neighbours of a visitor's making.
            if left.token != right.token and _may_join(query, left) and _may_join(query, right):
                word = left.word + right.word
                self._note_whole(evidence, query, [number, number + 1], self._exact(word))

    def _exact(self, word: str) -> list[tuple[Posting, How]]:
        exact = [(posting, How.EXACT) for posting in self._postings.words.get(word, ())]
        inflected = [(posting, How.INFLECTED) for posting in self._postings.stems.get(stem(word), ())]
        # The inflected form only counts where the exact one is missing: it would add a weaker match for the same
        # places.
        return exact or inflected

    def _collect_synonyms(self, evidence: Evidence, query: Query) -> None:
        for first, last, group in self._synonyms.find(query.tokens):
            terms = [number for number, term in enumerate(query.terms) if first <= term.token < last]
            places = [(posting, How.SYNONYM) for posting in self._postings.groups.get(group, ())]
            self._note_whole(evidence, query, terms, places)
        for number, term in enumerate(query.terms):
            if term.factor < 1:
                self._collect_part_synonyms(evidence, query, number)

    def _collect_part_synonyms(self, evidence: Evidence, query: Query, number: int) -> None:
        group = self._synonyms.group_of(query.terms[number].stem)
        matches = [Match(posting, SYNONYM, How.SYNONYM) for posting in self._postings.groups.get(group, ())]
        self._note(evidence, query, [number], matches)

    def _collect_phrases(self, evidence: Evidence, query: Query) -> None:
        loud = [number for number, term in enumerate(query.terms) if not _is_stop(term)]
        for first in range(len(loud)):
            for last in range(first + 1, min(first + MAX_WHOLE, len(loud)) + 1):
                terms = loud[first:last]
                phrase = tuple(query.terms[number].stem for number in terms)
                places = [(posting, How.EXACT) for posting in self._postings.phrases.get(phrase, ())]
                self._note_whole(evidence, query, terms, places)

    def _note_whole(
        self, evidence: Evidence, query: Query, terms: Sequence[int], places: Sequence[tuple[Posting, How]]
    ) -> None:
        """Note a phrase that is there as a whole: even common words in it count fully."""
        for posting, how in places:
            document = self._documents[posting.document]
            likeness = SYNONYM if how is How.SYNONYM else 1.0
            for number in terms:
                term = query.terms[number]
                if _may_match(document, term, how):
                    strength = posting.strength * likeness * term.factor
                    shown = evidence.how_of(posting.document, number, how)
                    evidence.note(posting.document, number, TermMatch(strength, CONTENT, shown, posting.role))
                    if document.kind is ThingKind.ROOM:
                        evidence.places.add(number)


def _found(posting: Posting, likeness: float, how: How, term: Term) -> TermMatch:
    shown = How.COMPOUND if term.factor < 1 and how in (How.EXACT, How.INFLECTED) else how
    return TermMatch(posting.strength * likeness * term.factor, term.weight, shown, posting.role)


def _may_match(document: SearchDocument, term: Term, how: How) -> bool:
    """Return False for half a compound that names a room or person: the „Fußballclub“ is not the club downstairs."""
    return not (document.kind in _STRICT_KINDS and (term.lone or how is How.COMPOUND))


def _may_join(query: Query, term: Term) -> bool:
    return may_join(query.tokens[term.token])


def _is_stop(term: Term) -> bool:
    return not term.weight and classify(term.word, term.stem) is WordClass.STOP


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
