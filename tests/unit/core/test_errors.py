from __future__ import annotations

import pytest

from bot.core.errors import ContentError, MesselotseError, Problem

FIRST, SECOND = Problem("a.yml", 3, "zu kurz", "bitte ergänzen"), Problem("b.yml", 0, "fehlt", "bitte anlegen")


@pytest.mark.parametrize(
    ("problem", "text"),
    [(FIRST, "a.yml:3: zu kurz – bitte ergänzen"), (SECOND, "b.yml: fehlt – bitte anlegen")],
)
def test_problem_text(problem: Problem, text: str) -> None:
    assert str(problem) == text


def test_content_error_names_every_problem() -> None:
    error: MesselotseError = ContentError([FIRST, SECOND])
    assert str(error).splitlines() == [str(FIRST), str(SECOND)]


def test_content_error_keeps_the_problems() -> None:
    assert ContentError([FIRST]).problems == (FIRST,)
