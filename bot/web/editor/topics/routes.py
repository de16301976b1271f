"""The Redaktion: pages on which editors change topics; everything works without JavaScript."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Mapping
from dataclasses import replace
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, redirect

from bot.chat.answers import BUTTONS
from bot.content.checks.draft_check import (
    EXAMPLES,
    SENTENCES,
    new_topic_faults,
    sentence_faults,
    stem_of,
)
from bot.content.live_version import live_fingerprints
from bot.content.topic_service import SentenceFile
from bot.content.topics import Topic, parse_topic
from bot.core.files import ABSENT, Conflict
from bot.staff.access import Staff
from bot.web.editor.page import READING, SENDING, editor_page
from bot.web.editor.topics.forms import (
    chosen,
    content_fields,
    label_of,
    merged,
    simple_may_be_old,
    topic_of,
    values_with,
)
from bot.web.editor.topics.help import faults_of, setup_help
from bot.web.editor.topics.parts import TopicParts
from bot.web.editor.topics.view import BASE, Form, deletion_page, list_page, topic_page
from bot.web.http.forms import fields_of, lines_of, query_of
from bot.web.http.parts import keep_parts

LONGEST_EXAMPLES = 5_000  # letters that an address may bring along
SAVED, MADE, DELETED = "gespeichert", "angelegt", "geloescht"
SAVED_ALL_BUT_SIMPLE, SAVED_TESTS, SAVED_DRAFT = "gespeichert_leicht", "gespeichert_saetze", "gespeichert_entwurf"
CHECKED = "Geprüft und noch nicht gespeichert: Nichts steht dem Speichern im Weg."
OFFERED = {button["payload"] for button in BUTTONS}  # the greeting's own proposals
_DONE = {
    SAVED: "Gespeichert. Antwort und Knöpfe gelten ab sofort; geänderte Fragen nach dem Veröffentlichen.",
    SAVED_ALL_BUT_SIMPLE: "Gespeichert. Antwort und Knöpfe gelten ab sofort. "
    "Die Fassung in Leichter Sprache ist noch die alte: Stimmt sie noch?",
    SAVED_TESTS: "Gespeichert. Die Testsätze zählen ab dem nächsten „Prüfen und vorbereiten“.",
    SAVED_DRAFT: "Gespeichert. Der Bot kennt das Thema nach dem Veröffentlichen.",
    MADE: "Angelegt. Der Bot kennt das Thema nach dem Veröffentlichen.",
    DELETED: "Gelöscht. Bis zum Veröffentlichen antwortet der Bot noch darauf.",
}


def setup_topics(app: Sanic, parts: TopicParts) -> None:
    """Serve the pages below /redaktion."""
    keep_parts(app, parts)
    setup_help(app)
    for address, handler, methods in (
        ("", get_topics, READING),
        ("/neu", get_new, READING),
        ("/neu", post_new, SENDING),
        ("/thema/<stem:str>", get_topic, READING),
        ("/thema/<stem:str>", post_topic, SENDING),
        ("/thema/<stem:str>/loeschen", get_deletion, READING),
        ("/thema/<stem:str>/loeschen", post_deletion, SENDING),
    ):
        app.add_route(handler, BASE + address, methods=methods, name=f"redaktion_{handler.__name__}")


@editor_page(TopicParts)
async def get_topics(request: Request, parts: TopicParts, staff: Staff) -> HTTPResponse:
    """Show the list of topics."""
    query = query_of(request)
    rows = await asyncio.to_thread(parts.topics.rows)
    return html(list_page(parts, staff, rows, query, _done(query)))


@editor_page(TopicParts)
async def get_topic(request: Request, parts: TopicParts, staff: Staff, stem: str) -> HTTPResponse:
    """Show the form for a topic."""
    topic, version = parts.topics.open(stem)
    tests = parts.topics.open_sentences(stem)
    values = values_with(topic, tests)
    form = Form(values, version, values, tests_version=tests.version)
    return html(topic_page(parts, staff, stem, topic.label, form, _done(query_of(request))))


@editor_page(TopicParts)
async def post_topic(request: Request, parts: TopicParts, staff: Staff, stem: str) -> HTTPResponse:
    """Save a topic; 422 with its faults, 409 when another editor was faster."""
    fields, desk = fields_of(request), parts.topics
    base = _base_of(fields)
    values = content_fields(chosen(fields, base))
    label, version = label_of(fields, stem), fields.get("version", "")
    topic = topic_of(values, label, desk.titles())
    tests = SentenceFile(tuple(lines_of(values, SENTENCES)), fields.get("satzversion", ""))
    faults = await faults_of(parts, stem, topic)
    # only then: reading all examples of all topics takes its time
    if _differ(values, base, SENTENCES, EXAMPLES):
        faults += await asyncio.to_thread(sentence_faults, desk.root, stem, topic.examples, tests.sentences)
    if faults or fields.get("tat") == "vorschau":
        form = Form(values, version, base, faults, tests_version=tests.version)
        return await _shown_again(parts, staff, stem, label, topic, form, fields)
    try:
        desk.save(stem, topic, version, tests if _differ(values, base, SENTENCES) else None)
    except Conflict as conflict:
        # another editor was faster: both versions side by side, nothing is lost
        form = _conflict_form(values, base, conflict, desk.open_sentences(stem))
        return html(topic_page(parts, staff, stem, label, form), 409)
    parts.audit.note(staff.user, "Thema gespeichert", stem)
    return _done_at(f"{BASE}/thema/{stem}", _saved(parts, stem, values, base))


@editor_page(TopicParts)
async def get_new(request: Request, parts: TopicParts, staff: Staff) -> HTTPResponse:
    """Show the form for a new topic."""
    examples = query_of(request).get("beispiele", "")[:LONGEST_EXAMPLES]  # from the inbox
    return html(topic_page(parts, staff, "", "", Form({EXAMPLES: examples} if examples else {}, ABSENT, {})))


@editor_page(TopicParts)
async def post_new(request: Request, parts: TopicParts, staff: Staff) -> HTTPResponse:
    """Create a topic with its test sentences; 422 with its faults."""
    fields, desk = fields_of(request), parts.topics
    stem, sentences = stem_of(fields.get("titel", "")), lines_of(fields, SENTENCES)
    topic = topic_of(fields, f"faq/{stem}", desk.titles())
    faults = await faults_of(parts, stem, topic)
    faults += await asyncio.to_thread(new_topic_faults, desk.root, stem, topic, sentences)
    if faults or fields.get("tat") == "vorschau":
        form = Form(content_fields(fields), ABSENT, {}, faults)
        return await _shown_again(parts, staff, "", "", topic, form, fields)
    desk.create(stem, topic, sentences)
    parts.audit.note(staff.user, "Thema angelegt", stem)
    return _done_at(f"{BASE}/thema/{stem}", MADE)


@editor_page(TopicParts)
async def get_deletion(request: Request, parts: TopicParts, staff: Staff, stem: str) -> HTTPResponse:
    """Ask before a topic is deleted."""
    topic, version = parts.topics.open(stem)
    return html(deletion_page(parts, staff, stem, topic, version, _mentions(parts, topic)))


@editor_page(TopicParts)
async def post_deletion(request: Request, parts: TopicParts, staff: Staff, stem: str) -> HTTPResponse:
    """Delete a topic; 409 when something else needs it or it was changed meanwhile."""
    topic, version = parts.topics.open(stem)
    mentions = _mentions(parts, topic)
    try:
        if mentions:
            return html(deletion_page(parts, staff, stem, topic, version, mentions), 409)
        parts.topics.delete(stem, fields_of(request).get("version", ""))
    except Conflict:
        what = "Das Thema wurde inzwischen geändert. Bitte prüfen Sie, ob es wirklich weg soll."
        return html(deletion_page(parts, staff, stem, topic, version, mentions, what), 409)
    parts.audit.note(staff.user, "Thema gelöscht", stem)
    return _done_at(BASE, DELETED)


async def _shown_again(
    parts: TopicParts, staff: Staff, stem: str, label: str, topic: Topic, form: Form, fields: Mapping[str, str]
) -> HTTPResponse:
    """Return the form as it was typed, with faults and advice; a preview answers 200, whatever it finds."""
    found = await parts.adviser.help(stem, topic.examples, parts.site.clock.now(), topic.title)
    is_preview = fields.get("tat") == "vorschau"
    message = "" if form.faults or not is_preview else _found_nothing_wrong(len(found.advice) + len(found.on_title))
    form = replace(form, advice=found.advice, on_title=found.on_title, is_preview=is_preview)
    return html(topic_page(parts, staff, stem, label, form, message), 200 if is_preview else 422)


def _found_nothing_wrong(remarks: int) -> str:
    if not remarks:
        return f"{CHECKED} So können Sie speichern."
    count = "Ein Hinweis steht" if remarks == 1 else f"{remarks} Hinweise stehen"
    return f"{CHECKED} {count} bei den Feldern; speichern können Sie trotzdem."


def _differ(values: Mapping[str, str], base: Mapping[str, str], *names: str) -> bool:
    return any(lines_of(values, name) != lines_of(base, name) for name in names)


def _saved(parts: TopicParts, stem: str, values: Mapping[str, str], base: Mapping[str, str]) -> str:
    """Return the message after saving a topic: which part of it counts from when on."""
    live = live_fingerprints(parts.topics.root)
    if live is not None and stem not in live:
        return SAVED_DRAFT
    if all(not _differ(values, base, name) for name in {*values, *base} - {SENTENCES}):
        return SAVED_TESTS if _differ(values, base, SENTENCES) else SAVED
    return SAVED_ALL_BUT_SIMPLE if simple_may_be_old(values, base) else SAVED


def _mentions(parts: TopicParts, topic: Topic) -> list[str]:
    greeting = ["Begrüßung im Chat"] if f"/{topic.label}" in OFFERED else []
    return greeting + parts.topics.mentioned_in(topic.label)


def _base_of(fields: Mapping[str, str]) -> dict[str, str]:
    try:
        read = json.loads(fields.get("basis") or "{}")
    except ValueError:
        return {}
    return {str(name): str(text) for name, text in read.items()} if isinstance(read, dict) else {}


def _conflict_form(mine: Mapping[str, str], base: Mapping[str, str], conflict: Conflict, tests: SentenceFile) -> Form:
    theirs = values_with(parse_topic(conflict.text), tests) if conflict.text else {}
    values, both = merged(mine, base, theirs)
    differing = {name: (theirs.get(name, ""), values[name]) for name in both}
    return Form(values, conflict.version, theirs, both=differing, is_outdated=True, tests_version=tests.version)


def _done(query: Mapping[str, str]) -> str:
    return _DONE.get(query.get("getan", ""), "")


def _done_at(address: str, deed: str) -> HTTPResponse:
    return redirect(f"{address}?{urlencode({'getan': deed})}", status=303)
