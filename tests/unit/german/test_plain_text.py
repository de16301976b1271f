"""Titles, names and reasons from a programme are text on every surface: no link, no bold word, no tag of theirs."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import httpx
import pytest
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import SlotSet
from rasa.shared.core.trackers import DialogueStateTracker
from rasa_sdk.executor import CollectingDispatcher

from actions.action import say
from actions.conversation.anaphora_answers import topic_again
from actions.details import describe, when_is, where_is
from actions.reply import Reference, Reply
from actions.sessions.listing import list_sessions
from bot.core.settings import ROOT
from bot.dialogue.own_plan import PlanChange
from bot.fair.model import Place
from bot.german.phrases import as_text
from bot.programme.exports.schedule_export import to_schedule
from bot.programme.model import Booth
from bot.programme.store import assemble
from bot.rasa.nlg import TopicAnswers
from bot.staff.roles import Role
from bot.web.app import create_app
from bot.web.http.limits import routes_of
from bot.web.http.rendering import Templates
from tests.samples.fair import ask, at, view_with
from tests.samples.live import Programme, live_chat, texts
from tests.samples.programme import FAIR, NOW, session
from tests.samples.staff import add_users, log_in
from tests.samples.web import FakeRasa, serving

EVIL = "[Klick](https://evil.example) **x** <b>y</b> [Z](javascript:alert(1))"
WIDGET = (ROOT / "bot" / "web" / "chat" / "static" / "widget" / "markdown.js").read_text("utf-8")
INLINE = re.compile(re.search(r"const INLINE = /(.+)/g;", WIDGET)[1])  # type: ignore[index]
HOSTILE = session(
    "evil", "11:00", "12:00", title=EVIL, room=EVIL, kind=EVIL, speakers=(EVIL,), topics=(EVIL,), abstract=EVIL,
    note=EVIL,
)  # fmt: skip


def is_plain(text: str) -> bool:
    """Whether neither the chat nor the staff pages find markup, and all letters are still there."""
    return INLINE.search(text) is None and "<strong>" not in str(render_bold(text)) and "\u2060" in text


def render_bold(text: str) -> str:
    environment = Templates()._environment
    return str(environment.filters["fett"](text))


@pytest.mark.parametrize("text", ["**a**", "***a***", "****a****", "[a](https://b)", "[[a](https://b)", EVIL])
def test_markup_becomes_text_that_looks_the_same(text: str) -> None:
    assert (is_plain(as_text(text)), as_text(text).replace("\u2060", "")) == (True, text)


@pytest.mark.parametrize("text", ["C* und D*", "(siehe [1])", "5 * 3 * 2", "Klick [hier] (gleich)", "• 10:00 Uhr: A"])
def test_other_words_stay_as_they_are(text: str) -> None:
    assert as_text(text) == text


def said(reply: Reply) -> str:
    dispatcher = CollectingDispatcher()
    say(dispatcher, reply)
    return str(dispatcher.messages[0]["text"])


@pytest.mark.parametrize("answer", [describe, when_is, where_is])
def test_answers_about_a_session_are_text(answer: Any) -> None:
    assert is_plain(said(answer(Reference("sitzung", "evil"), view_with(HOSTILE))))


def test_list_and_its_heading_are_text() -> None:
    both = view_with(HOSTILE, HOSTILE.copy(update={"id": "zwei"}))
    assert is_plain(said(list_sessions(ask("Was läuft am Mittwoch?", "programm_suche"), both)))


def test_editors_text_keeps_its_markup() -> None:
    editors = Reply("Siehe [Plan](/lageplan), **wichtig**.", is_markup=True)
    assert said(editors) == editors.text


def test_topic_told_again_keeps_its_markup() -> None:
    question = replace(ask("Was kostet das?", "mehr"), refers="faq/parken")
    reply = topic_again(question, view_with(HOSTILE))
    assert reply is not None
    assert reply.is_markup


@pytest.mark.asyncio
async def test_slots_in_an_editors_answer_are_text() -> None:
    responses = {"utter_probe": [{"text": "**Gern**: {thema}"}]}
    domain = Domain.from_dict({"responses": responses, "slots": {"thema": {"type": "text", "mappings": []}}})
    tracker = DialogueStateTracker.from_events("me", [SlotSet("thema", EVIL)], slots=domain.slots)
    response = await TopicAnswers(None, domain).generate("utter_probe", tracker, "rest")
    assert response is not None
    assert [each[1] for each in INLINE.findall(response["text"])] == [""]  # only the editor's bold word
    assert INLINE.findall(response["text"])[0][0] == "Gern"


def test_reminders_and_news_are_text(tmp_path: Path) -> None:
    programme = Programme()
    live = live_chat(tmp_path, programme, at("10:50"))
    live.plans.apply("chat", PlanChange(add=("phishing",), remind={"phishing": 10}))
    live.interests.note("chat", [("sitzung", "phishing")])
    programme.change("phishing", title=EVIL)
    live.reminders.remind()
    live.changes.tell(programme.catalogue)
    live.changes.tell(programme.change("phishing", cancelled=True, note=EVIL))
    assert [is_plain(text) for text in texts(live, "chat")] == [True, True]


class Seen(HTMLParser):
    """What of the programme's words has become part of a page."""

    def __init__(self) -> None:
        super().__init__()
        self.bad: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note tags and addresses of others."""
        if tag == "b":
            self.bad.append(tag)
        targets = [value or "" for name, value in attrs if name in ("href", "src", "action", "formaction")]
        self.bad += [each for each in targets if each.strip().lower().startswith(("javascript:", "https://evil"))]
        self.bad += [name for name, _ in attrs if name.startswith("on")]


@pytest.mark.asyncio
async def test_no_page_makes_anything_of_it(tmp_path: Path) -> None:
    booth = Booth(number="X1", name=EVIL, room=EVIL, organisation=EVIL, description=EVIL, try_out=EVIL)
    add_users(tmp_path / "zustand")
    (tmp_path / "zustand" / "plan.json").write_text(export(booth), encoding="utf-8")
    settings = {"MESSE_ZUSTAND": str(tmp_path / "zustand"), "PROGRAMM_QUELLE": str(tmp_path / "zustand" / "plan.json")}
    app = create_app(ROOT, settings, httpx.MockTransport(FakeRasa().answer))
    async with serving(app) as client:
        await log_in(client, Role.LEAD)
        paths = ["/" + re.sub(r"<[^>]+>", "evil", each.path) for each in routes_of(app) if "GET" in each.methods]
        pages = {path: await client.get(path) for path in paths if path != "/chat/ereignisse"}
    bad = {path: parsed(page.text) for path, page in pages.items() if "text/html" in page.headers["content-type"]}
    shown = [path for path, page in pages.items() if "evil.example" in page.text]
    assert ({path: found for path, found in bad.items() if found}, len(shown) > 6) == ({}, True), shown


def parsed(page: str) -> list[str]:
    seen = Seen()
    seen.feed(page)
    return seen.bad


def export(booth: Booth) -> str:
    return json.dumps(to_schedule(assemble((HOSTILE,), (booth,), (Place(name=EVIL),), NOW), FAIR))
