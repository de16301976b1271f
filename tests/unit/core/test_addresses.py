from __future__ import annotations

import pytest

from bot.core.addresses import Addresses, inner_interface, load_addresses
from bot.core.errors import ConfigurationError
from bot.core.redis import redis_from_environment


def test_without_settings_all_is_on_this_machine() -> None:
    found = load_addresses({"MESSE_PORT": "8001", "RASA_PORT": "8002", "AKTION_PORT": "8003"})
    assert found == Addresses("http://127.0.0.1:8001", "", "http://127.0.0.1:8003")


def test_addresses_lose_their_last_slash() -> None:
    names = {"MESSE_WEB": "http://innen:8102/", "MESSE_RASA": "http://innen:8100", "MESSE_AKTIONEN": "https://a/b/"}
    assert load_addresses(names) == Addresses("http://innen:8102", "http://innen:8100", "https://a/b")


@pytest.mark.parametrize("name", ["MESSE_WEB", "MESSE_RASA", "MESSE_AKTIONEN"])
@pytest.mark.parametrize("value", ["innen:8100", "ftp://innen", "http://", "http://innen/?a=b"])
def test_what_is_no_address_is_named(name: str, value: str) -> None:
    with pytest.raises(ConfigurationError, match=f"^{name} ist keine Adresse"):
        load_addresses({name: value})


def test_inner_parts_listen_on_loopback_unless_told_otherwise() -> None:
    assert (inner_interface({}), inner_interface({"MESSE_INTERN": "10.0.0.7"})) == ("127.0.0.1", "10.0.0.7")


def test_without_a_setting_there_is_no_redis() -> None:
    assert redis_from_environment({}) is None


def test_wrong_address_of_redis_is_named_without_its_password() -> None:
    with pytest.raises(ConfigurationError) as caught:
        redis_from_environment({"MESSE_REDIS": "rodis://:geheim@host"})
    assert (str(caught.value).startswith("MESSE_REDIS"), "geheim" in str(caught.value)) == (True, False)
