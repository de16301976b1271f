"""The base class of our components of Rasa's pipeline."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Optional

from rasa.engine.graph import GraphComponent

from bot.core.import_closure import closure_digest
from bot.core.settings import RELEASE


class Component(GraphComponent):
    """A component whose results Rasa reuses between trainings only as long as the code behind it stays the same.

    Rasa looks at the component's own class; most of the work of ours is done in the modules that they import.
    """

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """See :meth:`rasa.engine.graph.GraphComponent.fingerprint_addon`."""
        return code_version(cls.__module__)


@lru_cache
def code_version(module: str) -> str:
    """Return a hash of the code of the module and of those of ours that it imports."""
    return closure_digest([module], RELEASE)
