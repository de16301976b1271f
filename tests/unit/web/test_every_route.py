"""Every route of the app, also pages and forms, as a stranger and in each role: no input makes a fault of ours."""

from __future__ import annotations

import asyncio
import json
import random
import re
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from bot.core.settings import ROOT
from bot.staff.roles import Role
from bot.web.app import create_app
from bot.web.http.limits import routes_of
from tests.samples.staff import add_users, form_token, log_in
from tests.samples.web import FakeRasa, open_session, serving
from tests.samples.web_process import lend_vectors

TRIES = 1  # of each method of each route in each role
CONTENT = ("messe.yml", "domain.yml", "config.yml", "data", "programm", "tests/saetze", "tests/gespraeche")
LIMITS = dict.fromkeys(("MESSE_GRENZE_SITZUNG", "MESSE_GRENZE_ADRESSE", "MESSE_GRENZE_GLEICHZEITIG"), "1000000")
TOKEN = "probe-0123456789-abcdef"
ENDLESS = ("/chat/ereignisse", "/abmelden")
PARAMETER = re.compile(r"<(\w+)(?::[^>]*)?>")
NAME = re.compile(r"""(?:get|getlist|pop)\(["'](\w+)["']|name="(\w+)"|\[["'](\w+)["']\]""")
HOSTILE = (
    "",
    " ",
    "\0",
    "\udc80",
    "\u202e",
    "\ufffd",
    "9" * 30,
    "-1",
    "0",
    "1e999",
    "NaN",
    "²",
    "٣",
    "2³",
    "0x10",
    "1_0",
    "+1",
    "9999-12-31",
    "0000-00-00",
    "2025-02-30",
    "2025-05-14T25:61",
    "9999-12-31T23:59:59+14:00",
    "24:00",
    "99:99",
    "\uff11\uff12",
    "a" * 5_000,
    "'; DROP TABLE messages; --",
    "<script>alert(1)</script>",
    "{{7*7}}",
    "{%",
    "%s%n",
    "../../etc/passwd",
    "a\r\nSet-Cookie: b=c",
    "[a](javascript:b)",
    "🤯" * 200,
    "\ufdfa" * 100,
    "- a\n- b: {",
    "&a *a",
    "!!python/object:a",
    "[" * 200,
)
FITTING = (
    "1",
    "2025-05-14",
    "2025-05-14T11:30",
    "ki-grundlagen",
    "B3",
    "parken",
    "faq/parken",
    "11:30",
    "ja",
    "Foyer",
    "einzeln",
)


def names_asked_for() -> list[str]:
    """All names of parameters, form fields and JSON members in the code and the templates of the web process."""
    files = sorted(path for ending in ("py", "html") for path in (ROOT / "bot" / "web").rglob(f"*.{ending}"))
    return sorted({next(filter(None, each)) for file in files for each in NAME.findall(file.read_text("utf-8"))})


NAMES = names_asked_for()


