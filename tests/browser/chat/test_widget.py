"""The chat widget in a real browser, against a real `python -m bot.web` and a fake Rasa."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.browser.helpers.fake_rasa import FakeRasa

if TYPE_CHECKING:
    from playwright.sync_api import Page

NOW = "Was läuft jetzt?"


def open_chat(page: Page) -> None:
    page.get_by_role("button", name="Fragen zur Messe?").click()
    page.get_by_text("Guten Tag!").wait_for()


def choose(page: Page, entry: str) -> None:
    page.get_by_role("button", name="Menü").click()
    page.get_by_role("button", name=entry).click()


def ask(page: Page, text: str) -> None:
    page.get_by_label("Ihre Frage").fill(text)
    page.get_by_label("Ihre Frage").press("Enter")


def bubbles(page: Page) -> list[str]:
    return [text.strip() for text in page.locator(".bubble").all_inner_texts()][1:]


def focused(page: Page) -> object:
    return page.evaluate("document.querySelector('messe-chat').shadowRoot.activeElement?.id")


def test_question_typed_is_answered(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    assert (bubbles(page), rasa.received) == (["Hallo!", "Sie sagten: Hallo!"], ["Hallo!"])


def test_button_shows_cards_and_retires(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    page.get_by_role("button", name=NOW).click()
    page.get_by_role("heading", name="Rundgang mit VR-Brille").wait_for()
    assert rasa.received == ['/programm_suche{"zeit_text": "jetzt"}']
    assert page.get_by_role("button", name=NOW).is_disabled()
    assert page.locator(".card h3").all_inner_texts() == [
        "Künstliche Intelligenz im Büro: Was sie kann und was nicht",
        "Rundgang mit VR-Brille",
    ]


def test_text_with_markup_stays_text_and_links_are_safe(page: Page) -> None:
    open_chat(page)
    ask(page, "html")
    page.get_by_role("log").get_by_role("link", name="hausmesse@example.org").wait_for()
    links = page.locator(".bubble a").evaluate_all("links => links.map(link => link.getAttribute('href'))")
    assert (page.locator(".bubble img").count(), links) == (0, ["mailto:hausmesse@example.org", "tel:02025630000"])


def test_history_survives_reload_and_stays_open(page: Page) -> None:
    open_chat(page)
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    page.reload()
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    assert bubbles(page) == ["Hallo!", "Sie sagten: Hallo!"]
    assert page.get_by_role("button", name=NOW).is_disabled()


def test_error_can_be_sent_again(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    rasa.up = False
    ask(page, "Hallo!")
    page.get_by_text("Ich bin gerade nicht erreichbar.").wait_for()
    rasa.up = True
    page.get_by_role("button", name="Jetzt versuchen").click()
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    assert (bubbles(page), rasa.received) == (["Hallo!", "Sie sagten: Hallo!"], ["Hallo!"])


def test_answer_lost_on_its_way_is_not_asked_twice(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    page.route("**/chat/nachricht", lambda route: (route.fetch(), route.abort()), times=1)
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    assert rasa.received == ["Hallo!"]


def test_answer_of_another_shape_is_not_shown(page: Page) -> None:
    open_chat(page)
    page.route("**/chat/nachricht", lambda route: route.fulfill(json={"antworten": [{"text": 5}]}))
    ask(page, "Hallo!")
    page.get_by_text("Die Antwort war nicht lesbar.").wait_for()
    assert page.get_by_role("button", name="Jetzt versuchen").count() == 0


def test_session_lost_is_replaced(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    page.evaluate("localStorage.setItem('messe-chat.sitzung', 'unbekannt')")
    page.reload()
    page.get_by_text("Guten Tag!").wait_for()
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    assert rasa.received == ["Hallo!"]


def test_history_is_deleted_after_a_question(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    before = page.evaluate("localStorage.getItem('messe-chat.sitzung')")
    choose(page, "Verlauf löschen")
    page.get_by_role("button", name="Löschen", exact=True).click()
    page.get_by_text("Sie sagten: Hallo!").wait_for(state="detached")
    page.get_by_role("button", name=NOW).wait_for()
    assert (bubbles(page), rasa.received) == ([], ["Hallo!", "/neu_anfangen"])
    assert page.evaluate("localStorage.getItem('messe-chat.sitzung')") != before


def test_beginning_anew_keeps_what_was_said(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    ask(page, "Hallo!")
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    choose(page, "Neu anfangen")
    page.get_by_text("Sie sagten: /neu_anfangen").wait_for()
    assert bubbles(page)[:3] == ["Hallo!", "Sie sagten: Hallo!", "Neu anfangen"]
    assert rasa.received == ["Hallo!", "/neu_anfangen"]


def test_typing_dots_show_while_waiting(page: Page, rasa: FakeRasa) -> None:
    open_chat(page)
    rasa.gate.clear()
    ask(page, "Hallo!")
    page.locator(".typing").wait_for()
    rasa.gate.set()
    page.get_by_text("Sie sagten: Hallo!").wait_for()
    assert page.locator(".typing").count() == 0


def test_keyboard_opens_closes_and_keeps_the_focus(page: Page) -> None:
    page.get_by_role("button", name="Fragen zur Messe?").press("Enter")
    page.get_by_role("dialog", name="Messelotse").wait_for()
    inside = focused(page)
    page.keyboard.press("Escape")
    page.get_by_role("dialog").wait_for(state="hidden")
    assert (inside, page.get_by_role("button", name="Fragen zur Messe?").evaluate("b => b.matches(':focus')")) == (
        "input",
        True,
    )


def test_escape_answers_the_question_first(page: Page) -> None:
    open_chat(page)
    choose(page, "Verlauf löschen")
    page.keyboard.press("Escape")
    assert page.get_by_role("alertdialog").count() == 0
    assert page.get_by_role("dialog", name="Messelotse").is_visible()


def test_phone_is_filled_without_overflow(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_chat(page)
    page.get_by_role("button", name=NOW).click()
    page.get_by_role("heading", name="Rundgang mit VR-Brille").wait_for()
    panel = page.get_by_role("dialog").bounding_box()
    widths = [page.locator(part).evaluate("node => node.scrollWidth") for part in ("html", ".log")]
    assert (panel, widths) == ({"x": 0, "y": 0, "width": 320, "height": 640}, [320, 320])


def test_targets_are_large_enough_for_fingers(page: Page) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    open_chat(page)
    boxes = page.locator("messe-chat button:visible, messe-chat input").evaluate_all(
        "nodes => nodes.map(node => node.getBoundingClientRect()).filter(box => box.width < 44 || box.height < 44)"
    )
    assert boxes == []


def test_motion_stops_when_reduced(page: Page, rasa: FakeRasa) -> None:
    page.emulate_media(reduced_motion="reduce")
    open_chat(page)
    rasa.gate.clear()
    ask(page, "Hallo!")
    assert page.locator(".dot").first.evaluate("dot => getComputedStyle(dot).animationName") == "none"
