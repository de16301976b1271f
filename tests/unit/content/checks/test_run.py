from __future__ import annotations

from pathlib import Path

import pytest

from bot.content.checks import run as check
from bot.content.checks.run import all_problems, run_check
from tests.samples.content import edit

PARKEN, WLAN, RULES = "data/themen/parken.yml", "data/themen/wlan.yml", "data/rules/gespraech.yml"


def problems(root: Path) -> list[str]:
    return [str(problem) for problem in all_problems(root)]


def test_faultless_content_has_no_problem(root: Path) -> None:
    assert problems(root) == []


@pytest.mark.parametrize(
    ("name", "old", "new", "line"),
    [
        # messe.yml
        ("messe.yml", "name: Probe\n", "", "messe.yml:1: „name“ fehlt – bitte „name: …“ ergänzen"),
        # files that Rasa reads
        (
            RULES,
            "rules:",
            "rule:",
            "data/rules/gespraech.yml:2: „rule“ ist unbekannt – erlaubt sind: version, nlu, responses, rules, stories",
        ),
        (
            RULES,
            "- rule: Weg sagen",
            "- story: Weg sagen\n  rule: x",
            "data/rules/gespraech.yml:3: „story“ ist unbekannt – "
            "erlaubt sind: rule, steps, condition, conversation_start, "
            "wait_for_user_input",
        ),
        (
            RULES,
            "  - intent: wo_ist",
            "  - absicht: wo_ist",
            "data/rules/gespraech.yml:5: „absicht“ ist unbekannt – "
            "erlaubt sind: intent, action, slot_was_set, checkpoint, or, "
            "user, entities",
        ),
        (RULES, "- rule: Weg sagen", "- rule:", "data/rules/gespraech.yml:3: „rule“ fehlt – bitte „rule: …“ ergänzen"),
        (
            RULES,
            "  steps:\n  - intent: wo_ist\n  - action: action_where\n",
            "  steps: []\n",
            "data/rules/gespraech.yml:3: Ohne Schritte – bitte unter „steps:“ mindestens einen Schritt eintragen",
        ),
        # topics
        (
            PARKEN,
            "{ort}",
            "{stadt}",
            "data/themen/parken.yml:4: Die Angabe {stadt} gibt es nicht – "
            "bitte unter „angaben“ in messe.yml ergänzen oder die "
            "Schreibweise prüfen",
        ),
        (
            PARKEN,
            "    - stellplatz\n",
            "",
            "data/themen/parken.yml:12: nur 4 Beispielfragen – bitte mindestens 5 verschiedene eintragen",
        ),
        (
            PARKEN,
            "/faq/wlan",
            "faq/wlan",
            "data/themen/parken.yml:7: Der Knopf „faq/wlan“ ist falsch geschrieben – "
            "bitte „/faq/thema“ oder „/absicht“ schreiben",
        ),
        (
            PARKEN,
            "/faq/wlan",
            "/faq/wlam",
            "data/themen/parken.yml:7: Der Knopf „/faq/wlam“ führt zu keinem Thema – "
            "bitte ein vorhandenes Thema nennen",
        ),
        (
            PARKEN,
            "payload: /faq/wlan",
            "payload: /faq/wlan\n" + "    - {title: a, payload: /wo_ist}\n" * 3,
            "data/themen/parken.yml:10: mehr als drei Knöpfe – bitte die wichtigsten drei behalten",
        ),
        (
            WLAN,
            "utter_faq/wlan",
            "utter_faq/wlam",
            "data/themen/wlan.yml:3: Die Antwort „utter_faq/wlam“ gehört nicht zu diesem Thema und wird nie gegeben – "
            "bitte „utter_faq/wlan“ schreiben oder löschen",
        ),
        (
            WLAN,
            "- hotspot",
            "- Stellplatz",
            "data/themen/wlan.yml:11: „Stellplatz“ steht auch in data/themen/parken.yml:17 – "
            "bitte nur beim passenden Thema behalten",
        ),
        (
            WLAN,
            "- hotspot",
            "- wo DENN",
            "data/themen/wlan.yml:11: „wo DENN“ steht auch in data/nlu/wo_ist.yml:8 – "
            "bitte nur beim passenden Thema behalten",
        ),
        # Leichte Sprache
        (
            WLAN,
            "  - text: Es gibt WLAN.\n",
            "  - text: Es gibt WLAN.\n    metadata:\n      leicht: Es gibt Netz. Das ist gut.\n",
            "data/themen/wlan.yml:6: Leichte Sprache: mehrere Sätze in „Es gibt Netz. Das ist gut.“ – "
            "bitte jeden Satz in eine eigene Zeile",
        ),
        (
            WLAN,
            "  - text: Es gibt WLAN.\n",
            "  - text: Es gibt WLAN.\n    metadata:\n      leicht: a b c d e f g h i j k l m\n",
            "data/themen/wlan.yml:6: Leichte Sprache: „a b c d e f g h i j k l m“ ist zu lang – "
            "bitte höchstens 12 Wörter in einem Satz",
        ),
        (
            WLAN,
            "  - text: Es gibt WLAN.\n",
            "  - text: Es gibt WLAN.\n    metadata:\n      leicht: Es gibt {netz}.\n",
            "data/themen/wlan.yml:6: Die Angabe {netz} gibt es nicht – "
            "bitte unter „angaben“ in messe.yml ergänzen oder die Schreibweise prüfen",
        ),
        (
            WLAN,
            "  - text: Es gibt WLAN.\n",
            "  - text: Es gibt WLAN.\n    metadata:\n      leicht: Es gibt Netz.\n      leciht: Es gibt Netz.\n",
            "data/themen/wlan.yml:7: „leciht“ ist unbekannt – erlaubt sind: leicht",
        ),
        # programme
        (
            "programm/programm.yml",
            "titel: Eröffnung",
            "titel: Eröffnung\n  raum: Turm",
            "programm/programm.yml:3: Raum „Turm“ steht nicht in messe.yml – "
            "bitte Schreibweise prüfen oder den Raum in "
            "messe.yml ergänzen",
        ),
        (
            "programm/programm.yml",
            '"11:00"',
            '"09:00"',
            "programm/programm.yml:5: „ende“ liegt nicht nach „beginn“ – bitte beide Uhrzeiten prüfen, "
            "nach Mitternacht „ende_tag: 2025-05-15“ ergänzen",
        ),
        # test sentences
        (
            "tests/saetze/wlan.yml",
            ", vier faq/wlan",
            "",
            "tests/saetze/wlan.yml:2: zu wenige Testsätze – bitte mindestens 4 eintragen",
        ),
        (
            "tests/saetze/wlan.yml",
            "absicht: faq/wlan\n",
            "",
            "tests/saetze/wlan.yml:1: „absicht“ fehlt – bitte „absicht: …“ ergänzen",
        ),
        (
            "tests/saetze/wlan.yml",
            "absicht: faq/wlan\n",
            "absicht: faq/wlan\nsatz: x\n",
            "tests/saetze/wlan.yml:2: „satz“ ist unbekannt – erlaubt sind: absicht, saetze",
        ),
    ],
)
def test_planted_mistake_is_one_line(root: Path, name: str, old: str, new: str, line: str) -> None:
    edit(root, name, old, new)
    assert problems(root) == [line]


