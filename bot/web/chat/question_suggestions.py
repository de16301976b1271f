"""The chat's suggestions while a visitor types: topics, sessions, booths, each with the payload that asks for it."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable
from functools import lru_cache

from bot.content.topics import Topic, payload
from bot.core.errors import ProgrammeUnavailable
from bot.dialogue.topic_words import all_topics
from bot.programme.model import Catalogue
from bot.web.http.documents import JSON_TYPE, Document, make_document

SMALL_TALK = "smalltalk/"
Entry = dict[str, str]


class QuestionSuggestions:
    """The suggestions as they are now."""

    def __init__(self, catalogue: Callable[[], Catalogue]) -> None:
        """Take suggestions from the topics and ``catalogue``, which raises ProgrammeUnavailable while there is none."""
        self._catalogue = catalogue

    def entries(self) -> tuple[Entry, ...]:
        """``art``, ``titel`` and ``payload`` of each: topics first, then sessions and booths that take place."""
        topics = (("Thema", topic.title, f"/{topic.label}") for topic in all_topics() if _is_worth_asking(topic))
        found: dict[tuple[str, str], str] = {}
        for kind, title, asked in (*topics, *self._of_programme()):
            found.setdefault((kind, title), asked)  # a session held twice is suggested once
        return tuple({"art": kind, "titel": title, "payload": asked} for (kind, title), asked in found.items())

    def title_of(self, wanted: str) -> str | None:
        """The title of the proposal with this payload, or None."""
        return next((entry["titel"] for entry in self.entries() if entry["payload"] == wanted), None)

    def document(self) -> Document:
        """All of them as JSON."""
        return _as_document(json.dumps({"vorschlaege": self.entries()}, ensure_ascii=False))

    def _of_programme(self) -> Iterable[tuple[str, str, str]]:
        try:
            catalogue = self._catalogue()
        except ProgrammeUnavailable:
            return
        for session in catalogue.sessions:
            if not session.cancelled:
                yield session.kind or "Programm", session.title, payload("worum_geht_es", sitzung=session.id)
        for booth in catalogue.booths:
            yield "Stand", f"Stand {booth.number}: {booth.name}", payload("worum_geht_es", stand=booth.number)


# compressed once for all browsers; two, for a change of the programme may be under way
@lru_cache(maxsize=2)
def _as_document(text: str) -> Document:
    return make_document(text.encode(), JSON_TYPE)


def _is_worth_asking(topic: Topic) -> bool:
    return not topic.label.startswith(SMALL_TALK)
