"""„Was kommt nach der Eröffnung?“: what comes after a session that the question names."""

from __future__ import annotations

import re
from dataclasses import replace

from actions.answer_context import AnswerContext
from actions.reading.question import Question
from actions.reply import SESSION, Reference
from bot.german.stop_words import ThingKind
from bot.german.time.expressions import find_time_expressions
from bot.programme.search.results import How, One

_AFTER = re.compile(
    r"\b(?:nach|im anschluss an|hinter)\s+(?=de[rmn]\b|die\b|das\b|diese)(?P<what>\S.+)$", re.IGNORECASE
)
_SEEKS = re.compile(r"\b(?:such|frag|schau|guck|seh|hör)\w*\b[^.?!]*$", re.IGNORECASE)


def after_named_session(question: Question, view: AnswerContext) -> Question:
    """The question with „danach“ and that session as the conversation's subject; as it was when it names none behind
    „nach“.

    „Ich suche nach dem Workshop zu KI“ and „nach der Mittagspause“ (a time) stay.
    """
    match = _AFTER.search(question.text)
    if match is None or _SEEKS.search(question.text[: match.start()]) or _is_time(match.start(), question):
        return question
    found = view.index.resolve(match["what"], {ThingKind.SESSION})
    if not isinstance(found, One) or found.hit.how is How.MEANING:
        return question
    text = f"{question.text[: match.start()]}danach"
    times = tuple(find_time_expressions(text, question.now, view.fair.days))
    return replace(question, text=text, times=times, focus=Reference(SESSION, found.hit.key), listing=None, refers="")


def _is_time(start: int, question: Question) -> bool:
    return any(begin <= start < end for begin, end in question.time_spans)
