"""Advice on example sentences for the Redaktion's form, as JSON and on the page."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from bot.chat.disclosure_control import MASK
from bot.content.checks.advice import Advice, advise, are_alike
from bot.content.checks.draft_check import title_of, title_of_stem
from bot.content.checks.nearness import Nearness
from bot.content.examples import all_examples, plain
from bot.content.topic_service import TopicService, UnknownTopic
from bot.content.topics import read_intent_titles
from bot.core.errors import ContentError
from bot.nlu.text_cleaning import OUT_OF_SCOPE

MOST_JUDGED = 40  # sentences at once; 10 ms each
OUT_OF_SCOPE_TITLE = "gehört nicht zur Messe"
Misses = Callable[[datetime], list[tuple[str, int]]]
MOST_TITLES = 2
MOST_IDEAS, MOST_MISSES, IDEA_DAYS = 5, 200, 14


@dataclass(frozen=True)
class Help:
    """Remarks on the examples and the title, and real questions with how often they were asked.

    Attributes:
        is_whole: meanings counted as well.
    """

    advice: tuple[Advice, ...]
    on_title: tuple[Advice, ...]
    ideas: tuple[tuple[str, int], ...]
    is_whole: bool


class Adviser:
    """Judges example sentences against those of all other topics."""

    def __init__(self, service: TopicService, folder: Path, misses: Misses) -> None:
        """Take the topics, the state folder, where vectors are, and what tells unanswered questions since a moment."""
        self._service = service
        self._misses = misses
        self.nearness = Nearness(service.root, folder)

    async def help(self, stem: str, examples: Sequence[str], now: datetime, title: str = "") -> Help:
        """Judge a topic's example sentences as they stand in the form; saved ones need no remark.

        Args:
            title: of the topic; judged where it is new.
        """
        return await asyncio.to_thread(self._help, stem, list(dict.fromkeys(examples)), now, examples, title)

    def _help(self, stem: str, own: list[str], now: datetime, typed: Sequence[str], title: str) -> Help:
        # until all vectors are there, only the words are compared
        is_whole = self.nearness.is_ready()
        saved = self._saved(stem)
        new = [each for each in own if each not in saved][:MOST_JUDGED]
        homes = {plain(text): path for path, text in all_examples(self._service.root) if path.stem != stem}
        elsewhere = {words: title_of(homes[words]) for words in map(plain, new) if words in homes}
        advice = advise(new, typed, elsewhere)
        # one remark a sentence is enough
        remarked = {each.sentence for each in advice}
        near = self.nearness.neighbours(stem, [each for each in new if each not in remarked], own)
        for sentence, neighbour in near.items():
            text = f"klingt wie „{self._title(neighbour.stem)}“ – dort steht „{neighbour.example}“."
            advice.append(Advice(sentence, text))
        on_title = () if stem else self._on_title(title, [neighbour.stem for neighbour in near.values()], len(own))
        return Help(tuple(advice), on_title, self._ideas(stem, own, now), is_whole)

    def _on_title(self, title: str, near: Sequence[str], count: int) -> tuple[Advice, ...]:
        """That there may be such a topic already: its title says so, or most of the examples sound like it."""
        titles = {label.partition("/")[2]: each for label, each in self._service.titles().items()}
        alike = [stem for stem, each in titles.items() if are_alike(title, each)]
        sounds = self.nearness.neighbours("", [title], []) if title else {}
        most = [stem for stem, number in Counter(near).most_common(1) if 2 * number >= count and number > 1]
        found = dict.fromkeys([*alike, *(each.stem for each in sounds.values()), *most])
        return tuple(
            Advice("", f"Es gibt schon das Thema „{titles[stem]}“. Gehört Ihre Antwort dorthin?", stem)
            for stem in found
            if stem in titles
        )[:MOST_TITLES]

    def _ideas(self, stem: str, own: list[str], now: datetime) -> tuple[tuple[str, int], ...]:
        known = {plain(each) for each in own}
        asked = dict(self._misses(now - timedelta(days=IDEA_DAYS))[:MOST_MISSES])
        # a masked question lost words that may matter, and would teach the mask
        candidates = [each for each in asked if MASK not in each and plain(each) not in known]
        fitting = self.nearness.fitting(stem, candidates, own)[:MOST_IDEAS]
        return tuple((each, asked[each]) for each in fitting)

    def _saved(self, stem: str) -> frozenset[str]:
        try:
            return frozenset(self._service.open(stem)[0].examples)
        except (UnknownTopic, ContentError):
            return frozenset()

    def titles(self) -> dict[str, str]:
        """The titles of all topics and intents by their labels."""
        intents = read_intent_titles(self._service.root / "data" / "nlu")
        return {OUT_OF_SCOPE: OUT_OF_SCOPE_TITLE, **intents, **self._service.titles()}

    def _title(self, stem: str) -> str:
        if stem == OUT_OF_SCOPE:
            return OUT_OF_SCOPE_TITLE
        return title_of_stem(self._service.root, stem)
