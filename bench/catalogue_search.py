"""How long a search takes in a big catalogue: ``python bench/catalogue_search.py`` prints p50 and p95.

500 generated sessions, 100 booths; no encoder (it adds its own time, only where no word matches).
"""

from __future__ import annotations

import random
import statistics
import time
from datetime import datetime, timedelta, timezone

from bot.fair.model import Place
from bot.programme.model import Booth, Catalogue, Session
from bot.programme.search import CatalogueIndex, load_synonyms

SESSIONS, BOOTHS, ROOMS, ROUNDS = 500, 100, 20, 5
START = datetime(2025, 5, 14, 9, tzinfo=timezone.utc)
FRONTS = ["Daten", "Netz", "Bild", "Text", "Sprach", "Karten", "Formular", "Geräte", "Wissens", "Archiv", "Energie"]
ENDS = ["analyse", "pflege", "sicherheit", "dienst", "erkennung", "planung", "schutz", "auskunft", "steuerung", "suche"]
TOPICS = ["KI", "VR", "Copilot", "IT-Sicherheit", "Datenschutz", "Smart City", "Open Data", "E-Learning"]
KINDS = ["Vortrag", "Workshop", "Führung", "Sprechstunde"]
QUESTIONS = (
    "Wann ist der Vortrag zur {word}?",
    "wo isn der stand mit {topic}",
    "Wer hält den {word}workshop?",
    "Was macht Frau {name}?",
    "{typo}",
    "stand b 3",
    "Wann ist die Buchmesse?",
    "Ich bin mit einer Kollegin hier, wir überlegen noch: Gibt es heute etwas zu {topic} oder {word} im Saal 3?",
)


def main() -> None:
    """Build, ask, print."""
    chance = random.Random(2025)
    began = time.perf_counter()
    index = CatalogueIndex(_catalogue(chance), load_synonyms())
    print(f"Aufbau: {1000 * (time.perf_counter() - began):.0f} ms ({SESSIONS} Sitzungen, {BOOTHS} Stände)")
    _report("Fragen", index, [_question(chance, pattern) for _ in range(40) for pattern in QUESTIONS])
    _report("2.000 Zeichen", index, [" ".join(_word(chance) for _ in range(150))[:2000] for _ in range(20)])


def _report(name: str, index: CatalogueIndex, questions: list[str]) -> None:
    first, again = _times(index, questions), [each for _ in range(ROUNDS) for each in _times(index, questions)]
    for label, times in ((f"{name}, erstmals", first), (f"{name}, wiederholt", again)):
        print(f"{label}: p50 {statistics.median(times):.1f} ms, p95 {statistics.quantiles(times, n=20)[-1]:.1f} ms")


def _times(index: CatalogueIndex, questions: list[str]) -> list[float]:
    times = []
    for question in questions:
        began = time.perf_counter()
        index.search(question)
        times.append(1000 * (time.perf_counter() - began))
    return times


def _question(chance: random.Random, pattern: str) -> str:
    word = _word(chance)
    cut = chance.randrange(2, len(word) - 1)
    return pattern.format(word=word, topic=chance.choice(TOPICS), name=_name(chance), typo=word[:cut] + word[cut + 1 :])


def _word(chance: random.Random) -> str:
    return chance.choice(FRONTS) + chance.choice(ENDS)


def _words(chance: random.Random, count: int) -> str:
    return " ".join(_word(chance) for _ in range(count))


def _name(chance: random.Random) -> str:
    return chance.choice(["Birken", "Eichen", "Linden", "Tannen", "Ulmen"]) + chance.choice(["hof", "thal", "stein"])


def _details(chance: random.Random) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return (f"Kim {_name(chance)}",), tuple(chance.sample(TOPICS, 2))


def _session(chance: random.Random, number: int) -> Session:
    start = START + timedelta(minutes=5 * (number % 90))
    people, topics = _details(chance)
    return Session(
        id=f"s{number}",
        title=f"{_words(chance, 2)}: {chance.choice(TOPICS)} im Überblick {number}",
        kind=chance.choice(KINDS),
        start=start,
        end=start + timedelta(minutes=45),
        room=f"Saal {number % ROOMS}",
        speakers=people,
        topics=topics,
        abstract=_words(chance, 30),
    )


def _booth(chance: random.Random, number: int) -> Booth:
    people, topics = _details(chance)
    return Booth(
        number=f"{'ABCDEFGHIJ'[number // 10]}{number % 10}",
        name=_words(chance, 2),
        room=f"Saal {number % ROOMS}",
        description=_words(chance, 20),
        topics=topics,
        staff=people,
    )


def _catalogue(chance: random.Random) -> Catalogue:
    return Catalogue(
        version="bench",
        read_at=START,
        sessions=tuple(_session(chance, number) for number in range(SESSIONS)),
        booths=tuple(_booth(chance, number) for number in range(BOOTHS)),
        rooms=tuple(Place(name=f"Saal {number}") for number in range(ROOMS)),
    )


if __name__ == "__main__":
    main()
