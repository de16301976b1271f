from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.untrusted_text import clean_text
from bot.web.chat.incoming import Incoming, parse_incoming
from bot.web.http.problems import WebProblem

ID = "0A1B2C3D-1111-4111-8111-111111111111"


def refused(body: bytes) -> int:
    with pytest.raises(WebProblem) as caught:
        parse_incoming(body)
    return caught.value.status


def test_text_is_trimmed_and_id_lowered() -> None:
    assert parse_incoming(json.dumps({"id": ID, "text": "\n Wo? "}).encode()) == Incoming(ID.lower(), "Wo?")


def test_button_keeps_its_payload() -> None:
    body = json.dumps({"id": ID, "knopf": "/faq/parken", "titel": "Parken", "text": None}).encode()
    assert parse_incoming(body) == Incoming(ID.lower(), "", "/faq/parken", "Parken")


@pytest.mark.parametrize(
    "fields",
    [
        {"text": "Hallo"},
        {"id": "1", "text": "Hallo"},
        {"id": ID + "\n", "text": "Hallo"},
        {"id": 7, "text": "Hallo"},
        {"id": ID},
        {"id": ID, "text": ""},
        {"id": ID, "text": " \u200b// "},
        {"id": ID, "text": ["Hallo"]},
        {"id": ID, "text": 1e999},
        {"id": ID, "text": "Hallo", "knopf": "/faq/parken"},
        {"id": ID, "knopf": "/faq/parken", "titel": {}},
        {"id": ID, "knopf": "Wo ist die Toilette?"},
        {"id": ID, "knopf": " /restart"},
        {"id": ID, "knopf": "/Meine Worte"},
        {"id": ID, "knopf": "/faq/x{meine Worte}"},
        {"id": ID, "knopf": '/faq/x{"a": {"b": "c"}}'},
        {"id": ID, "knopf": '/faq/x@0.5{"a": "b"}'},
    ],
)
def test_fields_unusable_are_refused(fields: object) -> None:
    assert refused(json.dumps(fields).encode()) == 400


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"[" * 9_000, b'{"id": "\xc3"}'])
def test_body_no_json_object_is_refused(body: bytes) -> None:
    assert refused(body) == 400


def test_text_longest_is_accepted() -> None:
    text = "ü" * 2_000
    assert parse_incoming(json.dumps({"id": ID, "text": f" {text} "}).encode()).text == text


def test_text_too_long_is_refused() -> None:
    assert refused(json.dumps({"id": ID, "text": "a" * 2_001}).encode()) == 413


def test_body_too_large_is_refused_undecoded() -> None:
    assert refused(b"{" * 16_385) == 413


@given(st.text())
def test_text_cleaned_never_begins_with_slash(text: str) -> None:
    assert clean_text("/" + text).startswith(("/", " ")) is False
