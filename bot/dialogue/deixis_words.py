"""The words by which :mod:`bot.dialogue.deixis` reads questions that point back."""

from __future__ import annotations

import re
from enum import Enum


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
