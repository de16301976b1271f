"""The search over one catalogue: made once for each version, asked for every question."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from bot.german.stop_words import SESSION_FAMILY, ThingKind
from bot.german.text import Word, tokenise
from bot.programme.model import Catalogue
from bot.programme.search.documents import (
    ALL_KINDS,
    Hit,
    How,
    Nothing,
    One,
    Resolution,
    SearchDocument,
    Several,
    read_documents,
)
from bot.programme.search.evidence import Collector, Evidence, Scored, Scorer
from bot.programme.search.meaning import Encoder, Meanings
from bot.programme.search.postings import build_postings
from bot.programme.search.query import CONTENT, Analyst, BoothNumbers, Query
from bot.programme.search.synonyms import Synonyms
from bot.programme.search.vocabulary import Vocabulary

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


# Hits well below the best are not what was meant; hits nearly as good may be.
KEEP = 0.7
MARGIN = 0.1
NEAREST = 3
# Cosines after centring (multilingual-e5-small): of 513 sentences about other subjects six reached MEANT by meaning.
MEANT = 0.32
NEAR = 0.23
MEANT_SCORE = 0.5
_KIND_ORDER = {kind: rank for rank, kind in enumerate(ThingKind)}
_WITH_MEANING = (ThingKind.SESSION, ThingKind.BOOTH)


class CatalogueIndex:
    """Finds the sessions, booths, rooms, people and topics that a German sentence means."""

    def __init__(self, catalogue: Catalogue, synonyms: Synonyms, encoder: Encoder | None = None) -> None:
        """Index a catalogue; with an encoder, questions that share no word with it find something, too."""
        self._documents = read_documents(catalogue)
        self._postings = build_postings(self._documents, synonyms)
        vocabulary = Vocabulary(self._postings)
        self._families = frozenset(document.family for document in self._documents if document.family)
        self._analyst = Analyst(vocabulary, synonyms, self._families)
        self._collector = Collector(self._documents, self._postings, vocabulary, synonyms)
        self._booths = BoothNumbers(booth.number for booth in catalogue.booths)
        self._booth_labels = {each.key: each.label for each in self._documents if each.kind is ThingKind.BOOTH}
        self._meanings = self._encode(encoder)

    def search(
        self,
        text: str,
        kinds: Collection[ThingKind] = ALL_KINDS,
        ignore: Sequence[tuple[int, int]] = (),
        by_meaning: bool = True,
    ) -> list[Hit]:
        """Return everything that may be meant, best first; empty if nothing fits.

        Args:
            text: the visitor's sentence.
            kinds: what may be found. People lead to their sessions and booths where people are not asked for.
            ignore: character spans (start, end) that are understood already, such as times.
            by_meaning: whether to look for things that share no word with the text; takes an encoding, 10 to 20 ms.
        """
        return [scored.hit for scored in self._ranked(text, kinds, ignore, by_meaning) if scored.accepted]

    def resolve(
        self,
        text: str,
        kinds: Collection[ThingKind] = ALL_KINDS,
        ignore: Sequence[tuple[int, int]] = (),
        by_meaning: bool = True,
    ) -> Resolution:
        """Decide what is meant: one thing, several that fit about equally well, or nothing."""
        ranked = self._ranked(text, kinds, ignore, by_meaning)
        hits = [scored.hit for scored in ranked if scored.accepted]
        if not hits:
            return Nothing(tuple(scored.hit for scored in ranked[:NEAREST]))
        best = tuple(hit for hit in hits if hit.score >= hits[0].score - MARGIN)
        return One(best[0]) if len(best) == 1 else Several(best)

    def _encode(self, encoder: Encoder | None) -> Meanings | None:
        # Sessions and booths come first, so their numbers are those of all documents.
        documents = [document for document in self._documents if document.kind in _WITH_MEANING]
        return Meanings(documents, encoder) if encoder is not None and documents else None

    def _ranked(
        self, text: str, kinds: Collection[ThingKind], ignore: Sequence[tuple[int, int]], by_meaning: bool
    ) -> list[Scored]:
        wanted = frozenset(kinds)
        tokens = tokenise(text, ignore)
        booths = self._booths.find(tokens)
        # A number is unambiguous: other words in the message say what about the booth, not which.
        if booths and ThingKind.BOOTH in wanted:
            named = {number: _words(text, tokens, at) for number, at in reversed(booths)}
            return [self._named_booth(number, words) for number, words in reversed(named.items())]
        # Not asked for as booths, they still are no words to search for.
        used = {position for _, at in booths for position in at}
        query = self._analyst.analyse(text, [token for position, token in enumerate(tokens) if position not in used])
        evidence = self._collector.collect(query)
        scorer = Scorer(query, evidence, wanted, self._families)
        scored = _sorted(self._scored(scorer, evidence, wanted))
        if not any(each.accepted for each in scored):
            fallback = by_kind_and_place(self._documents, query, evidence, scorer, wanted)
            alike = fallback or (self._by_meaning(query, wanted) if by_meaning else [])
            scored = alike if any(each.accepted for each in alike) else [*scored, *alike]
        return scored

    def _scored(self, scorer: Scorer, evidence: Evidence, wanted: frozenset[ThingKind]) -> list[Scored]:
        numbers = [number for number in evidence.by_document if self._documents[number].kind in wanted]
        scores = (
            scorer.score(number, self._documents[number], self._postings.label_stems[number]) for number in numbers
        )
        return [scored for scored in scores if scored is not None]

    def _named_booth(self, number: str, words: str) -> Scored:
        label = self._booth_labels[number]
        return Scored(Hit(ThingKind.BOOTH, number, label, 1.0, How.EXACT, words), True)

    def _by_meaning(self, query: Query, wanted: frozenset[ThingKind]) -> list[Scored]:
        loud = [term for term in query.terms if term.weight > 0]
        if self._meanings is None or wanted.isdisjoint(_WITH_MEANING):
            return []
        # Common words alone („etwas Digitales“) lie near to half the programme.
        if not any(term.weight == CONTENT for term in loud):
            return []
        # „Gibt es einen Vortrag über …“ says nothing about the subject; what follows does.
        subject = query.text[query.tokens[loud[0].token].start :]
        words = " ".join(query.text_of(token) for token in sorted({term.token for term in loud}))
        likely = [(number, cosine) for number, cosine in self._meanings.nearest(subject) if cosine >= NEAR]
        found = [(self._documents[number], cosine) for number, cosine in likely]
        return [_alike(document, cosine, words) for document, cosine in found if document.kind in wanted]


def _alike(document: SearchDocument, cosine: float, words: str) -> Scored:
    score = round(min(MEANT_SCORE + cosine - MEANT, 1.0), 4)
    return Scored(Hit(document.kind, document.key, document.label, score, How.MEANING, words), cosine >= MEANT)


def _words(text: str, tokens: Sequence[Word], at: range) -> str:
    return text[tokens[at.start].start : tokens[at.stop - 1].end]


def _sorted(scored: list[Scored]) -> list[Scored]:
    """Sort best first and drop hits far behind the best."""
    ordered = sorted(scored, key=lambda each: (-each.hit.score, _KIND_ORDER[each.hit.kind]))
    return [each for each in ordered if each.hit.score >= KEEP * ordered[0].hit.score]