class Caller:
    """Sends hostile requests in one role."""

    def __init__(self, client: httpx.AsyncClient, chance: random.Random, headers: dict[str, str], token: str) -> None:
        self.client, self.chance, self.headers, self.token = client, chance, headers, token

    def value(self) -> str:
        """Something hostile, or something that leads further in."""
        return self.chance.choice(HOSTILE if self.chance.random() < 0.6 else FITTING)

    def fields(self) -> dict[str, str]:
        """Some of the names that the code asks for, with values."""
        return {name: self.value() for name in self.chance.sample(NAMES, self.chance.randint(0, len(NAMES) // 2))}

    def body(self) -> dict[str, Any]:
        """A form, JSON of any kind, several parts, or bytes."""
        fields = self.fields()
        data = {**fields, "pruefung": self.token}
        nested = {
            name: self.chance.choice([value, [value], {value: value}, None, 10**30, True])
            for name, value in fields.items()
        }
        form = {name: value.encode("utf-8", "surrogatepass") for name, value in data.items()}
        return self.chance.choice(
            [
                {"data": form},
                {"data": form},
                {"content": json.dumps(nested).encode()},
                {"content": json.dumps(fields).encode()},
                {"content": self.chance.randbytes(300)},
                {"content": b"[" * 9_000},
                {"files": {"datei": ("a", b"\xff\0")}, "data": {"pruefung": self.token}},
                {"content": b"--x\r\n", "headers": {"Content-Type": "multipart/form-data; boundary=x"}},
            ]
        )

    async def call(self, method: str, path: str) -> tuple[str, httpx.Response]:
        """One request; returns how to repeat it, and the answer."""
        filled = PARAMETER.sub(lambda _: quoted(self.value()) or "x", path)[:3_000]
        query = "&".join(f"{name}={quoted(value)}" for name, value in list(self.fields().items())[:5])[:900]
        options = self.body() if method not in ("GET", "HEAD") else {}
        headers = {**self.headers, "Accept": self.chance.choice(["text/html", "*/*"]), **options.pop("headers", {})}
        response = await self.client.request(method, f"{filled}?{query}", headers=headers, **options)
        return f"{method} {filled}?{query} {options}", response


def quoted(value: str) -> str:
    return "".join(f"%{byte:02X}" for byte in value[:300].encode("utf-8", "surrogatepass"))


@asynccontextmanager
async def caller(app: Any, client: httpx.AsyncClient, role: Role | None, seed: int) -> AsyncIterator[Caller]:
    """In this role, or as a stranger with an open chat and the token of the programme interface."""
    chance, headers, token = random.Random(seed), await open_session(client), ""
    async with httpx.AsyncClient(base_url=client.base_url, timeout=120, trust_env=False) as own:
        if role is None:
            yield Caller(own, chance, chance.choice([headers, {"Authorization": f"Bearer {TOKEN}"}]), token)
            return
        await log_in(own, role)
        pages = [await own.get(path) for path in ("/redaktion", "/programmbuero", "/verwaltung")]
        token = next(form_token(page.text) for page in pages if 'name="pruefung"' in page.text)
        yield Caller(own, chance, headers, token)


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A copy of the content, and whatever program somebody starts fails at once."""
    start = asyncio.create_subprocess_exec
    monkeypatch.setattr(asyncio, "create_subprocess_exec", lambda *_, **options: start("false", **options))
    for name in CONTENT:
        source, target = ROOT / name, tmp_path / "projekt" / name
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copytree(source, target) if source.is_dir() else shutil.copy(source, target)
    return tmp_path / "projekt"


@pytest.mark.asyncio
@pytest.mark.parametrize("role", [None, *Role], ids=lambda role: role.name.lower() if role else "stranger")
async def test_no_input_of_any_route_is_a_fault_of_ours(
    project: Path, role: Role | None, caplog: pytest.LogCaptureFixture
) -> None:
    state = project.parent / "zustand"
    add_users(state)
    lend_vectors(state)
    settings = {"MESSE_ZUSTAND": str(state), "PROGRAMM_TOKENS": f"Kasse:{TOKEN}", **LIMITS}
    app, faults, count = create_app(project, settings, httpx.MockTransport(FakeRasa().answer)), [], 0
    async with serving(app) as client, caller(app, client, role, seed=len(str(role))) as hostile:
        for route in sorted(routes_of(app), key=lambda each: each.path):
            path = "/" + route.path.lstrip("/")
            for method in sorted(route.methods) * (TRIES if path not in ENDLESS else 0):
                how, response = await hostile.call(method, path)
                count += 1
                if response.status_code >= 500 and response.status_code != 503:
                    faults.append((response.status_code, how[:600]))
    unexpected = [record.getMessage() for record in caplog.records if record.exc_info]
    assert (faults, unexpected, count > 100) == ([], [], True), count
