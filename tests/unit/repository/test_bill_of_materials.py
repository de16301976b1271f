from __future__ import annotations

import json
import re
from pathlib import Path

import cyclonedx.schema
import jsonschema
import pytest
from cyclonedx.output.json import JsonV1Dot5

from bench.bill_of_materials import Locked, locked_packages, make_bill
from bot.core.settings import ROOT

SCHEMAS = Path(cyclonedx.schema.__file__).parent / "_res"
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))


def validator() -> jsonschema.Draft7Validator:
    """Of CycloneDX's own schema, with those that it refers to."""
    names = ("bom-1.5", "spdx", "jsf-0.82")
    schemas = [json.loads((SCHEMAS / f"{name}.SNAPSHOT.schema.json").read_text(encoding="utf-8")) for name in names]
    addresses = [f"http://cyclonedx.org/schema/{name}.SNAPSHOT.schema.json" for name in names]
    store = dict(zip(addresses, schemas, strict=True))
    return jsonschema.Draft7Validator(schemas[0], resolver=jsonschema.RefResolver.from_schema(schemas[0], store=store))


def test_bill_fits_the_schema_and_names_every_package() -> None:
    text = JsonV1Dot5(make_bill(locked_packages())).output_as_string()
    assert [error.message for error in validator().iter_errors(json.loads(text))] == []
    named = [(each["name"], each["version"]) for each in json.loads(text)["components"]]
    lock = (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8")
    assert sorted(named) == sorted(re.findall(r"^([a-z0-9-]+)==(\S+)", lock, re.MULTILINE))


def test_same_content_gives_the_same_serial_number() -> None:
    packages = [Locked("a", "1", "", ("0" * 64,)), Locked("b", "2", "sys_platform == 'win32'", ())]
    serials = [make_bill(each).serial_number for each in (packages, packages, packages[:1])]
    assert (serials[0] == serials[1], serials[0] == serials[2]) == (True, False)


def test_marker_and_hashes_are_read(tmp_path: Path) -> None:
    lock = tmp_path / "lock.txt"
    hashes = " \\\n".join(f"    --hash=sha256:{digit * 64}" for digit in "12")
    lock.write_text(f"a-b==1.0 ; python_version < '3.11' \\\n{hashes}\n    # via c\n", encoding="utf-8")
    assert locked_packages(lock) == [Locked("a-b", "1.0", "python_version < '3.11'", ("1" * 64, "2" * 64))]


@pytest.mark.parametrize("lock", LOCKS, ids=lambda path: path.name)
def test_every_locked_package_has_hashes(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    assert len(locked_packages(lock)) == len(re.findall(r"^\S+==", text, re.MULTILINE))
    assert [each.name for each in locked_packages(lock) if not each.hashes] == []
