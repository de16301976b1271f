"""The map of all example sentences as the booth draws it: topics with titles, in groups of one colour each."""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Sequence
from typing import Any

from bot.content.topics import label_button
from bot.nlu.sentence_map import Place, place
from bot.nlu.text_cleaning import NEVER_SUGGESTED, OUT_OF_SCOPE
from bot.runtime.rasa_client import RasaUnavailable
from bot.web.http.documents import Document, make_document

GROUPS = (
    "Rund um die Messe", "Programm und Stände", "Mein Plan", "Plaudern", "Gespräch führen", "Nichts zur Messe",
)  # fmt: skip
OUT_OF_SCOPE_TITLE = "Nichts zur Messe"
JSON_TYPE = "application/json; charset=utf-8"


class SentenceMapPicture:
    """The map of the live model; asked for again each time a booth asks, for the model may have been swapped."""

    def __init__(self, fetch: Callable[[], Awaitable[bytes]]) -> None:
        """Show the map that ``fetch`` brings; it raises RasaUnavailable while there is none."""
        self._fetch = fetch
        self._raw = b""
        self._labels: dict[str, list[int]] = {}
        self._document: Document | None = None

    async def document(self) -> Document:
        """The map as JSON.

        Raises:
            RasaUnavailable: there is none now, and was none before.
        """
        try:
            raw = await self._fetch()
        except RasaUnavailable:
            if self._document is None:
                raise
            return self._document
        # the same model gives the same bytes: reading and compressing them again is spared
        if raw != self._raw or self._document is None:
            self._document = self._read(raw)
            self._raw = raw
        return self._document

    async def place(self, ranking: Sequence[tuple[str, float]]) -> Place | None:
        """Where a question lies, or None when there is no map."""
        if not self._labels:
            try:
                await self.document()
            except RasaUnavailable:
                return None
        return place(self._labels, ranking)

    def _read(self, raw: bytes) -> Document:
        try:
            content = json.loads(raw)
            labels, topics = content["labels"], topics_of(content)
        except (ValueError, KeyError, TypeError) as error:
            raise RasaUnavailable("Rasas Karte ist nicht lesbar") from error
        self._labels = labels
        return make_document(json.dumps({"themen": topics, "gruppen": GROUPS}, ensure_ascii=False).encode(), JSON_TYPE)


def topics_of(content: dict[str, Any]) -> list[dict[str, Any]]:
    """The topics of a stored picture, each with title, group (from 1), place and the places of its examples."""
    return [
        {
            "absicht": label,
            "titel": label_title(label),
            "gruppe": group_of(label),
            "x": x,
            "y": y,
            "punkte": content["points"][label],
        }
        for label, (x, y) in content["labels"].items()
    ]


def group_of(label: str) -> int:
    """The number (from 1) of a label's group in :data:`GROUPS`."""
    if label == OUT_OF_SCOPE:
        return 6
    if "/" in label:
        return 4 if label.startswith("smalltalk/") else 1
    if label.startswith("plan_") or label == "erinnern":
        return 3
    return 5 if label in NEVER_SUGGESTED else 2


def label_title(label: str) -> str:
    """A readable title for a full label."""
    if label == OUT_OF_SCOPE:
        return OUT_OF_SCOPE_TITLE
    button = label_button(label)
    return button.title if button is not None else label.rpartition("/")[2].replace("_", " ").capitalize()
