"""/redaktion/geschichten: rules, stories and test conversations as pictures, chats and steps; no JavaScript needed."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from functools import wraps
from urllib.parse import urlencode

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, redirect

from bot.content.stories.draft_check import StoryFault
from bot.content.stories.listing import OpenStory, StoryKind, states
from bot.content.stories.service import Draft, FaultyStory, StoryConflict, StoryService, UnknownStory
from bot.content.stories.wording import StoryWords
from bot.core.errors import ContentError
from bot.publishing.versions import VersionError
from bot.staff.access import Staff
from bot.web.editor.publishing.routes import service_of as publishing_service_of
from bot.web.editor.routes import READING, SENDING, Handler, editor_page
from bot.web.editor.stories.forms import FIRST_STEPS, draft_from, draft_of_story, moved
from bot.web.editor.stories.pages import BASE, KIND_KEYS, StoryForm, deletion_page, key_of, list_page, story_page
from bot.web.http.problems import WebProblem
from bot.web.services import Services
from bot.web.staff.staff import fields_of, query_of

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


def setup_stories(app: Sanic) -> None:
    """Serve the pages."""
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


def story_page_handler(handler: Handler) -> Handler:
    """Let in only the Redaktion; a story that is gone becomes a German page."""

    @wraps(handler)
    async def translated(request: Request, services: Services, staff: Staff, **parameters: str) -> HTTPResponse:
        try:
            return await handler(request, services, staff, **parameters)
        except UnknownStory as error:
            raise WebProblem(404, str(error), "Bitte wählen Sie eine aus der Liste.") from error

    return editor_page(translated)


@story_page_handler
async def get_stories(request: Request, services: Services, staff: Staff) -> HTTPResponse:
    """The list."""
    (stories, problems), words = await asyncio.gather(
        asyncio.to_thread(service_of(services).all), asyncio.to_thread(words_of, services)
    )
    learnt = await asyncio.to_thread(_states, request, stories)
    query = query_of(request)
    message = _done(query, KIND_KEYS.get(query.get("art", ""), StoryKind.STORY))
    return html(list_page(services, staff, stories, problems, words, learnt, query, message))


@story_page_handler
async def get_story(request: Request, services: Services, staff: Staff, key: str) -> HTTPResponse:
    """One story."""
    story = await asyncio.to_thread(service_of(services).open, key)
    message = _done(query_of(request), story.kind)
    form = StoryForm(story.kind, draft_of_story(story), story, story.version, message=message)
    return await _shown(services, staff, form)


@story_page_handler
async def post_story(request: Request, services: Services, staff: Staff, key: str) -> HTTPResponse:
    """Save it, move its steps, or show what keeps it from being saved."""
    fields, service = fields_of(request), service_of(services)
    try:
        story = await asyncio.to_thread(service.open, key)
    except UnknownStory:
        kind = KIND_KEYS.get(fields.get("art", ""), StoryKind.STORY)
        return await _shown(services, staff, StoryForm(kind, draft_from(fields), is_gone=True), 409)
    form = StoryForm(story.kind, draft_from(fields), story, fields.get("version", ""))
    if (answer := await _moved(services, staff, form, fields)) is not None:
        return answer
    try:
        fresh = await asyncio.to_thread(service.save, key, form.draft, form.version)
    except FaultyStory as error:
        return await _shown(services, staff, replace(form, faults=error.faults), 422)
    except ContentError as error:
        return await _shown(services, staff, replace(form, faults=_faults(error)), 422)
    except StoryConflict as error:
        return await _conflict(services, staff, form, error)
    services.access.audit.note(staff.user, f"{story.kind.value} gespeichert", f"{story.file}: {story.block.name}")
    return _done_at(f"{BASE}/eine/{fresh}", SAVED)


@story_page_handler
async def get_new(request: Request, services: Services, staff: Staff) -> HTTPResponse:
    """The form for a new one."""
    kind = KIND_KEYS.get(query_of(request).get("art", ""), StoryKind.STORY)
    return await _shown(services, staff, StoryForm(kind, Draft("", FIRST_STEPS)))


@story_page_handler
async def post_new(request: Request, services: Services, staff: Staff) -> HTTPResponse:
    """Make a new one."""
    fields = fields_of(request)
    form = StoryForm(KIND_KEYS.get(fields.get("art", ""), StoryKind.STORY), draft_from(fields))
    if (answer := await _moved(services, staff, form, fields)) is not None:
        return answer
    try:
        key = await asyncio.to_thread(service_of(services).create, form.kind, form.draft)
    except FaultyStory as error:
        return await _shown(services, staff, replace(form, faults=error.faults), 422)
    services.access.audit.note(staff.user, f"{form.kind.value} angelegt", form.draft.name)
    return _done_at(f"{BASE}/eine/{key}", MADE)


@story_page_handler
async def get_deletion(request: Request, services: Services, staff: Staff, key: str) -> HTTPResponse:
    """The question before it goes."""
    story = await asyncio.to_thread(service_of(services).open, key)
    words = await asyncio.to_thread(words_of, services)
    return html(deletion_page(services, staff, words, story))


@story_page_handler
async def post_deletion(request: Request, services: Services, staff: Staff, key: str) -> HTTPResponse:
    """Take it out, unless something else needs it."""
    service, words = service_of(services), await asyncio.to_thread(words_of, services)
    story = await asyncio.to_thread(service.open, key)
    try:
        await asyncio.to_thread(service.delete, key, fields_of(request).get("version", ""))
    except FaultyStory as error:
        return html(deletion_page(services, staff, words, story, error.faults), 409)
    except StoryConflict:
        what = "Das wurde inzwischen geändert. Bitte prüfen Sie, ob es wirklich weg soll."
        return html(deletion_page(services, staff, words, story, problem=what), 409)
    services.access.audit.note(staff.user, f"{story.kind.value} gelöscht", f"{story.file}: {story.block.name}")
    return _done_at(BASE, DELETED, story.kind)


def service_of(services: Services) -> StoryService:
    """The stories of this app's project."""
    return StoryService(services.topics.root)


