"""The floor plans in a real browser: with and without JavaScript, by keyboard, on paper, on small and large screens."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from playwright.sync_api import expect

from tests.browser.chat.test_widget import ask, open_chat

if TYPE_CHECKING:
    from playwright.sync_api import Locator, Page

    from tests.browser.conftest import OpenPage
    from tests.browser.helpers.fake_rasa import FakeRasa

FLOORS = ["etage-2OG", "etage-1OG", "etage-EG", "etage-UG"]
SHOWN = "[...document.querySelectorAll('.etage')].filter((each) => each.offsetHeight > 0).map((each) => each.id)"


def show_way(page: Page) -> None:
    """The answer to „Wo ist B3?“ with its picture loaded."""
    open_chat(page)
    ask(page, "Wo ist B3?")
    expect(page.locator("img.map")).not_to_have_js_property("naturalWidth", 0)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["C3", "B3", "Foyer", "D1"])
def test_every_floor_is_accessible(
    open_page: OpenPage, address: str, axe: Callable[[Page], list[str]], name: str, scheme: str
) -> None:
    assert axe(open_page(f"{address}/plan#{name}", color_scheme=scheme, bypass_csp=True)) == []


def test_page_without_javascript_shows_all_floors_and_marks_the_booth(
    open_page: OpenPage, address: str, axe: Callable[[Page], list[str]]
) -> None:
    page = open_page(f"{address}/plan#B3", java_script_enabled=False)
    expect(page.locator(".etage:visible")).to_have_count(len(FLOORS))
    expect(page.locator("#B3 .stand")).to_have_css("stroke-width", "8px")
    expect(page.locator("#B3")).to_be_in_viewport()


def test_room_with_a_blank_in_its_name_is_marked_without_javascript(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/plan#Gro%C3%9Fer%20Saal", java_script_enabled=False)
    expect(page.locator("#text-Großer-Saal")).to_be_in_viewport()


def test_address_opens_the_floor_of_the_room(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/plan#Gro%C3%9Fer%20Saal")
    assert page.evaluate(SHOWN) == ["etage-1OG"]
    assert page.locator(".einzelheiten h3:visible").all_inner_texts() == ["Großer Saal"]
    expect(page.locator("#etage-1OG .plan")).to_be_in_viewport()


def test_booth_is_found_by_keyboard(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/plan")
    assert page.evaluate(SHOWN) == ["etage-EG"]
    page.get_by_role("link", name="1. OG").press("Enter")
    expect(page.locator("#etage-1OG")).to_be_visible()
    page.locator("#B3").press("Enter")
    expect(page.locator(".einzelheiten:visible")).to_contain_text("Mit dem Rücken zum Infostand")
    assert page.evaluate("location.hash") == "#B3"


def test_paper_gets_every_floor(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/plan#B3")
    page.emulate_media(media="print")
    assert page.evaluate(SHOWN) == FLOORS


@pytest.mark.parametrize(("width", "height"), [(320, 640), (640, 450)], ids=["phone", "zoomed"])
def test_small_map_needs_no_sideways_scrolling_of_the_page(
    open_page: OpenPage, address: str, width: int, height: int
) -> None:
    page = open_page(f"{address}/plan#B4", viewport={"width": width, "height": height})
    assert page.evaluate("document.documentElement.scrollWidth") == width
    expect(page.locator("#B4")).to_be_in_viewport()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_answer_in_the_chat_shows_the_way(
    open_page: OpenPage, address: str, rasa: FakeRasa, axe: Callable[[Page], list[str]], scheme: str
) -> None:
    page = open_page(f"{address}/", color_scheme=scheme, bypass_csp=True)
    show_way(page)
    link = page.get_by_role("link", name="Stand B3, 1. Obergeschoss: auf dem Plan öffnen")
    assert link.get_attribute("href") == f"{address}/plan#B3"
    assert page.get_by_role("img", name="markiert: Stand B3").count() == 1
    assert axe(page) == []


def test_picture_of_the_answer_in_the_guide(
    open_page: OpenPage, address: str, rasa: FakeRasa, picture: Callable[[Page | Locator, str], None]
) -> None:
    page = open_page(f"{address}/", viewport={"width": 480, "height": 700})
    show_way(page)
    picture(page, "chat-weg")


def test_picture_of_the_plan_in_the_guide(
    open_page: OpenPage, address: str, picture: Callable[[Page | Locator, str], None]
) -> None:
    page = open_page(f"{address}/plan#B3", viewport={"width": 1280, "height": 820})
    expect(page.locator(".einzelheiten:visible")).to_contain_text("B3")
    picture(page, "plan")


def test_shown_floor_is_marked_in_high_contrast(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/plan", forced_colors="active")
    edges = page.locator(".etagen a").evaluate_all("links => links.map(each => getComputedStyle(each).outlineStyle)")
    assert sorted(edges) == ["none", "none", "none", "solid"]
