"""What the talk makes of a question that points back."""

import pytest

from bot.dialogue.context import (
    ConversationContext,
    ResolvedQuestion,
    UnderstoodSentence,
    read_in_conversation,
    read_kind,
    telling_sentences,
)
from bot.dialogue.deixis import names_own_topic

BOOTH = ConversationContext(subject="stand")
SESSION = ConversationContext(subject="sitzung")
LIST = ConversationContext(listed="sitzung")
TOILETS = ConversationContext(
    topic="faq/toiletten", answer="Toiletten finden Sie im Erdgeschoss. Dort ist auch der Wickeltisch."
)
AFTER_TOPIC = ConversationContext(subject="stand", topic="faq/parken", answer="Parken können Sie in den Parkhäusern.")
HOURS = ConversationContext(
    topic="faq/zeiten", answer="Geöffnet ist von 9:00 bis 16:30 Uhr. Einlass ist bis zum Schluss."
)
VR = ConversationContext(topic="faq/vr_brillen", answer="VR-Brillen können Sie ausprobieren.", has_theme=True)


def read(text: str, label: str, conversation: ConversationContext) -> ResolvedQuestion | None:
    """The reading of a question whose own words decide whether it has a topic."""
    return read_in_conversation(UnderstoodSentence(text, label, names_own_topic(text)), conversation)


@pytest.mark.parametrize(
    ("text", "label", "conversation", "reading"),
    [
        ("wie komm ich dahin", "faq/adresse", BOOTH, ResolvedQuestion("wo_ist", "gegenstand")),
        ("wie lange geht der", "faq/oeffnungszeiten", SESSION, ResolvedQuestion("wann_ist", "gegenstand")),
        ("wer macht das", "smalltalk/wer_hat_dich_gemacht", SESSION, ResolvedQuestion("wer_ist", "gegenstand")),
        ("ist da noch platz", "faq/parken", SESSION, ResolvedQuestion("freie_plaetze", "gegenstand")),
        ("und was gibts da noch", "mehr", BOOTH, ResolvedQuestion("stand_suche", "gegenstand")),
        ("welcher davon ist heute", "aenderungen", LIST, ResolvedQuestion("programm_suche", "liste")),
        ("wo ist das", "ausserhalb", LIST, ResolvedQuestion("wo_ist", "liste")),
        ("wo genau ist das", "wo_ist", TOILETS, ResolvedQuestion("wo_ist", "faq/toiletten")),
        ("wo genau ist das", "wo_ist", VR, ResolvedQuestion("wo_ist", "thema")),
        ("wo ist der Stand", "wo_ist", VR, ResolvedQuestion("wo_ist", "thema")),
        ("wer leitet den Workshop?", "wer_ist", LIST, ResolvedQuestion("wer_ist", "liste")),
        ("wann ist der Vortrag", "wann_ist", BOOTH, None),
        ("wer betreut den?", "wer_ist", AFTER_TOPIC, ResolvedQuestion("wer_ist", "gegenstand")),
        ("kostet das was?", "faq/eintritt_kosten", BOOTH, None),
        ("wo ist das", "faq/adresse", ConversationContext(), None),
        ("wo kann ich parken", "faq/parken", BOOTH, None),
        ("mehr davon", "mehr", LIST, None),
        ("nein, ich meinte den anderen", "korrektur", LIST, None),
        ("mit dem Rollstuhl", "faq/barrierefreiheit", BOOTH, ResolvedQuestion("wo_ist", "gegenstand")),
        ("Und mit Kinderwagen?", "faq/begleitung_familie_kinder", SESSION, ResolvedQuestion("wo_ist", "gegenstand")),
        ("komm ich da auch ohne Treppen hin", "faq/barrierefreiheit", BOOTH, ResolvedQuestion("wo_ist", "gegenstand")),
        ("mit dem Rollstuhl", "faq/barrierefreiheit", AFTER_TOPIC, None),
        ("mit dem Rollstuhl", "faq/barrierefreiheit", LIST, None),
        ("Ist das Haus für Rollstühle geeignet?", "faq/barrierefreiheit", BOOTH, None),
        ("wo ist der Sanitäter, mir gehts schlecht", "faq/erste_hilfe", BOOTH, None),
    ],
)
def test_read_in_conversation(
    text: str, label: str, conversation: ConversationContext, reading: ResolvedQuestion | None
) -> None:
    assert read(text, label, conversation) == reading


@pytest.mark.parametrize(
    ("sentence", "conversation", "reading"),
    [
        (
            UnderstoodSentence("und morgen?", "programm_suche", is_only_time=True),
            HOURS,
            ResolvedQuestion("wann_ist", "faq/zeiten"),
        ),
        (UnderstoodSentence("und morgen?", "programm_suche", is_only_time=True), LIST, None),
        (
            UnderstoodSentence("gibts da Einlass", "faq/a", is_sure=False),
            HOURS,
            ResolvedQuestion("worum_geht_es", "faq/zeiten"),
        ),
        (
            UnderstoodSentence("ist das eher für alle?", "faq/a", is_sure=False),
            BOOTH,
            ResolvedQuestion("worum_geht_es", "gegenstand"),
        ),
        (UnderstoodSentence("ist das eher für alle?", "faq/a", is_sure=True), BOOTH, None),
    ],
)
def test_unsure_question_is_about_what_was_talked_of(
    sentence: UnderstoodSentence, conversation: ConversationContext, reading: ResolvedQuestion | None
) -> None:
    assert read_in_conversation(sentence, conversation) == reading


@pytest.mark.parametrize(
    ("text", "label", "is_open", "intent"),
    [
        ("Workshops zum Dokumenten-Assistenten", "faq/chatbots", True, "programm_suche"),
        ("wan is der worksop zum dokumentn assistent", "faq/chatbots", True, "wann_ist"),
        ("gibts n Stand zu VR", "faq/vr_brillen", True, "stand_suche"),
        ("Wird der Vortrag aufgezeichnet?", "faq/aufzeichnung", False, ""),
        ("Was ist mit VR?", "faq/vr_brillen", True, ""),
        ("Vorträge zu KI", "programm_suche", True, ""),
    ],
)
def test_kind_named_in_a_topic_question(text: str, label: str, is_open: bool, intent: str) -> None:
    assert read_kind(text, label, is_open) == intent


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("wo genau ist das", "Essen gibt es im 1. Obergeschoss."),
        ("wie lange gibts das", "Warmes gibt es von 11:30 bis 14:00 Uhr."),
        ("was kostet das", "Sie zahlen bar."),
        ("gibts da was Warmes", "Warmes gibt es von 11:30 bis 14:00 Uhr."),
        ("wer macht das", "Essen gibt es im 1. Obergeschoss. Warmes gibt es von 11:30 bis 14:00 Uhr. Sie zahlen bar."),
    ],
)
def test_telling_sentences(text: str, told: str) -> None:
    answer = "Essen gibt es im 1. Obergeschoss. Warmes gibt es von 11:30 bis 14:00 Uhr. Sie zahlen bar."
    assert telling_sentences(answer, text) == told
