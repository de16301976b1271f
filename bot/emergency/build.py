"""Train the net from its sentences and the topics' example questions: ``python -m bot.emergency.build``.

Two linear models over :mod:`bot.emergency.net`: emergency or not, and which; a third for the language. They are
kept in 8 bits in ``netz.npz``, so that web needs no scikit-learn; a test compares the file with its sources.
"""

from __future__ import annotations

import hashlib
import random
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from bot.core.yaml_reader import load_yaml
from bot.emergency.net import BUCKETS, FOLDER, NET_FILE, vector_of, words_of
from bot.fair.emergency_texts import GERMAN

SENTENCES = FOLDER / "saetze"
# The net answers emergencies before these topics, which also answer plain questions: they show neither.
MIXED_TOPICS = ("erste_hilfe", "notfall_raeumung", "seelische_not")
# Look-alikes count twice: there are few of them beside thousands of plain questions.
STRENGTH, HARD_WEIGHT, COPIES, SEED = 40.0, 2.0, 2, 0
# Small words that learners of German leave out.
SMALL = (
    "der", "die", "das", "den", "dem", "des", "ein", "eine", "einen", "einem", "einer", "ist", "hat", "sich", "mein",
    "meine", "meinen", "meinem", "meiner",
)  # fmt: skip
FRAGMENTS, FRAGMENT_WORDS = 6000, 10
DIGESTED = 40  # each so many-th sentence
BEFORE = (
    "Guten Tag, ich möchte melden, dass ", "Entschuldigung, ich glaube, ", "Sehr geehrte Damen und Herren, ",
    "hallo, ", "bitte schnell, ", "hallo ich wollte fragen wo der saal ist aber ", "ey ", "kurze frage, ", "also ",
    "wir sind am stand 7, ", "hi, im foyer: ", "moin. ", "oh gott ", "hier im saal ", "kollege sagt: ",
)  # fmt: skip
AFTER = (
    " bitte", " schnell", " im foyer", " am stand 12", " raum 3", " im großen saal", " was soll ich tun", " !!!",
    " bitte kommen sie", " hinten rechts", " auf der toilette", " wo seid ihr", " danke", " wo muss ich hin",
    ", an wen kann ich mich wenden?", ". Könnten Sie bitte jemanden schicken?", ". Wer kann helfen?",
    ". Wo finde ich Hilfe?", " vor dem eingang",
)  # fmt: skip


@dataclass(frozen=True)
class EmergencySentence:
    """An example; ``situation`` is "" for a harmless one, ``language`` "" where it is not given."""

    text: str
    situation: str = ""
    language: str = ""


def read_sentences(path: Path) -> list[EmergencySentence]:
    """Read the sentences of a file with ``saetze``, ``andere_sprachen`` („lage|satz“) and ``harmlos``.

    It may also have ``harmlos_andere`` („sprache|satz“).
    """
    entry = load_yaml(path)
    groups, foreign = entry.entry("saetze"), entry.entry("andere_sprachen")
    found = [EmergencySentence(text, name, GERMAN) for name in groups.names() for text in groups.texts(name)]
    for language in foreign.names():
        for text in foreign.texts(language):
            situation, _, sentence = text.partition("|")
            found.append(EmergencySentence(sentence.strip(), situation.strip(), language))
    for text in entry.texts("harmlos_andere"):
        language, _, sentence = text.partition("|")
        found.append(EmergencySentence(sentence.strip(), "", language.strip()))
    return found + [EmergencySentence(text) for text in entry.texts("harmlos")]


def source_digest() -> str:
    """Return a SHA-256 digest of everything the net is trained on except the topics, which editors change daily.

    Of the code it covers the effect: the variations and vectors of every fortieth sentence.
    """
    files = sorted(SENTENCES.glob("*.yml"))
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in files))
    sentences = [each for path in files for each in read_sentences(path)]
    for each in varied(sentences, COPIES)[::DIGESTED]:
        places, values = vector_of(words_of(each.text))
        digest.update(each.text.encode() + places.tobytes() + np.round(values, 4).tobytes())
    digest.update(repr((STRENGTH, HARD_WEIGHT, FRAGMENTS, FRAGMENT_WORDS, BUCKETS)).encode())
    return digest.hexdigest()


def varied(sentences: Sequence[EmergencySentence], copies: int) -> list[EmergencySentence]:
    """Return the sentences and ``copies`` of each with other words around and slips in them; the same every time."""
    chance = random.Random(SEED)
    changed = [
        EmergencySentence(_vary(each.text, chance), each.situation, each.language)
        for each in sentences
        for _ in range(copies)
    ]
    return [*sentences, *changed]


