"""The software bill of materials: ``python -m bench.bill_of_materials > stueckliste.json`` (CycloneDX 1.5, JSON).

It names what requirements/run.txt locks and is installed, with licence and the hashes of its files.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path
from typing import Any
from uuid import UUID, uuid5

import tomli
from cyclonedx.contrib.license.factories import LicenseFactory
from cyclonedx.model import Property
from cyclonedx.model.bom import Bom
from cyclonedx.model.component import Component, ComponentType
from cyclonedx.output.json import JsonV1Dot5
from packageurl import PackageURL

from bot.core.settings import ROOT

LOCK = ROOT / "requirements" / "run.txt"
_ENTRY = re.compile(
    r"^(?P<name>[a-z0-9-]+)==(?P<version>\S+)(?: ; (?P<marker>[^\\]+?))? \\\n(?P<hashes>(?: +--hash=.+\n)+)",
    re.MULTILINE,
)
_HASH = re.compile(r"sha256:([0-9a-f]{64})")
_NAMESPACE = UUID("7f6f2b1e-0b0c-4c6e-9b0e-3f3a0f5f7a10")  # made once: the same content gets the same serial number


@dataclass(frozen=True)
class Locked:
    """A package as the lock names it; ``marker`` is "" when it is needed everywhere."""

    name: str
    version: str
    marker: str
    hashes: tuple[str, ...]


def locked_packages(lock: Path = LOCK) -> list[Locked]:
    """The packages of a lock."""
    text = lock.read_text(encoding="utf-8")
    return [
        Locked(found["name"], found["version"], found["marker"] or "", tuple(_HASH.findall(found["hashes"])))
        for found in _ENTRY.finditer(text)
    ]


def make_bill(packages: Sequence[Locked]) -> Bom:
    """The bill of materials of these packages."""
    project = tomli.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    name = project["name"]
    own = Component(name=name, version=project["version"], type=ComponentType.APPLICATION, bom_ref=name)
    own.licenses.add(LicenseFactory().make_from_string(project["license"]))
    components = [_component(package) for package in packages]
    bill = Bom(components=components, serial_number=uuid5(_NAMESPACE, repr(packages)))
    bill.metadata.component = own
    bill.register_dependency(own, components)
    return bill


def _component(package: Locked) -> Component:
    component = Component(
        name=package.name,
        version=package.version,
        type=ComponentType.LIBRARY,
        bom_ref=f"{package.name}=={package.version}",
        purl=PackageURL("pypi", None, package.name, package.version),
    )
    component.licenses.update(LicenseFactory().make_from_string(each) for each in _licences(package.name))
    # As properties: a package has several files, and which of them is installed depends on the machine.
    component.properties.update(Property(name="messelotse:sha256", value=each) for each in package.hashes)
    if package.marker:
        component.properties.add(Property(name="messelotse:marker", value=package.marker))
    return component


def _licences(name: str) -> Iterator[str]:
    """What the installed package says of its licence, at most one line."""
    try:
        told: Any = metadata.metadata(name)  # its protocol lacks get
    except metadata.PackageNotFoundError:
        return
    classified = [each.rpartition(" :: ")[2] for each in told.get_all("Classifier") or [] if each.startswith("License")]
    first = (told.get("License-Expression") or (classified or [told.get("License") or ""])[0]).strip()
    if first and len(first) < 80 and "\n" not in first:
        yield first


def main() -> int:
    """Write the bill to standard output."""
    print(JsonV1Dot5(make_bill(locked_packages())).output_as_string(indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