def words_of(services: Services) -> StoryWords:
    """The words for them as the content is now; takes about a third of a second."""
    return StoryWords(services.topics.root, services.topics.variables(services.clock.now()))


async def _moved(services: Services, staff: Staff, form: StoryForm, fields: Mapping[str, str]) -> HTTPResponse | None:
    """The form after a button that only changes it; None when it shall be saved."""
    deed = fields.get("tat", "")
    steps, place = moved(form.draft.steps, deed)
    if place is not None:
        return await _shown(services, staff, replace(form, draft=replace(form.draft, steps=steps), focus=place))
    if deed != "pruefen":
        return None
    key = form.story.key if form.story is not None else ""
    faults = await asyncio.to_thread(service_of(services).faults, form.kind, form.draft, key)
    message = "" if faults else _CHECKED_TALK if form.kind is StoryKind.TALK else _CHECKED
    return await _shown(services, staff, replace(form, faults=faults, message=message))


async def _conflict(services: Services, staff: Staff, form: StoryForm, error: StoryConflict) -> HTTPResponse:
    theirs = error.theirs
    version = theirs.version if theirs is not None else ""
    return await _shown(services, staff, replace(form, theirs=theirs, is_gone=theirs is None, version=version), 409)


async def _shown(services: Services, staff: Staff, form: StoryForm, status: int = 200) -> HTTPResponse:
    words = await asyncio.to_thread(words_of, services)
    return html(story_page(services, staff, words, form), status)


def _states(request: Request, stories: list[OpenStory]) -> dict[str, bool | None]:
    service = publishing_service_of(request)
    try:
        version = service.live_version()
        published = service.versions.files(version) if version else None
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