def fragments(questions: Sequence[str], count: int) -> list[str]:
    """Return ``count`` pieces of one to ten words.

    The net also looks at parts of a message, and a part of a plain question is harmless.
    """
    chance = random.Random(SEED)
    found = []
    for _ in range(count if questions else 0):
        words = chance.choice(questions).split()
        start = chance.randrange(len(words))
        found.append(" ".join(words[start : start + chance.randint(1, FRAGMENT_WORDS)]))
    return found


def _vary(text: str, chance: random.Random) -> str:
    if chance.random() < 0.3:  # as people write who are still learning German
        text = " ".join(word for word in text.split() if word.casefold() not in SMALL or chance.random() < 0.4) or text
    before = chance.choice(BEFORE) if chance.random() < 0.4 else ""
    after = chance.choice(AFTER) if chance.random() < 0.5 else ""
    return before + (_slip(text, chance) if chance.random() < 0.5 else text) + after


def _slip(text: str, chance: random.Random) -> str:
    """Leave a letter out, swap two or double one."""
    if len(text) < 6:
        return text
    place, kind = chance.randrange(1, len(text) - 2), chance.randrange(3)
    middle = ("", text[place + 1] + text[place], text[place] * 2)[kind]
    return text[:place] + middle + text[place + 1 + (kind == 1) :]


def learn(sentences: Sequence[EmergencySentence], questions: Sequence[str]) -> dict[str, Any]:
    """Fit the models and return the arrays of ``netz.npz``.

    Args:
        sentences: emergencies and look-alikes.
        questions: plain ones, none of them an emergency.

    Returns:
        ``rarity`` (BUCKETS,) float16, ``table`` (BUCKETS, n) int8, ``scales`` and ``biases`` (n,) float32, and the
            names of
        the columns behind the first: ``situations``, then ``languages``.
    """
    changed = varied(sentences, COPIES)
    questions = [*questions, *fragments(questions, FRAGMENTS)]
    examples = [*changed, *map(EmergencySentence, questions)]
    rarity = _rarity(examples)
    vectors = _matrix(examples, rarity)
    situations = np.array([each.situation for each in examples])
    languages = np.array([each.language for each in examples])
    weights = np.array([1.0 if each.situation else HARD_WEIGHT for each in changed] + [1.0] * len(questions))
    urgent, spoken = np.flatnonzero(situations != ""), np.flatnonzero(languages != "")
    models = [
        _fit(vectors, situations != "", weights),
        _fit(vectors[urgent], situations[urgent]),
        _fit(vectors[spoken], languages[spoken]),
    ]
    table = np.vstack([model.coef_ for model in models]).T
    # One scale a column: the models' coefficients differ in size, and int8 holds -127 to 127.
    scales = np.abs(table).max(axis=0) / 127
    return {
        "rarity": rarity.astype(np.float16),
        "table": np.round(table / scales).astype(np.int8),
        "scales": scales.astype(np.float32),
        "biases": np.concatenate([model.intercept_ for model in models]).astype(np.float32),
        "situations": models[1].classes_,
        "languages": models[2].classes_,
    }


def _fit(vectors: Any, targets: Any, weights: Any = None) -> Any:
    from sklearn.linear_model import LogisticRegression

    # liblinear in its dual form suits many features and few examples.
    model = LogisticRegression(C=STRENGTH, solver="liblinear", dual=True, tol=0.03, max_iter=200, random_state=SEED)
    return model.fit(vectors, targets, sample_weight=weights)


def _rarity(examples: Sequence[EmergencySentence]) -> Any:
    counts = np.zeros(BUCKETS)
    for each in examples:
        counts[np.unique(vector_of(words_of(each.text))[0])] += 1
    return np.log((1 + len(examples)) / (1 + counts)).astype(np.float32)


def _matrix(examples: Sequence[EmergencySentence], rarity: Any) -> Any:
    from scipy.sparse import csr_matrix

    parts = [vector_of(words_of(each.text), rarity) for each in examples]
    rows = np.repeat(np.arange(len(parts)), [len(places) for places, _ in parts])
    columns, values = (np.concatenate(each) for each in zip(*parts, strict=True))
    return csr_matrix((values, (rows, columns)), shape=(len(parts), BUCKETS))


def plain_questions(root: Path) -> list[str]:
    """Return the example questions of all intents except the topics about emergencies."""
    from bot.content.examples import all_examples

    return [sentence for path, sentence in all_examples(root) if path.stem not in MIXED_TOPICS]


def main() -> None:
    """Train the net and write it."""
    from bot.core.settings import ROOT

    sentences = [each for path in sorted(SENTENCES.glob("*.yml")) for each in read_sentences(path)]
    arrays = learn(sentences, plain_questions(ROOT))
    np.savez_compressed(NET_FILE, digest=np.array(source_digest()), **arrays)
    print(f"{NET_FILE.name}: {len(sentences)} Sätze gelernt, {NET_FILE.stat().st_size // 1024} KB.")


if __name__ == "__main__":
    main()
