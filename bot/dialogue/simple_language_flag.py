"""How a message says in which language its answer is wanted: metadata ``{"sprache": "leicht"}``."""

from __future__ import annotations

LANGUAGE_KEY = "sprache"
SIMPLE_LANGUAGE = "leicht"
