"""Commands on a server see the settings of the service that is installed there, or refuse."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.cli import main as cli
from bot.core.errors import ConfigurationError
from bot.runtime import service_settings
from bot.runtime.service_settings import RELEASE, Service, add_service_settings, installed_service

UNIT = """\
[Service]
User={user}
Environment=HOME=/opt/x "MESSE_ZUSTAND=/var/lib/x y" MESSE_PORT=%i
EnvironmentFile={optional}{file}
ExecStart={release}/messelotse {command}
"""
Find = Callable[..., dict[str, str]]


@pytest.fixture
def find(tmp_path: Path) -> Find:
    """The settings of an installed unit, called by a person."""

    def find(
        text: str = "", user: str = "", environment: dict[str, str] | None = None, optional: str = "", more: str = "",
        release: Path = RELEASE, group: str = "0::/user.slice/session-1.scope",
    ) -> dict[str, str]:  # fmt: skip
        file, units = tmp_path / "messelotse.env", tmp_path / "units"
        if text:
            file.write_text(text, encoding="utf-8")
        units.mkdir(exist_ok=True)
        unit = UNIT.format(user=user, optional=optional, file=file, release=release, command="start")
        (units / "messelotse.service").write_text(unit, encoding="utf-8")
        (units / "messelotse.service.d").mkdir(exist_ok=True)
        (units / "messelotse.service.d" / "eigenes.conf").write_text(f"[Service]\n{more}\n", encoding="utf-8")
        (tmp_path / "cgroup").write_text(group, encoding="utf-8")
        return add_service_settings(environment or {}, [units], tmp_path / "credentials", tmp_path / "cgroup")

    return find


def test_file_and_unit_are_read(find: Find) -> None:
    text = "# Kommentar\n\nMESSE_PROXY=127.0.0.1\nMESSE_DATENBANK='postgresql://a:b c#$d@db/x'\nMESSE_ADRESSE=\"https://ä\"\n"
    assert find(text) == {
        "MESSE_ZUSTAND": "/var/lib/x y",
        "MESSE_PROXY": "127.0.0.1",
        "MESSE_DATENBANK": "postgresql://a:b c#$d@db/x",
        "MESSE_ADRESSE": "https://ä",
    }


@pytest.mark.parametrize(
    ("line", "value"),
    [
        ('postgresql://u:a"b"c@h/db', 'postgresql://u:a"b"c@h/db'), ("pa'ss", "pa'ss"), ("a b # c ", "a b # c"),
        ('"a\\$b\\n" ', "a$b\\n"), ("'a\\$b'", "a\\$b"), (r"a\\b\$\ ", r"a\b$ "),
        ("a\\\n  b", "a  b"), ("a\\", "a; Ende"),
        ('"a\nb"', "a\nb"), ('"a\\\nb"', "ab"), ("'a' \"b\" c'd", "abc'd"), ("", ""), ('"a\u2028b"', "a\u2028b"),
    ],
)  # fmt: skip
def test_file_is_read_like_systemd_reads_it(find: Find, line: str, value: str) -> None:
    assert find(f"MESSE_DATENBANK={line}\n; Ende")["MESSE_DATENBANK"] == value


@pytest.mark.parametrize(
    ("line", "found"),
    [
        (r"MESSE_A=a\x20\s\'b 'MESSE_B=a\\b \"'", {"MESSE_A": "a  'b", "MESSE_B": 'a\\b "'}),
        (r'"MESSE_A=it\'s" MESSE_B="b c"', {"MESSE_A": "it's", "MESSE_B": "b c"}),
        ("MESSE_A=a%%40b MESSE_B=%i MESSE_C=x%%%i", {"MESSE_A": "a%40b"}),
        ("MESSE_A=1 \\\n# Kommentar\n  MESSE_B=2", {"MESSE_A": "1", "MESSE_B": "2"}),
        ('"MESSE_A=offen', {}),
    ],
)  # fmt: skip
def test_line_of_a_unit_is_read_like_systemd_reads_it(find: Find, line: str, found: dict[str, str]) -> None:
    assert find("", more=f"EnvironmentFile=\nEnvironment=\nEnvironment={line}") == found


def test_empty_entry_takes_back_what_stood_before_in_the_same_unit_only(find: Find, tmp_path: Path) -> None:
    other = UNIT.format(user="", optional="-", file=tmp_path / "fehlt", release=RELEASE, command="teil web")
    (tmp_path / "units").mkdir()
    (tmp_path / "units" / "messelotse-a.service").write_text(other + "Environment=MESSE_A=1\n", encoding="utf-8")
    assert find("kaputt", more="Environment=\nEnvironmentFile=\nEnvironment=MESSE_B=2") == {
        "MESSE_ZUSTAND": "/var/lib/x y", "MESSE_A": "1", "MESSE_B": "2",
    }  # fmt: skip


def test_earlier_folder_of_units_overrides_what_has_the_same_name(tmp_path: Path) -> None:
    start = f"[Service]\nExecStart={RELEASE}/messelotse start\nEnvironment="
    for name, text in {
        "usr/messelotse.service": f"{start}MESSE_A=usr MESSE_B=usr", "etc/messelotse.service": f"{start}MESSE_A=etc",
        "usr/messelotse.service.d/9.conf": "Environment=MESSE_C=9",
        "etc/messelotse.service.d/1.conf": "Environment=MESSE_C=1",
        "usr/messelotse.service.d/1.conf": "Environment=MESSE_D=1",
        "usr/messelotse-web@.service": f"{start}MESSE_E=usr",
    }.items():  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text, encoding="utf-8")
    found = installed_service([tmp_path / "etc", tmp_path / "fehlt", tmp_path / "usr"]).settings
    assert found == {"MESSE_A": "etc", "MESSE_C": "9", "MESSE_E": "usr"}


def test_what_is_set_already_stays(find: Find) -> None:
    assert find("MESSE_PORT=80\n", environment={"MESSE_PORT": "81"})["MESSE_PORT"] == "81"


def test_other_folder_has_no_service(find: Find) -> None:
    assert find("MESSE_PORT=80\n", release=Path("/opt/andere")) == {}


def test_missing_file(find: Find) -> None:
    assert find(optional="-") == {"MESSE_ZUSTAND": "/var/lib/x y"}
    with pytest.raises(ConfigurationError, match="mit den Einstellungen fehlt – bitte anlegen"):
        find()


def test_unreadable_file_is_refused(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(self: Path, encoding: str = "") -> str:
        raise PermissionError(13, "Permission denied")

    find("MESSE_PORT=80\n")
    monkeypatch.setattr(service_settings, "installed_service", lambda _: Service(files={Path("/etc/m.env"): True}))
    monkeypatch.setattr(service_settings, "_is_the_service", lambda _: False)
    monkeypatch.setattr(Path, "read_text", refuse)
    with pytest.raises(ConfigurationError, match="nicht lesbar – bitte mit dem Konto des Dienstes aufrufen"):
        add_service_settings({})


@pytest.mark.parametrize(
    ("text", "message"),
    [("\nMESSE_PORT='80\n", ":2: ein Anführungszeichen ist offen"), ("MESSE PORT=80\n", ":1: keine Einstellung"),
     ("MESSE_PORT\n", ":1: keine Einstellung")],
)  # fmt: skip
def test_faulty_line_is_named(find: Find, text: str, message: str) -> None:
    with pytest.raises(ConfigurationError, match=message):
        find(text)


def test_root_is_refused_where_the_service_has_an_account(find: Find, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    with pytest.raises(ConfigurationError, match="bitte „sudo -u messelotse …“ aufrufen"):
        find("MESSE_PORT=80\n", user="messelotse")


def test_service_itself_reads_nothing(find: Find) -> None:
    group = "0::/system.slice/system-messelotse\\x2dweb.slice/messelotse-web@8081.service"
    assert find("kaputt", user="messelotse", group=group) == {}


def test_credentials_of_the_running_service_are_found_or_missed(find: Find, tmp_path: Path) -> None:
    more = "LoadCredential=MESSE_DATENBANK:/etc/geheim/datenbank"
    with pytest.raises(ConfigurationError, match="Der Dienst bekommt MESSE_DATENBANK von systemd"):
        find("MESSE_PORT=80\n", more=more)
    folder = tmp_path / "credentials" / "messelotse.service"
    folder.mkdir(parents=True)
    (folder / "MESSE_DATENBANK").write_text("postgresql://…", encoding="utf-8")
    assert find("MESSE_PORT=80\n", more=more)["CREDENTIALS_DIRECTORY"] == str(folder)


def test_file_may_be_named(tmp_path: Path) -> None:
    file = tmp_path / "eigene.env"
    file.write_text("MESSE_PORT=81\n", encoding="utf-8")
    assert add_service_settings({"MESSE_EINSTELLUNGEN": str(file)}, [tmp_path])["MESSE_PORT"] == "81"


def test_shipped_units_are_understood(tmp_path: Path) -> None:
    for path in (RELEASE / "deploy" / "systemd").glob("*.service"):
        text = path.read_text("utf-8").replace("/opt/messelotse/messelotse", str(RELEASE / "messelotse"))
        (tmp_path / path.name).write_text(text, encoding="utf-8")
    service = installed_service([tmp_path])
    assert (service.account, list(service.files)) == ("messelotse", [Path("/etc/messelotse.env")])
    assert all(not name.endswith("_PORT") for name in service.settings)


def test_commands_get_the_settings_and_tests_do_not(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def add_settings(_: object) -> dict[str, str]:
        asked.append("ja")
        return {}

    monkeypatch.setattr(cli, "add_service_settings", add_settings)
    monkeypatch.setattr(cli, "_require_same_service", lambda: None)
    for name in ("status", "test"):
        monkeypatch.setattr(cli, "load", lambda _: lambda *_: 0)
        cli.main([name])
    assert asked == ["ja"]
