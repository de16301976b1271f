from __future__ import annotations

import re
from types import SimpleNamespace
from typing import Any

import pytest
from multidict import CIMultiDict

from bot.core.errors import ConfigurationError
from bot.web.http.visitors import Visitors, load_visitors

HOUSE = {"MESSE_PROXY": "127.0.0.1, 10.0.0.0/24"}


def request(address: str, *headers: tuple[str, str]) -> Any:
    return SimpleNamespace(ip=address, scheme="http", headers=CIMultiDict(headers))


def forwarded(*values: str) -> list[tuple[str, str]]:
    return [("X-Forwarded-For", value) for value in values]


@pytest.mark.parametrize(
    ("direct", "said", "counted"),
    [
        ("192.0.2.1", (), "192.0.2.1"),
        ("192.0.2.1", ("198.51.100.7",), "192.0.2.1"),  # anybody can send this
        ("10.0.0.5", ("198.51.100.7",), "198.51.100.7"),
        ("10.0.0.5", ("203.0.113.9, 198.51.100.7",), "198.51.100.7"),  # what stands before it was sent by the visitor
        ("10.0.0.5", ("203.0.113.9, 198.51.100.7, 10.0.0.9",), "198.51.100.7"),
        ("10.0.0.5", ("203.0.113.9", "198.51.100.7"), "198.51.100.7"),
        ("10.0.0.5", ("::ffff:198.51.100.7",), "198.51.100.7"),
    ],
)
def test_address_is_that_of_the_nearest_stranger(direct: str, said: tuple[str, ...], counted: str) -> None:
    visitors = load_visitors(HOUSE)
    found = visitors.key_of(request(direct, *forwarded(*said)))
    assert found == visitors.key_of(request(counted))
    assert re.fullmatch("[0-9a-f]{32}", found)


@pytest.mark.parametrize(
    ("direct", "said"),
    [("127.0.0.1", ()), ("::1", ()), ("127.0.0.1", ("unsinn",)), ("10.0.0.5", ("127.0.0.1",))],
)
def test_this_machine_and_unreadable_addresses_have_no_key(direct: str, said: tuple[str, ...]) -> None:
    assert load_visitors(HOUSE).key_of(request(direct, *forwarded(*said))) == ""


def test_proxy_on_this_machine_that_is_not_set_stands_for_many() -> None:
    assert Visitors().key_of(request("127.0.0.1", *forwarded("198.51.100.7"))) == ""


def test_network_of_six_counts_as_one_address() -> None:
    visitors = Visitors()
    keys = {visitors.key_of(request(f"2001:db8:1:{part}")) for part in ("2::1", "2:ffff::9", "3::1")}
    assert len(keys) == 2


def test_key_means_nothing_after_the_next_start() -> None:
    assert Visitors().key_of(request("192.0.2.1")) != Visitors().key_of(request("192.0.2.1"))


@pytest.mark.parametrize(
    ("direct", "said", "scheme"),
    [("127.0.0.1", "https", "https"), ("192.0.2.1", "https", "http"), ("127.0.0.1", "javascript", "http")],
)
def test_tls_is_believed_only_from_a_proxy_of_ours(direct: str, said: str, scheme: str) -> None:
    assert load_visitors(HOUSE).scheme_of(request(direct, ("X-Forwarded-Proto", said))) == scheme


def test_unreadable_setting_is_refused() -> None:
    with pytest.raises(ConfigurationError, match="MESSE_PROXY=proxy.example ist unlesbar"):
        load_visitors({"MESSE_PROXY": "proxy.example"})
