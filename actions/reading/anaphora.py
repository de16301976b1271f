"""Resolves a question that points back: to an entry of the last list, or to the conversation's subject."""

from __future__ import annotations

import re

from actions.answer_context import AnswerContext
from actions.reading.question import Question
from actions.reading.session_filters import family_in
from actions.reading.session_search import in_time
from actions.reply import BOOTH, SESSION, Listing, Reference
from actions.wording import PAGE
from bot.dialogue.context import LISTING
from bot.dialogue.deixis import asks_for_seats
from bot.fair.model import room_called
from bot.german.stop_words import ThingKind
from bot.german.text import fold
from bot.german.time.expressions import TimeExpression
from bot.programme.model import Session
from bot.programme.search.documents import Hit, How

_OTHER = re.compile(r"\bander(?:e[nrsm]?)\b", re.IGNORECASE)
NEARLY = 0.1
_STEMS = (
    (0, r"erst|ersteres?"), (1, r"zweit|zwote"), (2, r"dritt"), (3, r"viert"), (4, r"funft|fuenft"),
    (5, r"sechst"), (6, r"siebt|siebent"), (7, r"acht"), (8, r"neunt"), (9, r"zehnt"),
)  # fmt: skip
_ENDING = r"(?:e[nrsm]?|eren|eres|erer)?"
_ORDINALS = [(index, re.compile(rf"\b(?:{stems}){_ENDING}\b")) for index, stems in _STEMS]
_CARDINALS = {"eins": 0, "zwei": 1, "drei": 2, "vier": 3, "funf": 4, "fuenf": 4}
_LAST = re.compile(r"\bletzt(?:e[nrsm]?|eres?)\b|\bunterst\w*")
_NUMBER = re.compile(r"\b(\d{1,2})\b")
References = tuple[Reference, ...]


def read_ordinal(text: str, length: int) -> int | None:
    """The index (from 0) of the entry meant in a list of ``length`` entries, or None."""
    folded = fold(text)
    if _LAST.search(folded) and length:
        return length - 1
    index = _index_in(folded)
    return index if index is not None and 0 <= index < length else None


def _index_in(folded: str) -> int | None:
    for index, pattern in _ORDINALS:
        if pattern.search(folded):
            return index
    number = _NUMBER.search(folded)
    if number:
        return int(number.group(1)) - 1
    return next((index for word, index in _CARDINALS.items() if re.search(rf"\b{word}\b", folded)), None)


def names_other(text: str) -> bool:
    """Whether „the other one“ is meant."""
    return bool(_OTHER.search(text))


def listed_before(listing: Listing | None) -> References:
    """All entries of a list as it was shown."""
    if listing is None:
        return ()
    kind = BOOTH if listing.kind == BOOTH else SESSION
    return tuple(Reference(kind, key) for key in listing.keys)


def listed(listing: Listing | None, view: AnswerContext) -> References:
    """The entries of a list that are still in the programme."""
    return tuple(reference for reference in listed_before(listing) if view.knows(reference))


def chosen_from_list(question: Question, view: AnswerContext) -> References:
    """The entries of the last list that fit the words: „der um 14 Uhr“, „der zweite“, „der Workshop“, „den anderen“."""
    entries = listed(question.listing, view)
    numbered = entry_by_number(_without_times(question), question.listing, entries)
    if numbered is not None:
        return (numbered,)
    fitting = _of_family(_at_time(entries, question, view), question, view)
    if asks_for_seats(question.text) and question.intent == "programm_suche":
        fitting = tuple(each for each in fitting if (found := view.session(each.key)) and found.seats_free != 0)
    room = room_called(question.text, view.catalogue.rooms)
    if room:
        return tuple(each for each in fitting if _room_of(each, view) == room)
    if names_other(question.text):
        fitting = tuple(each for each in fitting if each != question.focus)
    return _of_words(fitting, question, view) if question.names_something else fitting


def entry_by_number(text: str, listing: Listing | None, entries: References) -> Reference | None:
    """„Der dritte“: of the page shown last, where one has turned pages, else of the whole list."""
    page = entries[(listing.shown - 1) // PAGE * PAGE : listing.shown] if listing and listing.shown > PAGE else ()
    for part in (page, entries):
        index = read_ordinal(text, len(part))
        if index is not None:
            return part[index]
    return None


def _room_of(reference: Reference, view: AnswerContext) -> str:
    thing = view.session(reference.key) or view.booth(reference.key)
    return thing.room if thing is not None else ""


def _without_times(question: Question) -> str:
    text = question.text
    for start, end in question.time_spans:
        text = text[:start] + " " * (end - start) + text[end:]
    return text


def _sessions(entries: References, view: AnswerContext) -> tuple[Session, ...]:
    found = (view.session(each.key) for each in entries if each.kind == SESSION)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: each.start))


def _at_time(entries: References, question: Question, view: AnswerContext) -> References:
    sessions = _sessions(entries, view)
    if not question.times or not sessions:
        return entries
    time = question.times[-1]
    fitting = in_time(sessions, time, view.now)
    punctual = tuple(each for each in fitting or sessions if _begins_at(each, time))
    begun = tuple(each for each in fitting if time.grain == "part" and time.start and each.start >= time.start)
    keys = {each.id for each in punctual or begun or fitting}
    return tuple(each for each in entries if each.key in keys)


def _begins_at(session: Session, time: TimeExpression) -> bool:
    """Whether the session begins at that time of day: in a list of tomorrow, „um elf“ is tomorrow."""
    return time.start is not None and time.grain != "day" and session.start.time() == time.start.time()


def _of_family(entries: References, question: Question, view: AnswerContext) -> References:
    keys = {each.id for each in family_in(question, _sessions(entries, view))}
    return tuple(each for each in entries if each.kind != SESSION or each.key in keys)


def _of_words(entries: References, question: Question, view: AnswerContext) -> References:
    """Those that the words name; none when they name something else."""
    kinds = {ThingKind.SESSION, ThingKind.BOOTH}
    scores = {hit.key: hit.score for hit in view.index.search(question.text, kinds, question.time_spans)}
    best = max((scores.get(each.key, 0.0) for each in entries), default=0.0)
    return tuple(each for each in entries if 0 < best - NEARLY <= scores.get(each.key, 0.0))


def antecedents(question: Question, view: AnswerContext) -> References:
    """Return the things that the question refers to: one, several to choose from, or () when that is not clear."""
    focus = (question.focus,) if question.focus is not None and view.knows(question.focus) else ()
    if question.refers != LISTING:
        return focus
    entries = listed(question.listing, view)
    chosen = chosen_from_list(question, view)
    return chosen if len(chosen) < len(entries) or len(entries) == 1 else focus


def as_hits(references: References, view: AnswerContext) -> tuple[Hit, ...]:
    """References in the shape that buttons are made from."""
    return tuple(_hit(each, view) for each in references)


def _hit(reference: Reference, view: AnswerContext) -> Hit:
    session, booth = view.session(reference.key), view.booth(reference.key)
    label = session.title if session is not None else booth.name if booth is not None else reference.key
    kind = ThingKind.SESSION if reference.kind == SESSION else ThingKind.BOOTH
    return Hit(kind, reference.key, label, 1.0, How.EXACT, "")
