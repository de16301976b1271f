"""The programme API described in OpenAPI 3.1, made from the same models that check requests and make answers."""

from __future__ import annotations

import json
from typing import Any

from pydantic import BaseModel
from pydantic.schema import schema

from bot.web.changes.requests import REQUESTS, Zuruecknahme
from bot.web.programme_api import answers as answers

Json = dict[str, Any]
_PREFIX = "#/components/schemas/"
_PROBLEMS = {
    "400": "Die Anfrage ist fehlerhaft; „felder“ nennt jeden Wert mit Abhilfe.",
    "401": "Das Token fehlt oder ist falsch.",
    "404": "Das gibt es nicht.",
    "409": "Inzwischen von jemand anderem geändert, oder schon so wie gewünscht.",
    "413": "Die Anfrage ist zu groß.",
    "429": "Zu viele Anfragen; „Retry-After“ sagt, wie lange zu warten ist.",
    "503": "Programm oder Datenbank sind nicht erreichbar, oder die Schnittstelle ist nicht eingeschaltet.",
}
_EXAMPLE = {
    "art": "verspaetung",
    "sitzung": "ki-grundlagen",
    "minuten": 15,
    "grund": "Die Technik braucht länger",
    "hinweis": "Wir beginnen etwas später.",
    "revision": 0,
}


def describe_api() -> bytes:
    """The description as JSON."""
    document = {
        "openapi": "3.1.0",
        "info": {
            "title": "Messelotse: Programm ändern",
            "version": "1.0.0",
            "description": "Was das Programmbüro kann, für andere Systeme. Änderungen gelten sofort, auch im Chat.",
            "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        },
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": _paths(),
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "schemas": _schemas(),
            "responses": {status: _problem(status, text) for status, text in _PROBLEMS.items()},
        },
    }
    return json.dumps(document, ensure_ascii=False).encode()


def _schemas() -> Json:
    models: tuple[type[BaseModel], ...] = (
        *REQUESTS.values(), Zuruecknahme, answers.Sitzungen, answers.Staende, answers.Aenderungen, answers.Erledigt,
        answers.Fehler,
    )  # fmt: skip
    # made from the models that check requests: the description cannot differ from the behaviour
    definitions: Json = schema(models, ref_prefix=_PREFIX)["definitions"]
    return definitions


def _paths() -> Json:
    session, booth = (
        _parameter("kennung", {"type": "string", "minLength": 1}, each) for each in ("ki-grundlagen", "B3")
    )
    number = _parameter("nummer", {"type": "integer", "minimum": 1}, 1)
    return {
        "/api/programm/sitzungen": {"get": _reading("Alle Sitzungen", "Sitzungen")},
        "/api/programm/sitzungen/{kennung}": {"get": _reading("Eine Sitzung", "Sitzung", session)},
        "/api/programm/staende": {"get": _reading("Alle Stände", "Staende")},
        "/api/programm/staende/{kennung}": {"get": _reading("Ein Stand", "Stand", booth)},
        "/api/programm/aenderungen": {
            "get": _reading("Alle Änderungen, die jüngste zuerst", "Aenderungen", _since()),
            "post": _post_change(),
        },
        "/api/programm/aenderungen/{nummer}": {"get": _reading("Eine Änderung", "Aenderung", number)},
        "/api/programm/aenderungen/{nummer}/zuruecknehmen": {"post": _post_undo(number)},
    }


def _parameter(name: str, kind: Json, example: str | int) -> Json:
    return {"name": name, "in": "path", "required": True, "schema": kind, "example": example}


def _since() -> Json:
    text = "Nur, was ab dieser Nummer geschehen ist"
    kind = {"type": "integer", "minimum": 0, "maximum": 999_999_999}
    return {"name": "ab", "in": "query", "description": text, "schema": kind}


def _reading(summary: str, answer: str, parameter: Json | None = None) -> Json:
    """A GET: what can go wrong besides depends on what it takes."""
    statuses = ["401", "429", "503"]
    if parameter is not None:
        statuses.append("404" if parameter["in"] == "path" else "400")
    operation: Json = {
        "summary": summary,
        "operationId": f"lies{answer}",
        "responses": {"200": _answer(answer), **_refusals(statuses)},
    }
    if parameter is not None:
        operation["parameters"] = [parameter]
    return operation


def _post_change() -> Json:
    mapping = {kind: f"{_PREFIX}{model.__name__}" for kind, model in REQUESTS.items()}
    body = {
        "oneOf": [{"$ref": address} for address in mapping.values()],
        "discriminator": {"propertyName": "art", "mapping": mapping},
    }
    created = _answer("Erledigt")
    created["headers"] = {"Location": {"required": True, "schema": {"type": "string"}}}
    return {
        "summary": "Etwas ändern; gilt sofort",
        "operationId": "aendere",
        "requestBody": {"required": True, "content": {"application/json": {"schema": body, "example": _EXAMPLE}}},
        "responses": {"201": created, **_refusals(list(_PROBLEMS))},
    }


def _post_undo(number: Json) -> Json:
    body = {"$ref": f"{_PREFIX}Zuruecknahme"}
    return {
        "summary": "Eine Änderung zurücknehmen; sie bleibt in der Liste",
        "operationId": "nimmZurueck",
        "parameters": [number],
        "requestBody": {"required": True, "content": {"application/json": {"schema": body}}},
        "responses": {"200": _answer("Erledigt"), **_refusals(list(_PROBLEMS))},
    }


def _answer(name: str) -> Json:
    content = {"application/json": {"schema": {"$ref": f"{_PREFIX}{name}"}}}
    return {"description": "So ist es jetzt.", "content": content}


def _refusals(statuses: list[str]) -> Json:
    return {status: {"$ref": f"#/components/responses/{status}"} for status in sorted(statuses)}


def _problem(status: str, text: str) -> Json:
    problem: Json = {"description": text, "content": {"application/json": {"schema": {"$ref": f"{_PREFIX}Fehler"}}}}
    if status == "429":
        problem["headers"] = {"Retry-After": {"required": True, "schema": {"type": "integer"}}}
    return problem
