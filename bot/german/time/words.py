"""Vocabulary of German time expressions and number words, keyed by their folded spelling."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping

_FOLDS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_BARE = str.maketrans({"ä": "a", "ö": "o", "ü": "u", "ß": "s"})


def fold(word: str) -> str:
    """Return the key of a word: small letters, umlauts spelled out."""
    return unicodedata.normalize("NFC", word).lower().translate(_FOLDS)


def word_forms(word: str) -> frozenset[str]:
    """Return the keys under which a word or phrase is typed: umlauts spelled out, and with the dots left off."""
    return frozenset({fold(word), word.lower().translate(_BARE)})


def spellings(*texts: str) -> frozenset[str]:
    """Return the keys of every word in ``texts`` (see :func:`word_forms`)."""
    return frozenset(key for text in texts for word in text.split() for key in word_forms(word))


def spelled(table: Mapping[str, int]) -> dict[str, int]:
    """Return ``table`` under every spelling of its words."""
    return {key: value for word, value in table.items() for key in word_forms(word)}


def forms(stems: Iterable[str], endings: str = "e en er es em") -> frozenset[str]:
    """Return the keys of adjectives: every stem with every ending."""
    return spellings(*(stem + ending for stem in stems for ending in endings.split()))


_ONES = ("null", "ein", "zwei", "drei", "vier", "fünf", "sechs", "sieben", "acht", "neun", "zehn", "elf", "zwölf")
_TEENS = ("dreizehn", "vierzehn", "fünfzehn", "sechzehn", "siebzehn", "achtzehn", "neunzehn")
_TENS = {20: "zwanzig", 30: "dreißig", 40: "vierzig", 50: "fünfzig", 60: "sechzig", 70: "siebzig", 80: "achtzig"}


def _number_words() -> dict[str, int]:
    words = {word: value for value, word in enumerate(_ONES + _TEENS)}
    words |= {word: tens for tens, word in _TENS.items()}
    words |= {f"{_ONES[one]}und{word}": tens + one for tens, word in _TENS.items() for one in range(1, 10)}
    return words | {"eins": 1, "zwo": 2, "neunzig": 90, "hundert": 100}


def _ordinal_words() -> dict[str, int]:
    # The only irregular ordinals in German.
    stems = {1: "erst", 3: "dritt", 7: "siebt", 8: "acht"}
    words = {}
    for word, value in _number_words().items():
        stem = stems.get(value, word + ("t" if value < 20 else "st"))
        words.update({stem + ending: value for ending in ("e", "en", "er", "es", "em") if 0 < value < 32})
    return words | {"siebenten": 7, "siebente": 7, "siebenter": 7}


CARDINALS = spelled(_number_words())
ORDINALS = spelled(_ordinal_words())
ONE = spellings("ein eine einer einem einen eines ne ner nem nen")
FEW = frozenset({"paar"})
BOTH = frozenset({"beide", "beiden", "beider"})
# "anderthalb" has no number word inside; all others are built: "zweieinhalb", "dreiundeinhalb".
FRACTIONS: dict[str, float] = {"anderthalb": 1.5, "eineinhalb": 1.5, "einundeinhalb": 1.5}
FRACTIONS |= {f"{key}einhalb": value + 0.5 for key, value in CARDINALS.items() if 1 < value < 13}
FRACTIONS |= {f"{key}undeinhalb": value + 0.5 for key, value in CARDINALS.items() if 1 < value < 13}
HALF = frozenset({"halb", "halbe", "halben", "halbes", "halber"})
QUARTERS: dict[str, int] = {"viertel": 15, "dreiviertel": 45}
QUARTER_HOURS: dict[str, float] = {
    "viertelstunde": 0.25,
    "dreiviertelstunde": 0.75,
    "halbstunde": 0.5,
    "viertelstd": 0.25,
    "dreiviertelstd": 0.75,
}


WEEKDAY_NAMES: dict[str, int] = {
    "montag": 0,
    "dienstag": 1,
    "mittwoch": 2,
    "donnerstag": 3,
    "freitag": 4,
    "samstag": 5,
    "sonnabend": 5,
    "sonntag": 6,
}
WEEKDAY_SHORT: dict[str, int] = {"mo": 0, "di": 1, "mi": 2, "do": 3, "fr": 4, "sa": 5, "so": 6}
MONTHS = spelled(
    {
        "januar": 1,
        "jänner": 1,
        "februar": 2,
        "feber": 2,
        "märz": 3,
        "april": 4,
        "mai": 5,
        "juni": 6,
        "juno": 6,
        "juli": 7,
        "august": 8,
        "september": 9,
        "oktober": 10,
        "november": 11,
        "dezember": 12,
    }
)
MONTHS_SHORT: dict[str, int] = {
    "jan": 1,
    "feb": 2,
    "mrz": 3,
    "mar": 3,
    "apr": 4,
    "jun": 6,
    "jul": 7,
    "aug": 8,
    "sep": 9,
    "sept": 9,
    "okt": 10,
    "nov": 11,
    "dez": 12,
}

UNITS: dict[str, str] = {
    key: unit
    for unit, words in {
        "second": "sekunde sekunden sek",
        "minute": "minute minuten min mins minütchen",
        "hour": "stunde stunden std stdn stündchen h st",
        "day": "tag tage tagen tg",
        "week": "woche wochen",
        "month": "monat monate monaten",
        "year": "jahr jahre jahren",
    }.items()
    for key in spellings(words)
}

DAY_SHIFTS = spelled(
    {"heute": 0, "heut": 0, "morgen": 1, "übermorgen": 2, "überübermorgen": 3, "gestern": -1, "vorgestern": -2}
)
# Misspellings too short for the correction in ``tokens`` are listed one by one.
DAY_SHIFTS |= {"morgn": 1, "moregn": 1, "mrogen": 1, "morgeb": 1, "uebermorgn": 2, "ubermorgn": 2, "tomorrow": 1}

_PART_WORDS: dict[str, str] = {
    "fruehmorgens": "frühmorgens frühmorgen morgenfrüh morgensfrüh",
    "morgen": "morgens morgen morgends früh frühe morgenstunden",
    "vormittag": "vormittags vormittag vormittagszeit vormittach",
    "mittag": "mittags mittag mittagszeit mitag",
    "nachmittag": "nachmittags nachmittag nachmittagszeit nachmittach",
    "fruehnachmittag": "frühnachmittag frühnachmittags",
    "spaetnachmittag": "spätnachmittags spätnachmittag",
    "abend": "abends abend frühabends frühabend",
    "spaetvormittag": "spätvormittags spätvormittag",
    "spaetabend": "spätabends spätabend",
    "nacht": "nachts nacht primetime",
}
PART_WORDS: dict[str, str] = {key: name for name, words in _PART_WORDS.items() for key in spellings(words)}
QUALIFIED_PARTS: dict[tuple[str, str], str] = {
    (qualifier, part): name
    for stem, part, name in (
        ("früh", "morgen", "fruehmorgens"),
        ("spät", "vormittag", "spaetvormittag"),
        ("früh", "nachmittag", "fruehnachmittag"),
        ("spät", "nachmittag", "spaetnachmittag"),
        ("früh", "abend", "abend"),
        ("spät", "abend", "spaetabend"),
    )
    for qualifier in forms([stem]) | spellings(stem)
}
PLAIN_PARTS = frozenset(
    key
    for key in PART_WORDS
    if key.endswith(("s", "zeit")) or key.startswith(("vorm", "nachm", "spaet", "spat", "fruehm"))
)
"""Part words that mean a time wherever they stand; the others need a preposition or a day beside them."""
LUNCH = frozenset({"mittagspause", "mittagessen", "mittagspausen", "mittagessens"})
MIDNIGHT = frozenset({"mitternacht", "mitternachts"})


def _compounds() -> dict[str, tuple[int, str]]:
    """Return weekdays with their part of the day in one word ("mittwochvormittag"); plain weekdays have the part ""."""
    endings = {"": "", "s": "", "e": "", "en": "", **PART_WORDS}
    joined = {day + end: (number, part) for day, number in WEEKDAY_NAMES.items() for end, part in endings.items()}
    return joined | {
        f"{day}s{end}": (number, part) for day, number in WEEKDAY_NAMES.items() for end, part in PART_WORDS.items()
    }


WEEKDAYS: dict[str, tuple[int, str]] = _compounds()
FUZZY_WORDS = tuple(
    sorted(
        set(WEEKDAY_NAMES)
        | {k for k in WEEKDAYS if len(k) > 14}
        | {"uebermorgen", "nachmittag", "vormittag", "september", "november", "dezember"}
    )
)
# Real words one slip away from a weekday or part of the day.
NEVER_FUZZY = frozenset({"montage", "montagen", "montags", "vormittags", "nachmittags", "sonntagen"})

THIS = forms(["dies"]) | {"diesen"}
NEXT = forms(["nächst", "kommend", "folgend"])
AFTER_NEXT = forms(["übernächst"])
LAST = forms(["letzt", "vorig", "vergangen", "vorherig"])
BEFORE_LAST = forms(["vorletzt"])
SHIFT_WORDS: dict[str, int] = {
    word: shift
    for shift, words in ((0, THIS), (1, NEXT), (2, AFTER_NEXT), (-1, LAST), (-2, BEFORE_LAST))
    for word in words
}
WHOLE = forms(["ganz"])

CONNECTORS = THIS | spellings(
    "um gegen am an im in der den dem des das während zur zum so dann ca circa zirka etwa ungefähr rund punkt genau",
    "pünktlich über",
)
CLOCK_INTROS = spellings("um gegen ca circa zirka etwa ungefähr rund punkt genau")
ABOUT = spellings("gegen ca circa zirka etwa ungefähr rund")
DAY_INTROS = spellings("am den dem der vom zum")
PART_INTROS = THIS | spellings("am an der dem den über ganzen gegen in zum zur ins jeden späten frühen")
SPAN_INTROS = frozenset({"von", "vom", "zwischen", "zw"})
SPAN_LINKS = frozenset({"bis", "-", "–", "—", "‑", "−"})
FROM_WORDS = spellings("ab", "seit", "frühestens")
AFTER_WORDS = frozenset({"nach"})
UNTIL_WORDS = spellings("bis", "spätestens")
BEFORE_WORDS = frozenset({"vor"})
ARTICLES = spellings("zum zur zu dem den der die das um gegen spätestens frühestens ca etwa einschließlich")
# A number behind one of these names a thing ("Raum 3", "Bus 14"), not an hour or a day.
LABELS = spellings(
    """stand stände raum räume seminarraum saal halle etage stock stockwerk ebene nummer nr platz tisch seite version
    windows win office teil gruppe kategorie level linie bus bahn gleis tor zimmer kabine station seminar sr s punkt
    programmpunkt kapitel schritt haus geschwister buslinie sb se ce s1"""
) - {"punkt"}
# A number before one of these counts ("10 Personen"), and is no hour.
COUNTED = spellings(
    """person personen leute leuten menschen ticket tickets platz plätze plätzen euro cent prozent grad teilnehmer
    teilnehmern teilnehmende teilnehmenden teilnehmerinnen stand stände ständen seite seiten meter metern kilometer km m
    etage etagen raum räume räumen vortrag workshop kolleginnen kollegen kolleg kinder kindern besucher besuchern gäste
    gästen ecken karten mal stück punkte punkten fragen jahr jahre jahren jahrgang tagen tage tag wochen woche stunden
    stunde minuten minute min std monat monate monaten sekunden geräte geräten brillen sätze kategorien kg gb mb tb
    obergeschoss og ug untergeschoss stock stockwerk % € themen sitzungen session sessions halle"""
) - {"vortrag", "workshop"}
NOT_A_DATE = spellings(
    """mal obergeschoss og ug untergeschoss stock stockwerk etage ebene hilfe platz stand raum teil vortrag workshop
    reihe person klasse stelle treffer eindruck blick schritt punkt programmpunkt"""
)
GREETINGS = forms(["gut", "schön"]) | {"guten", "gutn", "gudn", "n", "moin"}
FIGURATIVE = spellings(
    """schreibtisch arbeit arbeitsplatz arbeitsplätze verwaltung stadt städte welt technik büro mobilität rathaus
    arbeitswelt behörde gesellschaft digitalisierung"""
)
"""Nouns that are "von morgen" in a figure of speech, without meaning tomorrow."""
NEXT_ITEMS = spellings(
    """vortrag vorträge vortrags workshop workshops session sessions sitzung veranstaltung veranstaltungen programm
    programmpunkt programmpunkte termin termine beitrag talk führung führungen sprechstunde event rundgang"""
)
NOT_SOON = spellings("wie viel viele groß mehrere gut neben hinter am an beim bei links rechts zwei hier dort da vor")
"""Words behind "gleich" where it means "equally" or "right there" rather than soon."""

PIECE_STARTS: frozenset[str] = frozenset().union(
    *(CARDINALS, ORDINALS, HALF, QUARTERS, BOTH, WHOLE, WEEKDAYS, WEEKDAY_SHORT, MONTHS, MONTHS_SHORT, DAY_SHIFTS),
    *(SHIFT_WORDS, PART_WORDS, LUNCH, MIDNIGHT, (qualifier for qualifier, _ in QUALIFIED_PARTS)),
    spellings("kurz knapp alle allen tag messetag ganztags ganztägig anfang beginn mitte ende rest unter wochenende"),
    spellings("wochenends monat jahr jahre jahres jetzt sofort"),
)
"""Every word with which a date, a part of the day or a clock time can begin (digits apart)."""
