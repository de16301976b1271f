"""Questions that name nothing themselves but point back: „wie komm ich dahin“, „welcher davon ist heute“."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from enum import Enum
from itertools import zip_longest

from bot.german.stop_words import WordClass, classify
from bot.german.text import Word, fold, tokenise
from bot.programme.search.vocabulary import quiet_correction


class Aspect(Enum):
    """An aspect of the conversation's subject that can be asked for; the value is the intent that answers it."""

    WHERE = "wo_ist"
    WHEN = "wann_ist"
    WHO = "wer_ist"
    SEATS = "freie_plaetze"
    ABOUT = "worum_geht_es"
    SESSIONS = "programm_suche"
    BOOTHS = "stand_suche"
    REST = "mehr"
    COST = ""  # nothing of the programme costs: only a topic's answer tells


# Folded spelling: „ä“ is „a“, „ß“ is „ss“ (see bot.german.text.fold).
_WHERE = (
    r"\bwo(?:hin|lang)?\b|\b(?:da|dort)hin\b|\bhin\s?(?:komm|find|geh|muss)|\b(?:komm|find|geh|gelang|lauf)\w*\b.*\bhin\b"
    r"|\bwie weit\b|\bist (?:das|der|die|es)\b.*\b(?:weit|oben|unten|keller|\w*geschoss)\b"
    r"|\bwie (?:komm|gelang|find)\w*\b|\bder weg\b"
    r"|\bwelche[rmns]? (?:raum|saal|etage|stock\w*|halle|gebaude\w*|ecke|richtung)\b"
)
_WHEN = (
    r"\bwann?\b|\bwie lang[e]?\b|\bum wie ?viel\b|\bwieviel uhr\b|\bwelche[rmn]? (?:tag|uhrzeit|zeit)\b|\bdauer\w*\b"
    r"|\b(?:hat|haben|ist|sind) (?:der|die|das|da)\b.*\b(?:auf|offen|geoffnet|besetzt|vorbei)\b"
    r"|\bnoch (?:da|offen|besetzt)\b|\b(?:fangt|fang|geht) (?:der|die|das|es) (?:denn )?(?:an|los)\b"
)
_WHO = (
    r"\bwer\b|\bwen\b|\bwem\b|\bwessen\b|\bansprech\w*|\bwie heisst (?:der|die|das)\b"
    r"|\breferent\w*|\bvortragende\w*|\bdozent\w*"
)
SEATS = (
    r"\bplatz\w*|\bausgebucht\b|\bvoll\b|\bwas frei\b|\bnoch frei\b|\bnoch mitmachen\b"
    r"|\b(?:komm|kann)\w*\b.*\bnoch (?:mit|rein|dazu|teilnehmen|dabei)\b"
    r"|\bwie viele?\b.*\b(?:mit|rein|teilnehmen|leute|personen)\b"
)
_ABOUT = (
    r"\bworum\b|\bum was\b|\b(?:erzahl|sag|beschreib)\w*\b|\bmehr (?:daruber|dazu|davon|info\w*|details)\b"
    r"|\bwas (?:ist|sind|macht|machen|passiert|zeigen|zeigt|sieht|lern\w*|kann)\b.*\b(?:da|das|dort|die|der|denn)\b"
    r"|\bwas gibts? (?:es )?(?:da|dort)\b|\bklingt\b|\binteressiert\b|\binhalt\w*"
)
_COST = r"\bkoste\w*|\bpreis\w*|\bteuer\b|\bgeld\b|\bbezahl\w*|\bumsonst\b|\bkostenlos\b"
REST = r"\bwas\b.*\b(?:noch|sonst|weiter\w*)\b|\bsonst (?:noch|was|etwas)\b"
_KINDS = r"vortr\w+|workshops?|fuhrung\w*|sprechstunden?|programm\w*|veranstaltung\w*|session\w*|schulung\w*|kurse?"
_SESSIONS = (
    rf"\b(?:lauft|haben)\b.*\b(?:{_KINDS})\b"
    r"|\bwas (?:lauft|ist|kommt)\b.*\b(?:da|dort)\b|\bist (?:einer?|eins|was) davon\b|\bda\b.*\blos$"
)
# Some of what was listed, or others of a kind; looked for before who and when: „welcher davon ist wann?“
_SOME = (
    r"\bwelche[rsn]? (?:davon|von)\b|\bwas davon\b"
    r"|\bgibt\s?s? (?:es )?(?:das|den|die|sowas|so was)\b.*\b(?:auch|nochmal|noch mal|wieder|heute|morgen)\b"
    r"|^(?:und |aber |bitte )?nur (?:der|die|das|den)\b"
    rf"|^(?:und )?(?:auch )?(?:welche[rn]? )?(?:{_KINDS})(?: auch)?$|\b(?:gibt|gibts|habt)\b.*\b(?:{_KINDS})\b"
)
_BOOTHS = r"\b(?:gibt|gibts|welche[rsnm]?|habt)\b.*\bst(?:and|ande)\b"
_ORDERED = (
    (Aspect.BOOTHS, _BOOTHS),
    (Aspect.SESSIONS, _SOME),
    (Aspect.SEATS, SEATS),
    (Aspect.WHO, _WHO),
    (Aspect.WHERE, r"\bwo(?:hin|lang)?\b"),
    (Aspect.WHEN, _WHEN),
    (Aspect.WHERE, _WHERE),
    (Aspect.COST, _COST),
    (Aspect.REST, REST),
    (Aspect.SESSIONS, _SESSIONS),
    (Aspect.ABOUT, _ABOUT),
)
ASPECTS = tuple((aspect, re.compile(pattern)) for aspect, pattern in _ORDERED)
PRONOUN = re.compile(
    r"(?:da|dahin|dort|dorthin|hin|dran|drin|dabei|dafur|dazu|davon|daruber|daran|darin|dessen|denen|ihn|ihm|gehts|gibts"
    r"|er|es|dies\w*|jene\w*)$"
)
ARTICLE = re.compile(r"(?:der|den|dem|die|das)$")
THE_KIND = re.compile(
    r"\b(?:der|die|den|dem|am|im) (?:stande?|vortrag|workshop|fuhrung|sprechstunde|raum|saal|halle)\b"
)
PERSON = re.compile(r"\bsie (?:treff|find|sprech|erreich|seh)\w*")
MALE = re.compile(r"\b(?:der|den|dem|ihn|ihm|er)\b")
KINDS_NAMED = (
    (
        "sitzung",
        re.compile(r"(?:[\w-]*vortra\w*|[\w-]*workshops?|seminare?n?|fuhrung(?:en)?|rundgange?|sprechstunden?)$"),
    ),
    ("stand", re.compile(r"(?:messe)?st(?:and|ande|anden)$")),
)
AT_LIST = re.compile(r"^(?:und |aber |bitte )?nur\b|\b(?:davon|von (?:denen|diesen|den)|welche[rsn]?|ander\w+)\b")
ORDINAL = re.compile(r"\b(?:erst|zweit|dritt|viert|funft|letzt|ober|unter)(?:e[nrsm]?|st\w*)\b")
NARROWED = re.compile(
    r"(?<!ist )(?<!sind )(?<!findet )\b(?:der|die|das|den|dem) "
    r"(?:mit|zu|zum|zur|uber|von|vom|um|am|im|in|ab|heute|morgen|jetzt)\b"
)
ASKS = re.compile(
    r"^(?:(?:und|aber|okay?|gut|ach|hm+) )*(?:was|wie|wozu|warum|kann|konn\w*|darf|muss|soll|ist|sind|hat|haben|gibts?"
    r"|braucht?|lohnt|geht|kommt|macht|passt|welche\w*)\b"
)
TO_THE_BOT = re.compile(r"\b(?:du|dich|dir|dein\w*|ihr|euch|euer|eure\w*)\b")
OF_THE_FAIR = re.compile(r"\b(?:messe|hausmesse|bot|chat\w*|messelotse)\b")
# „vom Eingang aus“, „wenn ich durch den Haupteingang komme“ tell where one starts, not what is asked for.
STARTING_POINT = re.compile(
    r"\b(?:wenn (?:ich|man|wir)|von hier|vom|von(?: de[rm])?)\b[^,.?!]{0,40}?\b(?:aus|komme?n?|stehe?n?|bin|sind)\b"
    r"|(?<=weit )(?:weg )?(?:von hier|vom \w+|von de[rm] \w+)"
    r"|(?<=weit ist das )vo[mn]\b[^,.?!]+|(?<=weit ist es )vo[mn]\b[^,.?!]+",
    re.I,
)
# Words of these questions that the search counts as content.
_OWN_WORDS = (
    r"etage stock\w* gebaude\w* ecke richtung raum\w* hall\w* weg nummer weit los viel\w* extra dahin dorthin hin",
    r"kost\w* preis\w* teuer geld bezahl\w* umsonst kostenlos dauer\w* offen geoffnet besetzt ausgebucht vorbei",
    r"anfangs? ende endet begin\w* klingt spannend gut cool prima perfekt schad\w* interess\w* details? infos? mehr",
    r"genauer erzahl\w* beschreib\w* inhalt\w* mitmach\w* teilnehm\w* nehm\w* hingeh\w* folg\w* findet personen",
    r"leute mensch kollege\w* um gleich wirklich drin teil ander\w* welch\w* selbe\w* ding\w* sach\w* lern\w* seh\w*",
    r"mach\w* zeig\w* schliess\w* aufhor\w* verpass\w* schaff\w* wart\w* passend\w* kurz\w* lang\w* spat\w* fruh\w*",
    r"rauf runter rein raus ruber ansprech\w* person\w* heisst nah\w* erwart\w* vorbereit\w* vortrag\w* stell\w*",
    r"best\w* einfach\w* test\w* ausprobier\w* anfass\w* hinkomm\w* direkt schnell\w* \w*geschoss keller",
    r"(?:erst|zweit|dritt|viert|funft|letzt|ober|unter)(?:e[nrsm]?|st\w*)",
)
NO_TOPIC = re.compile(rf"^(?:{'|'.join(' '.join(_OWN_WORDS).split())})$")


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
