"""The names that content may refer to: topics, intents, entities, actions, facts, booths, rooms, sessions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timezone
from pathlib import Path

from bot.content.content import DOMAIN, TOPICS, ContentFiles, stem_of_name
from bot.content.variables import fair_variables
from bot.core.errors import ContentError
from bot.core.yaml_reader import Entry
from bot.fair.file import FAIR_FILE, load_fair
from bot.fair.model import Fair
from bot.programme.sources.files import read_folder
from bot.venue.model import anchor
from bot.venue.reading import PLAN_FILE, read_plan

KINDS = ("faq", "smalltalk")
RASA_INTENTS = frozenset({"restart", "back", "out_of_scope", "session_start", "nlu_fallback"})
RASA_ACTIONS = frozenset(
    {"action_listen", "action_restart", "action_session_start", "action_default_fallback", "action_back"}
)
Names = Collection[str] | None


@dataclass(frozen=True)
class KnownNames:
    """Names by their kind; None where the file that lists them is unreadable: then no name is judged by it.

    Attributes:
        labels: topics, e.g. ``faq/parken``.
        variables: names that may stand in braces.
        places: anchors of the floor plan's page; empty without a plan.
        sessions: ids of the programme.
    """

    labels: Names = None
    intents: Names = None
    entities: Names = None
    slots: Names = None
    actions: Names = None
    variables: Names = None
    booths: Names = None
    rooms: Names = None
    places: Names = None
    sessions: Names = None


def is_unknown(name: str, names: Names) -> bool:
    """Return whether it is certain that there is no such name."""
    return names is not None and name not in names


def known_names(root: Path, content: ContentFiles) -> KnownNames:
    """Collect the names that the content of a project may refer to."""
    fair = _fair(root)
    domain = content.entries.get(DOMAIN)
    responses = response_names(content)
    booths, sessions = _programme(root, fair)
    return KnownNames(
        labels=_labels(content),
        intents={*listed(domain, "intents"), *RASA_INTENTS} if domain is not None else None,
        entities=set(listed(domain, "entities")) if domain is not None else None,
        slots=set(_slots(domain)) if domain is not None else None,
        actions={*listed(domain, "actions"), *responses, *RASA_ACTIONS} if domain is not None else None,
        variables=_variables(fair, domain),
        booths=booths,
        rooms=_rooms(fair),
        places=_places(root),
        sessions=sessions,
    )


def _labels(content: ContentFiles) -> set[str]:
    """Return topics by their files' names and by their own: a wrong name is reported at its file, once."""
    named = {f"{kind}/{stem_of_name(name)}" for name in content.names(TOPICS) for kind in KINDS}
    items = [item for _, entry in content.below(TOPICS) for item in entry.quiet_entries("nlu")]
    return named | {item.quiet_text("intent") for item in items}


def listed(domain: Entry, key: str) -> list[str]:
    """Return the names in a list of domain.yml, whose items may have settings below them."""
    return [name for name, _ in domain.located_names(key)]


def response_names(content: ContentFiles) -> set[str]:
    """Return all answers that rules can name; those of topics also by their kind (``utter_faq``)."""
    domain = content.entries.get(DOMAIN)
    files = ([domain] if domain is not None else []) + [entry for _, entry in content.below("data/")]
    names = {name for entry in files if entry.has("responses") for name in entry.quiet_entry("responses").names()}
    return names | {f"utter_{kind}" for kind in KINDS}


def _slots(domain: Entry) -> Iterable[str]:
    return domain.quiet_entry("slots").names() if domain.has("slots") else ()


def _fair(root: Path) -> Fair | None:
    try:
        return load_fair(root / FAIR_FILE)
    except ContentError:  # reported by the check of messe.yml
        return None


def _rooms(fair: Fair | None) -> Names:
    return None if fair is None else {name for room in fair.rooms for name in (room.name, *room.also)}


def _variables(fair: Fair | None, domain: Entry | None) -> Names:
    if fair is None:
        return None
    # Only the names are used; any moment will do.
    variables: Mapping[str, str] = fair_variables(fair, datetime.now(timezone.utc))
    return {*variables, *(_slots(domain) if domain is not None else ())}


def _programme(root: Path, fair: Fair | None) -> tuple[Names, Names]:
    try:
        reading = read_folder(root / "programm", fair) if fair is not None else None
    except ContentError:  # reported by the check of the programme
        return None, None
    if reading is None:
        return None, None
    return {booth.number for booth in reading.booths or ()}, {session.id for session in reading.sessions}


def _places(root: Path) -> Names:
    if not (root / PLAN_FILE).exists():
        return frozenset()
    try:
        plan = read_plan(root / PLAN_FILE)
    except ContentError:  # reported by the check of the plan
        return None
    names = {spot.number for _, spot in plan.spots()} | {space.name for each in plan.floors for space in each.spaces}
    return names | {anchor(name) for name in names}
