"""publiccode.yml is valid, and all that names the version names the same one."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import tomli
import yaml
from cyclonedx.spdx import is_supported_id

from bench.bill_of_materials import make_bill

ROOT = Path(__file__).resolve().parents[3]
SCHEMA = json.loads(Path(__file__).with_name("publiccode-0.4.json").read_text(encoding="utf-8"))
RELEASE = re.compile(r"^## \[(?P<version>\d+\.\d+\.\d+)\] – (?P<date>\S+)$", re.MULTILINE)
SECTIONS = ["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]

Json = dict[str, Any]


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def publiccode() -> Json:
    content: Json = yaml.load(read("publiccode.yml"), Loader=yaml.CSafeLoader)
    return content


def project() -> Json:
    table: Json = tomli.loads(read("pyproject.toml"))["project"]
    return table


def faults(content: Json) -> list[str]:
    errors = jsonschema.Draft7Validator(SCHEMA).iter_errors(content)
    return sorted("/".join(map(str, error.absolute_path)) for error in errors)


def releases() -> list[tuple[str, str]]:
    """Version and date of each release in the changelog, newest first."""
    return [(found["version"], found["date"]) for found in RELEASE.finditer(read("CHANGELOG.md"))]


def test_publiccode_follows_its_standard() -> None:
    assert faults(publiccode()) == []


@pytest.mark.parametrize(
    ("spoil", "place"),
    [
        (lambda content: content.update(publiccodeYmlVersion="0.3"), "publiccodeYmlVersion"),
        (lambda content: content.update(tags=["fair"]), ""),
        (lambda content: content.update(categories=["chatbot"]), "categories/0"),
        (lambda content: content["description"].update(Deutsch=content["description"]["de"]), "description"),
        (lambda content: content["description"]["de"].update(features=[]), "description/de/features"),
        (lambda content: content["maintenance"].pop("contacts"), "maintenance"),
        (lambda content: content["dependsOn"]["open"][0].update(versions="3"), "dependsOn/open/0"),
    ],
    ids=["version", "unknown key", "category", "language", "no features", "no contact", "dependency"],
)  # fmt: skip
def test_schema_refuses_what_the_standard_refuses(spoil: Callable[[Json], object], place: str) -> None:
    content = publiccode()
    spoil(content)
    assert faults(content) == [place]


def test_licence_is_the_one_in_the_repository() -> None:
    named = publiccode()["legal"]["license"]
    assert (named, project()["license"], is_supported_id(named)) == ("EUPL-1.2", "EUPL-1.2", True)
    assert read("LICENSE").startswith("EUROPEAN UNION PUBLIC LICENCE v. 1.2")


def test_screenshots_exist() -> None:
    shown = [path for each in publiccode()["description"].values() for path in each["screenshots"]]
    assert [path for path in shown if not (ROOT / path).is_file()] == []


def test_python_is_the_one_that_the_project_requires() -> None:
    needed = {each["name"]: each.get("version") for each in publiccode()["dependsOn"]["open"]}
    assert (f"=={needed['Python']}.*", project()["requires-python"]) == ("==3.10.*", "==3.10.*")


def test_version_is_the_same_everywhere() -> None:
    bill = make_bill([]).metadata.component
    quoted = [publiccode()["softwareVersion"], releases()[0][0], bill.version if bill else None]
    assert quoted == [project()["version"]] * 3


def test_release_date_is_that_of_the_changelog() -> None:
    assert publiccode()["releaseDate"] == releases()[0][1]


def test_security_policy_supports_the_newest_release() -> None:
    minor = project()["version"].rpartition(".")[0]
    assert f"| {minor} | ja |" in read("SECURITY.md")


def test_releases_stand_newest_first_below_what_is_not_released() -> None:
    headings = re.findall(r"^## (.+)$", read("CHANGELOG.md"), flags=re.MULTILINE)
    found = releases()
    assert headings == ["[Unreleased]", *(f"[{version}] – {day}" for version, day in found)]
    numbers = [tuple(map(int, version.split("."))) for version, _ in found]
    days = [date.fromisoformat(day) for _, day in found]
    assert (numbers, days) == (sorted(numbers, reverse=True), sorted(days, reverse=True))


def test_each_release_has_known_sections_once() -> None:
    for text in re.split(r"^## ", read("CHANGELOG.md"), flags=re.MULTILINE)[1:]:
        sections = re.findall(r"^### (.+)$", text, flags=re.MULTILINE)
        assert (sorted(set(sections)), [each for each in sections if each not in SECTIONS]) == (sorted(sections), [])
