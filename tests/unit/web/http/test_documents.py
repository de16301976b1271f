from __future__ import annotations

import gzip

import pytest

from bot.web.http.documents import accepts_gzip, is_known, make_document


@pytest.mark.parametrize(
    ("header", "accepted"),
    [
        ("gzip, deflate", True),
        ("br;q=1.0, GZIP;q=0.8", True),
        ("*", True),
        ("gzip;q=0", False),
        ("gzip; q=0.0", False),
        ("deflate", False),
        ("", False),
    ],
)
def test_gzip_accepted_by_header(header: str, accepted: bool) -> None:
    assert accepts_gzip(header) is accepted


@pytest.mark.parametrize(
    ("header", "known"),
    [
        ('"v1"', True),
        ('W/"v1"', True),
        ('"v0", W/"v1"', True),
        ("*", True),
        ('"v2"', False),
        ("v1", False),
        ("", False),
    ],
)
def test_version_known_by_header(header: str, known: bool) -> None:
    assert is_known(header, "v1") is known


def test_document_large_is_compressed() -> None:
    document = make_document(b"a" * 5_000, "text/plain", "v1")
    assert (gzip.decompress(document.compressed), document.etag) == (b"a" * 5_000, 'W/"v1"')


def test_document_small_is_not_compressed() -> None:
    assert make_document(b"a", "text/plain").compressed == b""


def test_document_changed_has_another_etag() -> None:
    assert make_document(b"a", "text/plain").etag != make_document(b"b", "text/plain").etag
