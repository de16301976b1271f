"""Errors shown to operators, editors and visitors: each says in German what is wrong, where, and the remedy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


class MesselotseError(Exception):
    """Base of all errors whose text is meant to be shown (German, one line)."""


@dataclass(frozen=True)
class Problem:
    """A fault in a file: ``file:line: what – remedy``; line 0 stands for the whole file."""

    file: str
    line: int
    what: str
    remedy: str

    def __str__(self) -> str:
        place = f"{self.file}:{self.line}" if self.line else self.file
        return f"{place}: {self.what} – {self.remedy}"


class ContentError(MesselotseError):
    """A content file is unusable; carries every problem found, not just the first."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)


class ConfigurationError(MesselotseError):
    """An environment variable or a setting has a value that cannot be used."""


class RefusedError(MesselotseError):
    """A request that cannot be granted; ``what`` and ``remedy`` are German sentences."""

    def __init__(self, what: str, remedy: str) -> None:
        super().__init__(f"{what} {remedy}")
        self.what, self.remedy = what, remedy


class UnknownConversation(RefusedError):
    """The request carries no valid key to a conversation."""


class ExpiredLink(RefusedError):
    """A signed link is not ours or too old."""


class NothingThere(RefusedError):
    """The requested thing does not exist, or no longer."""


class OverloadedError(RefusedError):
    """Too much waits already; later there is room again."""


class ProgrammeUnavailable(MesselotseError):
    """There is no programme, neither from its service nor from an earlier copy."""
