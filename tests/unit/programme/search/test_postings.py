from __future__ import annotations

from bot.programme.search.documents import read_documents
from bot.programme.search.postings import _postings_of, build_postings
from tests.samples.programme_search import FAIR, SYNONYMS


def test_documents_known_from_another_programme_are_indexed_as_if_they_were_new() -> None:
    documents = read_documents(FAIR)
    build_postings(documents, SYNONYMS)
    turned = [*reversed(documents[:-1])]
    known = build_postings(turned, SYNONYMS)
    _postings_of.cache_clear()
    assert known == build_postings(turned, SYNONYMS)
