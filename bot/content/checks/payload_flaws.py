"""Flaws of a button's payload (``/faq/parken``, ``/wo_ist{"stand": "B3"}``). Pure."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from bot.content.known_names import KINDS, KnownNames, is_unknown

_PAYLOAD = re.compile(r"^/([a-z_]+)(?:/([a-z0-9_]+))?(\{.*\})?$")
Words = tuple[str, str]


def payload_flaws(payload: str, known: KnownNames) -> list[Words]:
    """Return every flaw of a payload with its remedy."""
    match = _PAYLOAD.match(payload)
    if match is None:
        return [(f"Der Knopf „{payload}“ ist falsch geschrieben", "bitte „/faq/thema“ oder „/absicht“ schreiben")]
    intent, topic, entities = match.groups()
    if topic or intent in KINDS:
        unknown = is_unknown(f"{intent}/{topic}", known.labels)
        return [(f"Der Knopf „{payload}“ führt zu keinem Thema", "bitte ein vorhandenes Thema nennen")] * unknown
    if is_unknown(intent, known.intents):
        return [(f"Der Knopf „{payload}“ führt zu keiner Absicht", "bitte eine Absicht aus domain.yml nennen")]
    return list(_entity_flaws(payload, entities, known)) if entities else []


def _entity_flaws(payload: str, raw: str, known: KnownNames) -> Iterator[Words]:
    try:
        entities = json.loads(raw)
    # Deeply nested JSON ends the parser with RecursionError, which is no ValueError.
    except (ValueError, RecursionError):
        yield f"Der Knopf „{payload}“ ist falsch geschrieben", 'bitte die Angabe wie {"thema": "KI"} schreiben'
        return
    values = {"stand": known.booths, "raum": known.rooms, "sitzung": known.sessions}
    files = {"stand": "staende.yml", "raum": "messe.yml", "sitzung": "programm.yml"}
    for name, value in entities.items():
        if is_unknown(name, known.entities):
            remedy = "möglich sind: " + ", ".join(sorted(known.entities or ()))
            yield f"Der Knopf „{payload}“ nennt „{name}“, das es nicht gibt", remedy
        # values of other entities (thema, zeit_text) are free text
        elif is_unknown(str(value), values.get(name)):
            yield f"Der Knopf „{payload}“ nennt „{value}“, das es nicht gibt", f"bitte mit {files[name]} abgleichen"
