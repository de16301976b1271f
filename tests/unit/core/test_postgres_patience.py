"""A server that hangs is given up, and not asked again at once."""

from __future__ import annotations

import socket
from collections.abc import Iterator

import psycopg2
import pytest
from psycopg2 import extensions

from bot.core.postgres_patience import Patience, be_patient, more_patience


class Asked:
    """A connection in states that are given; then it waits for its server."""

    def __init__(self, answers: list[int]) -> None:
        self._near, self._far = socket.socketpair()
        self.answers = answers
        self.polls = 0

    def fileno(self) -> int:
        return self._near.fileno()

    def answer(self) -> None:
        self._far.send(b"x")

    def poll(self) -> int:
        self.polls += 1
        return self.answers.pop(0) if self.answers else int(extensions.POLL_READ)

    def close(self) -> None:
        self._near.close()
        self._far.close()


@pytest.fixture
def hanging() -> Iterator[Asked]:
    connection = Asked([])
    yield connection
    connection.close()


def test_answer_is_waited_for(hanging: Asked) -> None:
    hanging.answers = [extensions.POLL_WRITE, extensions.POLL_READ, extensions.POLL_OK]
    hanging.answer()
    Patience().wait(hanging)
    assert hanging.polls == 3


def test_silence_is_given_up_and_not_asked_again_until_the_pause_is_over(hanging: Asked) -> None:
    clock = [100.0]
    patience = Patience(silence=0.01, pause=3, now=lambda: clock[0])
    polls = []
    for moment in (100.0, 102.9, 103.1):
        clock[0] = moment
        with pytest.raises(psycopg2.OperationalError):
            patience.wait(hanging)
        polls.append(hanging.polls)
    assert polls == [1, 1, 2]


def test_an_upgrade_waits_longer_and_the_rest_as_before() -> None:
    earlier = extensions.get_wait_callback()
    try:
        be_patient()
        usual = extensions.get_wait_callback()
        with more_patience(60):
            during = extensions.get_wait_callback()
        assert (during.__self__.silence, extensions.get_wait_callback()) == (60, usual)
    finally:
        extensions.set_wait_callback(earlier)
