"""A request of another system or a form → the change that it asks for, with every faulty value named."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from bot.programme.changes.log import UnknownChange
from bot.programme.changes.model import ChangeContent, ChangeKind, Target, TargetKind
from bot.programme.model import BoothHours, Session
from bot.web.changes.requests import REQUESTS, ChangeRequest, Neu
from bot.web.http.forms import clean
from bot.web.http.validation import MISSING, FieldFault, bad_fields, check


@dataclass(frozen=True)
class Wanted:
    """A requested change."""

    content: ChangeContent
    reason: str
    expected: Mapping[Target, int]
    new_room: bool


def read_change(data: Mapping[str, Any], zone: ZoneInfo) -> Wanted:
    """The change that a request describes; times without an offset are the fair's.

    Raises:
        WebProblem: 400 with every faulty value.
    """
    kind = data.get("art", MISSING)
    model = REQUESTS.get(kind) if isinstance(kind, str) else None
    if model is None:
        known = ", ".join(REQUESTS)
        what = "fehlt" if kind is MISSING else "ist keine Art von Änderung"
        raise bad_fields([FieldFault("art", kind, what, f"bitte eine von diesen angeben: {known}")])
    request = check(model, data)
    content = _content(request, zone)
    expected: dict[Target, int] = {} if request.revision is None else {content.target: request.revision}
    return Wanted(content, clean(request.grund, "grund"), expected, bool(getattr(request, "raum_neu", False)))


def read_number(text: str) -> int:
    """The number of a change in an address.

    Raises:
        UnknownChange: it is none.
    """
    if not text.isascii() or not text.isdigit() or len(text) > 9:
        raise UnknownChange(f"Eine Änderung Nr. {text} gibt es nicht.")
    return int(text)


def read_moment(text: str, field: str, zone: ZoneInfo) -> datetime:
    """A moment in the fair's zone.

    Raises:
        WebProblem: 400 for one that no calendar has.
    """
    try:
        moment = datetime.fromisoformat(text.replace("Z", "+00:00"))
        return moment.replace(tzinfo=zone) if moment.tzinfo is None else moment.astimezone(zone)
    except (ValueError, OverflowError) as error:
        fault = FieldFault(field, text, "ist kein Zeitpunkt im Kalender", "bitte Tag und Uhrzeit prüfen")
        raise bad_fields([fault]) from error


def _content(request: ChangeRequest, zone: ZoneInfo) -> ChangeContent:
    values = request.dict(exclude_unset=True)
    fields: dict[str, Any] = {"kind": ChangeKind(values["art"]), "target": _target(values)}
    if "hinweis" in values:
        fields["note"] = clean(values["hinweis"], "hinweis", required=False)
    for name, field in (("beginn", "start"), ("ende", "end")):
        if name in values:
            fields[field] = read_moment(values[name], name, zone)
    plain = (("minuten", "minutes"), ("mit", "partner"), ("plaetze", "seats"), ("frei", "seats_free"))
    fields.update({field: values[name] for name, field in plain if name in values})
    if "raum" in values:
        fields["room"] = clean(values["raum"], "raum")
    if "zeiten" in values:
        fields["hours"] = tuple(_hours(span, number, zone) for number, span in enumerate(values["zeiten"], 1))
    if isinstance(request, Neu):
        fields["session"] = _session(values["programmpunkt"], zone)
    _check_partner(fields)
    return ChangeContent(**fields)


def _target(values: Mapping[str, Any]) -> Target:
    session, booth = values.get("sitzung"), values.get("stand")
    if values["art"] == "neu":
        return Target(kind=TargetKind.SESSION, key="")  # gets its id when it is recorded
    if session is not None and booth is None:
        return Target(kind=TargetKind.SESSION, key=session)
    if booth is not None and session is None:
        return Target(kind=TargetKind.BOOTH, key=booth)
    what = "fehlt" if session is None else "steht neben „stand“"
    remedy = "bitte entweder „sitzung“ oder „stand“ angeben"
    raise bad_fields([FieldFault("sitzung", session or MISSING, what, remedy)])


def _check_partner(fields: Mapping[str, Any]) -> None:
    if "partner" in fields and fields["partner"] == fields["target"].key:
        raise bad_fields([FieldFault("mit", fields["partner"], "ist dieselbe Sitzung", "bitte eine andere nennen")])


def _hours(span: Mapping[str, str], number: int, zone: ZoneInfo) -> BoothHours:
    opens, closes = (read_moment(span[name], f"zeiten.{number}.{name}", zone) for name in ("von", "bis"))
    return BoothHours(opens=opens, closes=closes)


def _session(values: Mapping[str, Any], zone: ZoneInfo) -> Session:
    def text(name: str, required: bool = False) -> str:
        return clean(values.get(name, ""), f"programmpunkt.{name}", required)

    def names(name: str) -> tuple[str, ...]:
        return tuple(clean(each, f"programmpunkt.{name}") for each in values.get(name, ()))

    return Session(
        id="",
        title=text("titel", required=True),
        start=read_moment(values["beginn"], "programmpunkt.beginn", zone),
        end=read_moment(values["ende"], "programmpunkt.ende", zone),
        kind=text("art"),
        room=text("raum"),
        speakers=names("vortragende"),
        topics=names("themen"),
        abstract=text("beschreibung"),
        seats=values.get("plaetze"),
        seats_free=values.get("frei"),
    )
