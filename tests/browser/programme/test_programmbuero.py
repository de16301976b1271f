"""The Programmbüro in a real browser: accessible in every state, by keyboard, on a phone, also without JavaScript."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import pytest

from bot.staff.roles import Role
from tests.samples.staff import NAMES, PASSWORD, add_users
from tests.samples.web_process import web_process

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

sync_api = pytest.importorskip("playwright.sync_api", reason="Playwright ist nicht installiert")
axe_api = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe ist nicht installiert")
SESSION, BOOTH = "/programmbuero/sitzung/ki-grundlagen", "/programmbuero/stand/A2"
TITLE = "Künstliche Intelligenz im Büro: Was sie kann und was nicht"


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    state = tmp_path_factory.mktemp("zustand")
    add_users(state, Role.OFFICE)
    with web_process(state) as address:
        yield address


@pytest.fixture(scope="module")
def logged_in(browser: Browser, address: str) -> Callable[..., BrowserContext]:
    """A new browser with the cookies of one login: hashing the password each time would take the most time of all."""
    size: Any = {"width": 1280, "height": 800}
    cookies = cookies_of_login(browser.new_context(base_url=address))
    return lambda **settings: browser.new_context(base_url=address, viewport=size, storage_state=cookies, **settings)


def cookies_of_login(context: BrowserContext) -> Any:
    page = context.new_page()
    page.goto("/programmbuero")
    page.get_by_label("Anmeldename").fill(NAMES[Role.OFFICE])
    page.get_by_label("Passwort").fill(PASSWORD)
    page.get_by_role("button", name="Anmelden").click()
    page.get_by_role("heading", name="Sitzungen").wait_for()
    return context.storage_state()


@pytest.fixture
def office(logged_in: Callable[..., BrowserContext]) -> Iterator[BrowserContext]:
    """A browser that is logged in; at the end every change is taken back."""
    with logged_in() as context:
        yield context
        undo_all(context.new_page())


@pytest.fixture
def page(office: BrowserContext) -> Iterator[Page]:
    """One tab; a script error or a broken security rule fails the test."""
    page = office.new_page()
    faults: list[str] = []
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda message: faults.append(message.text) if "Policy" in message.text else None)
    yield page
    assert faults == []


def undo_all(page: Page) -> None:
    page.goto("/programmbuero/aenderungen")
    while page.get_by_role("button", name="Zurücknehmen").count():
        page.get_by_role("button", name="Zurücknehmen").first.click()
        page.goto("/programmbuero/aenderungen")


def delay(page: Page, minutes: int = 5) -> None:
    page.goto(SESSION)
    page.get_by_role("button", name=f"+ {minutes} Min.").click()
    page.get_by_text("Gespeichert und ab sofort im Chat").wait_for()


def violations(page: Page) -> list[str]:
    # Not through the page's own security rules: axe is put in as a script of the test.
    found = axe_api.Axe().run(page).response["violations"]
    return [f"{each['id']}: {node['html'][:100]}" for each in found for node in each["nodes"]]


def show_conflict(page: Page) -> None:
    page.goto(SESSION)
    delay(page.context.new_page())
    page.get_by_role("button", name="+ 10 Min.").click()
    page.get_by_role("alert").wait_for()


def show_fault(page: Page) -> None:
    page.goto(SESSION)
    page.get_by_role("button", name="Räume tauschen").click()
    page.get_by_role("alert").wait_for()


def show_changes(page: Page) -> None:
    delay(page)
    page.goto("/programmbuero/aenderungen")


STATES: dict[str, Any] = {
    "overview": lambda page: page.goto("/programmbuero"),
    "booths": lambda page: page.goto("/programmbuero?ansicht=staende"),
    "nothing-found": lambda page: page.goto("/programmbuero?suche=gibtesnicht"),
    "session": lambda page: page.goto(SESSION),
    "booth": lambda page: page.goto(BOOTH),
    "new": lambda page: page.goto("/programmbuero/neu"),
    "saved": delay,
    "changes": show_changes,
    "conflict": show_conflict,
    "fault": show_fault,
}


@pytest.mark.parametrize("state", STATES)
def test_state_is_accessible(logged_in: Callable[..., BrowserContext], state: str) -> None:
    with logged_in(bypass_csp=True) as context:
        page = context.new_page()
        STATES[state](page)
        light = violations(page)
        page.emulate_media(color_scheme="dark")
        assert (light, violations(page)) == ([], [])
        undo_all(page)


def test_login_and_its_faults_are_accessible(browser: Browser, address: str) -> None:
    with browser.new_context(base_url=address, bypass_csp=True) as context:
        page = context.new_page()
        page.goto("/programmbuero")
        first = violations(page)
        page.get_by_label("Anmeldename").fill("kim")
        page.get_by_label("Passwort").fill("falsch")
        page.get_by_role("button", name="Anmelden").click()
        page.get_by_role("alert").wait_for()
        assert (first, violations(page)) == ([], [])


@pytest.mark.parametrize("state", STATES)
def test_phone_has_no_overflow_and_targets_for_fingers(page: Page, state: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    STATES[state](page)
    small = page.locator("main button:visible, main input:visible, main select:visible").evaluate_all(
        "nodes => nodes.filter(node => node.getBoundingClientRect().height < 44).map(node => node.outerHTML)"
    )
    assert (page.evaluate("document.documentElement.scrollWidth"), small) == (320, [])


def test_two_clicks_change_a_session(page: Page) -> None:
    page.goto("/programmbuero?tag=2025-05-14")
    page.get_by_role("row").filter(has_text=TITLE).get_by_role("link").click()
    page.get_by_role("button", name="+ 15 Min.").click()
    row = page.get_by_role("row").filter(has_text=TITLE)
    row.get_by_text("Zeit geändert, vorher 10:00 Uhr").wait_for()
    assert row.get_by_role("cell").first.inner_text() == "10:15–11:00"


def test_keyboard_alone_changes_and_undoes(page: Page) -> None:
    page.goto(SESSION)
    page.get_by_label("Hinweis für Gäste").focus()
    for key in ("Kopfhörer", None):
        page.keyboard.type(key) if key else page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.get_by_text("Gespeichert und ab sofort im Chat").wait_for()
    undo = page.get_by_role("button", name="Zurücknehmen")
    undo.focus()
    page.keyboard.press("Enter")
    page.get_by_text("Zurückgenommen:").wait_for()


def test_enter_in_a_field_changes_nothing(page: Page) -> None:
    page.goto(SESSION)
    before = page.content()
    page.get_by_label("Grund (nur").press("Enter")
    page.get_by_label("Andere Minuten").fill("7")
    page.get_by_label("Andere Minuten").press("Enter")
    page.goto(SESSION)
    assert page.content() == before


def test_search_narrows_while_typing(page: Page) -> None:
    page.goto("/programmbuero?tag=2025-05-14")
    page.get_by_label("Suche").press_sequentially("prompten einstieg")
    visible = page.locator("[data-words]:visible")
    assert (visible.count(), page.locator("[data-count]").inner_text()) == (1, "1 Sitzung")


def test_second_tab_hears_of_a_change(page: Page, office: BrowserContext) -> None:
    page.goto("/programmbuero")
    delay(office.new_page())
    page.get_by_text("Inzwischen wurde das Programm geändert.").wait_for()


def test_conflict_shows_the_difference_and_gets_the_focus(page: Page) -> None:
    show_conflict(page)
    cells = page.locator(".conflict tbody tr").first.locator("th, td").all_inner_texts()
    assert cells == [
        "Zeit",
        "Mittwoch, 14. Mai 2025, 10:00–10:45 Uhr",
        "Mittwoch, 14. Mai 2025, 10:05–10:50 Uhr",
    ]
    assert page.get_by_role("alert").evaluate("box => box === document.activeElement")
    page.get_by_role("button", name="Trotzdem speichern: Verspätung um 10 Minuten").click()
    page.get_by_role("row").filter(has_text=TITLE).get_by_text("10:15–11:00").wait_for()


def test_everything_works_without_javascript(logged_in: Callable[..., BrowserContext]) -> None:
    with logged_in(java_script_enabled=False) as context:
        page = context.new_page()
        page.goto("/programmbuero?ansicht=staende")
        page.get_by_label("Suche").fill("tablets")
        page.get_by_role("button", name="Anzeigen").click()
        page.get_by_role("link", name="Ändern").click()
        page.get_by_role("button", name="Stand absagen").click()
        page.get_by_role("row").filter(has_text="Tablets").get_by_text("Fällt aus").wait_for()
        undo_all(page)


def test_pictures_of_the_guide(page: Page, picture: Callable[[Page, str], None]) -> None:
    page.goto("/programmbuero")
    picture(page, "programmbuero")
    page.goto(SESSION)
    picture(page, "programmbuero-aendern")
