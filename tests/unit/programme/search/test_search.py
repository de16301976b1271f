"""Whole sentences against a small catalogue: what is meant, and what is not."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.programme.search import CatalogueIndex, Hit, How, Nothing, Several, Synonyms, ThingKind
from tests.samples.programme_search import FAIR, INDEX, SYNONYMS, WordEncoder, catalogue, meant, session

SESSION, BOOTH, ROOM, SPEAKER, TOPIC = (
    ThingKind.SESSION,
    ThingKind.BOOTH,
    ThingKind.ROOM,
    ThingKind.SPEAKER,
    ThingKind.TOPIC,
)


@pytest.mark.parametrize(
    ("text", "kinds", "keys"),
    [
        ("wann geht die rückenschule los", [SESSION], ["ruecken"]),
        ("RUECKENSCHULE", [SESSION], ["ruecken"]),
        ("Wer hält den Schlafvortrag?", [SESSION], ["schlaf"]),
        ("wan ist die rückenschle", [SESSION], ["ruecken"]),
        ("Gibt es was zu Überlastung?", [TOPIC], ["Stress"]),
        ("e akte", [SESSION], ["akte"]),
        ("Was sagt die EAkte?", [SESSION], ["akte"]),
        ("Stressworkshop", [SESSION], ["stress", "stress-vortrag"]),
        ("Vortrag zu Stress", [SESSION], ["stress-vortrag"]),
        ("Grippe-Impfungen", [BOOTH], ["B4"]),
        ("Wo ist der Sporthalle?", [SESSION, BOOTH, ROOM], ["Turnhalle"]),
        ("Seminarraum 2", [ROOM], ["Seminarraum 2"]),
        ("sr2", [ROOM], ["Seminarraum 2"]),
        ("Raum 1", [ROOM], ["Seminarraum 1"]),
        ("seminarraum", [ROOM], ["Seminarraum 1", "Seminarraum 2"]),
        ("Welche Stände sind im Foyer?", [BOOTH], ["B3", "12"]),
        ("Wann ist die Sprechstunde?", [SESSION], ["rauch"]),
    ],
)
def test_sentence_is_understood(text: str, kinds: list[ThingKind], keys: list[str]) -> None:
    assert meant(text, *kinds) == keys


@pytest.mark.parametrize("text", ["Stand B3", "b 3", "Was ist an Stand B-3?", "standb03", "Bin im Foyer, wo ist B3?"])
def test_booth_number_is_found_in_any_spelling(text: str) -> None:
    assert meant(text) == ["B3"]


@pytest.mark.parametrize("text", ["STAND 12", "wo ist stand12", "Stand Nr. 12", "12"])
def test_bare_booth_number_is_found_where_it_is_called_one(text: str) -> None:
    assert meant(text, BOOTH) == ["12"]


@pytest.mark.parametrize("text", ["um 12 Uhr", "Stand B99", "Raum 12"])
def test_number_is_no_booth_elsewhere(text: str) -> None:
    assert meant(text, BOOTH) == []


def test_booth_named_twice_is_one_booth() -> None:
    assert meant("Stand B3, ja, B3") == ["B3"]


@pytest.mark.parametrize(
    "text",
    [
        "Wann ist die Buchmesse?",
        "Wo ist das Bürgerbüro?",
        "Wer ist Bundeskanzler?",
        "Wann ist der Vortrag?",
        "Wo ist der Stand?",
        "Was läuft heute auf der Messe?",
        "Wo ist das Büro?",
        "Wo ist der Fußballclub?",
        "Wo ist der Zoo in Musterstadt?",
        "Frau Schmidt",
        "Gerda Schmidt",
        "",
        "?!",
    ],
)
def test_other_subject_is_nothing(text: str) -> None:
    assert meant(text) == []


def test_surname_finds_the_person() -> None:
    assert meant("Was macht Frau Oeztuerk?") == ["Nina Öztürk"]


def test_person_leads_to_sessions_when_only_sessions_are_asked_for() -> None:
    assert meant("Was macht Frau Öztürk?", SESSION) == ["stress"]


def test_person_leads_to_booth_when_only_booths_are_asked_for() -> None:
    assert meant("Wo steht Karla Weiß?", BOOTH) == ["B3"]


def test_named_kind_goes_before_other_kinds() -> None:
    assert meant("Welchen Workshop hält Frau Öztürk?", SESSION, SPEAKER) == ["stress"]


def test_ignored_span_finds_nothing() -> None:
    text = "Stress um 12"
    assert INDEX.search(text, [SESSION], [(0, 6)]) == []


def test_hit_says_what_matched_and_how() -> None:
    hit = INDEX.search("Kommt da was mit Smothie?", [BOOTH])[0]
    assert (hit.kind, hit.key, hit.label, hit.how, hit.matched) == (
        BOOTH,
        "12",
        "Stand 12 – Smoothie-Bar",
        How.TYPO,
        "Smothie",
    )


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("Achtsamkeit", How.EXACT),
        ("Rückenschulen", How.INFLECTED),
        ("E-Akte", How.SYNONYM),
        ("Grippe", How.COMPOUND),
        ("Achtsamkiet", How.TYPO),
    ],
)
def test_likeness_is_named(text: str, how: How) -> None:
    assert [hit.how for hit in INDEX.search(text, [SESSION, BOOTH])] == [how]


def test_likeness_orders_the_hits() -> None:
    sessions = [session("a", "Passwortsicherheit"), session("b", "Passwort merken"), session("c", "Kennwort merken")]
    index = CatalogueIndex(catalogue(sessions), Synonyms((("Passwort", "Kennwort"),)))
    assert [hit.key for hit in index.search("Passwort")] == ["b", "c", "a"]


def test_equally_good_hits_are_several() -> None:
    resolution = INDEX.resolve("Vorsorge", [BOOTH])
    assert isinstance(resolution, Several) and [hit.key for hit in resolution.hits] == ["B3", "B4"]


def test_weak_hit_is_only_nearest() -> None:
    resolution = INDEX.resolve("Posteingang", [SESSION])
    assert isinstance(resolution, Nothing) and [hit.key for hit in resolution.nearest] == ["akte"]


def test_encoder_finds_what_shares_no_word() -> None:
    index = CatalogueIndex(FAIR, SYNONYMS, WordEncoder())
    hits = index.search("Bekomme ich hier eine Spritze?", [SESSION, BOOTH])
    assert [(hit.key, hit.how) for hit in hits] == [("B4", How.MEANING)]


def test_encoder_is_not_asked_where_a_word_matches() -> None:
    index = CatalogueIndex(FAIR, SYNONYMS, WordEncoder())
    assert {hit.how for hit in index.search("Hörtest")} == {How.EXACT}


def test_encoder_is_not_asked_where_meaning_does_not_count() -> None:
    index = CatalogueIndex(FAIR, SYNONYMS, WordEncoder())
    text = "Bekomme ich hier eine Spritze?"
    assert index.search(text, [SESSION, BOOTH], by_meaning=False) == []
    assert index.resolve(text, [SESSION, BOOTH], by_meaning=False) == Nothing()


def test_empty_catalogue_is_nothing() -> None:
    assert CatalogueIndex(catalogue(), Synonyms(), WordEncoder()).resolve("Vortrag über Stress") == Nothing()


def test_no_kinds_finds_nothing() -> None:
    assert INDEX.search("Achtsamkeit", []) == []


@given(st.text(st.characters(), max_size=200))
def test_any_text_gives_scores_between_0_and_1(text: str) -> None:
    assert [hit for hit in _all_hits(text) if not 0 <= hit.score <= 1] == []


@pytest.mark.parametrize("piece", ["a", "stress ", "b3 ", "x y ", "1 ", "\ud800", "🙂", "Büro"])
def test_long_text_is_searched(piece: str) -> None:
    assert {hit.score <= 1 for hit in _all_hits(piece * 2000)} <= {True}


def test_decomposed_umlaut_is_one_letter() -> None:
    assert meant("Ru\u0308ckenschule", SESSION) == ["ruecken"]


def test_stop_word_is_a_name_behind_a_form_of_address() -> None:
    assert meant("Wer ist Frau Weiß?", SPEAKER) == ["Karla Weiß"]


def test_stop_word_alone_is_no_name() -> None:
    assert meant("Wer weiß das?", SPEAKER) == []


def _all_hits(text: str) -> list[Hit]:
    return INDEX.search(text, list(ThingKind))
