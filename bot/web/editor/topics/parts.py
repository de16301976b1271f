"""The parts that the handlers of the topics' pages share."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from bot.content.topic_service import TopicService
from bot.staff.audit import Audit
from bot.web.editor.advice import Adviser
from bot.web.editor.topics.sentence_comparison import SentenceComparison
from bot.web.http.parts import Site


@dataclass(frozen=True)
class TopicParts:
    """The topics, and the services that help while writing.

    Attributes:
        usage: tells the use of a topic by its label, with ``asked``, ``good`` and ``bad``; made anew for each page.
    """

    site: Site
    audit: Audit
    topics: TopicService
    adviser: Adviser
    comparison: SentenceComparison
    usage: Callable[[], Callable[[str], object]]
