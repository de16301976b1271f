"""Flaws of a text that visitors read: placeholders, links, signs that cannot be spoken, buttons that lead nowhere."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from rapidfuzz import process

from bot.content.known_names import KINDS, KnownNames, Names, is_unknown

PAGES = (
    "/", "/programm", "/programm/druck", "/programm/programm.ics", "/plan", "/anzeige", "/stand",
    "/datenschutz", "/barrierefreiheit",
)  # fmt: skip
_SESSION_PAGE = re.compile(r"/programm/sitzung/(.+)\.ics")
_BRACES = re.compile(r"\{([^{}\n]*)\}")
_LINK = re.compile(
    r"\[([^\[\]\n]+)\]\(([^()\s]*)\)"
)  # as in web/chat/static/widget/markdown.js, but without an address as well
_RAW_LINK = re.compile(r"\]\(\S*")
_GAP_IN_LINK = re.compile(r"\[[^\[\]\n]+\] +\((?:https?:|mailto:|tel:|/)")
_ADDRESS = re.compile(r"https?:[^\s<>\"„“”‚‘’()]+")
_SWALLOWED = re.compile(
    r"^[ \t]*(?:- )?(text|buttons|metadata|leicht|title|payload|examples|intent|titel):(?=\s|$)", re.MULTILINE
)
_LEAST_LIKENESS = 75


@dataclass(frozen=True)
class Flaw:
    """A flaw and its remedy; ``part`` is the piece of the text that shows where."""

    what: str
    remedy: str
    part: str = ""


def text_flaws(text: str, known: KnownNames) -> list[Flaw]:
    """Return every flaw of one answer, whatever the language."""
    flaws = [*_variable_flaws(text, known.variables), *_link_flaws(text, known)]
    flaws += [*_swallowed_flaws(text), *_star_flaws(text)]
    # the same misspelt link twice in a text is one thing to mend
    return list(dict.fromkeys(flaws))


def _swallowed_flaws(text: str) -> Iterator[Flaw]:
    """Yield the first key that was indented too far; the others have the same cause."""
    match = _SWALLOWED.search(text)
    if match is not None:
        key = match.group(1)
        remedy = f"bitte „{key}:“ so weit links beginnen wie in anderen Dateien"
        yield Flaw(f"„{key}:“ steht mitten im Text der Antwort", remedy, match.group(0).strip())


def _star_flaws(text: str) -> Iterator[Flaw]:
    for line in text.splitlines():
        # by line: the widget ends bold text at a line's end
        if line.count("**") % 2:
            remedy = "bitte „**fett**“ in derselben Zeile schließen"
            yield Flaw("Zwei Sterne „**“ ohne Gegenstück", remedy, line.strip())


def _variable_flaws(text: str, variables: Names) -> Iterator[Flaw]:
    for match in _BRACES.finditer(text):
        if is_unknown(match.group(1), variables):
            what = f"Die Angabe {match.group(0)} gibt es nicht"
            yield Flaw(what, _variable_remedy(match.group(1), variables), match.group(0))
    for line in text.splitlines():
        if re.search(r"[{}]", _BRACES.sub("", line)):
            yield Flaw("Geschweifte Klammer ohne Gegenstück", "bitte Angaben als {name} schreiben", line.strip())


def _variable_remedy(name: str, variables: Names) -> str:
    # A misspelt variable is the usual fault; the nearest name is the best advice.
    found = process.extractOne(name.strip().casefold(), sorted(variables or ()), score_cutoff=_LEAST_LIKENESS)
    if found is not None:
        return f"bitte Schreibweise prüfen: meinten Sie {{{found[0]}}}?"
    return "bitte unter „angaben“ in messe.yml ergänzen oder die Schreibweise prüfen"


def _link_flaws(text: str, known: KnownNames) -> Iterator[Flaw]:
    for match in _LINK.finditer(text):
        found = _target_flaw(match.group(2), known)
        if found is not None:
            yield Flaw(f"Der Link „{match.group(1)}“ {found[0]}", found[1], match.group(0))
    for match in _RAW_LINK.finditer(_LINK.sub("", text)):
        remedy = "bitte „[Text](Adresse)“ schreiben, die Adresse ohne Leerzeichen, mit %28 statt ( und %29 statt )"
        yield Flaw(f"„{match.group(0)}“ würde nicht als Link gezeigt", remedy, match.group(0))
    for match in _GAP_IN_LINK.finditer(text):
        remedy = "bitte „[Text](Adresse)“ ohne Leerzeichen dazwischen schreiben"
        yield Flaw("Leerzeichen in einem Link", remedy, match.group(0))
    for match in _ADDRESS.finditer(_LINK.sub("", text)):
        if not _is_address(match.group(0)):
            remedy = "bitte wie https://www.example.org schreiben"
            yield Flaw(f"„{match.group(0)}“ ist keine Internetadresse", remedy, match.group(0))


def _target_flaw(target: str, known: KnownNames) -> tuple[str, str] | None:
    if "{" in target:  # a fact of messe.yml, which is checked there
        return None
    if target.startswith("/") and not target.startswith("//"):
        return page_flaw(target, known)
    scheme, _, rest = target.partition(":")
    if scheme in ("http", "https") and _is_address(target):
        return None
    if (scheme == "mailto" and "@" in rest) or (scheme == "tel" and any(each.isdigit() for each in rest)):
        return None
    remedy = "bitte https://…, mailto:…, tel:… oder eine eigene Seite wie /programm angeben"
    return f"führt nirgendwohin: „{target}“", remedy


def page_flaw(target: str, known: KnownNames) -> tuple[str, str] | None:
    """Return the flaw of an address on this server, e.g. ``/plan#B3``, with its remedy; None if there is none."""
    path, _, fragment = target.partition("#")
    path, fragment = path.partition("?")[0], unquote(fragment)
    session = _SESSION_PAGE.fullmatch(path)
    if session is not None and is_unknown(session.group(1), known.sessions):
        return f"nennt keine Sitzung des Programms: „{session.group(1)}“", "bitte eine „id“ aus programm.yml nennen"
    if session is None and path not in PAGES:
        return f"führt zu keiner Seite: „{path}“", "möglich sind: " + ", ".join(PAGES)
    if path == "/plan" and known.places is not None and not known.places:
        return "führt zum Raumplan, den es nicht gibt", "bitte programm/raumplan.yml anlegen oder den Link entfernen"
    if path == "/plan" and fragment and is_unknown(fragment, known.places):
        return f"zeigt auf dem Plan ins Leere: „#{fragment}“", "bitte einen Stand oder Raum aus raumplan.yml nennen"
    if path == "/programm" and fragment and is_unknown(fragment, known.sessions):
        return f"nennt keine Sitzung des Programms: „#{fragment}“", "bitte eine „id“ aus programm.yml nennen"
    return None


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        host = parts.hostname or ""
        return text.startswith(f"{parts.scheme}://") and ("." in host or host == "localhost") and ".." not in host
    except ValueError:
        return False


