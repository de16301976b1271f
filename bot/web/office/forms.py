"""The forms of the Programmbüro → the same requests that other systems send: one set of rules for both."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from urllib.parse import parse_qsl

from bot.core.untrusted_text import whole_number
from bot.programme.changes.model import TITLES, ChangeKind, Target, TargetKind
from bot.web.office.view import FILTERS

Fields = Mapping[str, str]
Request = dict[str, Any]
REASON = "Kurzfristige Änderung"
UNDO_REASON = "Irrtum"
OTHER_ROOM = "raum_anders"
MOST_HOURS = 10


def change_request(fields: Fields, target: Target) -> Request:
    """The request behind a pressed button: ``tat`` is the kind of change, with a value after a colon."""
    kind, _, value = fields.get("tat", "").partition(":")
    build = _BUILDERS.get(kind)
    request: Request = build(fields, value) if build is not None else {}
    note = one_line(fields.get("hinweis", ""))
    # Not compared with the note as it is now: a field left alone must not undo another person's note.
    if kind == "hinweis" or note != one_line(fields.get("hinweis_vorher", "")):
        request["hinweis"] = note
    key = "stand" if target.kind is TargetKind.BOOTH else "sitzung"
    return {
        "art": kind,
        key: target.key,
        "grund": fields.get("grund", ""),
        "revision": number(fields, "revision"),
        **request,
    }


def deed_words(deed: str) -> str:
    """Return a button's effect in words: ``Verspätung um 15 Minuten``; "" for no button of ours."""
    kind, _, value = deed.partition(":")
    if kind not in _BUILDERS:
        return ""
    minutes = f" um {value} Minuten" if kind == "verspaetung" and value else ""
    return f"{TITLES[ChangeKind(kind)]}{minutes}"


def typed_for(fields: Fields) -> dict[str, str]:
    """Of the fields sent only those that the pressed button uses: all else is shown as it is by now."""
    kind = fields.get("tat", "").partition(":")[0]
    names = ("grund", *_USED.get(kind, ()))
    if one_line(fields.get("hinweis", "")) != one_line(fields.get("hinweis_vorher", "")) or kind == "hinweis":
        names = (*names, "hinweis")
    return {
        name: value for name, value in fields.items() if name in names or name.startswith("zeit_") and "zeit_" in names
    }


def typed_hours(fields: Fields) -> list[tuple[str, str, str]]:
    """Day, from and to of every row of times that was sent."""
    rows = [index for index in range(MOST_HOURS) if f"zeit_tag_{index}" in fields]
    parts = ("zeit_tag", "zeit_von", "zeit_bis")
    return [
        (day, opens, closes)
        for day, opens, closes in ([fields.get(f"{part}_{row}", "") for part in parts] for row in rows)
    ]


def addition_request(fields: Fields) -> Request:
    """The request for a new session."""
    day = fields.get("tag", "")
    wanted: Request = {
        "titel": one_line(fields.get("titel", "")),
        "beginn": moment(day, fields.get("beginn", "")),
        "ende": moment(day, fields.get("ende", "")),
        "vortragende": names(fields.get("vortragende", "")),
        "themen": names(fields.get("themen", "")),
        "beschreibung": fields.get("beschreibung", ""),
    }
    room, is_new = chosen_room(fields)
    optional: Request = {"art": one_line(fields.get("format", "")), "raum": room, **_seats(fields)}
    wanted.update({name: value for name, value in optional.items() if value != ""})
    return {"art": "neu", "grund": fields.get("grund", ""), "programmpunkt": wanted, "raum_neu": is_new}


def chosen_room(fields: Fields) -> tuple[str, bool]:
    """The room from the list, or another one in words; with the latter, whether it may be unknown."""
    other = one_line(fields.get(OTHER_ROOM, ""))
    return (other, True) if other else (fields.get("raum", ""), False)


def moment(day: str, clock: str) -> str:
    """Day and time of two fields as one moment; half of it stays to be refused by its own name."""
    return f"{day}T{clock}" if clock else day


def number(fields: Fields, name: str) -> int | str:
    """A whole number, or the text that is none."""
    text = fields.get(name, "").strip()
    found = whole_number(text)
    return text if found is None else found


def names(text: str) -> list[str]:
    """Return the names between commas."""
    return [name for part in text.split(",") if (name := one_line(part))]


def one_line(text: str) -> str:
    """The text without line breaks and blanks around it."""
    return " ".join(text.split())


def filters_of(fields: Fields) -> dict[str, str]:
    """Return the filters of the table, to be kept on the way to a form and back."""
    return {name: fields[name] for name in FILTERS if fields.get(name)}


def filters_back(fields: Fields) -> dict[str, str]:
    """The same from a form's hidden field."""
    return filters_of(dict(parse_qsl(fields.get("zurueck", ""))))


def _move(fields: Fields, _value: str) -> Request:
    day = fields.get("tag", "")
    return {"beginn": moment(day, fields.get("beginn", "")), "ende": moment(day, fields.get("ende", ""))}


def _delay(fields: Fields, value: str) -> Request:
    return {"minuten": number({"minuten": value}, "minuten") if value else number(fields, "minuten")}


def _room(fields: Fields, _value: str) -> Request:
    room, is_new = chosen_room(fields)
    return {"raum": room, "raum_neu": is_new}


def _swap(fields: Fields, _value: str) -> Request:
    return {"mit": fields.get("mit", "")}


def _free(fields: Fields, value: str) -> Request:
    return {"frei": 0} if value == "0" else {"frei": number(fields, "frei"), **_seats(fields)}


def _seats(fields: Fields) -> Request:
    return {"plaetze": number(fields, "plaetze")} if fields.get("plaetze", "").strip() else {}


def _hours(fields: Fields, _value: str) -> Request:
    spans = []
    for index in range(MOST_HOURS):
        day, opens, closes = (fields.get(f"{name}_{index}", "") for name in ("zeit_tag", "zeit_von", "zeit_bis"))
        if opens or closes:
            spans.append({"von": moment(day, opens), "bis": moment(day, closes)})
    return {"zeiten": spans}


def _nothing(_fields: Fields, _value: str) -> Request:
    return {}


_BUILDERS: Mapping[str, Callable[[Fields, str], Request]] = {
    "absage": _nothing,
    "hinweis": _nothing,
    "zeit": _move,
    "verspaetung": _delay,
    "raum": _room,
    "raumtausch": _swap,
    "plaetze": _free,
    "zeiten": _hours,
}
_USED: Mapping[str, tuple[str, ...]] = {
    "zeit": ("tag", "beginn", "ende"),
    "verspaetung": ("minuten",),
    "raum": ("raum", "raum_anders"),
    "raumtausch": ("mit",),
    "plaetze": ("frei", "plaetze"),
    "zeiten": ("zeit_",),
}
