"""The inverted index: from words, stems, synonym groups and whole phrases to the places where they stand."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import NamedTuple

from bot.german.stop_words import STOP_WORDS, ThingKind, WordClass, classify
from bot.german.text import Word, segments, stem, tokenise
from bot.programme.search.documents import SearchDocument, TextRole, without_remark
from bot.programme.search.synonyms import Phrase, Synonyms

MAX_WHOLE = 4
# Just enough to be a hit alone („Miriam“), far behind any surname.
FORENAME = 0.52
LOWER_CASE = 0.7
KNOWN_DOCUMENTS = 10_000
_TITLES = frozenset({"dr", "prof", "professor", "professorin", "dipl", "ing"})
_RUNNING_ROLES = frozenset({TextRole.LABEL, TextRole.TRY_OUT, TextRole.TEXT})
_JOINED_ROLES = frozenset({TextRole.LABEL, TextRole.TOPIC, TextRole.ORGANISATION})


class Posting(NamedTuple):
    """A place of a word: document number, part, and strength of a match there (0 to 1)."""

    document: int
    role: TextRole
    strength: float


Places = defaultdict[str, list[Posting]]


def _places() -> Places:
    return defaultdict(list)


@dataclass
class Postings:
    """All places by folded word, stem, synonym group and whole phrase (a title's part, topic, room or name)."""

    words: Places = field(default_factory=_places)
    stems: Places = field(default_factory=_places)
    groups: defaultdict[int, list[Posting]] = field(default_factory=lambda: defaultdict(list))
    phrases: defaultdict[Phrase, list[Posting]] = field(default_factory=lambda: defaultdict(list))
    names: set[str] = field(default_factory=set)
    compoundable: set[str] = field(default_factory=set)
    label_stems: dict[int, frozenset[str]] = field(default_factory=dict)


def build_postings(documents: Sequence[SearchDocument], synonyms: Synonyms) -> Postings:
    """Index every part of every document."""
    postings = Postings()
    for number, document in enumerate(documents):
        _merge(postings, _postings_of(document, synonyms), number)
    return postings


@lru_cache(KNOWN_DOCUMENTS)  # a change on the day concerns one session; the others are as they were
def _postings_of(document: SearchDocument, synonyms: Synonyms) -> Postings:
    """Return the places of one document, numbered as if it were the first of all."""
    postings = Postings()
    for role, text in document.fields:
        if role is TextRole.PERSON:
            _add_person(postings, 0, text)
        else:
            _add_text(postings, Posting(0, role, role.weight), text, document.kind, synonyms)
    postings.label_stems[0] = _label_stems(document)
    return postings


def _merge(postings: Postings, of_document: Postings, number: int) -> None:
    for book, more in (
        (postings.words, of_document.words),
        (postings.stems, of_document.stems),
        (postings.groups, of_document.groups),
        (postings.phrases, of_document.phrases),
    ):
        for key, places in more.items():
            # Documents are indexed as number 0 and cached; the real number is filled in here.
            book[key] += [Posting(number, role, strength) for _, role, strength in places]  # type: ignore[index]
    postings.names |= of_document.names
    postings.compoundable |= of_document.compoundable
    postings.label_stems[number] = of_document.label_stems[0]


def _label_stems(document: SearchDocument) -> frozenset[str]:
    tokens = tokenise(without_remark(document.fields[0][1]))
    return frozenset(token.stem for token in tokens if classify(token.word, token.stem) is not WordClass.STOP)


def _add_person(postings: Postings, number: int, name: str) -> None:
    name = without_remark(name)
    tokens = [token for token in tokenise(name) if token.word not in _TITLES]
    for token in tokens:
        # „Müller-Lang“ is two words and one surname.
        is_surname = not any(char.isspace() for char in name[token.end : tokens[-1].start])
        posting = Posting(number, TextRole.PERSON, TextRole.PERSON.weight if is_surname else FORENAME)
        postings.names.add(token.word)
        postings.words[token.word].append(posting)
        postings.stems[token.stem].append(posting)
    if len(tokens) > 1:
        posting = Posting(number, TextRole.PERSON, TextRole.PERSON.weight)
        postings.phrases[tuple(token.stem for token in tokens)].append(posting)


def _add_text(postings: Postings, posting: Posting, text: str, kind: ThingKind, synonyms: Synonyms) -> None:
    tokens = tokenise(text)
    for token in tokens:
        _add_word(postings, _by_case(posting, text[token.start]), token.word, token.stem)
        # Verbs are no compounds: who asks for „geben“ does not mean „weitergeben“.
        if kind is not ThingKind.ROOM and posting.role is not TextRole.PLACE and not text[token.start].islower():
            postings.compoundable.add(token.word)
    for word, word_stem in _joined(tokens, text, posting.role):
        _add_word(postings, posting, word, word_stem)
    for _, _, group in synonyms.find(tokens):
        _append(postings.groups[group], posting)
    if posting.role in (TextRole.LABEL, TextRole.TOPIC, TextRole.PLACE):
        _add_phrases(postings, posting, text, kind, synonyms)


def _add_word(postings: Postings, posting: Posting, word: str, word_stem: str) -> None:
    _append(postings.words[word], posting)
    _append(postings.stems[word_stem], posting)


def _by_case(posting: Posting, first_letter: str) -> Posting:
    """Weaken a word without a capital: a German noun says more than a verb or adjective."""
    if posting.role in _RUNNING_ROLES and first_letter.islower():
        return posting._replace(strength=posting.strength * LOWER_CASE)
    return posting


def _append(places: list[Posting], posting: Posting) -> None:
    # A word that comes twice in one text is one place; repetition is no relevance here.
    if not places or places[-1] != posting:
        places.append(posting)


def _joined(tokens: Sequence[Word], text: str, role: TextRole) -> list[tuple[str, str]]:
    """Return neighbours written as one, so that „E-Learning“, „E Learning“ and „Elearning“ meet."""
    pairs = []
    for left, right in zip(tokens, tokens[1:], strict=False):
        close = role in _JOINED_ROLES or text[left.end : right.start] == "-"
        if close and may_join(left) and may_join(right):
            word = left.word + right.word
            pairs.append((word, stem(word)))
    return pairs


def may_join(token: Word) -> bool:
    """Return whether a word can be written onto its neighbour: „E Learning“, but not „in der“."""
    return token.word not in STOP_WORDS or len(token.word) == 1


def _add_phrases(postings: Postings, posting: Posting, text: str, kind: ThingKind, synonyms: Synonyms) -> None:
    for part in segments(text):
        phrase = phrase_of(tokenise(part))
        says_something = (
            kind is ThingKind.ROOM or posting.role is TextRole.PLACE or _tells(part, part == text, synonyms)
        )
        if 0 < len(phrase) <= MAX_WHOLE and says_something:
            _append(postings.phrases[phrase], posting)


def phrase_of(tokens: Sequence[Word]) -> Phrase:
    """Return the stems of a phrase without its stop words."""
    return tuple(token.stem for token in tokens if classify(token.word, token.stem) is not WordClass.STOP)


def _tells(part: str, is_all: bool, synonyms: Synonyms) -> bool:
    """Return whether a phrase can be asked for: not a generic one, nor one common word of a longer title."""
    classes = [classify(token.word, token.stem, synonyms.generic_stems) for token in tokenise(part)]
    return WordClass.CONTENT in classes or WordClass.COMMON in classes and (is_all or len(classes) > 1)
