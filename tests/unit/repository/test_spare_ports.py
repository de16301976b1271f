"""Ports for servers that start later: nobody else gets them in the meantime."""

from __future__ import annotations

import socket

import pytest

from tests.samples import ports as module
from tests.samples.ports import spare_port, spare_ports


def test_each_can_be_listened_on() -> None:
    servers = [socket.create_server(("127.0.0.1", port)) for port in spare_ports(20)]
    for server in servers:
        server.close()


def test_no_outgoing_connection_gets_one() -> None:
    assert max(spare_ports(200)) < 32_768


def test_none_is_given_out_twice() -> None:
    assert len({*spare_ports(300), *(spare_port() for _ in range(20))}) == 320


def test_taken_ones_are_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    first, second, third = spare_ports(3)
    monkeypatch.setattr(module, "_given", set())
    monkeypatch.setattr(module, "PORTS", [first, second, third])
    with socket.create_server(("127.0.0.1", second)):
        assert sorted(spare_ports(2)) == sorted([first, third])


def test_too_few_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_given", set())
    monkeypatch.setattr(module, "PORTS", range(10_000, 10_003))
    with pytest.raises(OSError, match="no 4 spare ports between 10000 and 10002"):
        spare_ports(4)
