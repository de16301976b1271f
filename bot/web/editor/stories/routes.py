"""/redaktion/geschichten: rules, stories and test conversations as pictures, chats and steps; no JavaScript needed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, redirect

from bot.content.stories.draft_check import StoryFault
from bot.content.stories.listing import KIND_KEYS, OpenStory, StoryKind, states
from bot.content.stories.service import Draft, FaultyStory, StoryConflict, StoryService, UnknownStory
from bot.content.stories.wording import StoryWords
from bot.content.topic_service import TopicService
from bot.core.errors import ContentError
from bot.publishing.versions import VersionError
from bot.staff.access import Staff
from bot.staff.audit import Audit
from bot.web.editor.page import READING, SENDING, editor_page
from bot.web.editor.stories.forms import FIRST_STEPS, draft_from, draft_of_story, moved
from bot.web.editor.stories.view import BASE, StoryForm, deletion_page, key_of, list_page, story_page
from bot.web.http.forms import fields_of, query_of
from bot.web.http.parts import Site, keep_parts

SAVED, MADE, DELETED = "gespeichert", "angelegt", "geloescht"
_DONE = {
    SAVED: "Gespeichert. Es gilt, sobald Sie veröffentlichen.",
    MADE: "Angelegt. Es gilt, sobald Sie veröffentlichen.",
    DELETED: "Gelöscht. Bis Sie veröffentlichen, richtet sich der Bot noch danach.",
}
_DONE_TALK = {  # the bot learns nothing from a test conversation
    SAVED: "Gespeichert. Es wird geführt, sobald Sie wieder „Prüfen und vorbereiten“ wählen.",
    MADE: "Angelegt. Es wird geführt, sobald Sie wieder „Prüfen und vorbereiten“ wählen.",
    DELETED: "Gelöscht. Es wird nicht mehr geführt.",
}
_CHECKED = "Alles in Ordnung, noch nicht gespeichert."
_CHECKED_TALK = (
    "Die Form stimmt, noch nicht gespeichert. "
    "Ob der Bot wirklich so antwortet, zeigt sich bei „Prüfen und vorbereiten“."
)


@dataclass(frozen=True)
class StoryParts:
    """The project's content, and its live files.

    Attributes:
        published: the files of the live version by their paths, None where it is not known; raises VersionError.
    """

    site: Site
    audit: Audit
    topics: TopicService
    published: Callable[[], Mapping[str, bytes] | None]


def setup_stories(app: Sanic, parts: StoryParts) -> None:
    """Serve the pages below /redaktion/geschichten."""
    keep_parts(app, parts)
    for address, handler, methods in (
        ("", get_stories, READING),
        ("/neu", get_new, READING),
        ("/neu", post_new, SENDING),
        ("/eine/<key:str>", get_story, READING),
        ("/eine/<key:str>", post_story, SENDING),
        ("/eine/<key:str>/loeschen", get_deletion, READING),
        ("/eine/<key:str>/loeschen", post_deletion, SENDING),
    ):
        app.add_route(handler, BASE + address, methods=methods, name=f"geschichten_{handler.__name__}")


@editor_page(StoryParts)
async def get_stories(request: Request, parts: StoryParts, staff: Staff) -> HTTPResponse:
    """Show the list of rules, stories and test conversations, narrowed by words and kind."""
    # both read many files: side by side, and not in the event loop
    (stories, problems), words = await asyncio.gather(
        asyncio.to_thread(service_of(parts).all), asyncio.to_thread(words_of, parts)
    )
    learnt = await asyncio.to_thread(_states, parts, stories)
    query = query_of(request)
    message = _done(query, KIND_KEYS.get(query.get("art", ""), StoryKind.STORY))
    return html(list_page(parts.site, staff, stories, problems, words, learnt, query, message))


@editor_page(StoryParts)
async def get_story(request: Request, parts: StoryParts, staff: Staff, key: str) -> HTTPResponse:
    """Show the form of one story."""
    story = await asyncio.to_thread(service_of(parts).open, key)
    message = _done(query_of(request), story.kind)
    form = StoryForm(story.kind, draft_of_story(story), story, story.version, message=message)
    return await _shown(parts, staff, form)


@editor_page(StoryParts)
async def post_story(request: Request, parts: StoryParts, staff: Staff, key: str) -> HTTPResponse:
    """Save a story, move its steps, or show the faults that keep it from being saved."""
    fields, service = fields_of(request), service_of(parts)
    try:
        story = await asyncio.to_thread(service.open, key)
    except UnknownStory:
        kind = KIND_KEYS.get(fields.get("art", ""), StoryKind.STORY)
        return await _shown(parts, staff, StoryForm(kind, draft_from(fields), is_gone=True), 409)
    form = StoryForm(story.kind, draft_from(fields), story, fields.get("version", ""))
    if (answer := await _moved(parts, staff, form, fields)) is not None:
        return answer
    try:
        fresh = await asyncio.to_thread(service.save, key, form.draft, form.version)
    except FaultyStory as error:
        return await _shown(parts, staff, replace(form, faults=error.faults), 422)
    except ContentError as error:
        return await _shown(parts, staff, replace(form, faults=_faults(error)), 422)
    except StoryConflict as error:
        return await _conflict(parts, staff, form, error)
    parts.audit.note(staff.user, f"{story.kind.value} gespeichert", f"{story.file}: {story.block.name}")
    return _done_at(f"{BASE}/eine/{fresh}", SAVED)


@editor_page(StoryParts)
async def get_new(request: Request, parts: StoryParts, staff: Staff) -> HTTPResponse:
    """Show the form for a new story."""
    kind = KIND_KEYS.get(query_of(request).get("art", ""), StoryKind.STORY)
    return await _shown(parts, staff, StoryForm(kind, Draft("", FIRST_STEPS)))


@editor_page(StoryParts)
async def post_new(request: Request, parts: StoryParts, staff: Staff) -> HTTPResponse:
    """Create a story, or show the faults that keep it from being saved."""
    fields = fields_of(request)
    form = StoryForm(KIND_KEYS.get(fields.get("art", ""), StoryKind.STORY), draft_from(fields))
    if (answer := await _moved(parts, staff, form, fields)) is not None:
        return answer
    try:
        key = await asyncio.to_thread(service_of(parts).create, form.kind, form.draft)
    except FaultyStory as error:
        return await _shown(parts, staff, replace(form, faults=error.faults), 422)
    parts.audit.note(staff.user, f"{form.kind.value} angelegt", form.draft.name)
    return _done_at(f"{BASE}/eine/{key}", MADE)


@editor_page(StoryParts)
async def get_deletion(request: Request, parts: StoryParts, staff: Staff, key: str) -> HTTPResponse:
    """Ask before a story is deleted."""
    story = await asyncio.to_thread(service_of(parts).open, key)
    words = await asyncio.to_thread(words_of, parts)
    return html(deletion_page(parts.site, staff, words, story))


@editor_page(StoryParts)
async def post_deletion(request: Request, parts: StoryParts, staff: Staff, key: str) -> HTTPResponse:
    """Delete a story; 409 when something else needs it or it was changed meanwhile."""
    service, words = service_of(parts), await asyncio.to_thread(words_of, parts)
    story = await asyncio.to_thread(service.open, key)
    try:
        await asyncio.to_thread(service.delete, key, fields_of(request).get("version", ""))
    except FaultyStory as error:
        return html(deletion_page(parts.site, staff, words, story, error.faults), 409)
    except StoryConflict:
        what = "Das wurde inzwischen geändert. Bitte prüfen Sie, ob es wirklich weg soll."
        return html(deletion_page(parts.site, staff, words, story, problem=what), 409)
    parts.audit.note(staff.user, f"{story.kind.value} gelöscht", f"{story.file}: {story.block.name}")
    return _done_at(BASE, DELETED, story.kind)


def service_of(parts: StoryParts) -> StoryService:
    """The stories of this app's project."""
    return StoryService(parts.topics.root)


