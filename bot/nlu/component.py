"""What our parts of Rasa's pipeline have in common."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from pathlib import Path
from typing import Any, Dict, Optional

from rasa.engine.graph import GraphComponent

_CODE = Path(__file__).parent


class Component(GraphComponent):
    """A part whose results are kept between trainings only as long as the code beside it stays the same.

    Rasa looks at the component's own class; what most of ours do stands in the modules that they call.
    """

    @classmethod
    def fingerprint_addon(cls, config: Dict[str, Any]) -> Optional[str]:
        """See :meth:`rasa.engine.graph.GraphComponent.fingerprint_addon`."""
        return code_version(_CODE)


@lru_cache
def code_version(folder: Path) -> str:
    """Hash of the modules in a folder."""
    digest = hashlib.sha256()
    for path in sorted(folder.glob("*.py")):
        digest.update(path.name.encode())
        digest.update(path.read_bytes())
    return digest.hexdigest()
