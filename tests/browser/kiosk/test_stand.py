"""The booth in a real browser: nobody finds anything of the visitor before."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.browser.helpers.fake_rasa import FakeRasa
from tests.browser.helpers.stand_states import (
    SCREENS,
    SECRET,
    begin,
    conversation,
    show_cards,
    show_code,
    show_corner,
    show_panel,
    type_on_screen,
)

if TYPE_CHECKING:
    from playwright.sync_api import CDPSession, Page

    from tests.browser.conftest import OpenPage

ADDRESS = "https://messe.example"
LOOKS = 200
FEW = 20  # nodes; a conversation has about a hundred
FORGOTTEN = [SECRET, "/neu_anfangen"]  # an earlier test's page may have said good-bye before
KEPT = """async () => ({
    local: localStorage.length, session: sessionStorage.length, cookies: document.cookie,
    databases: (await indexedDB.databases()).length, caches: (await caches.keys()).length,
    fields: [...document.querySelectorAll('input, textarea')].map((node) => node.value).filter((value) => value !== ''),
})"""
NOTHING = {"local": 0, "session": 0, "cookies": "", "databases": 0, "caches": 0, "fields": []}


@pytest.fixture
def booth(open_page: OpenPage, address: str, rasa: FakeRasa) -> Page:
    """The booth at rest, with a clock of its own."""
    page = open_page("about:blank", viewport=SCREENS["hoch"], has_touch=True)
    page.clock.install()
    page.goto(f"{address}/stand")
    page.get_by_role("heading", name="Fragen Sie mich").wait_for()
    return page


def leave(page: Page) -> None:
    with page.expect_response(lambda response: response.request.method == "DELETE") as answer:
        page.get_by_role("button", name="Fertig").tap()
    assert answer.value.status == 204


def test_keyboard_types_german(booth: Page, rasa: FakeRasa) -> None:
    begin(booth)
    type_on_screen(booth, "Größe ä?")
    typed = booth.get_by_label("Ihre Frage").input_value()
    booth.locator('.keyboard [data-sign="⌫"]').tap()
    booth.get_by_role("button", name="Ziffern und Zeichen").tap()
    booth.locator('.keyboard [data-sign="7"]').tap()
    booth.get_by_role("button", name="Fragen", exact=True).last.tap()
    booth.get_by_text("Sie sagten: Größe ä7").wait_for()
    assert (typed, rasa.received[-1]) == ("Größe ä?", "Größe ä7")
    assert booth.get_by_label("Ihre Frage").get_attribute("inputmode") == "none"


def test_question_of_the_attract_loop_is_asked_by_touching_it(booth: Page, rasa: FakeRasa) -> None:
    before = booth.locator("#frage").inner_text()
    booth.wait_for_load_state("networkidle")  # the questions have arrived
    booth.clock.run_for(7_000)
    shown = booth.locator("#frage").inner_text()
    booth.locator("#frage").tap()
    booth.get_by_text(f"Sie sagten: {shown}").wait_for()
    assert (shown != before, rasa.received[-1]) == (True, shown)


def test_nothing_of_the_last_visitor_is_left(booth: Page, rasa: FakeRasa) -> None:
    conversation(booth)
    leave(booth)
    assert (SECRET in booth.content(), booth.evaluate(KEPT)) == (False, NOTHING)
    booth.go_back()
    booth.go_forward()
    back = (booth.locator("#ruhe").is_visible(), SECRET in booth.content(), booth.evaluate(KEPT))
    booth.reload()
    again = (booth.locator("#ruhe").is_visible(), SECRET in booth.content(), booth.evaluate(KEPT))
    assert (back, again) == ((True, False, NOTHING), (True, False, NOTHING))
    assert rasa.received[-2:] == FORGOTTEN


def test_next_visitor_finds_an_empty_field_and_a_new_conversation(booth: Page) -> None:
    conversation(booth)
    leave(booth)
    begin(booth)
    booth.get_by_label("Ihre Frage").tap()
    booth.keyboard.press("Control+z")
    assert (SECRET in booth.content(), booth.get_by_label("Ihre Frage").input_value()) == (False, "")
    assert booth.locator(".message.own").count() == 0


def test_reload_in_the_middle_forgets_the_conversation(booth: Page, address: str, rasa: FakeRasa) -> None:
    conversation(booth)
    booth.reload()
    booth.get_by_role("heading", name="Fragen Sie mich").wait_for()
    for _ in range(LOOKS):  # the page has gone: nobody is told that its last request was answered
        booth.request.get(f"{address}/health")
        if rasa.received[-2:] == FORGOTTEN:
            break
    assert (SECRET in booth.content(), booth.evaluate(KEPT)) == (False, NOTHING)
    assert rasa.received[-2:] == FORGOTTEN


def test_who_walks_away_is_asked_and_then_forgotten(booth: Page, rasa: FakeRasa) -> None:
    conversation(booth)
    booth.clock.run_for(44_000)
    quiet = booth.get_by_role("dialog").count()
    booth.clock.run_for(2_000)
    booth.get_by_role("dialog", name="Sind Sie noch da?").wait_for()
    with booth.expect_response(lambda response: response.request.method == "DELETE"):
        booth.clock.run_for(16_000)
    assert (quiet, SECRET in booth.content(), booth.evaluate(KEPT)) == (0, False, NOTHING)


def test_who_is_still_there_goes_on(booth: Page) -> None:
    conversation(booth)
    booth.clock.run_for(46_000)
    booth.get_by_role("button", name="Ja, weiter").tap()
    booth.clock.run_for(40_000)
    assert (booth.get_by_role("dialog").count(), booth.get_by_text(f"Sie sagten: {SECRET}").count()) == (0, 1)


def test_conversation_is_forgotten_once_the_server_is_back(booth: Page, rasa: FakeRasa) -> None:
    conversation(booth)
    booth.route("**/stand/sitzung", lambda route: route.abort(), times=1)
    with booth.expect_response(lambda response: response.request.method == "DELETE") as answer:
        booth.get_by_role("button", name="Fertig").tap()
    assert (answer.value.status, rasa.received[-2:]) == (204, FORGOTTEN)


def test_visits_leave_no_nodes_behind(booth: Page) -> None:
    tools = booth.context.new_cdp_session(booth)
    nodes = []
    for _ in range(4):
        conversation(booth)
        leave(booth)
        booth.clock.run_for(10_000)  # timers of the visit run out
        nodes.append(min(nodes_left(tools) for _ in range(5)))
    assert nodes[3] - nodes[1] <= FEW


def nodes_left(tools: CDPSession) -> int:
    """Nodes of the page after its garbage was collected; on a busy machine some wait for the next time."""
    tools.send("HeapProfiler.collectGarbage")
    return int(tools.send("Memory.getDOMCounters")["nodes"])


def test_long_answer_says_that_it_goes_on(booth: Page) -> None:
    show_cards(booth)
    more = booth.get_by_role("button", name="Weiterlesen")
    more.tap()
    more.wait_for(state="hidden")
    last = booth.locator(".log .card").last
    assert last.evaluate(
        "card => card.getBoundingClientRect().bottom <= card.closest('.log').getBoundingClientRect().bottom"
    )


def test_panel_explains_the_last_question(booth: Page) -> None:
    show_panel(booth)
    panel = booth.get_by_role("region", name="So habe ich Sie verstanden")
    bars = panel.get_by_role("list", name="Wofür ich es hielt").get_by_role("listitem").all_inner_texts()
    assert panel.locator(".verdict").inner_text().split("\n") == [
        "Es geht um",
        "Programm durchsuchen",
        "ziemlich sicher, 73\xa0%",
    ]
    assert [each.split("\n") for each in bars][0] == ["Programm durchsuchen", "73\xa0%"]
    assert panel.locator("dd").all_inner_texts() == [
        "„Was gibt es morgen zu KI?“",
        "Ähnlichkeit 0,81 von 1",
        "„morgen“",
        "Donnerstag, 15. Mai 2025, ganztägig",
        "Live-Programm (Stand 10:04 Uhr): 45 Programmpunkte, 20 Stände",
    ]
    assert [line for line in panel.locator(".steps").inner_text().split("\n") if line] == [
        "Ich habe geantwortet. Das dauerte 47 Millisekunden.",
        "Schreibweise glätten < 1\xa0ms",
        "Bedeutung in Zahlen fassen 14\xa0ms",
        "Mit allen Beispielen vergleichen 2\xa0ms",
        "Zeitangaben suchen 1\xa0ms",
        "Im Live-Programm nachsehen 4\xa0ms",
        "Antwort formulieren 3\xa0ms",
    ]
    words = panel.get_by_role("img").get_attribute("aria-label") or ""
    assert words.endswith("liegt bei „Programm durchsuchen“, „Uhrzeit eines Programmpunkts“, „Parken“.")


def test_panel_is_empty_for_the_next_visitor(booth: Page) -> None:
    show_panel(booth)
    leave(booth)
    begin(booth)
    words = booth.get_by_role("region", name="Bericht zur letzten Frage").inner_text()
    assert ("Was gibt es morgen" in booth.content(), words.splitlines()[-1][:24]) == (False, "Stellen Sie eine Frage. ")


def test_simple_mode_has_no_panel(open_page: OpenPage, address: str) -> None:
    page = open_page(f"{address}/stand?modus=einfach", viewport=SCREENS["quer"], has_touch=True)
    begin(page)
    assert page.get_by_role("region", name="So habe ich Sie verstanden").count() == 0


def test_conversation_goes_on_at_the_phone_once(booth: Page, open_page: OpenPage, address: str, rasa: FakeRasa) -> None:
    code = show_code(booth).replace(ADDRESS, address)
    phone = open_page(code)
    phone.get_by_text(f"Sie sagten: {SECRET}").wait_for()
    booth.get_by_text("auf Ihrem Handy. Gute Messe!").wait_for()
    booth.clock.run_for(5_000)
    booth.get_by_role("heading", name="Fragen Sie mich").wait_for()
    phone.reload()
    phone.get_by_text(f"Sie sagten: {SECRET}").wait_for()
    second = open_page(code)
    second.get_by_text("Dieser Code gilt nicht mehr.").wait_for()
    assert (SECRET in booth.content(), booth.evaluate(KEPT), rasa.received[-1]) == (False, NOTHING, SECRET)


def test_corner_opens_with_the_pin_and_closes_by_itself(booth: Page) -> None:
    show_corner(booth)
    shown = booth.locator("#betrieb-zahlen th").all_inner_texts()
    booth.clock.run_for(61_000)
    assert (shown[0], booth.get_by_role("dialog").count(), booth.evaluate(KEPT)["fields"]) == ("Besuche", 0, [])


def test_wrong_pin_is_told(booth: Page) -> None:
    for _ in range(5):
        booth.get_by_role("button", name="Messelotse", exact=True).tap()
    booth.get_by_role("button", name="OK").tap()
    booth.get_by_text("Diese PIN stimmt nicht.").wait_for()
    assert booth.get_by_text("Heute gezählt").count() == 1 and booth.get_by_text("Heute gezählt").is_hidden()