_PAYLOAD = re.compile(r"^/([a-z_]+)(?:/([a-z0-9_]+))?(\{.*\})?$")
Words = tuple[str, str]


def payload_flaws(payload: str, known: KnownNames) -> list[Words]:
    """Return every flaw of a payload with its remedy."""
    match = _PAYLOAD.match(payload)
    if match is None:
        return [(f"Der Knopf „{payload}“ ist falsch geschrieben", "bitte „/faq/thema“ oder „/absicht“ schreiben")]
    intent, topic, entities = match.groups()
    if topic or intent in KINDS:
        unknown = is_unknown(f"{intent}/{topic}", known.labels)
        return [(f"Der Knopf „{payload}“ führt zu keinem Thema", "bitte ein vorhandenes Thema nennen")] * unknown
    if is_unknown(intent, known.intents):
        return [(f"Der Knopf „{payload}“ führt zu keiner Absicht", "bitte eine Absicht aus domain.yml nennen")]
    return list(_entity_flaws(payload, entities, known)) if entities else []


def _entity_flaws(payload: str, raw: str, known: KnownNames) -> Iterator[Words]:
    try:
        entities = json.loads(raw)
    # Deeply nested JSON ends the parser with RecursionError, which is no ValueError.
    except (ValueError, RecursionError):
        yield f"Der Knopf „{payload}“ ist falsch geschrieben", 'bitte die Angabe wie {"thema": "KI"} schreiben'
        return
    values = {"stand": known.booths, "raum": known.rooms, "sitzung": known.sessions}
    files = {"stand": "staende.yml", "raum": "messe.yml", "sitzung": "programm.yml"}
    for name, value in entities.items():
        if is_unknown(name, known.entities):
            remedy = "möglich sind: " + ", ".join(sorted(known.entities or ()))
            yield f"Der Knopf „{payload}“ nennt „{name}“, das es nicht gibt", remedy
        # values of other entities (thema, zeit_text) are free text
        elif is_unknown(str(value), values.get(name)):
            yield f"Der Knopf „{payload}“ nennt „{value}“, das es nicht gibt", f"bitte mit {files[name]} abgleichen"
