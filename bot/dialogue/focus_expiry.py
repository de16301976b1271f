"""The time for which a conversation's subject counts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

FORGET_AFTER = timedelta(minutes=20)


def fresh(value: Any, now: datetime) -> Mapping[str, Any] | None:
    """The value of a slot with its time ``um``, unless it is too old or none.

    Args:
        value: what the actions have put into the slot.
        now: the fair's time.
    """
    if not isinstance(value, dict):
        return None
    age = now - datetime.fromisoformat(value["um"])
    return value if timedelta(0) <= age <= FORGET_AFTER else None
