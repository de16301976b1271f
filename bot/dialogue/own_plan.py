"""A visitor's own plan, as web tells it to the actions and as the actions ask web to change it. Pure.

Message metadata of web: ``{"plan": [ids], "erinnerungen": {id: minutes}}``. Custom message of the actions:
``{"plan": {"dazu": [ids], "weg": [ids], "erinnern": {id: minutes, or null for no reminder}}}``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

SESSIONS, REMINDERS = "plan", "erinnerungen"
DEFAULT_MINUTES = 10
MOST_MINUTES = 24 * 60
MOST_SESSIONS = 100


@dataclass(frozen=True)
class OwnPlan:
    """Session ids in the order in which they were noted; minutes before the start for those with a reminder."""

    sessions: tuple[str, ...] = ()
    reminders: Mapping[str, int] = field(default_factory=dict)

    def changed_by(self, change: PlanChange) -> OwnPlan:
        """The plan after a change: a reminder needs its session on the plan and goes with it."""
        kept = [each for each in self.sessions if each not in change.remove]
        sessions = (*kept, *(each for each in dict.fromkeys(change.add) if each not in kept))
        wanted = {**self.reminders, **change.remind}
        return OwnPlan(sessions, {key: value for key, value in wanted.items() if value is not None and key in sessions})

    def as_metadata(self) -> dict[str, Any]:
        """For Rasa: with a message from web, or in the slot ``plan``."""
        return {SESSIONS: list(self.sessions), REMINDERS: dict(self.reminders)}


@dataclass(frozen=True)
class PlanChange:
    """A change to a plan. ``remind`` gives minutes before the start; None takes the reminder away."""

    add: tuple[str, ...] = ()
    remove: tuple[str, ...] = ()
    remind: Mapping[str, int | None] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.add or self.remove or self.remind)

    def then(self, other: PlanChange) -> PlanChange:
        """This change and another after it, as one."""
        add = tuple(each for each in self.add if each not in other.remove)
        remove = tuple(each for each in self.remove if each not in other.add)
        return PlanChange((*add, *other.add), (*remove, *other.remove), {**self.remind, **other.remind})

    def as_custom(self) -> dict[str, Any]:
        """For the message to web."""
        return {"dazu": list(self.add), "weg": list(self.remove), "erinnern": dict(self.remind)}


def read_plan(value: object) -> OwnPlan:
    """The plan in message metadata or in the slot; an empty one when there is none."""
    if not isinstance(value, Mapping):
        return OwnPlan()
    sessions = _texts(value.get(SESSIONS))
    reminders = {key: minutes for key, minutes in _minutes(value.get(REMINDERS)).items() if minutes is not None}
    return OwnPlan(sessions, reminders)


def read_change(custom: object) -> PlanChange:
    """The change that an action asks for; an empty one when it asks for none."""
    wanted = custom.get("plan") if isinstance(custom, Mapping) else None
    if not isinstance(wanted, Mapping):
        return PlanChange()
    return PlanChange(_texts(wanted.get("dazu")), _texts(wanted.get("weg")), _minutes(wanted.get("erinnern")))


def _texts(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, (list, tuple)) else ()
    return tuple(dict.fromkeys(item for item in items if isinstance(item, str) and item))[:MOST_SESSIONS]


def _minutes(value: object) -> dict[str, int | None]:
    items = value.items() if isinstance(value, Mapping) else ()
    return {key: minutes for key, minutes in items if isinstance(key, str) and (minutes is None or is_minutes(minutes))}


def is_minutes(value: object) -> bool:
    """Whether this is a usable number of minutes before a start."""
    return isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= MOST_MINUTES
