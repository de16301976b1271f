"""/redaktion/eingang: questions that went badly, in groups; each becomes an example, a new topic, or is put aside."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timezone
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, redirect

from bot.chat.disclosure_control import MASK
from bot.chat.inbox import AlreadyDone, InboxDecision, InboxService
from bot.chat.question_counts import QuestionGroup
from bot.chat.questions import Reason
from bot.content.checks.draft_check import Fault
from bot.content.topic_service import TopicService, UnknownTopic
from bot.german.phrases import clock_time
from bot.nlu.text_cleaning import OUT_OF_SCOPE
from bot.staff.access import Staff
from bot.staff.audit import Audit
from bot.web.editor.advice import OUT_OF_SCOPE_TITLE, Adviser
from bot.web.editor.page import READING, SENDING, editor_page
from bot.web.http.forms import fields_of, lines_of, query_of
from bot.web.http.parts import Site, keep_parts
from bot.web.staff_area.page import Handler, staff_page

BASE, HERE = "/redaktion/eingang", "eingang"
ON_A_PAGE, SHOWN_QUESTIONS, PREFILLED, LATEST = 20, 6, 15, 10
REASONS = {
    Reason.MISS.value: "Keine Antwort",
    Reason.BAD.value: "Daumen nach unten",
    Reason.UNSURE.value: "Unsicher verstanden",
    Reason.OUT_OF_SCOPE.value: "Nicht zur Messe",
}
MESSAGES = {
    "zugeordnet": "Zugeordnet. Die Beispielfragen gelten nach dem Veröffentlichen.",
    "ignoriert": "Ignoriert.",
    "zurueck": "Zurückgeholt. Die Fragen stehen wieder im Eingang.",
    "schon": str(AlreadyDone()),
}


@dataclass(frozen=True)
class InboxParts:
    """The inbox, the topics that its questions go to, and what advises on them."""

    site: Site
    audit: Audit
    inbox: InboxService
    topics: TopicService
    adviser: Adviser


def setup_inbox(app: Sanic, parts: InboxParts) -> None:
    """Serve the inbox below /redaktion/eingang."""
    keep_parts(app, parts)
    for path, handler, methods in (
        ("", get_inbox, READING),
        ("/zuordnen", post_choice, SENDING),
        ("/speichern", post_assignment, SENDING),
        ("/ignorieren", post_ignored, SENDING),
        ("/zurueck", post_undo, SENDING),
    ):
        app.add_route(handler, BASE + path, methods=methods, name=f"eingang_{handler.__name__}")


def inbox_page(handler: Handler) -> Handler:
    """Make a handler of a page for the Redaktion; questions that are dealt with already lead back to the list."""

    @wraps(handler)
    async def unless_done(request: Request, parts: InboxParts, staff: Staff, **parameters: str) -> HTTPResponse:
        try:
            return await handler(request, parts, staff, **parameters)
        except AlreadyDone:
            # two editors may have the inbox open; the slower one is told
            return _done_at("schon")

    return editor_page(InboxParts)(unless_done)


@inbox_page
async def get_inbox(request: Request, parts: InboxParts, staff: Staff) -> HTTPResponse:
    """A page of open groups, and what was done last."""
    service, query = parts.inbox, query_of(request)
    reason, words = query.get("grund", ""), query.get("suche", "")[:100]
    # grouping compares vectors: not in the event loop
    inbox = await asyncio.to_thread(service.open, reason if reason in REASONS else "", words)
    pages = max(1, -(-len(inbox.groups) // ON_A_PAGE))
    number = min(pages, int(query["seite"]) if query.get("seite", "").isdecimal() and len(query["seite"]) < 6 else 1)
    number = max(1, number)
    shown = inbox.groups[(number - 1) * ON_A_PAGE : number * ON_A_PAGE]
    titles = parts.adviser.titles()
    rows = await asyncio.to_thread(lambda: [_row(service, parts, group, titles) for group in shown])
    page = staff_page(
        parts.site, staff, "eingang.html", here=HERE, base=BASE, rows=rows, reason=reason, search=words,
        reasons=REASONS.items(), total=len(inbox.groups), is_grouped=inbox.is_grouped, page=number, pages=pages,
        more=lambda other: f"{BASE}?{urlencode({'grund': reason, 'suche': words, 'seite': other})}",
        topics=_topics(parts), latest=_latest(service, titles), message=MESSAGES.get(query.get("getan", ""), ""),
        out_of_scope=OUT_OF_SCOPE,
    )  # fmt: skip
    return html(page)


@inbox_page
async def post_choice(request: Request, parts: InboxParts, staff: Staff) -> HTTPResponse:
    """Show the sentences that would become examples of the chosen topic, with advice."""
    fields = fields_of(request)
    target = OUT_OF_SCOPE if fields.get("ausserhalb") else fields.get("thema", "")
    questions = await asyncio.to_thread(parts.inbox.questions, fields.get("fragen", "").split())
    if not target:
        raise UnknownTopic("Es ist kein Thema gewählt.")
    # a masked question would teach the mask
    sentences = [each.words for each in questions[:PREFILLED] if MASK not in each.words]
    return await _choice_page(request, parts, staff, target, sentences or [questions[0].words], [])


@inbox_page
async def post_assignment(request: Request, parts: InboxParts, staff: Staff) -> HTTPResponse:
    """Make the sentences examples, or say why not."""
    service, fields = parts.inbox, fields_of(request)
    target, sentences = fields.get("thema", ""), lines_of(fields, "saetze")
    faults = await asyncio.to_thread(service.faults, sentences)
    if faults or fields.get("tat") == "pruefen":
        return await _choice_page(request, parts, staff, target, sentences, faults)
    await asyncio.to_thread(service.assign, target, sentences, fields.get("fragen", "").split(), staff.name)
    parts.audit.note(staff.user, "Fragen zugeordnet", f"{target}: {len(sentences)}")
    return _done_at("zugeordnet")


@inbox_page
async def post_ignored(request: Request, parts: InboxParts, staff: Staff) -> HTTPResponse:
    """Put a group aside."""
    count = await asyncio.to_thread(parts.inbox.ignore, fields_of(request).get("fragen", "").split(), staff.name)
    parts.audit.note(staff.user, "Fragen ignoriert", str(count))
    return _done_at("ignoriert")


@inbox_page
async def post_undo(request: Request, parts: InboxParts, staff: Staff) -> HTTPResponse:
    """Take back what was done with a group."""
    number = fields_of(request).get("nummer", "")
    done = await asyncio.to_thread(parts.inbox.undo, int(number) if number.isdecimal() else 0)
    parts.audit.note(staff.user, "Eingang: zurückgeholt", str(len(done.keys)))
    return _done_at("zurueck")


async def _choice_page(
    request: Request, parts: InboxParts, staff: Staff, target: str, sentences: Sequence[str], faults: Sequence[Fault]
) -> HTTPResponse:
    path = parts.inbox.path_of(target)
    if not path.exists():
        raise UnknownTopic(f"Das Thema „{target}“ gibt es nicht – vielleicht wurde es inzwischen gelöscht.")
    own = () if target == OUT_OF_SCOPE else parts.topics.open(target)[0].examples
    advice = (await parts.adviser.help(target, [*own, *sentences], parts.site.clock.now())).advice
    page = staff_page(
        parts.site, staff, "eingang_zuordnen.html", here=HERE, base=BASE, target=target,
        is_outside=target == OUT_OF_SCOPE,
        title=parts.adviser.titles().get(OUT_OF_SCOPE if target == OUT_OF_SCOPE else f"faq/{target}", target),
        keys=fields_of(request).get("fragen", ""), sentences="\n".join(sentences), faults=faults,
        advice=[each for each in advice if each.sentence in sentences],
    )  # fmt: skip
    return html(page, 422 if faults else 200)


def _row(service: InboxService, parts: InboxParts, group: QuestionGroup, titles: Mapping[str, str]) -> dict[str, Any]:
    at = datetime.fromtimestamp(group.last, timezone.utc).astimezone(parts.site.fair.zone)
    first, *others = group.questions
    reasons = frozenset().union(*(each.reasons for each in group.questions))
    labels = dict.fromkeys(label for each in group.questions for label in each.labels if label)
    return {
        "first": first.words, "count": group.count, "others": [each.words for each in others[: SHOWN_QUESTIONS - 1]],
        "more": max(0, len(others) - SHOWN_QUESTIONS + 1), "when": f"{at.day}.{at.month}., {clock_time(at)} Uhr",
        "reasons": [title for reason, title in REASONS.items() if reason in reasons],
        "taken_for": [titles.get(label, label) for label in labels][:3], "guesses": service.guesses(group),
        "comments": [comment for each in group.questions for comment in each.comments][:5],
        "keys": " ".join(each.key for each in group.questions),
        "sentences": "\n".join([each.words for each in group.questions if MASK not in each.words][:PREFILLED]),
    }  # fmt: skip


def _topics(parts: InboxParts) -> list[tuple[str, str]]:
    """Stem and title of every topic."""
    return [(label.partition("/")[2], title) for label, title in parts.topics.titles().items()]


def _latest(service: InboxService, titles: Mapping[str, str]) -> list[dict[str, object]]:
    found = []
    for done, words in service.latest(LATEST):
        title = OUT_OF_SCOPE_TITLE if done.target == OUT_OF_SCOPE else titles.get(f"faq/{done.target}", done.target)
        what = "ignoriert" if done.what is InboxDecision.IGNORED else f"zugeordnet: {title}"
        questions = f"„{words}“" if words else _deleted(len(done.keys))
        found.append({"number": done.number, "title": questions, "what": what, "who": done.who})
    return found


def _deleted(count: int) -> str:
    return "eine Frage, die inzwischen gelöscht ist" if count == 1 else f"{count} Fragen, die inzwischen gelöscht sind"


def _done_at(what: str) -> HTTPResponse:
    return redirect(f"{BASE}?{urlencode({'getan': what})}", status=303)
