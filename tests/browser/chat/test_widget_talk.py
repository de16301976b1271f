"""What one can do in a talk: proposals while typing, copy, thumbs, print, Leichte Sprache, safe markup; by keyboard."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from tests.browser.chat.test_widget import ask, bubbles, choose, focused, open_chat
from tests.browser.helpers.fake_rasa import FakeRasa
from tests.browser.helpers.widget_states import show_answer, show_cards, show_suggestions

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.conftest import OpenPage

TALK = "Künstliche Intelligenz im Büro: Was sie kann und was nicht"
ACTIVE = """() => {
    const active = document.querySelector('messe-chat').shadowRoot.activeElement;
    return active && (active.getAttribute('aria-label') ?? active.labels?.[0]?.textContent ?? active.textContent);
}"""


def tab_walk(page: Page, start: str, steps: int) -> list[str]:
    """Where Tab leads from the control with this name."""
    page.get_by_role("button", name=start, exact=True).focus()
    names = []
    for _ in range(steps):
        page.keyboard.press("Tab")
        names.append(page.evaluate(ACTIVE))
    return names


def test_proposal_is_chosen_by_keyboard(page: Page, rasa: FakeRasa) -> None:
    show_suggestions(page)
    field = page.get_by_role("combobox", name="Ihre Frage")
    option = page.get_by_role("option", name=TALK)
    wired = (
        field.get_attribute("aria-expanded"),
        field.get_attribute("aria-activedescendant") == option.get_attribute("id"),
        option.get_attribute("aria-selected"),
    )
    field.press("Enter")
    page.get_by_text("Sie sagten: /worum_geht_es").wait_for()
    assert wired == ("true", True, "true")
    assert (rasa.received, bubbles(page)[0]) == (['/worum_geht_es{"sitzung": "ki-grundlagen"}'], TALK)
    assert (field.input_value(), field.get_attribute("aria-expanded")) == ("", "false")


def test_escape_closes_the_proposals_before_the_chat(page: Page) -> None:
    show_suggestions(page)
    page.keyboard.press("Escape")
    assert page.get_by_role("listbox").count() == 0
    assert (page.get_by_label("Ihre Frage").input_value(), focused(page)) == ("künst", "input")


def test_enter_without_a_choice_sends_what_is_typed(page: Page, rasa: FakeRasa) -> None:
    show_suggestions(page)
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    page.get_by_text("Sie sagten: künst").wait_for()
    assert rasa.received == ["künst"]


def test_proposals_are_asked_for_once_and_found_without_umlauts(page: Page) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "vorschlaege" in request.url else None)
    open_chat(page)
    page.get_by_label("Ihre Frage").press_sequentially("Wo ist das Buero kuenst")
    page.get_by_role("option", name=TALK).wait_for()
    assert len(asked) == 1


def test_proposals_are_found_by_their_kind(page: Page) -> None:
    open_chat(page)
    page.get_by_label("Ihre Frage").press_sequentially("workshop")
    page.get_by_role("option").first.wait_for()
    assert set(page.locator("[role=option] .kind").all_inner_texts()) == {"Workshop"}


def test_focus_goes_through_the_chat_in_its_order(page: Page) -> None:
    show_answer(page)
    assert tab_walk(page, "Mein Plan", 9) == [
        "Menü",
        "Chat schließen",
        "Gesprächsverlauf",
        "Mehr zum Datenschutz",
        "Antwort kopieren",
        "Hilfreich",
        "Nicht hilfreich",
        "Ihre Frage",
        "Senden",
    ]


def test_menu_is_used_by_keyboard(page: Page) -> None:
    open_chat(page)
    page.get_by_role("button", name="Menü").press("Enter")
    names = tab_walk(page, "Menü", 7)
    page.keyboard.press("Escape")
    assert names == [
        "Neu anfangen",
        "Verlauf löschen",
        "Gespräch drucken",
        "Meine Daten herunterladen",
        "Leichte Sprache",
        "Datenschutz",
        "Barrierefreiheit",
    ]
    assert (page.evaluate(ACTIVE), page.get_by_role("button", name="Neu anfangen").count()) == ("Menü", 0)


def test_log_announces_new_messages_and_nothing_else(page: Page) -> None:
    show_answer(page)
    live = page.get_by_role("log", name="Gesprächsverlauf").get_attribute("aria-live")
    silent = {node.get_attribute("aria-live") for node in page.locator(".tools, .comment").all()}
    assert (live, silent, page.get_by_role("dialog").get_attribute("lang")) == ("polite", {"off"}, "de")


def test_thumb_down_with_comment_is_kept(page: Page) -> None:
    show_answer(page)
    page.get_by_role("button", name="Nicht hilfreich").press("Enter")
    page.get_by_label("Was hat gefehlt?").fill("Die Etage, schreibt kim@example.org")
    page.get_by_role("button", name="Senden", exact=True).first.click()
    page.get_by_text("Danke, Ihr Hinweis ist angekommen.").wait_for()
    inside = page.evaluate(ACTIVE)
    page.reload()
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    pressed = [
        page.get_by_role("button", name=name, exact=True).get_attribute("aria-pressed")
        for name in ("Hilfreich", "Nicht hilfreich")
    ]
    assert (inside, pressed) == ("Nicht hilfreich", ["false", "true"])


def test_comment_opens_with_its_buttons_in_view(page: Page) -> None:
    show_cards(page)
    page.get_by_role("button", name="Nicht hilfreich").last.click()
    page.get_by_label("Was hat gefehlt?").last.wait_for()
    form = page.locator(".comment:visible")
    assert form.evaluate(
        "form => form.getBoundingClientRect().bottom <= form.closest('.log').getBoundingClientRect().bottom"
    )


def test_thumb_is_taken_back(page: Page) -> None:
    show_answer(page)
    up = page.get_by_role("button", name="Hilfreich", exact=True)
    for state in ("true", "false"):
        up.click()
        page.wait_for_function(
            "([button, state]) => button.getAttribute('aria-pressed') === state", arg=[up.element_handle(), state]
        )
    assert page.get_by_text("Bewertung zurückgenommen.").count() == 1


def test_answer_is_copied(open_page: OpenPage, address: str, rasa: FakeRasa) -> None:
    page = open_page(address, permissions=["clipboard-read", "clipboard-write"])
    show_answer(page, "markdown", "etwas Zeit")
    page.get_by_role("button", name="Antwort kopieren").click()
    page.get_by_text("Kopiert.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()").startswith("Das bringen Sie **bitte mit**:")


def test_answer_is_copied_where_the_clipboard_is_closed(page: Page) -> None:
    page.evaluate("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    show_answer(page)
    page.get_by_role("button", name="Antwort kopieren").click()
    page.get_by_text("Kopiert.").wait_for()


def test_conversation_alone_is_printed(page: Page) -> None:
    page.add_init_script("window.print = () => { window.printed = true; }")  # in frames as well
    page.reload()
    show_answer(page)
    choose(page, "Gespräch drucken")
    frame = next(frame for frame in page.frames if frame != page.main_frame)
    frame.wait_for_function("window.printed")
    words = frame.evaluate("[...document.querySelectorAll('h1, h2')].map((node) => node.textContent)")
    assert words[0].startswith("Messelotse: IT-Hausmesse")
    assert [word.partition(",")[0] for word in words[1:]] == ["Messelotse", "Sie", "Messelotse"]


def test_own_data_is_saved_as_a_file(page: Page) -> None:
    show_answer(page)
    with page.expect_download() as saved:
        choose(page, "Meine Daten herunterladen")
    content = json.loads(Path(saved.value.path()).read_text(encoding="utf-8"))
    assert saved.value.suggested_filename == "meine-daten.json"
    assert [row["body"]["text"] for row in content["daten"]["messages"]][1:] == ["Hallo!", "Sie sagten: Hallo!"]


def test_simple_language_is_switched_on_and_stays(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    ask(page, "eins")
    page.get_by_text("Sie sagten: eins").wait_for()
    page.get_by_role("button", name="Menü").click()
    page.get_by_role("switch", name="Leichte Sprache").click()
    page.reload()
    page.get_by_text("Sie sagten: eins").wait_for()
    ask(page, "zwei")
    page.get_by_text("Sie sagten: zwei").wait_for()
    assert rasa.languages == ["", "leicht"]


def test_markup_is_small_and_safe(page: Page) -> None:
    show_answer(page, "markdown", "etwas Zeit")
    answer = page.locator(".bubble").last
    links = answer.locator("a").evaluate_all("links => links.map((link) => new URL(link.href).pathname)")
    counts = [answer.locator(part).count() for part in ("strong", "ul li", "ol li", "b")]
    assert (links, counts) == (["/programm"], [1, 2, 2, 0])
    assert "[böse](javascript:alert(1)) und <b>fett</b>" in answer.inner_text()


def test_first_contact_says_what_is_kept(page: Page) -> None:
    open_chat(page)
    notice = page.get_by_text("Ihr Gespräch wird unter einer Zufallsnummer gespeichert")
    with page.expect_popup() as opened:
        page.get_by_role("link", name="Mehr zum Datenschutz").click()
    opened.value.get_by_role("heading", name="Datenschutz im Chat").wait_for()
    assert notice.inner_text().endswith("und nach 14 Tagen gelöscht. Mehr zum Datenschutz")


def test_cards_lead_to_the_plan_of_the_building_where_there_is_one(page: Page, address: str) -> None:
    def with_plan(route: Route) -> None:
        response = route.fetch()
        route.fulfill(response=response, json={**response.json(), "lageplan": True})

    page.route("**/chat/sitzung", with_plan)
    show_cards(page)
    links = page.get_by_role("link", name="Auf dem Plan")
    addresses = links.evaluate_all("links => links.map((link) => decodeURIComponent(link.href))")
    assert addresses == [f"{address}/plan#{place}" for place in ("Großer Saal", "Kunsthalle", "B3")]
