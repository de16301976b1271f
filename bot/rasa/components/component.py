"""What our parts of Rasa's pipeline have in common."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Dict, Optional

from rasa.engine.graph import GraphComponent

from bot.core.import_closure import closure_digest
from bot.core.settings import RELEASE


class Component(GraphComponent):
    """A part whose results are kept between trainings only as long as the code it runs on stays the same.

    Rasa looks at the component's own class; what most of ours do stands in the modules that they import.
    """

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """See :meth:`rasa.engine.graph.GraphComponent.fingerprint_addon`."""
        return code_version(cls.__module__)


@lru_cache
def code_version(module: str) -> str:
    """Hash of what the module does, with those of ours that it imports."""
    return closure_digest([module], RELEASE)
