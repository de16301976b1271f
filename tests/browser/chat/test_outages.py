"""Nothing is lost: without a network, over a restart or crash of the server, while Rasa is away, in several tabs."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from tests.browser.chat.test_widget import ask, bubbles, choose, open_chat
from tests.browser.helpers.fake_rasa import FakeRasa
from tests.browser.helpers.servers import Web

if TYPE_CHECKING:
    from playwright.sync_api import Page, Route

    from tests.browser.conftest import OpenPage

ANSWERED = ["Hallo!", "Sie sagten: Hallo!"]


@pytest.fixture(scope="module")
def server(rasa_server: FakeRasa, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Web]:
    """A server of this module's own; its tests end it."""
    ports = {"RASA_PORT": str(rasa_server.port), "AKTION_PORT": str(rasa_server.port)}
    web = Web(tmp_path_factory.mktemp("zustand"), **ports)
    web.start()
    yield web
    web.stop()


@pytest.fixture
def page(open_page: OpenPage, server: Web, rasa: FakeRasa) -> Page:
    """The open chat of that server."""
    page = open_page(server.address)
    open_chat(page)
    return page


def wait_for_trouble(page: Page) -> None:
    page.get_by_role("button", name="Jetzt versuchen").wait_for()
    page.get_by_text("Ihre Nachricht wird gesendet, sobald es wieder geht.").wait_for()


def wait_for_answer(page: Page) -> list[str]:
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    page.get_by_role("button", name="Jetzt versuchen").wait_for(state="hidden")
    return bubbles(page)


def test_message_written_offline_is_sent_by_itself(page: Page, rasa: FakeRasa) -> None:
    page.context.set_offline(True)
    ask(page, "Hallo!")
    wait_for_trouble(page)
    assert page.get_by_text("Noch nicht gesendet").is_visible()
    page.context.set_offline(False)
    assert (wait_for_answer(page), rasa.received) == (ANSWERED, ["Hallo!"])
    assert page.get_by_text("Noch nicht gesendet").is_hidden()


def test_message_to_a_stopped_server_waits_for_it(page: Page, server: Web, rasa: FakeRasa) -> None:
    server.stop()
    ask(page, "Hallo!")
    wait_for_trouble(page)
    server.start()
    assert (wait_for_answer(page), rasa.received) == (ANSWERED, ["Hallo!"])


def test_crash_while_an_answer_is_awaited_costs_nothing(page: Page, server: Web, rasa: FakeRasa) -> None:
    rasa.gate.clear()
    ask(page, "Hallo!")
    page.locator(".typing").wait_for()
    server.kill()
    rasa.gate.set()
    wait_for_trouble(page)
    server.start()
    assert wait_for_answer(page) == ANSWERED
    page.reload()
    assert wait_for_answer(page) == ANSWERED


def test_rasa_away_as_while_a_model_is_swapped(page: Page, rasa: FakeRasa) -> None:
    rasa.up = False
    ask(page, "Hallo!")
    wait_for_trouble(page)
    assert page.get_by_text("Ich bin gerade nicht erreichbar.").is_visible()
    rasa.up = True
    assert (wait_for_answer(page), rasa.received) == (ANSWERED, ["Hallo!"])


def test_answer_that_takes_too_long_comes_after_all(page: Page, rasa: FakeRasa) -> None:
    rasa.gate.clear()
    ask(page, "Hallo!")
    page.get_by_role("button", name="Jetzt versuchen").wait_for()
    rasa.gate.set()
    assert wait_for_answer(page) == ANSWERED


def test_messages_waiting_survive_a_reload_in_their_order(page: Page, rasa: FakeRasa) -> None:
    page.route("**/chat/nachricht", lambda route: route.abort())
    ask(page, "Erstens")
    ask(page, "Hallo!")
    wait_for_trouble(page)
    page.reload()
    page.get_by_text("Hallo!", exact=True).wait_for()
    page.unroute("**/chat/nachricht")
    wait_for_answer(page)
    assert (bubbles(page)[-1], rasa.received) == ("Sie sagten: Hallo!", ["Erstens", "Hallo!"])


