"""/redaktion/veroeffentlichen: preparation and its progress, the changes, the versions and the way back."""

from __future__ import annotations

import asyncio
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass

from sanic import Request, Sanic
from sanic.response import HTTPResponse, html, json, redirect

from bot.content.topic_service import TopicService
from bot.content.topics import LabelTitles
from bot.german.phrases import clock_time, count_words
from bot.publishing.progress import UNDER_WAY, Progress, PublishingStep
from bot.publishing.release import RETURN
from bot.publishing.versions import Version, VersionError, changed_content
from bot.staff.access import Staff
from bot.staff.audit import Audit
from bot.staff.roles import CONTENT
from bot.web.editor.page import READING, SENDING
from bot.web.editor.publishing.service import PublishingService
from bot.web.http.forms import fields_of
from bot.web.http.parts import Site, keep_parts
from bot.web.http.problems import WebProblem
from bot.web.staff_area.page import requires, staff_page

BASE = "/redaktion/veroeffentlichen"
HERE = "veroeffentlichen"
LONGEST_NOTE, LONGEST_DIFFERENCE = 200, 200_000
SHOWN_CHANGES = 200
STEPS = {
    PublishingStep.CHECKING: "Inhalte prüfen",
    PublishingStep.TRAINING: "Trainieren",
    PublishingStep.SENTENCES: "Testsätze fragen",
    PublishingStep.CONVERSATIONS: "Testgespräche führen",
    PublishingStep.SWITCHING: "Umschalten",
}


@dataclass(frozen=True)
class PublishingParts:
    """The publishing service, and the titles of the labels that it names."""

    site: Site
    audit: Audit
    service: PublishingService
    title_of: LabelTitles
    topics: TopicService


def setup_publishing(app: Sanic, parts: PublishingParts) -> None:
    """Serve the page and what it sends."""
    keep_parts(app, parts)
    for path, handler, methods in (
        ("", get_page, READING),
        ("/stand", get_progress, READING),
        ("/fassung/<name:str>", get_difference, READING),
        ("/pruefen", post_prepare, SENDING),
        ("/live", post_live, SENDING),
        ("/zurueck", post_back, SENDING),
    ):
        app.add_route(handler, BASE + path, methods=methods, name=f"veroeffentlichen_{handler.__name__}")


@requires(PublishingParts, *CONTENT)
async def get_page(request: Request, parts: PublishingParts, staff: Staff) -> HTTPResponse:
    """Everything on one page."""
    service, title = parts.service, parts.title_of
    progress = service.progress()
    is_under_way = progress.step in UNDER_WAY
    # Git and all content files: too slow for the event loop
    rows, waiting = await asyncio.to_thread(_compared, service, parts, progress)
    addresses = _addresses(parts)
    changes = [(each.sentence, title(each.before) if each.before else "", title(each.after))
               for each in progress.changes[:SHOWN_CHANGES]]  # fmt: skip
    page = staff_page(
        parts.site, staff, "veroeffentlichen.html", here=HERE, base=BASE, progress=progress, percent=_percent(progress),
        step=progress.step.value, steps=_steps(progress), is_under_way=is_under_way, changes=changes,
        more=len(progress.changes) - len(changes), versions=rows, is_lead=staff.may(), longest=LONGEST_NOTE,
        faults=[with_links(each, addresses) for each in progress.faults], waiting=waiting,
        remarks=[with_links(each, addresses) for each in progress.remarks], since=_since(progress),
        returned_to=progress.note.removeprefix(RETURN) if progress.source else "",
    )  # fmt: skip
    return html(page)


@requires(PublishingParts, *CONTENT)
async def get_progress(request: Request, parts: PublishingParts, staff: Staff) -> HTTPResponse:
    """The step, its title, how far it is and since when, for the page's script."""
    progress = parts.service.progress()
    return json(
        {
            "schritt": progress.step.value,
            "titel": STEPS.get(progress.step, ""),
            "prozent": _percent(progress),
            "genauer": progress.detail,
            "seit": _since(progress),
        }
    )


@requires(PublishingParts, *CONTENT)
async def get_difference(request: Request, parts: PublishingParts, staff: Staff, name: str) -> HTTPResponse:
    """Show the changes of a version against the one before it."""
    service = parts.service
    versions = service.versions.all()
    place = next((place for place, each in enumerate(versions) if each.name == name), None)
    if place is None:
        raise WebProblem(404, "Diese Fassung gibt es nicht.", "Bitte wählen Sie eine aus der Liste.")
    older = versions[place + 1].name if place + 1 < len(versions) else ""
    # a version may bring hundreds of files; the page must stay readable
    lines = service.versions.difference(older, name)[:LONGEST_DIFFERENCE].splitlines() if older else []
    changed = changed_content(service.versions.files(older), service.versions.files(name)) if older else []
    page = staff_page(
        parts.site, staff, "fassung.html", here=HERE, base=BASE, row=_row(service, parts.site, versions[place]),
        lines=[(_kind(line), line) for line in lines], is_first=not older, changed=changed,
    )  # fmt: skip
    return html(page)


@requires(PublishingParts, *CONTENT)
async def post_prepare(request: Request, parts: PublishingParts, staff: Staff) -> HTTPResponse:
    """Begin to check, train and test."""
    note = " ".join(fields_of(request).get("notiz", "").split())[:LONGEST_NOTE]
    if not note:
        raise WebProblem(400, "Die Notiz fehlt.", "Bitte schreiben Sie in wenigen Worten, was sich ändert.")
    await parts.service.prepare(staff.name, note)
    parts.audit.note(staff.user, "Veröffentlichung vorbereitet", note)
    return redirect(BASE, status=303)


