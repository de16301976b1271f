"""Questions that name nothing themselves but point back: „wie komm ich dahin“, „welcher davon ist heute“.

Pure rules over words; :mod:`bot.rasa.components.context_resolver` brings them the conversation.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from bot.dialogue.deixis_words import (
    ARTICLE,
    ASKS,
    ASPECTS,
    AT_LIST,
    KINDS_NAMED,
    MALE,
    NARROWED,
    NO_TOPIC,
    OF_THE_FAIR,
    ORDINAL,
    PERSON,
    PRONOUN,
    REST,
    SEATS,
    STARTING_POINT,
    THE_KIND,
    TO_THE_BOT,
    Aspect,
)
from bot.german.stop_words import WordClass, classify
from bot.german.text import Word, fold, tokenise
from bot.programme.search.vocabulary import quiet_correction

MAX_WORDS = 16
ELLIPTIC_WORDS = 3


@dataclass(frozen=True)
class Pointing:
    """How a question points back.

    Attributes:
        aspect: what it asks.
        at_list: to one or some of the things that were listed.
        is_male: with „der“, „den“, „ihn“: to a session or booth, hardly to a topic.
        is_narrowed: it tells which of several is meant: „der um 14 Uhr“, „das mit der Akte“.
        kind: the kind of thing it names, „stand“ or „sitzung“.
    """

    aspect: Aspect
    at_list: bool
    is_male: bool
    is_narrowed: bool
    kind: str = ""


def without_start(text: str) -> str:
    """The question without where the visitor starts from: „wie komm ich da hin vom Eingang aus“."""
    return STARTING_POINT.sub(lambda match: " " * len(match.group()), text)


def content_words(text: str, ignore: Sequence[tuple[int, int]] = ()) -> list[Word]:
    """The words that may tell a subject of their own; ``ignore`` holds the spans of times."""
    quiet = (WordClass.STOP, WordClass.GENERIC)
    tokens = tokenise(without_start(text), ignore)
    return [each for each in tokens if classify(each.word, each.stem) not in quiet and not NO_TOPIC.match(each.word)]


def names_own_topic(text: str, ignore: Sequence[tuple[int, int]] = ()) -> bool:
    """Whether a word tells a subject of its own."""
    return bool(content_words(text, ignore))


def shares_word(text: str, answer: str) -> bool:
    """Whether a word that tells a subject stands in the answer, too: „gibt es da Betreuung?“."""
    stems = {each.stem for each in content_words(answer)}
    return any(each.stem in stems for each in content_words(text))


def is_only_time(text: str, times: Sequence[tuple[int, int]]) -> bool:
    """Whether the question is but a time: „und morgen?“, „am Donnerstag?“."""
    rest = {each.word for each in tokenise(text, times)}
    return bool(times) and rest <= {"und", "aber", "auch", "denn", "am", "um"}


def has_pronoun(text: str) -> bool:
    """Whether „das“, „der“ or „da“ stands for something: not as article before a noun, as in „das Bürgerbüro“."""
    tokens = tokenise(text)
    loud = {each.start for each in content_words(text)}
    return any(
        PRONOUN.match(each.word) or (ARTICLE.match(each.word) and (after is None or not _may_be_noun(after, loud)))
        for each, after in zip_longest(tokens, tokens[1:])
    )


def _may_be_noun(token: Word, loud: Collection[int]) -> bool:
    return token.start in loud or classify(token.word, token.stem) is WordClass.GENERIC


def read_pointing(text: str, is_own: bool) -> Pointing | None:
    """How the question points back; None when it stands on its own or asks nothing known.

    Args:
        text: the visitor's words.
        is_own: whether a word tells a topic of its own.
    """
    folded = _folded(text)
    is_narrowed = bool(NARROWED.search(folded) or ORDINAL.search(folded))
    is_of_list = bool(AT_LIST.search(folded)) or is_narrowed
    if len(folded.split()) > MAX_WORDS or OF_THE_FAIR.search(folded):
        return None
    if is_own and not (is_narrowed or "davon" in folded):
        return None
    if not (has_pronoun(text) or is_of_list or _is_elliptic(folded) or _means_known(folded)):
        return None
    aspect = asked_aspect(text)
    if aspect is None:
        return None
    return Pointing(aspect, is_of_list, bool(MALE.search(folded)), is_narrowed, named_kind(text))


def _means_known(folded: str) -> bool:
    """„Wann kann ich sie treffen“, „wo ist der Stand“: a person, or the one thing of its kind that was talked about."""
    return bool(PERSON.search(folded) or THE_KIND.search(folded))


def asks_about_it(text: str) -> bool:
    """Whether it asks something of the subject that no aspect covers: „ist das eher für Anfänger?“."""
    return bool(ASKS.search(_folded(text)) and has_pronoun(text)) and not OF_THE_FAIR.search(_folded(text))


def asked_aspect(text: str) -> Aspect | None:
    """Return the aspect that the question asks for by its own words; None when they tell nothing."""
    folded = _folded(text)
    return next((aspect for aspect, pattern in ASPECTS if pattern.search(folded)), None)


def named_kind(text: str) -> str:
    """The kind of thing that a word names, „stand“ or „sitzung“, also with one letter off; "" when none does."""
    words = [quiet_correction(each.word) or each.word for each in tokenise(text)]
    return next((kind for word in words for kind, pattern in KINDS_NAMED if pattern.match(word)), "")


def _folded(text: str) -> str:
    return " ".join(fold(word) for word in re.findall(r"\w+", without_start(text)))


def asks_for_part(text: str) -> bool:
    """Whether it asks for some of what was listed: „welche davon“, „nur die“."""
    return bool(AT_LIST.search(_folded(text)))


def asks_for_seats(text: str) -> bool:
    """Whether it asks for free seats: „nicht ausgebucht“, „noch Platz“."""
    return bool(re.search(SEATS, fold(text)) or re.search(r"\bfrei", fold(text)))


def asks_for_rest(text: str) -> bool:
    """Whether it asks for more than was said: „was gibt es da noch“, „und sonst?“, „andere Stände in der Nähe“."""
    return bool(re.search(REST, fold(text)) or re.search(r"\bnahe\b|\bnebenan\b|\bdaneben\b|\bander", fold(text)))


def _is_elliptic(folded: str) -> bool:
    words = set(folded.split()) - {"und", "ok", "okay", "ach", "ah", "aber", "denn", "genau", "gut", "um", "uhr"}
    return len(words) <= ELLIPTIC_WORDS and not TO_THE_BOT.search(folded)
