"""Questions that point back: what they ask, and which stand on their own."""

import pytest

from bot.dialogue.deixis import (
    Aspect,
    asked_aspect,
    asks_for_rest,
    has_pronoun,
    named_kind,
    names_own_topic,
    read_pointing,
    without_start,
)


@pytest.mark.parametrize(
    ("text", "aspect"),
    [
        ("und wie komm ich dahin", Aspect.WHERE),
        ("wo genau ist das?", Aspect.WHERE),
        ("in welchem Raum ist das", Aspect.WHERE),
        ("wie lange geht der", Aspect.WHEN),
        ("hat der heute noch auf?", Aspect.WHEN),
        ("und wer macht das", Aspect.WHO),
        ("ist da noch Platz?", Aspect.SEATS),
        ("ist der schon ausgebucht", Aspect.SEATS),
        ("worum geht es da", Aspect.ABOUT),
        ("und was gibt's da noch", Aspect.REST),
        ("kostet das was?", Aspect.COST),
        ("welcher davon ist heute", Aspect.SESSIONS),
        ("gibts da auch einen Workshop?", Aspect.SESSIONS),
        ("und einen Stand dazu? gibts welche Stände?", Aspect.BOOTHS),
    ],
)
def test_asked_aspect(text: str, aspect: Aspect) -> None:
    assert asked_aspect(text) is aspect


@pytest.mark.parametrize(
    "text",
    [
        "Wo ist das Bürgerbüro?",
        "Wann macht ihr auf?",
        "Wer bist du eigentlich so?",
        "Was ist das für eine Messe?",
        "Danke schön",
        "",
    ],
)
def test_question_that_stands_on_its_own(text: str) -> None:
    assert read_pointing(text, names_own_topic(text)) is None


@pytest.mark.parametrize(
    ("text", "at_list", "is_male", "is_narrowed"),
    [
        ("wo ist das?", False, False, False),
        ("wie lange geht der", False, True, False),
        ("welcher davon ist heute", True, False, False),
        ("der um 14 Uhr, wer macht den?", True, True, True),
        ("das mit der Akte, wo ist das?", True, True, True),
    ],
)
def test_pointing_tells_at_what(text: str, at_list: bool, is_male: bool, is_narrowed: bool) -> None:
    pointing = read_pointing(text, names_own_topic(text))
    assert pointing is not None
    assert (pointing.at_list, pointing.is_male, pointing.is_narrowed) == (at_list, is_male, is_narrowed)


@pytest.mark.parametrize(
    ("text", "is_pronoun"),
    [("Wer macht das?", True), ("Wo ist das Bürgerbüro?", False), ("Wie komme ich da hin", True), ("Parken", False)],
)
def test_pronoun_is_no_article(text: str, is_pronoun: bool) -> None:
    assert has_pronoun(text) is is_pronoun


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("wan is der worksop zum assistent", "sitzung"),
        ("Vorträge zu KI", "sitzung"),
        ("der Stand zu VR", "stand"),
        ("Wo kann ich parken?", ""),
    ],
)
def test_named_kind(text: str, kind: str) -> None:
    assert named_kind(text) == kind


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("wie komm ich da hin vom Eingang aus", "wie komm ich da hin"),
        ("wie weit ist das vom Großen Saal", "wie weit ist das"),
        ("ist das weit vom Eingang", "ist das weit"),
        ("wo ist der Stand", "wo ist der Stand"),
    ],
)
def test_where_one_starts_is_no_topic(text: str, rest: str) -> None:
    assert (without_start(text).rstrip(), names_own_topic(text)) == (rest, False)


@pytest.mark.parametrize(
    ("text", "is_rest"), [("was gibts da noch", True), ("und sonst noch?", True), ("was gibt es da", False)]
)
def test_asks_for_rest(text: str, is_rest: bool) -> None:
    assert asks_for_rest(text) is is_rest
