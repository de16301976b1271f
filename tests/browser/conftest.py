"""What browser tests share: one server for all, one browser a module, the judges of accessibility and of pictures.

The browser lives as long as a module: Playwright's event loop would be in the way of asynchronous tests elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import TYPE_CHECKING, Any

import pytest

from tests.browser.helpers.fake_rasa import FakeRasa, fake_rasa
from tests.browser.helpers.pictures import check_picture
from tests.browser.helpers.servers import Web
from tests.chromium import chromium

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

SCREEN = {"width": 1280, "height": 800}
OpenPage = Callable[..., "Page"]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Chromium; skipped where it or Playwright is missing."""
    with chromium() as browser:
        yield browser


@pytest.fixture(scope="session")
def rasa_server() -> Iterator[FakeRasa]:
    """The fake Rasa behind the shared server."""
    with fake_rasa() as server:
        yield server


@pytest.fixture
def rasa(rasa_server: FakeRasa) -> Iterator[FakeRasa]:
    """The fake Rasa, up and with nothing received yet."""
    rasa_server.received.clear()
    rasa_server.languages.clear()
    yield rasa_server
    rasa_server.up = True
    rasa_server.gate.set()


@pytest.fixture(scope="session")
def address(rasa_server: FakeRasa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address (without a slash at its end) of a web process that all browser tests share; leave it as it was."""
    ports = {"RASA_PORT": str(rasa_server.port), "AKTION_PORT": str(rasa_server.port)}
    booth = {"MESSE_STAND_PIN": "482913", "MESSE_ADRESSE": "https://messe.example"}
    web = Web(tmp_path_factory.mktemp("zustand"), **ports, **booth)
    web.start()
    yield web.address
    web.stop()


@pytest.fixture
def open_page(browser: Browser) -> Iterator[OpenPage]:
    """``open_page(url, **context settings)``: a page of its own context; script or policy faults fail the test."""
    faults: list[str] = []
    with ExitStack() as contexts:

        def open_one(url: str, **settings: Any) -> Page:
            context = contexts.enter_context(browser.new_context(**{"viewport": SCREEN, **settings}))
            page = context.new_page()
            page.on("pageerror", lambda error: faults.append(str(error)))
            page.on("console", lambda message: faults.append(message.text) if "Policy" in message.text else None)
            page.goto(url)
            return page

        yield open_one
    assert faults == []


@pytest.fixture
def page(open_page: OpenPage, address: str) -> Page:
    """The sample intranet page."""
    return open_page(f"{address}/")


@pytest.fixture
def axe() -> Callable[[Page], list[str]]:
    """``axe(page)``: the page's violations of axe-core's rules as „rule: element“; an empty list is what one wants."""
    api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe ist nicht installiert")

    def violations(page: Page) -> list[str]:
        found = api.Axe().run(page).response["violations"]
        return [f"{each['id']}: {node['html'][:160]}" for each in found for node in each["nodes"]]

    return violations


@pytest.fixture
def picture() -> Callable[[Page | Locator, str], None]:
    """``picture(page, "start")``: compares what is shown with docs/bilder/start.png, see helpers/pictures.py."""
    return lambda shown, name: check_picture(name, shown.screenshot(animations="disabled"))
