"""Emergencies by situation: whose number each needs, and what visitors are told."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from bot.core.yaml_reader import Entry, load_yaml

UNCLEAR, GERMAN, RESCUE = "unklar", "de", "rettung"
SERVICES = {
    **dict.fromkeys(("waffe", "gewalt", "bedrohung", "gegenstand"), "polizei"),
    **dict.fromkeys(("aufzug", "kind_vermisst", "belaestigung", "gebaeude"), "haus"),
    "suizid": "seele",
}  # all others: RESCUE


@dataclass(frozen=True)
class Alarm:
    """An emergency: its situation („herz“, or „unklar“), and the language of the message („de“, „en“ …).

    ``is_sure`` is False where it may as well be a plain question, which then is answered, too.
    """

    situation: str
    language: str = GERMAN
    is_sure: bool = True


def service_of(situation: str) -> str:
    """Return the service a situation needs first: ``rettung``, ``polizei``, ``haus`` or ``seele``."""
    return SERVICES.get(situation, RESCUE)


TEXTS_FILE = Path(__file__).with_name("notfall_texte.yml")
LINES_FILE = Path(__file__).with_name("notfall_fremde_zeilen.yml")
KEYS = ("rettung", "polizei", "haus", "texte")
NUMBERS = {"rettung": "112", "polizei": "110"}  # digits that each number must contain; the default
HELPLINE, HELPLINE_TEXT = "hilfe_telefon", "die TelefonSeelsorge unter 0800 1110111, kostenlos und rund um die Uhr"
CONTACTS = ("infostand", "telefon", "mail")
OFFER = "War das kein Notfall? Dann stellen Sie Ihre Frage bitte noch einmal mit anderen Worten."
SIMPLE_OFFER = "Ist es kein Notfall? Dann fragen Sie bitte noch einmal mit anderen Wörtern."
DOUBT, SIMPLE_DOUBT = "War das kein Notfall? Dann gilt diese Antwort:", "Ist es kein Notfall? Dann gilt diese Antwort:"
LEAVE = ("feuer", "rauch", "gas", "raeumung")  # situations in which leaving comes before calling
# Short on purpose: an answer in an emergency is read at a glance.
MOST_LETTERS, MOST_LINES = 200, 2
_VARIABLE = re.compile(r"\{([a-z_0-9]+)\}")
_NUMBER = re.compile(r"\+?[\d /()–-]{3,30}")


@dataclass(frozen=True)
class EmergencyText:
    """An answer with {variables}: the first line, at most two more, and all of it in Leichte Sprache."""

    first: str
    more: str
    simple: str


@dataclass(frozen=True)
class EmergencyTexts:
    """The numbers and texts that messe.yml changes, by name; all others are as built in."""

    numbers: Mapping[str, str] = field(default_factory=dict)
    texts: Mapping[str, EmergencyText] = field(default_factory=dict)

    def answer(self, alarm: Alarm, facts: Mapping[str, str], is_simple: bool = False) -> str:
        """Return the answer to an emergency, its first line with the right number.

        Args:
            alarm: the emergency as recognised.
            facts: values of variables from messe.yml; a line whose variable is missing is left out.
            is_simple: whether the answer is wanted in Leichte Sprache.
        """
        shown = {**NUMBERS, "haus": facts.get("telefon", ""), **self.numbers}
        # A touch calls them, from a mobile phone without the prefix that phones of the house may need.
        called = {name: f"[{shown[name]}](tel:{number})" for name, number in NUMBERS.items()}
        known = {HELPLINE: HELPLINE_TEXT, **facts, **shown, **called}
        name = _names()[alarm.situation]
        text = self.texts.get(name) or default_texts()[name]
        offer, simple_offer = (OFFER, SIMPLE_OFFER) if alarm.is_sure else (DOUBT, SIMPLE_DOUBT)
        lines = [*text.simple.splitlines(), simple_offer] if is_simple else [text.first, *text.more.splitlines(), offer]
        if alarm.language != GERMAN:
            # The number in the visitor's own language stands above the German text, which bystanders can read.
            lines.insert(0, _foreign_lines()[alarm.language][_kind_of(alarm.situation)])
        return "\n".join(_fill_in(line, known) for line in lines if set(_VARIABLE.findall(line)) <= set(known))


def read_emergency(entry: Entry, facts: Collection[str]) -> EmergencyTexts:
    """Read the section „notfall“ of messe.yml; problems are reported at the entry, none is raised.

    Args:
        entry: the section.
        facts: names under „angaben“, which the texts may use.
    """
    entry.allow_only(KEYS)
    numbers = {name: entry.text(name) for name in KEYS[:-1] if entry.has(name)}
    for name, number in numbers.items():
        _check_number(entry, name, number)
    texts: dict[str, EmergencyText] = {}
    if entry.has("texte"):
        changed = entry.entry("texte")
        changed.allow_only(default_texts())
        known = {*facts, *CONTACTS, *KEYS[:-1], HELPLINE}
        names = [name for name in changed.names() if name in default_texts()]
        texts = {name: _read_text(changed.entry(name), name, known) for name in names}
    return EmergencyTexts(numbers, texts)


@cache
def default_texts() -> dict[str, EmergencyText]:
    """Return the built-in texts by name."""
    entry = load_yaml(TEXTS_FILE)
    return {name: _as_text(entry.entry(name)) for name in entry.names()}


def needed_numbers(name: str) -> set[str]:
    """Return the variables of numbers without which the first line of this text would not help."""
    return set(_VARIABLE.findall(default_texts()[name].first)) & {*KEYS, HELPLINE}


def _as_text(entry: Entry) -> EmergencyText:
    return EmergencyText(entry.text("zuerst"), entry.text("dann", ""), entry.text("leicht"))


def _read_text(entry: Entry, name: str, known: Collection[str]) -> EmergencyText:
    entry.allow_only(("zuerst", "dann", "leicht"))
    text = _as_text(entry)
    if len(text.more.splitlines()) > MOST_LINES:
        entry.report_at("dann", f"„dann“ hat mehr als {MOST_LINES} Zeilen", "bitte kürzen")
    for key, value in (("zuerst", text.first), ("dann", text.more), ("leicht", text.simple)):
        for variable in sorted(set(_VARIABLE.findall(value)) - set(known)):
            entry.report_at(key, f"„{{{variable}}}“ gibt es nicht", "bitte eine Angabe aus messe.yml nennen")
    for key, line in (("zuerst", text.first), ("leicht", text.simple.partition("\n")[0])):
        _check_first_line(entry, key, line, name)
    return text


def _check_first_line(entry: Entry, key: str, line: str, name: str) -> None:
    missing = needed_numbers(name) - set(_VARIABLE.findall(line)) if key == "zuerst" else set()
    if missing:
        names = " und ".join(f"{{{each}}}" for each in sorted(missing))
        entry.report_at(key, f"In der ersten Zeile fehlt {names}", f"bitte {names} einsetzen")
    if key == "leicht" and not needed_numbers(name) & set(_VARIABLE.findall(line)):
        entry.report_at(key, "In der ersten Zeile fehlt die Nummer", "bitte etwa {rettung} einsetzen")
    if len(line) > MOST_LETTERS:
        entry.report_at(key, f"Die erste Zeile ist zu lang ({len(line)} Zeichen)", f"höchstens {MOST_LETTERS} Zeichen")


def _check_number(entry: Entry, name: str, number: str) -> None:
    wanted = NUMBERS.get(name, "")
    # An extension may put a prefix before 112 („0-112“), but 112 must stay readable in it.
    if not _NUMBER.fullmatch(number) or wanted not in re.sub(r"\D", "", number):
        remedy = f"bitte {wanted} eintragen, mit Amtsholung etwa 0-{wanted}" if wanted else "bitte etwa 0202 563-0000"
        entry.report_at(name, f"„{number}“ ist keine brauchbare Nummer für „{name}“", remedy)


@cache
def _names() -> dict[str, str]:
    """Return the name of the text for each situation."""
    entry = load_yaml(TEXTS_FILE)
    return {**{each: name for name in entry.names() for each in entry.entry(name).texts("lagen")}, UNCLEAR: UNCLEAR}


@cache
def _foreign_lines() -> dict[str, dict[str, str]]:
    entry = load_yaml(LINES_FILE)
    lines = {language: entry.entry(language) for language in entry.names()}
    return {language: {kind: each.text(kind) for kind in each.names()} for language, each in lines.items()}


def _kind_of(situation: str) -> str:
    if situation == UNCLEAR:
        return UNCLEAR
    return "hinaus" if situation in LEAVE else service_of(situation)


def _fill_in(line: str, known: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: known.get(match.group(1), match.group(0)), line)
