"""Where the conversation so far weighs into understanding: „wo ist das?“ after a booth asks for that booth."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from bot.dialogue.deixis import Aspect, Pointing, asked_aspect, asks_about_it, named_kind, read_pointing, shares_word

FORGET_AFTER = timedelta(minutes=20)


def fresh(value: Any, now: datetime) -> Mapping[str, Any] | None:
    """The value of a slot with its time ``um``, unless it is too old or none.

    Args:
        value: what the actions have put into the slot.
        now: the fair's time.
    """
    if not isinstance(value, dict):
        return None
    age = now - datetime.fromisoformat(value["um"])
    return value if timedelta(0) <= age <= FORGET_AFTER else None


REFERENCE = "bezug"
SUBJECT, LISTING, THEME = "gegenstand", "liste", "thema"
# What the conversation may change. Other labels say what they mean, whatever the conversation was about; so do a few
# topics.
OPEN_INTENTS = frozenset({
    "programm_suche", "stand_suche", "wo_ist", "wann_ist", "wer_ist", "worum_geht_es", "freie_plaetze", "aenderungen",
    "auswahl", "mehr", "ausserhalb", "smalltalk/wer_hat_dich_gemacht",
})  # fmt: skip
LISTED = (Aspect.SESSIONS, Aspect.BOOTHS, Aspect.REST)
CLOSED_TOPICS = frozenset({"faq/erste_hilfe", "faq/notfall_raeumung"})
_PLACE = re.compile(r"geschoss|foyer|neben d|nahe d|parkh|platz vor|infostand|adresse", re.IGNORECASE)
# „Und mit dem Rollstuhl?“: nothing but that the way is to have no steps.
_STEP_FREE = re.compile(
    r"^(?:(?:und|aber|geht das|kom\w+ (?:ich|man|wir)|ich|wir|bin|sind|muss|das|auch|da|dahin|hin|denn) )*"
    r"(?:(?:mit|im) (?:de[mnr] |einem |meinem )?(?:rollstuhl|rollator|krücken|kinderwagen|aufzug|fahrstuhl|lift)"
    r"|ohne (?:treppen?|stufen?)|stufenlos|barrierefrei)(?: (?:unterwegs|hin|dahin|bitte|auch|erreichbar))*[ ?.!]*$",
    re.IGNORECASE,
)
_SENTENCE = re.compile(r"(?<=[^\d][.!?]) (?=[A-ZÄÖÜ])")
_TELLS = {
    Aspect.WHERE: _PLACE,
    Aspect.WHEN: re.compile(r"\d(?::\d\d)? (?:bis|Uhr)|jederzeit|ganzen Tag|Öffnungszeiten", re.IGNORECASE),
    Aspect.COST: re.compile(r"kost|preis|bezahl|zahlen", re.IGNORECASE),
}


@dataclass(frozen=True)
class ConversationContext:
    """The subject, list and topic of the conversation, as far as they are fresh."""

    subject: str = ""
    listed: str = ""
    topic: str = ""
    answer: str = ""
    has_theme: bool = False


@dataclass(frozen=True)
class UnderstoodSentence:
    """A question as it was understood alone.

    Attributes:
        text: the visitor's words.
        label: the label that the classifier found likeliest.
        is_own: whether a word tells a topic of its own.
        is_sure: whether that label is likely.
        is_only_time: whether the question is but a time: „und morgen?“.
    """

    text: str
    label: str
    is_own: bool = False
    is_sure: bool = True
    is_only_time: bool = False


@dataclass(frozen=True)
class ResolvedQuestion:
    """A question understood within the conversation: its intent, and what it refers to (a value of ``bezug``)."""

    intent: str
    reference: str


def read_in_conversation(sentence: UnderstoodSentence, conversation: ConversationContext) -> ResolvedQuestion | None:
    """How the conversation changes what was understood; None when it does not."""
    label = sentence.label
    goes_on = label == "mehr" and conversation.listed
    if goes_on or not _is_open(label) or not (conversation.subject or conversation.listed or conversation.topic):
        return None
    # the topic comes first: „und morgen?“ after the opening hours is no question about a session
    about_topic = _of_topic(sentence, conversation)
    if about_topic:
        return ResolvedQuestion(about_topic, conversation.topic)
    if conversation.subject and not conversation.topic and _STEP_FREE.search(sentence.text):
        return ResolvedQuestion(Aspect.WHERE.value, SUBJECT)
    pointing = read_pointing(sentence.text, sentence.is_own)
    if pointing is None:
        return ResolvedQuestion(Aspect.ABOUT.value, SUBJECT) if _is_vague(sentence, conversation) else None
    reference = _reference(pointing, conversation)
    intent = _intent(pointing, reference, conversation) if reference else ""
    return ResolvedQuestion(intent, reference) if intent else None


def _of_topic(sentence: UnderstoodSentence, conversation: ConversationContext) -> str:
    """The intent of „und morgen?“ after the opening hours, of „gibt es da Betreuung?“ after children; "" otherwise."""
    if conversation.topic and not sentence.is_sure and shares_word(sentence.text, conversation.answer):
        return str(Aspect.ABOUT.value)
    is_told = bool(
        conversation.topic and not conversation.has_theme and _TELLS[Aspect.WHEN].search(conversation.answer)
    )
    return str(Aspect.WHEN.value) if is_told and sentence.is_only_time else ""


def _is_vague(sentence: UnderstoodSentence, conversation: ConversationContext) -> bool:
    """Whether an unlikely topic was found for a question that asks something of the subject."""
    # a topic with a word of its own in the sentence, or a likely one, is meant as it is
    is_guess = sentence.label.startswith("faq/") and not sentence.is_own and not sentence.is_sure
    return bool(is_guess and conversation.subject and not conversation.topic and asks_about_it(sentence.text))


def _is_open(label: str) -> bool:
    return label in OPEN_INTENTS or (label.startswith("faq/") and label not in CLOSED_TOPICS)


def read_kind(text: str, label: str, is_open: bool) -> str:
    """The intent where a session, workshop or booth on a topic's theme is asked for: the live programme knows it.

    „Workshops zum Dokumenten-Assistenten“ sounds like the topic, whose answer names no workshop.

    Args:
        text: the visitor's words.
        label: the label that the classifier found likeliest.
        is_open: the label is unsure, or that topic's answer offers booths or sessions on its theme.
    """
    kind = named_kind(text) if is_open else ""
    if not label.startswith("faq/") or not kind:
        return ""
    aspect = asked_aspect(text)
    if aspect in (Aspect.WHERE, Aspect.WHEN, Aspect.WHO, Aspect.SEATS):
        return str(aspect.value)
    return Aspect.BOOTHS.value if kind == "stand" else Aspect.SESSIONS.value


def _reference(pointing: Pointing, conversation: ConversationContext) -> str:
    if pointing.kind and pointing.aspect not in LISTED and pointing.kind != conversation.subject:
        return _kind_meant(pointing, conversation)
    if (
        conversation.topic
        and conversation.has_theme
        and pointing.aspect is not Aspect.COST
        and not _is_of_thing(pointing, conversation)
    ):
        return THEME
    tells = _TELLS.get(pointing.aspect)
    is_told = bool(conversation.topic and tells and tells.search(conversation.answer))
    if is_told and not _is_of_thing(pointing, conversation) and not pointing.is_narrowed:
        return conversation.topic
    if pointing.aspect is Aspect.COST:
        return ""
    if conversation.listed and pointing.at_list:
        return LISTING
    return SUBJECT if conversation.subject else LISTING if conversation.listed else ""


def _is_of_thing(pointing: Pointing, conversation: ConversationContext) -> bool:
    """Whether „der“ means the session or booth that was spoken of rather than the topic."""
    return pointing.is_male and not pointing.kind and bool(conversation.subject or conversation.listed)


def _kind_meant(pointing: Pointing, conversation: ConversationContext) -> str:
    """„Wo ist der Stand?“ when the subject is none: one of the list, else one of the topic's."""
    if conversation.topic and conversation.has_theme:
        return THEME
    return LISTING if conversation.listed == pointing.kind else ""


def _intent(pointing: Pointing, reference: str, conversation: ConversationContext) -> str:
    if pointing.aspect is Aspect.REST and reference != LISTING:
        return Aspect.BOOTHS.value if conversation.subject == "stand" else Aspect.SESSIONS.value
    if pointing.aspect is Aspect.COST:
        return Aspect.ABOUT.value
    is_of_booths = (
        reference == LISTING and conversation.listed == "stand" and pointing.at_list and pointing.kind != "sitzung"
    )
    if pointing.aspect is Aspect.SESSIONS and is_of_booths:
        return Aspect.BOOTHS.value
    return str(pointing.aspect.value)


def telling_sentences(answer: str, text: str) -> str:
    """The sentences of a topic's answer that tell what the question asks; all when none does in particular."""
    aspect = asked_aspect(text)
    tells = _TELLS.get(aspect) if aspect is not None else None
    sentences: list[str] = _SENTENCE.split(answer)
    told = [each for each in sentences if tells is not None and tells.search(each)]
    shared = [each for each in sentences if shares_word(text, each)]
    return " ".join(told or shared) or answer
