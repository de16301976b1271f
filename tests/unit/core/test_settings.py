from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.core.errors import ConfigurationError, ContentError
from bot.core.settings import ROOT, Ports, load_ports, state_folder
from bot.fair.file import LiveFair, load_fair
from bot.fair.model import Contact, Fair, FairDay, Place
from tests.samples.programme import ZONE, at

TEXT = """\
name: Probe
motto: Los
veranstalter: Stadt
zielgruppe: alle
zeitzone: Europe/Berlin
uhr: 2025-05-14T10:05:00
tage:
- {datum: 2025-05-15, von: "09:00", bis: "15:30"}
- {datum: 2025-05-14, von: "09:00", bis: "16:30"}
ort:
  name: Haus
  strasse: Weg 1
  plz_ort: 12345 Ort
kontakt: {infostand: Foyer, telefon: "1", mail: a@b}
raeume:
- {name: Saal, etage: EG, auch: [Halle], weg: Links.}
angaben: {eintritt: frei}
"""


def load(folder: Path, old: str = "", new: str = "") -> Fair:
    (folder / "messe.yml").write_text(TEXT.replace(old, new) if old else TEXT, encoding="utf-8")
    return load_fair(folder / "messe.yml")


def test_fair_is_read_whole_and_its_days_sorted(tmp_path: Path) -> None:
    assert load(tmp_path) == Fair(
        name="Probe",
        motto="Los",
        organiser="Stadt",
        audience="alle",
        zone=ZONE,
        clock_start=at("10:05"),
        days=(FairDay(at("09:00"), at("16:30")), FairDay(at("09:00", 15), at("15:30", 15))),
        venue="Haus",
        address="Weg 1, 12345 Ort",
        contact=Contact("Foyer", "1", "a@b"),
        rooms=(Place(name="Saal", floor="EG", also=("Halle",), way="Links."),),
        facts={"eintritt": "frei"},
    )


@pytest.mark.parametrize(
    ("old", "new"), [("uhr: 2025-05-14T10:05:00", "uhr: echt"), ("uhr: 2025-05-14T10:05:00\n", "")]
)
def test_real_clock(tmp_path: Path, old: str, new: str) -> None:
    assert load(tmp_path, old, new).clock_start is None


def test_facts_and_rooms_may_be_missing(tmp_path: Path) -> None:
    fair = load(tmp_path, TEXT[TEXT.index("raeume:") :], "\n")
    assert (fair.rooms, fair.facts) == ((), {})


def test_day_of(tmp_path: Path) -> None:
    fair = load(tmp_path)
    assert [fair.day_of(date(2025, 5, day)) for day in (14, 16)] == [fair.days[0], None]


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: Probe\n", "", "messe.yml:1: „name“ fehlt – bitte „name: …“ ergänzen"),
        ("Europe/Berlin", "Mond", "messe.yml:5: Zeitzone „Mond“ ist unbekannt – bitte etwa Europe/Berlin eintragen"),
        (
            "motto",
            "moto",
            "messe.yml:2: „moto“ ist unbekannt – erlaubt sind: name, motto, veranstalter, zielgruppe, zeitzone, "
            "uhr, tage, ort, kontakt, raeume, angaben, "
            "loeschfrist_tage, notfall",
        ),
        (
            "2025-05-14T10:05:00",
            "gestern",
            "messe.yml:6: „uhr: gestern“ ist kein Zeitpunkt – bitte wie echt oder 2025-05-14T10:05:00+02:00 schreiben",
        ),
        (
            ', bis: "15:30"',
            "",
            "messe.yml:8: „bis“ fehlt – bitte „bis: …“ ergänzen",
        ),
        (
            "15:30",
            "08:30",
            "messe.yml:8: Der Messetag 2025-05-15 endet, bevor er beginnt – bitte „von“ und „bis“ prüfen",
        ),
        ("etage", "stock", "messe.yml:16: „stock“ ist unbekannt – erlaubt sind: name, etage, auch, weg"),
        ("  strasse: Weg 1\n", "", "messe.yml:11: „strasse“ fehlt – bitte „strasse: …“ ergänzen"),
    ],
)
def test_fault_in_the_fair_is_one_line(tmp_path: Path, old: str, new: str, message: str) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path, old, new)
    assert str(caught.value) == message


def test_every_fault_is_reported(tmp_path: Path) -> None:
    with pytest.raises(ContentError) as caught:
        load(tmp_path, TEXT[TEXT.index("tage:") : TEXT.index("ort:")], "tage: []\n")
    assert (
        str(caught.value)
        == "messe.yml:7: Es gibt keinen gültigen Messetag – bitte unter „tage“ mindestens einen eintragen"
    )


def test_shipped_fair_is_valid() -> None:
    assert [day.day.isoformat() for day in load_fair().days] == ["2025-05-14", "2025-05-15"]


@pytest.mark.parametrize(
    ("environment", "ports"),
    [
        ({}, Ports(8080, 5005, 5055)),
        ({"MESSE_PORT": " 81 ", "RASA_PORT": "82", "AKTION_PORT": "83"}, Ports(81, 82, 83)),
        ({"MESSE_PORT": ""}, Ports(8080, 5005, 5055)),
    ],
)
def test_ports(environment: Mapping[str, str], ports: Ports) -> None:
    assert load_ports(environment) == ports


@pytest.mark.parametrize("raw", ["0", "65536", "-1", "acht", "²"])
def test_wrong_port_is_one_line(raw: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        load_ports({"RASA_PORT": raw})
    assert str(caught.value) == f"RASA_PORT={raw} ist kein Port – bitte eine Zahl von 1 bis 65535 setzen."


def test_state_folder_is_made(tmp_path: Path) -> None:
    folder = state_folder({"MESSE_ZUSTAND": str(tmp_path / "a" / "b")})
    assert (folder, folder.is_dir()) == (tmp_path / "a" / "b", True)


def test_state_folder_by_default() -> None:
    assert state_folder({}) == ROOT / ".messelotse"


def test_impossible_state_folder_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "datei").write_text("", encoding="utf-8")
    with pytest.raises(ConfigurationError) as caught:
        state_folder({"MESSE_ZUSTAND": str(tmp_path / "datei" / "x")})
    message = f"Der Ordner {tmp_path / 'datei' / 'x'} lässt sich nicht anlegen – bitte MESSE_ZUSTAND prüfen."
    assert str(caught.value) == message


def test_live_fair_follows_the_file(tmp_path: Path) -> None:
    path = tmp_path / "messe.yml"
    path.write_text((ROOT / "messe.yml").read_text(encoding="utf-8"), encoding="utf-8")
    live = LiveFair(path)
    path.write_text(path.read_text(encoding="utf-8").replace("Haus der Jugend Barmen", "Rathaus"), encoding="utf-8")
    assert live.current.venue == "Rathaus"


def test_live_fair_keeps_the_last_good_file(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    path = tmp_path / "messe.yml"
    path.write_text((ROOT / "messe.yml").read_text(encoding="utf-8"), encoding="utf-8")
    live = LiveFair(path)
    path.write_text("name: [", encoding="utf-8")
    assert live.current.venue == "Haus der Jugend Barmen"
    assert "fehlerhaft" in caplog.text