@pytest.mark.parametrize(("name", "line"), [("data/nlu/wo_ist.yml", 4), (WLAN, 7)])
def test_broken_yaml_is_reported_once(root: Path, name: str, line: int) -> None:
    edit(root, name, "- intent: ", "- intent: [")
    remedy = "bitte Einrückung, Doppelpunkte und Anführungszeichen in dieser Zeile und der davor prüfen"
    assert problems(root) == [f"{name}:{line}: kein gültiges YAML – {remedy}"]


def test_topic_with_another_name_than_its_file(root: Path) -> None:
    (root / WLAN).rename(root / "data/themen/funk.yml")
    assert problems(root) == [
        "data/themen/funk.yml:6: Die Absicht faq/wlan passt nicht zum Dateinamen – "
        "bitte die Absicht „…/funk“ nennen oder die Datei umbenennen",
        "tests/saetze/funk.yml: fehlt – bitte mit mindestens 4 Testsätzen anlegen",
        "tests/saetze/wlan.yml:1: Zu wlan gibt es kein Thema – bitte die Datei löschen oder umbenennen",
    ]


def test_wrong_ending_is_reported(root: Path) -> None:
    (root / "data/rules/neu.yaml").write_text("x", encoding="utf-8")
    assert problems(root) == ["data/rules/neu.yaml: Endung .yaml – bitte die Datei in .yml umbenennen"]


def test_button_of_an_intent_is_fine(root: Path) -> None:
    edit(root, PARKEN, "payload: /faq/wlan", """payload: /wo_ist""")
    assert problems(root) == []


def test_all_mistakes_are_reported(root: Path) -> None:
    edit(root, "messe.yml", "name: Probe\n", "")
    edit(root, RULES, "rules:", "rule:")
    edit(root, "tests/saetze/wlan.yml", ", vier faq/wlan", "")
    assert [line.partition(":")[0] for line in problems(root)] == [
        "messe.yml",
        "data/rules/gespraech.yml",
        "tests/saetze/wlan.yml",
    ]


def test_run_check_prints_the_problems(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    edit(root, PARKEN, "{ort}", "{stadt} {land}")
    monkeypatch.setattr(check, "ROOT", root)
    status = run_check()
    assert (status, capsys.readouterr().out.splitlines()[-1]) == (1, "2 Fehler in 1 Datei.")


def test_run_check_without_problems(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(check, "ROOT", root)
    status = run_check()
    text = "Alles in Ordnung: messe.yml, domain.yml, config.yml, data, programm und tests sind gültig.\n"
    assert (status, capsys.readouterr().out) == (0, text)
