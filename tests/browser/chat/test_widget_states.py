"""Every state of the widget: without a violation of axe-core, light and dark, and without overflow when small."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from tests.browser.helpers.fake_rasa import FakeRasa
from tests.browser.helpers.widget_states import STATES, State, show_noted

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage

PHONE = {"width": 320, "height": 640}
ZOOMED = {"width": 640, "height": 400}  # 1280 × 800 at 200 %
PICTURES: dict[str, State] = {  # without the QR code, each is another
    "chat-karten": STATES["cards"],
    "chat-vorschlaege": STATES["suggestions"],
    "chat-wartet": STATES["down"],
    "chat-plan": lambda page, _: show_noted(page),
}
INSIDE = """() => {
    const panel = document.querySelector('messe-chat').shadowRoot.getElementById('panel');
    const parts = [...panel.querySelectorAll('*')].filter((node) => node.checkVisibility());
    const outside = parts.filter((node) => node.getBoundingClientRect().right > innerWidth + 1);
    const targets = parts.filter((node) => node.matches('button, a.item, a.choice, a.note-button, input, textarea'));
    const small = targets.filter((node) => node.getBoundingClientRect().height < 43.9);
    return [...outside, ...small].map((node) => node.outerHTML.slice(0, 120));
}"""

WITHOUT_EDGE = """() => {
    const panel = document.querySelector('messe-chat').shadowRoot.getElementById('panel');
    return [...panel.querySelectorAll('button, input, textarea, .bubble, [role=option][aria-selected=true]')]
        .filter((node) => node.checkVisibility() && !['borderTopWidth', 'outlineWidth'].some(
            (edge) => parseFloat(getComputedStyle(node)[edge]) > 0))
        .map((node) => node.outerHTML.slice(0, 120));
}"""


@pytest.mark.parametrize("state", STATES)
def test_state_is_accessible_in_light_and_dark(
    open_page: OpenPage, address: str, rasa: FakeRasa, axe: Callable[[Page], list[str]], state: str
) -> None:
    page = open_page(address, bypass_csp=True)  # axe uses inline styles of its own
    STATES[state](page, rasa)
    found = {}
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=scheme)
        found[scheme] = axe(page)
    assert found == {"light": [], "dark": []}


SIZES = [(PHONE, state) for state in STATES if state != "closed"]
SIZES += [(ZOOMED, state) for state in ("menu", "cards", "comment", "suggestions", "plan", "down")]


@pytest.mark.parametrize(("size", "state"), SIZES, ids=lambda each: each if isinstance(each, str) else each["width"])
def test_small_window_shows_all_with_targets_for_fingers(
    open_page: OpenPage, address: str, rasa: FakeRasa, size: dict[str, int], state: str
) -> None:
    page = open_page(address, viewport=size, has_touch=True, is_mobile=True)
    STATES[state](page, rasa)
    assert page.evaluate(INSIDE) == []


@pytest.mark.parametrize("state", ["menu", "cards", "comment", "suggestions", "plan", "down"])
def test_controls_have_edges_in_high_contrast(open_page: OpenPage, address: str, rasa: FakeRasa, state: str) -> None:
    page = open_page(address, forced_colors="active")
    STATES[state](page, rasa)
    assert page.evaluate(WITHOUT_EDGE) == []


@pytest.mark.parametrize("name", PICTURES)
def test_picture_of_the_chat_shows_what_is(
    page: Page, rasa: FakeRasa, picture: Callable[[Page | Locator, str], None], name: str
) -> None:
    PICTURES[name](page, rasa)
    page.mouse.move(0, 0)
    picture(page.get_by_role("dialog", name="Messelotse"), name)