@requires(PublishingParts, *CONTENT)
async def post_live(request: Request, parts: PublishingParts, staff: Staff) -> HTTPResponse:
    """Take the prepared version live; with failed tests only Leitung, with a reason."""
    service = parts.service
    progress = service.progress()
    is_blocked = progress.step is PublishingStep.BLOCKED
    reason = " ".join(fields_of(request).get("grund", "").split())[:LONGEST_NOTE]
    # may() without roles is true for Leitung only
    if is_blocked and not staff.may():
        raise WebProblem(403, "Tests sind gescheitert.", "Trotzdem veröffentlichen darf nur die Leitung.")
    if is_blocked and not reason:
        raise WebProblem(400, "Der Grund fehlt.", "Bitte schreiben Sie, warum trotzdem veröffentlicht werden soll.")
    await service.go_live(is_blocked)
    what = "Trotz gescheiterter Tests veröffentlicht" if is_blocked else "Veröffentlicht"
    parts.audit.note(staff.user, what, reason or progress.note)
    return redirect(BASE, status=303)


@requires(PublishingParts, *CONTENT)
async def post_back(request: Request, parts: PublishingParts, staff: Staff) -> HTTPResponse:
    """Go back to a version."""
    service, name = parts.service, fields_of(request).get("fassung", "")
    version = next((each for each in service.versions.all() if each.name == name), None)
    if version is None or not service.can_return_to(version):
        raise WebProblem(404, "Diese Fassung ist nicht mehr aufbewahrt.", "Bitte wählen Sie eine andere.")
    await service.roll_back(version, staff.name)
    parts.audit.note(staff.user, "Zurückgenommen", version.note)
    return redirect(BASE, status=303)


def _percent(progress: Progress) -> int:
    return round(progress.share * 100)


def _steps(progress: Progress) -> list[tuple[str, str]]:
    """Title and state of each step of the preparation: ``done``, ``current`` or ``later``."""
    order = [step for step in STEPS if step is not PublishingStep.SWITCHING]
    if progress.source:  # the way back tests nothing again
        order = [PublishingStep.TRAINING]
    place = order.index(progress.step) if progress.step in order else len(order)
    return [(STEPS[step], "done" if number < place else "current" if number == place else "later")
            for number, step in enumerate(order)]  # fmt: skip


def _compared(
    service: PublishingService, parts: PublishingParts, progress: Progress
) -> tuple[list[dict[str, object]], list[str]]:
    """The versions with what would go, and what waits; both beside the files as they are now, read once."""
    now = service.versions.working_files()
    return _rows(service, parts, now), _waiting(service, progress, now)


def _rows(service: PublishingService, parts: PublishingParts, now: Mapping[str, bytes]) -> list[dict[str, object]]:
    try:
        rows = [_row(service, parts.site, version) for version in service.versions.all()]
        outdated = service.needs_training()
    except VersionError:
        return []
    return [{**row, "lost": _lost(service, row, now), "needs_training": row["name"] in outdated} for row in rows]


def _waiting(service: PublishingService, progress: Progress, now: Mapping[str, bytes]) -> list[str]:
    """Return the files that could be published now; of a prepared version those that are not in it."""
    try:
        if progress.step in (PublishingStep.READY, PublishingStep.BLOCKED):
            return service.changed_since(progress.candidate, now)
        return [] if progress.step in UNDER_WAY else service.waiting(now)
    except VersionError:
        return []


def _lost(service: PublishingService, row: Mapping[str, object], now: Mapping[str, bytes]) -> list[str]:
    """Return the files whose changes would go when this version comes back."""
    try:
        return service.changed_since(str(row["name"]), now) if row["is_kept"] and not row["is_live"] else []
    except VersionError:
        return []


def _since(progress: Progress) -> str:
    """How long it has been under way: ``Begonnen vor 40 Sekunden.``; "" when that is not known."""
    seconds = int(time.time() - progress.begun)
    if not progress.begun or seconds < 5:
        return ""
    if seconds < 120:
        return f"Begonnen vor {seconds // 5 * 5} Sekunden."
    return f"Begonnen vor {count_words(seconds // 60, 'einer Minute', 'Minuten')}."


def _addresses(parts: PublishingParts) -> dict[str, str]:
    """The page of every topic by its title."""
    return {title: f"/redaktion/thema/{label.partition('/')[2]}" for label, title in parts.topics.titles().items()}


def with_links(fault: str, addresses: Mapping[str, str]) -> list[tuple[str, str]]:
    """The parts of a line with the page that each leads to ("" for none): where it says what to do, topics do."""
    what, dash, remedy = fault.partition(" – bitte ")
    parts = [(what + dash, "")]
    for place, part in enumerate(re.split("„([^„“]+)“", remedy)):
        is_quoted = place % 2 == 1
        parts.append((f"„{part}“" if is_quoted else part, addresses.get(part, "") if is_quoted else ""))
    return [part for part in parts if part[0]]


def _row(service: PublishingService, site: Site, version: Version) -> dict[str, object]:
    at = version.live.astimezone(site.fair.zone)
    return {
        "name": version.name, "short": version.short, "author": version.author, "note": version.note,
        "when": f"{at.day}.{at.month}.{at.year}, {clock_time(at)} Uhr", "is_live": version.name ==
        service.live_version(),
        "is_kept": service.can_return_to(version),
    }  # fmt: skip


def _kind(line: str) -> str:
    """How a line of a difference is shown."""
    if line.startswith(("+++", "---", "diff ", "index ", "new file", "deleted file")):
        return "head"
    return {"+": "added", "-": "removed", "@": "place"}.get(line[:1], "same")
