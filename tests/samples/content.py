"""A small, faultless content tree for the tests of bot/editorial and bot/training."""

from __future__ import annotations

from pathlib import Path

TOPIC = """\
version: "3.1"
responses:
  utter_faq/parken:
  - text: "Parken am {ort}."
    buttons:
    - title: WLAN
      payload: /faq/wlan
nlu:
- intent: faq/parken
  metadata:
    titel: Parken
  examples: |
    - Wo kann ich parken?
    - parkplatz
    - parkhaus
    - Was kostet Parken?
    - stellplatz
"""
OTHER_TOPIC = """\
version: "3.1"
responses:
  utter_faq/wlan:
  - text: Es gibt WLAN.
nlu:
- intent: faq/wlan
  examples: |
    - wlan
    - Gibt es Internet?
    - Netz?
    - hotspot
    - internet passwort
"""
INTENT = """\
version: "3.1"
nlu:
- intent: wo_ist
  metadata:
    titel: Weg
  examples: |
    - Wo ist das?
    - wo denn
    - wo genau
    - Wie komme ich hin?
    - weg
"""
RULES = """\
version: "3.1"
rules:
- rule: Weg sagen
  steps:
  - intent: wo_ist
  - action: action_where
- rule: Thema beantworten
  steps:
  - intent: faq
  - action: utter_faq
"""
DOMAIN = """\
version: "3.1"
intents:
- faq
- wo_ist
entities:
- stand
- raum
actions:
- action_where
"""
CONFIG = """\
language: de
pipeline:
- name: WhitespaceTokenizer
policies:
- name: RulePolicy
"""
FAIR = """\
name: Probe
veranstalter: Stadt
zielgruppe: alle
tage:
- {datum: 2025-05-14, von: "09:00", bis: "16:30"}
ort: {name: Haus, strasse: Weg 1, plz_ort: Ort}
kontakt: {infostand: Foyer, telefon: "1", mail: a@b}
"""
SESSIONS = """\
sitzungen:
- titel: Eröffnung
  tag: 2025-05-14
  beginn: "10:00"
  ende: "11:00"
"""


def sentences(intent: str) -> str:
    """A file of test sentences."""
    return f"absicht: {intent}\nsaetze: [eins {intent}, zwei {intent}, drei {intent}, vier {intent}]\n"


FILES = {
    "config.yml": CONFIG,
    "domain.yml": DOMAIN,
    "requirements/run.txt": "rasa\n",
    "bot/nlu/teil.py": "",
    "messe.yml": FAIR,
    "programm/programm.yml": SESSIONS,
    "programm/staende.yml": "staende: []\n",
    "data/themen/parken.yml": TOPIC,
    "data/themen/wlan.yml": OTHER_TOPIC,
    "data/nlu/wo_ist.yml": INTENT,
    "data/rules/gespraech.yml": RULES,
    "tests/saetze/parken.yml": sentences("faq/parken"),
    "tests/saetze/wlan.yml": sentences("faq/wlan"),
    "tests/saetze/wo_ist.yml": sentences("wo_ist"),
}


def write_content(root: Path) -> Path:
    """Write the whole tree below ``root``."""
    for name, text in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return root


def edit(root: Path, name: str, old: str, new: str) -> None:
    """Replace a part of one file, which must be there."""
    text = (root / name).read_text(encoding="utf-8")
    assert old in text
    (root / name).write_text(text.replace(old, new, 1), encoding="utf-8")
