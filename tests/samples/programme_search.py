"""A small health fair for the search tests; nothing of it stands in the sample programme."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta, timezone

import numpy as np

from bot.fair.model import Place
from bot.programme.model import Booth, Catalogue, Session
from bot.programme.search import CatalogueIndex, Nothing, One, Synonyms, ThingKind
from bot.programme.search.meaning import Vectors

START = datetime(2026, 6, 1, 9, tzinfo=timezone.utc)
SYNONYMS = Synonyms((("Stress", "Überlastung"), ("Digitale Akte", "E-Akte")), ("Musterstadt",))


def session(key: str, title: str, kind: str = "Vortrag", **more: object) -> Session:
    """A session with only what a test needs."""
    times = {"start": START, "end": START + timedelta(minutes=45)}
    return Session.parse_obj({"id": key, "title": title, "kind": kind, **times, **more})


def catalogue(sessions: Sequence[Session] = (), booths: Sequence[Booth] = (), rooms: Sequence[Place] = ()) -> Catalogue:
    """A catalogue of these things."""
    return Catalogue(version="1", read_at=START, sessions=tuple(sessions), booths=tuple(booths), rooms=tuple(rooms))


FAIR = catalogue(
    sessions=[
        session("ruecken", "Rückenschule: Beweglich durch den Bürotag", "Workshop", room="Turnhalle"),
        session("schlaf", "Besser schlafen", speakers=["Prof. Dr. Gerda Müller"], room="Aula", topics=["Schlaf"]),
        session("stress", "Stressbewältigung mit Achtsamkeit", "Workshop", speakers=["Nina Öztürk"], room="Aula"),
        session("stress-vortrag", "Stress im Beruf", speakers=["Gerda Müller-Lang"], topics=["Stress"], room="Aula"),
        session("akte", "Die digitale Akte im Alltag", abstract="Vom Posteingang bis zur Ablage."),
        session("rauch", "Rauchfrei werden", "Sprechstunde", room="Raum 105", speakers=["Karla Weiß"]),
        session("buero", "Gesund im Büro der Messe", topics=["Gesundheit"]),
    ],
    booths=[
        Booth(number="B3", name="Hörtest", room="Foyer", staff=("Karla Weiß",), topics=("Vorsorge",)),
        Booth(number="B4", name="Grippeimpfung", room="Raum 105", topics=("Vorsorge",)),
        Booth(number="12", name="Smoothie-Bar", room="Foyer", try_out="Smoothie auf dem Fahrrad mixen"),
    ],
    rooms=[
        Place(name="Aula", also=("Großer Hörsaal",)),
        Place(name="Turnhalle", also=("Sporthalle", "Club")),
        Place(name="Seminarraum 1"),
        Place(name="Seminarraum 2", also=("SR 2",)),
        Place(name="Foyer"),
    ],
)
INDEX = CatalogueIndex(FAIR, SYNONYMS)


def meant(text: str, *kinds: ThingKind, index: CatalogueIndex = INDEX) -> list[str]:
    """The keys that ``text`` resolves to, best first."""
    resolution = index.resolve(text, kinds or tuple(ThingKind))
    if isinstance(resolution, Nothing):
        return []
    return [resolution.hit.key] if isinstance(resolution, One) else [hit.key for hit in resolution.hits]


class WordEncoder:
    """Texts as vectors over a few subjects: alike if they share one."""

    subjects = (("impf", "spritze"), ("schlaf", "müde"), ("hör", "ohren"), ("stress",), ("rück", "büro"))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One vector a text."""
        rows = [[float(any(word in text.lower() for word in words)) for words in self.subjects] for text in texts]
        vectors = np.asarray(rows, dtype=np.float32) + 0.01
        normalised: Vectors = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return normalised
