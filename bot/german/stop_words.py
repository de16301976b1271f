"""Classes of words by how much they say about which session or booth is meant, and words that hint at a kind.

Four classes: stop words carry nothing; generic words (Vortrag, Stand, Messe) carry nothing but may hint at a kind;
common words (Büro, Alltag, digital) carry a little; every other word is content. The search weighs words by class, so
these lists decide which results a question finds as much as the formula does.
"""

from __future__ import annotations

from enum import Enum

from bot.german.text import fold, stem


class ThingKind(str, Enum):
    """The kind of thing a word can refer to."""

    SESSION = "session"
    BOOTH = "booth"
    ROOM = "room"
    SPEAKER = "speaker"
    TOPIC = "topic"


# Weekdays, months and clock words are stop words here because the time parser has read them already.
_STOP = """
erste ersten erster erstes wieviele wieviel
fällt ausfällt entfällt dahin dorthin
nee nö nope jo jap hm hmm sorry supi davon
ne nem nen ner freien freier frei grade grad parallel gleichzeitig letzte letzter letztes letzten erster so rum
insgesamt falsch stimmt stimmts richtig doch quatsch
a ab aber ach ah aha alle allem allen aller alles als also am an ans andere anderen auch auf aufm aus außerdem bei
beim bin bis bist bitte da dabei dafür daher damit dann daran darauf darf darüber das dass davon davor dazu dein deine
dem den denen denn der deren des deshalb dich die dies diese diesem diesen dieser dieses dir doch dort dran drauf drin
du durch eben echt eher ein eine einem einen einer eines einige einmal er es etwa etwas euch euer eure fast für gab
ganz gar genau gerade gern gerne gibt gibts gleich hab habe haben hallo halt hat hatte hätte heute her hi hier hin
hinter hey ich ihm ihn ihnen ihr ihre ihrem ihren ihrer im immer in ins irgendwas irgendwie irgendwo irgendein isn ist
is ja jede jeden jeder jedes jemand jetzt kann kannst kein keine keinen könnte könnten können könnt lang man manche
mein meine meinem meinen meiner mich mir mit mitm moin morgen muss musst müssen möchte möchten mal na nach nachher
nachm nächste nächsten nächster nachs nebenan nein net nicht nichts nix noch nochmal nun nur ob oben oder och oft oh
ohne ok okay paar per pro quasi rein rum schon sehr sein seine seit sich sie sind so sobald sogar soll sollen sollte
sonst sowas sowie später tag über überhaupt um und uns unser unsere unten unter usw viel viele vielleicht vom von vor
vorbei vorher wann war waren warum was wäre weg wegen weil welche welchem welchen welcher welches wem wen wenn wer
werde werden wessen wie wieder wieviel wieso will wir wird wo wobei wofür woher wohin wohl wollen wollte womit woran
worüber worum wos wozu wurde würde würden z zb zu zum zur zurück zwar zwischen the of to and for are where when who
what how anhören anschauen ansehen anfangen angeboten anmelden antreffen angucken ausprobieren beginnt bekomme
bekommen beraten besuchen betreut betreuen brauche braucht danke dauert erfahre erfahren erklärt erzählen erzählt fang
fangen fängt fand find finde finden findet fragen gehe gehen geht gehört gehts gezeigt glaube guck gucken guten habt
halten hält heißt heissen hören höre informieren interessiert interessieren kenne kennen kenn komm komme kommen kommt
lass läuft laufen leitet leiten lernen los losgehen mach mache machen macht mag meinte nehmen nennen nenn referiert
sag sagen sagt schauen schaue sehen sehe sieht sitzt spricht sprechen statt stattfinden stattfindet steh stehen stehe
steht such suche suchen sucht teilnehmen treff treffe treffen tun tut verantwortlich vertreten vorgestellt vorstellen
weiß weiss weißt wissen wissens wüsste wüssten zeig zeige zeigen zeigt zuständig lange länger längsten legen dritt
genug nächstes letzte letzter letzten weiter weiteres entfernt ungefähr schnellsten passt passen pass verpasst
verpasse laut mitmachen mitbringen dabeisein erreiche erreichen hinkommen hinkomme hingehen reingehen raus lohnt
erstmal möglich nett super toll dank bräuchte interessant freut würd hätt stattfand montag dienstag mittwoch
donnerstag freitag samstag sonntag vormittag vormittags mittag mittags nachmittag nachmittags abend abends früh
gestern uhr uhrzeit stunde stunden minute minuten viertel halb januar februar märz april mai juni juli august
september oktober november dezember eigentlich leider hinterher danach tage tagen weit nahe dürfen gefunden geben
nehmen bringen
"""