def words_of(parts: StoryParts) -> StoryWords:
    """The words for them as the content is now; takes about a third of a second."""
    return StoryWords(parts.topics.root, parts.topics.variables(parts.site.clock.now()))


async def _moved(parts: StoryParts, staff: Staff, form: StoryForm, fields: Mapping[str, str]) -> HTTPResponse | None:
    """The form after a button that only changes it; None when it shall be saved."""
    deed = fields.get("tat", "")
    steps, place = moved(form.draft.steps, deed)
    if place is not None:
        return await _shown(parts, staff, replace(form, draft=replace(form.draft, steps=steps), focus=place))
    if deed != "pruefen":
        return None
    key = form.story.key if form.story is not None else ""
    faults = await asyncio.to_thread(service_of(parts).faults, form.kind, form.draft, key)
    message = "" if faults else _CHECKED_TALK if form.kind is StoryKind.TALK else _CHECKED
    return await _shown(parts, staff, replace(form, faults=faults, message=message))


async def _conflict(parts: StoryParts, staff: Staff, form: StoryForm, error: StoryConflict) -> HTTPResponse:
    theirs = error.theirs
    version = theirs.version if theirs is not None else ""
    return await _shown(parts, staff, replace(form, theirs=theirs, is_gone=theirs is None, version=version), 409)


async def _shown(parts: StoryParts, staff: Staff, form: StoryForm, status: int = 200) -> HTTPResponse:
    words = await asyncio.to_thread(words_of, parts)
    return html(story_page(parts.site, staff, words, form), status)


def _states(parts: StoryParts, stories: list[OpenStory]) -> dict[str, bool | None]:
    try:
        published = parts.published()
    except VersionError:  # told on the page on publishing
        published = None
    return states(stories, published)


def _faults(error: ContentError) -> list[StoryFault]:
    return [StoryFault(None, each.what, each.remedy) for each in error.problems]


def _done(query: Mapping[str, str], kind: StoryKind) -> str:
    return (_DONE_TALK if kind is StoryKind.TALK else _DONE).get(query.get("getan", ""), "")


def _done_at(address: str, deed: str, kind: StoryKind | None = None) -> HTTPResponse:
    """Say what was done; a list shows those of the same kind."""
    query = {"getan": deed} if kind is None else {"getan": deed, "art": key_of(kind)}
    return redirect(f"{address}?{urlencode(query)}", status=303)
