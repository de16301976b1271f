"""Every test sentence through the trained model, against the strict list of known failures."""

from __future__ import annotations

import pytest

from bot.core.settings import ROOT
from bot.publishing.training import train_if_needed
from bot.runtime.processes import MODEL
from tests.bekannte_fehler import Sentence, read_known, read_sentences, recognise, shares

LEAST_SHARE = 0.95


@pytest.fixture(scope="module")
def recognised() -> list[Sentence]:
    """All sentences with what the present model makes of them."""
    train_if_needed(print)
    return recognise(ROOT / MODEL, read_sentences())


def test_no_sentence_fails_that_is_not_listed(recognised: list[Sentence]) -> None:
    known = {(each.label, each.text) for each in read_known()}
    failures = [each for each in recognised if not each.is_right]
    assert [each for each in failures if (each.label, each.text) not in known] == []


def test_no_listed_sentence_passes(recognised: list[Sentence]) -> None:
    right = {(each.label, each.text) for each in recognised if each.is_right}
    obsolete = [each.text for each in read_known() if (each.label, each.text) in right]
    assert obsolete == [], "bitte streichen: python -m tests.bekannte_fehler"


def test_every_listed_sentence_exists(recognised: list[Sentence]) -> None:
    existing = {(each.label, each.text) for each in recognised}
    assert [each.text for each in read_known() if (each.label, each.text) not in existing] == []


def test_faq_and_programme_are_understood(recognised: list[Sentence]) -> None:
    asked = [each for each in recognised if each.group in ("FAQ", "Programm")]
    print({group: f"{share:.1%}" for group, share in shares(recognised).items()})
    assert sum(each.is_right for each in asked) / len(asked) >= LEAST_SHARE
