"""The chat on other people's pages: one tag, another origin, a strict policy, a path behind a proxy, 25 kB."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.chat.test_widget import ask
from tests.browser.helpers.fake_rasa import FakeRasa
from tests.browser.helpers.intranet import PREFIX, Intranet, intranet
from tests.browser.helpers.servers import Web

if TYPE_CHECKING:
    from playwright.sync_api import Page

    from tests.browser.conftest import OpenPage

LARGEST = 25_000  # bytes, compressed
LOADED = """() => performance.getEntriesByType('resource')
    .filter((entry) => ['script', 'link', 'css'].includes(entry.initiatorType) && entry.name.includes('/static/'))
    .map((entry) => [new URL(entry.name).pathname, entry.encodedBodySize])"""


@pytest.fixture(scope="module")
def host() -> Iterator[Intranet]:
    """The intranet."""
    with intranet() as server:
        yield server


@pytest.fixture(scope="module")
def messe(host: Intranet, rasa_server: FakeRasa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Messelotse that lets the intranet embed it and lies below /messe."""
    ports = {"RASA_PORT": str(rasa_server.port), "AKTION_PORT": str(rasa_server.port)}
    web = Web(tmp_path_factory.mktemp("zustand"), MESSE_EINBETTEN=host.address, MESSE_PFAD=PREFIX, **ports)
    web.start()
    host.target = web.address
    yield web.address
    web.stop()


def conversation(page: Page) -> None:
    page.get_by_role("button", name="Fragen zur Messe?").click()
    page.get_by_role("button", name="Was läuft jetzt?").wait_for()
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()


def put(host: Intranet, source: str, attributes: str = "") -> None:
    allowed = source.partition("/static")[0] if "://" in source else "'self'"
    host.policy = "; ".join(
        ["default-src 'none'", *(f"{part}-src {allowed}" for part in ("script", "style", "connect", "img"))]
    )
    host.tag = f'<script src="{source}/static/widget.js" defer data-name="Messe" {attributes}></script>'


def test_page_of_another_origin_with_a_strict_policy(
    open_page: OpenPage, host: Intranet, messe: str, rasa: FakeRasa
) -> None:
    put(host, messe)
    asked: set[str] = set()
    page = open_page("about:blank")
    page.on("request", lambda request: asked.add("/".join(request.url.split("/")[:3])))
    page.goto(host.address)
    conversation(page)
    page.get_by_label("Ihre Frage").press_sequentially("park")
    page.get_by_role("option").first.wait_for()
    assert (rasa.received, page.context.cookies()) == (["Hallo!"], [])
    assert asked == {host.address, messe}


def test_origin_not_allowed_gets_no_answer(open_page: OpenPage, host: Intranet, address: str) -> None:
    put(host, address)  # the shared server allows nobody
    page = open_page(host.address)
    page.get_by_role("button", name="Fragen zur Messe?").click()
    page.get_by_role("button", name="Jetzt versuchen").wait_for()
    assert page.locator(".bubble").all_inner_texts() == [page.locator(".typing").inner_text()]


def test_path_behind_a_proxy(open_page: OpenPage, host: Intranet, messe: str) -> None:
    put(host, PREFIX)
    page = open_page(host.address)
    conversation(page)
    assert page.get_by_role("link", name="Mehr zum Datenschutz").get_attribute("href") == (
        f"{host.address}{PREFIX}/datenschutz"
    )
    page.goto(f"{host.address}{PREFIX}/")
    page.locator("footer").get_by_role("link", name="Datenschutz").press("Enter")
    page.get_by_role("heading", name="Datenschutz im Chat").wait_for()
    assert page.evaluate("getComputedStyle(document.querySelector('.box')).borderTopStyle") == "solid"


def test_attributes_of_the_tag(open_page: OpenPage, host: Intranet, messe: str, rasa: FakeRasa) -> None:
    attributes = 'data-position="links" data-offen="ja" data-sprache="leicht" data-begruessung="Glück auf!"'
    put(host, messe, attributes)
    page = open_page(host.address)
    page.get_by_text("Glück auf!").wait_for()
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    panel = page.get_by_role("dialog", name="Messelotse").bounding_box()
    assert panel is not None
    assert (rasa.languages, panel["x"] < 100, page.get_by_text("Ich bin ein Computerprogramm").count()) == (
        ["leicht"],
        True,
        1,
    )


def test_all_that_is_loaded_is_small(page: Page) -> None:
    conversation(page)
    loaded = {path: size for path, size in page.evaluate(LOADED) if "widget" in path or "tokens" in path}
    assert sorted(loaded) == ["/static/tokens.css", "/static/widget.css", "/static/widget.js"]
    assert (sum(loaded.values()) <= LARGEST, min(loaded.values()) > 0) == (True, True)
