"""The pages of the Programmbüro: the values of each template."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlencode

from bot.german.phrases import WEEKDAYS, day_name
from bot.programme.changes.model import Change, Target, TargetKind
from bot.programme.changes.service import ChangeService
from bot.programme.model import Booth, Catalogue, Session
from bot.staff.access import Staff
from bot.staff.audit import Audit
from bot.web.http.parts import Site
from bot.web.http.problems import WebProblem
from bot.web.office.forms import REASON, UNDO_REASON, deed_words, typed_for, typed_hours
from bot.web.office.view import (
    BASE,
    BOOTHS,
    FILTERS,
    address_of,
    booth_groups,
    booth_marks,
    change_rows,
    content_words,
    days_of,
    differences,
    facts,
    session_groups,
    session_marks,
)
from bot.web.staff_area.page import staff_page

REASONS = (REASON, "Technik braucht länger", "Raum belegt", "Mehr Andrang als erwartet", "Vortrag abgesagt")
QUICK_DELAYS = (5, 10, 15, 30)
Values = Mapping[str, str]
_EMPTY_ADDITION = {
    "grund": REASON,
    **dict.fromkeys(
        (
            "titel",
            "beginn",
            "ende",
            "raum",
            "raum_anders",
            "format",
            "vortragende",
            "themen",
            "beschreibung",
            "plaetze",
        ),
        "",
    ),
}


@dataclass(frozen=True)
class OfficeParts:
    """The parts that the pages are made from."""

    site: Site
    audit: Audit
    change_service: ChangeService


def overview_page(parts: OfficeParts, staff: Staff, filters: Values, saved: str) -> str:
    """Return the table of sessions or booths; ``saved`` is the number of a change just made."""
    desk, catalogue = parts.change_service, parts.change_service.catalogue
    days = days_of(catalogue, (day.day for day in parts.site.fair.days))
    shows_booths = filters.get("ansicht") == BOOTHS
    day = _chosen_day(filters.get("tag", ""), days, parts)
    kept = {**filters, "ansicht": BOOTHS} if shows_booths else {**filters, "tag": day.isoformat()}
    groups = booth_groups(catalogue, kept) if shows_booths else session_groups(catalogue, day, kept)
    change = next((each for each in desk.changes if str(each.number) == saved), None)
    return _render(
        parts,
        staff,
        "programmbuero.html",
        groups=groups,
        count=sum(len(group.rows) for group in groups),
        shows_booths=shows_booths,
        tabs=[] if shows_booths else _tabs(days, day, filters),
        day=day_name(day),
        day_key=day.isoformat(),
        filters={name: filters.get(name, "") for name in FILTERS},
        rooms=_rooms(catalogue),
        saved=change_rows([change], {})[0] if change is not None else None,
        hints=desk.hints_of(change) if change is not None and change.undone is None else (),
        back=urlencode(kept),
        problems=list(desk.ineffective.values()),
        section=BOOTHS if shows_booths else "sitzungen",
    )


def target_page(
    parts: OfficeParts,
    staff: Staff,
    target: Target,
    filters: Values,
    fields: Values | None = None,
    problem: WebProblem | None = None,
    outdated: int | None = None,
) -> str:
    """Return the form for a session or a booth.

    Args:
        filters: where the table was, to go back to.
        fields: what was sent, to be shown again; None for the first time.
        problem: why it was refused.
        outdated: the revision that the sender had seen, when another person was faster.
    """
    desk = parts.change_service
    thing = _thing(parts, target)
    own = [change for change in desk.changes if target in change.content.targets]
    typed = typed_for(fields or {}) if outdated is not None else dict(fields or {})
    return _render(
        parts,
        staff,
        "programmbuero_stand.html" if isinstance(thing, Booth) else "programmbuero_sitzung.html",
        **_shown(thing),
        address=address_of(target),
        revision=desk.revision_of(target),
        back=urlencode(filters),
        **_form_values(thing, parts, typed),
        problem=problem,
        conflict=_conflict(parts, target, thing, own, outdated, fields or {}),
        changes=change_rows(own, desk.ineffective),
        section=BOOTHS if isinstance(thing, Booth) else "sitzungen",
    )


def _thing(parts: OfficeParts, target: Target) -> Session | Booth:
    situation = parts.change_service.situation
    return situation.booth(target.key) if target.kind is TargetKind.BOOTH else situation.session(target.key)


def _shown(thing: Session | Booth) -> dict[str, object]:
    """The thing as it is now, in words."""
    marks = booth_marks(thing) if isinstance(thing, Booth) else session_marks(thing)
    return {"thing": thing, "facts": facts(thing), "marks": list(marks)}


def addition_page(parts: OfficeParts, staff: Staff, fields: Values, problem: WebProblem | None = None) -> str:
    """Return the form for a new session."""
    catalogue = parts.change_service.catalogue
    days = days_of(catalogue, _fair_days(parts))
    day = _chosen_day(fields.get("tag", ""), days, parts)
    return _render(
        parts,
        staff,
        "programmbuero_neu.html",
        values={**_EMPTY_ADDITION, **fields, "tag": day.isoformat()},
        problem=problem,
        rooms=_rooms(catalogue),
        days=[(each.isoformat(), day_name(each)) for each in days],
        kinds=sorted({session.kind for session in catalogue.sessions if session.kind}),
        section="neu",
    )


def changes_page(parts: OfficeParts, staff: Staff) -> str:
    """Return the page with all changes, the latest first."""
    desk = parts.change_service
    rows = change_rows(desk.changes, desk.ineffective)
    return _render(parts, staff, "programmbuero_aenderungen.html", changes=rows, back="", section="aenderungen")


def _render(parts: OfficeParts, staff: Staff, template: str, **values: Any) -> str:
    return staff_page(
        parts.site,
        staff,
        template,
        here="programmbuero",
        base=BASE,
        latest=max((change.last_number for change in parts.change_service.changes), default=0),
        reasons=REASONS,
        undo_reason=UNDO_REASON,
        **values,
    )


def _fair_days(parts: OfficeParts) -> list[date]:
    return [day.day for day in parts.site.fair.days]


def _chosen_day(wanted: str, days: Sequence[date], parts: OfficeParts) -> date:
    """The wanted day, else today, else the first one."""
    today = parts.site.clock.now().date()
    by_name = {day.isoformat(): day for day in days}
    return by_name.get(wanted) or by_name.get(today.isoformat()) or (days[0] if days else today)


def _tabs(days: Sequence[date], chosen: date, filters: Values) -> list[tuple[str, str, bool]]:
    return [
        (
            f"{BASE}?{urlencode({**filters, 'tag': day.isoformat()})}",
            f"{WEEKDAYS[day.weekday()]}, {day.day}.{day.month}.",
            day == chosen,
        )
        for day in days
    ]


def _rooms(catalogue: Catalogue) -> list[str]:
    return [place.name for place in catalogue.rooms]


def _form_values(thing: Session | Booth, parts: OfficeParts, typed: Values) -> dict[str, Any]:
    """Return the values of the fields, and the choices."""
    catalogue = parts.change_service.catalogue
    return {
        "values": {**_values_of(thing), **typed},
        "spans": typed_hours(typed) or (_spans(thing, parts) if isinstance(thing, Booth) else []),
        "partners": [] if isinstance(thing, Booth) else _partners(thing, catalogue),
        "rooms": _rooms(catalogue),
        "days": [(day.isoformat(), day_name(day)) for day in days_of(catalogue, _fair_days(parts))],
        "quick_delays": QUICK_DELAYS,
    }


def _partners(session: Session, catalogue: Catalogue) -> list[tuple[str, str]]:
    """The sessions of the same day in other rooms."""
    return [
        (each.id, f"{each.start:%H:%M} {each.title} ({each.room})")
        for each in catalogue.sessions
        if each.room and each.room != session.room and each.start.date() == session.start.date() and not each.cancelled
    ]


def _values_of(thing: Session | Booth) -> dict[str, str]:
    """Return the values that the form shows at first."""
    values = {"grund": REASON, "hinweis": thing.note, "raum": thing.room, "raum_anders": "", "minuten": "", "mit": ""}
    if isinstance(thing, Session):
        free, seats = thing.seats_free, thing.seats
        values["tag"] = thing.start.date().isoformat()
        values["beginn"], values["ende"] = f"{thing.start:%H:%M}", f"{thing.end:%H:%M}"
        values["frei"], values["plaetze"] = ("" if each is None else str(each) for each in (free, seats))
    return values


def _spans(booth: Booth, parts: OfficeParts) -> list[tuple[str, str, str]]:
    """Day, from and to of each span, then an empty one for every fair day without one."""
    own = [(each.opens.date().isoformat(), f"{each.opens:%H:%M}", f"{each.closes:%H:%M}") for each in booth.hours]
    used = {day for day, _, _ in own}
    empty = [(day.isoformat(), "", "") for day in _fair_days(parts) if day.isoformat() not in used]
    return sorted(own + empty)


def _conflict(
    parts: OfficeParts,
    target: Target,
    thing: Session | Booth,
    own: Sequence[Change],
    outdated: int | None,
    fields: Values,
) -> dict[str, Any] | None:
    """Return who was faster, what is different now, and what the sender wanted; None for no conflict."""
    if outdated is None:
        return None
    newer = [change for change in own if change.last_number > outdated]
    return {
        "by": [(each.undone or each).author + ": " + _deed(each) for each in newer],
        "differences": differences(parts.change_service.seen(target, outdated), thing),
        "deed": fields.get("tat", ""),
        "deed_words": deed_words(fields.get("tat", "")),
    }


def _deed(change: Change) -> str:
    words = content_words(change.content)
    return f"{words} (zurückgenommen)" if change.undone is not None else words
