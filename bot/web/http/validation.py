"""Requests checked by pydantic models; every fault is told in German with field, value and remedy."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NoReturn, TypeVar

from pydantic import BaseModel, ValidationError

from bot.core.untrusted_text import storable
from bot.german.phrases import capitalise
from bot.web.http.problems import WebProblem

Model = TypeVar("Model", bound=BaseModel)
MAXIMUM_BODY = 16 * 1024  # bytes
LONGEST_SHOWN = 60  # characters of a value in a message
MISSING = object()
# By pydantic's error type: what is wrong with the value, and the remedy; {} are the error's own numbers.
_WORDS: Mapping[str, tuple[str, str]] = {
    "value_error.missing": ("fehlt", "bitte angeben"),
    "value_error.extra": ("ist hier unbekannt", "bitte weglassen oder die Schreibweise prüfen"),
    "type_error.none.not_allowed": ("ist leer (null)", "bitte einen Wert angeben oder das Feld weglassen"),
    "type_error.str": ("ist kein Text", "bitte in Anführungszeichen setzen"),
    "type_error.integer": ("ist keine ganze Zahl", "bitte eine ganze Zahl ohne Anführungszeichen angeben"),
    "value_error.strictbool": ("ist weder true noch false", "bitte true oder false angeben"),
    "type_error.list": ("ist keine Liste", "bitte in eckige Klammern setzen"),
    "type_error.tuple": ("ist keine Liste", "bitte in eckige Klammern setzen"),
    "type_error.dict": ("ist kein Objekt", "bitte in geschweifte Klammern setzen"),
    "value_error.number.not_ge": ("ist zu klein", "bitte mindestens {limit_value} angeben"),
    "value_error.number.not_le": ("ist zu groß", "bitte höchstens {limit_value} angeben"),
    "value_error.any_str.min_length": ("ist zu kurz", "bitte mindestens {limit_value} Zeichen angeben"),
    "value_error.any_str.max_length": ("ist zu lang", "bitte auf höchstens {limit_value} Zeichen kürzen"),
    "value_error.list.min_items": ("hat zu wenige Einträge", "bitte mindestens {limit_value} angeben"),
    "value_error.list.max_items": ("hat zu viele Einträge", "bitte höchstens {limit_value} angeben"),
    "value_error.str.regex": ("ist kein Zeitpunkt", "bitte wie 2025-05-14T11:30 oder 2025-05-14T11:30:00+02:00"),
}
_OTHER = ("ist so nicht möglich", "bitte prüfen")
Json = dict[str, Any]


class FieldFault(ValueError):
    """One value that cannot be used, found by our own rules."""

    def __init__(self, field: str, value: object, what: str, remedy: str) -> None:
        super().__init__(what)
        self.field, self.value, self.what, self.remedy = field, value, what, remedy


def read_object(body: bytes, maximum: int = MAXIMUM_BODY) -> Json:
    """The JSON object in a request's body.

    Raises:
        WebProblem: 413 when it is too large, 400 when it is no JSON object.
    """
    if len(body) > maximum:
        raise WebProblem(413, "Die Anfrage ist zu groß.", f"Bitte kürzen Sie sie auf höchstens {maximum} Bytes.")
    try:
        # NaN and Infinity are no JSON, but Python reads them
        decoded = storable(json.loads(body.decode("utf-8"), parse_constant=_refuse_constant))
    except (ValueError, RecursionError) as error:
        raise WebProblem(400, "Die Anfrage ist kein JSON.", "Bitte ein JSON-Objekt in UTF-8 schicken.") from error
    if not isinstance(decoded, dict):
        raise WebProblem(
            400, "Die Anfrage ist kein JSON-Objekt.", "Bitte ein Objekt in geschweiften Klammern schicken."
        )
    return decoded


def check(model: type[Model], data: Mapping[str, Any]) -> Model:
    """The data as a model.

    Raises:
        WebProblem: 400 with every fault in ``felder``.
    """
    empty = [FieldFault(_path(place), None, *_WORDS["type_error.none.not_allowed"]) for place in _nulls(data)]
    if empty:
        raise bad_fields(empty)
    try:
        return model.parse_obj(data)
    except ValidationError as error:
        raise bad_fields(_faults(error, data)) from error


def bad_fields(faults: Sequence[FieldFault], status: int = 400) -> WebProblem:
    """The answer to faulty values: the first one in words, all of them as a list."""
    first = faults[0]
    fields = [
        {"feld": each.field, "wert": shown(each.value), "fehler": each.what, "abhilfe": each.remedy} for each in faults
    ]
    value = "" if first.value is MISSING else f": {shown(first.value)}"
    return WebProblem(
        status, f"„{first.field}“ {first.what}{value}.", f"{capitalise(first.remedy)}.", {"felder": fields}
    )


def shown(value: object) -> str:
    """A value as a short text for a message; "" for a missing one."""
    if value is MISSING:
        return ""
    text = json.dumps(value, ensure_ascii=False, default=str)
    return text if len(text) <= LONGEST_SHOWN else text[: LONGEST_SHOWN - 1] + "…"


def _nulls(value: object, place: tuple[object, ...] = ()) -> list[tuple[object, ...]]:
    """Where there is null: pydantic would take it for a field left out."""
    if value is None:
        return [place]
    parts: Iterable[tuple[object, object]] = ()
    if isinstance(value, dict):
        parts = value.items()
    elif isinstance(value, list):
        parts = enumerate(value)
    return [found for key, part in parts for found in _nulls(part, (*place, key))]


def _faults(error: ValidationError, data: Mapping[str, Any]) -> list[FieldFault]:
    found = []
    for each in error.errors():
        place = [part for part in each["loc"] if part != "__root__"]
        cause = each.get("ctx", {})
        what, remedy = _WORDS.get(each["type"], _OTHER)
        if each["type"] == "value_error.fieldfault":
            what, remedy = cause.get("what", what), cause.get("remedy", remedy)
        found.append(FieldFault(_path(place), _value_at(data, place), what, remedy.format(**cause)))
    return found


def _path(place: Iterable[object]) -> str:
    return ".".join(str(part + 1) if isinstance(part, int) else str(part) for part in place)


def _value_at(data: Any, place: Sequence[str | int]) -> object:
    value = data
    for part in place:
        try:
            value = value[part]
        except (KeyError, IndexError, TypeError):
            return MISSING
    return value


def _refuse_constant(name: str) -> NoReturn:
    raise ValueError(f"{name} is not JSON")
