"""Search in the live catalogue: the sessions, booths, rooms, people and topics that a German sentence means.

Strongest first: the word as it stands, inflected, a synonym, part of a compound, one letter off, alike in meaning.
Nothing here is trained: a changed catalogue is a new :class:`CatalogueIndex`, built in a fraction of a second.
"""

from bot.german.stop_words import ThingKind
from bot.programme.search.documents import ALL_KINDS, Hit, How, Nothing, One, Resolution, Several
from bot.programme.search.index import CatalogueIndex
from bot.programme.search.meaning import Encoder
from bot.programme.search.synonyms import Synonyms, load_synonyms

__all__ = [
    "ALL_KINDS",
    "CatalogueIndex",
    "Encoder",
    "Hit",
    "How",
    "Nothing",
    "One",
    "Resolution",
    "Several",
    "Synonyms",
    "ThingKind",
    "load_synonyms",
]