def test_what_is_typed_survives_a_reload(page: Page) -> None:
    page.get_by_label("Ihre Frage").fill("Wo ist denn")
    page.reload()
    page.get_by_text("Guten Tag!").wait_for()
    assert page.get_by_label("Ihre Frage").input_value() == "Wo ist denn"


def test_second_tab_shows_the_conversation_and_its_end(page: Page, server: Web) -> None:
    other = page.context.new_page()
    other.goto(server.address)
    open_chat(other)
    ask(page, "Hallo!")
    both = (wait_for_answer(page), wait_for_answer(other))
    choose(other, "Verlauf löschen")
    other.get_by_role("button", name="Löschen", exact=True).click()
    page.get_by_text("Sie sagten: Hallo!").wait_for(state="detached")
    ask(page, "Noch da?")
    other.get_by_text("Sie sagten: Noch da?").wait_for()
    assert (both, bubbles(other)) == ((ANSWERED, ANSWERED), ["Noch da?", "Sie sagten: Noch da?"])


def test_later_message_that_needs_no_bot_does_not_wait_behind_an_earlier_one(page: Page, rasa: FakeRasa) -> None:
    away = {"fehler": "Ich bin gerade nicht erreichbar.", "abhilfe": "Bitte warten Sie."}

    def refuse_the_first(route: Route) -> None:
        if "Erstens" in (route.request.post_data or ""):
            route.fulfill(status=503, json=away)
        else:
            route.continue_()

    page.route("**/chat/nachricht", refuse_the_first)
    ask(page, "Erstens")
    wait_for_trouble(page)
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    page.unroute("**/chat/nachricht")
    page.get_by_text("Sie sagten: Erstens").wait_for(timeout=60_000)
    assert (wait_for_answer(page), rasa.received) == (
        ["Erstens", "Hallo!", "Sie sagten: Hallo!", "Sie sagten: Erstens"],
        ["Hallo!", "Erstens"],
    )


def test_message_written_while_an_earlier_one_hangs_is_tried_at_once(page: Page, rasa: FakeRasa) -> None:
    held: list[Route] = []

    def hold_the_first(route: Route) -> None:
        if "Erstens" in (route.request.post_data or "") and not held:
            held.append(route)
        else:
            route.continue_()

    page.route("**/chat/nachricht", hold_the_first)
    ask(page, "Erstens")
    page.locator(".typing").wait_for()
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    held[0].continue_()
    page.get_by_text("Sie sagten: Erstens").wait_for()
    assert (len(bubbles(page)), rasa.received) == (4, ["Hallo!", "Erstens"])


def test_news_come_also_through_a_proxy_that_keeps_streams_back(page: Page, server: Web) -> None:
    page.route("**/chat/ereignisse", lambda _: None)  # never answered, as by a proxy that waits for the end
    page.reload()
    token = page.evaluate("localStorage.getItem('messe-chat.sitzung')")
    body = {"id": "44444444-4444-4444-8444-444444444444", "text": "Hallo!"}
    headers = {"Authorization": f"Bearer {token}"}
    with page.expect_response("**/chat/verlauf?nach=*", timeout=60_000):
        page.context.request.post(f"{server.address}/chat/nachricht", data=body, headers=headers)
    assert wait_for_answer(page) == ANSWERED


def test_bar_says_the_truth_after_the_answer_although_news_do_not_come(page: Page) -> None:
    page.route("**/chat/ereignisse", lambda route: route.abort())
    page.reload()
    page.get_by_text("Die Verbindung ist unterbrochen.").wait_for()
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    page.get_by_text("gesendet wird später").wait_for()
    assert page.get_by_text("Ihre Nachricht wird gesendet").is_hidden()
