"""The languages in which an answer may be wanted besides German.

A message says so itself: metadata ``{"sprache": "leicht"}``. A topic file has the answer in that language below its
German text: ``metadata: {leicht: |- …}``. What has no wording in the wanted language is answered in German.
"""

from __future__ import annotations

from collections.abc import Mapping

LANGUAGE_KEY = "sprache"
SIMPLE_LANGUAGE = "leicht"
LANGUAGES: Mapping[str, str] = {
    SIMPLE_LANGUAGE: "Leichte Sprache",
}
"""Key → name as the chat's menu shows it."""


def language_of(metadata: Mapping[str, object] | None) -> str:
    """Return the language that a message with this metadata asks for; "" is German."""
    wanted = (metadata or {}).get(LANGUAGE_KEY)
    return wanted if isinstance(wanted, str) and wanted in LANGUAGES else ""