# Words that many titles share („digital“, „Büro“): they may confirm a hit but must not make one alone.
_COMMON = """
alltag amt anfang arbeit arbeiten anfänger angebot antwort anwendung art aufgabe ausblick bereich beispiel beratung
berufe beschäftigte besonders blick büro bürger bürgerin chance chef daten dienst dienststelle abteilung digital
digitalisierung direkt eigen eilig einblick einfach einstieg einsatz ende entdecken entwicklung ergebnis erkennen
erleben erfahrung fach finden freude freunde gemeinsam gerät gespräch gesund groß grundlage gut hand haus hilfe
idee information informationstechnik info internet it jahr jung kind klein klug kollege kollegin kompakt kurs kurz
kunde land leben lebendig leicht leistung leitung lernen leute live lösung mail maschine mehr mensch menschlich
mitarbeiter mitarbeiterin mitarbeitende mitte mittag mitteilung modell modern möglichkeit morgen moment nachricht name
neu neues nummer nutzen nutzung offen online ordnung ort papier pause person plan praxis praktisch problem produkt
projekt projektteam prozess punkt regel reise richtig schnell schön schritt schule schulung schutz seite service
sicher sinnvoll software sprache spaß spiel stadt stark start straße system team technik teil termin text tipp tool
training trend überblick übung umgang unternehmen unterwegs verfahren verständlich verwaltung vorstellung wahl weg
welt werkzeug wichtig wirklich wissen woche wort zahl zeit zentrum ziel zimmer zukunft zusammen zusammenarbeit zweite
netz test echt menge
"""

_GENERIC = """
messe hausmesse fachmesse messetag programm programmheft agenda thema themen themenbereich frage fragen inhalt sache
ding dinge plan übersicht liste alle angebot ablauf besuch besucher gast gäste platz plätze ausgebucht voll belegt
freie frei eins zwei drei vier fünf sechs sieben acht neun zehn elf zwölf teilnahme zeitplan zeitpunkt beginn
beispiele interesse näheres genaueres nähe weg datum kalender
"""

_SESSION_WORDS: dict[str, str] = {
    "vortrag": "vortrag vorträge vortragsreihe fachvortrag präsentation referat talk keynote impulsvortrag lesung",
    "workshop": "workshop seminar kurs schulung training übung mitmachworkshop werkstatt lehrgang fortbildung",
    "fuhrung": "führung rundgang tour rundtour besichtigung",
    "sprechstunde": "sprechstunde beratung",
    "": "veranstaltung session sitzung programmpunkt event slot beitrag vorführung",
}
_KIND_WORDS = {
    ThingKind.BOOTH: "stand stände messestand infostand informationsstand aussteller ausstellerin ausstellerliste "
    "standnummer standnr ausstellung",
    ThingKind.ROOM: "raum räume räumlichkeit saal halle etage stockwerk obergeschoss erdgeschoss untergeschoss zimmer",
    ThingKind.SPEAKER: "frau herr herrn fr hr dr prof professor professorin referent referentin vortragende "
    "vortragender sprecher sprecherin speaker dozent dozentin moderator moderatorin ansprechpartner ansprechpartnerin",
}
# These name a kind of session and yet tell something; they hint without being generic.
_NOT_GENERIC = "schulung kurs training übung beratung fortbildung ausstellung"
BEFORE_NUMBER = frozenset({"stand", "messestand", "nr", "nummer", "no", "standnummer", "standnr"})


class WordClass(Enum):
    """How much a word contributes to naming one thing, from nothing (``STOP``) to most (``CONTENT``)."""

    STOP = "stop"
    GENERIC = "generic"
    COMMON = "common"
    CONTENT = "content"


def _folded(words: str) -> frozenset[str]:
    return frozenset(fold(word) for word in words.split())


def _stems(words: str) -> frozenset[str]:
    return frozenset(stem(word) for word in _folded(words))


STOP_WORDS = _folded(_STOP)
_COMMON_STEMS = _stems(_COMMON)
_HINTING = _stems(_NOT_GENERIC)
SESSION_FAMILY: dict[str, str] = {word: family for family, words in _SESSION_WORDS.items() for word in _stems(words)}
KIND_HINT: dict[str, ThingKind] = {word: kind for kind, words in _KIND_WORDS.items() for word in _stems(words)}
_GENERIC_STEMS = (_stems(_GENERIC) | set(SESSION_FAMILY) | set(KIND_HINT)) - _HINTING
GENERIC_SPELLINGS = frozenset(
    word
    for words in (_GENERIC, *_SESSION_WORDS.values(), *_KIND_WORDS.values())
    for word in _folded(words)
    if stem(word) not in _HINTING
)


def classify(word: str, word_stem: str, generic: frozenset[str] = frozenset()) -> WordClass:
    """Return the class of a folded word.

    Args:
        word: the folded word.
        word_stem: its stem, as :func:`bot.german.text.stem` returns it.
        generic: further stems that count as generic, such as kinds that only this programme uses.
    """
    if word in STOP_WORDS or len(word) == 1 and not word.isdigit():
        # „Frau“ or „Hr“ are stop words but still say that a person is meant.
        return WordClass.GENERIC if word_stem in KIND_HINT else WordClass.STOP
    if word_stem in _GENERIC_STEMS or word_stem in generic:
        return WordClass.GENERIC
    # After generic on purpose: „Schulung“ hints at a kind and yet may be the topic asked for.
    if word_stem in _COMMON_STEMS or word_stem in _HINTING:
        return WordClass.COMMON
    return WordClass.CONTENT


def family_of(kind: str) -> str:
    """Return the family of a session's kind: „Seminar“ and „Workshop“ share one, an unknown kind is its own."""
    folded = fold(kind.strip())
    if not folded:
        return ""
    word = stem(folded)
    return SESSION_FAMILY.get(word) or word
