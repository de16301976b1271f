from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from bot.core.database import open_database
from bot.core.errors import ConfigurationError
from bot.staff.audit import Audit
from bot.staff.logins import IDLE_LOGIN, LONGEST_LOGIN, Logins
from bot.staff.roles import Role, may, read_roles
from bot.staff.users import User, Users, check_password, hash_password, is_right


@pytest.mark.parametrize(
    ("password", "fault"),
    [
        ("kurz-und-knapp", "zu kurz"),
        ("ä" * 129, "zu lang"),
        ("aaaaaaaaaaaaaaaaaa", "leicht zu erraten"),
        ("Messelotse123456789", "leicht zu erraten"),
        ("kim.beispiel-kim.beispiel", "leicht zu erraten"),
        ("qwertzuiopasdfghjkl", "leicht zu erraten"),
        ("letmeinletmeinletmein", "leicht zu erraten"),
        ("Sommer2025Sommer2025", "leicht zu erraten"),
    ],
)
def test_weak_password_is_refused_without_showing_it(password: str, fault: str) -> None:
    with pytest.raises(ConfigurationError, match=fault) as refused:
        check_password(password, "kim Kim Beispiel")
    assert password not in str(refused.value)


@pytest.mark.parametrize("password", ["Kastanie-Regenbogen-7", "vier wörter ohne sinn", "x9$kLm2!qRt7#vBn"])
def test_long_password_is_accepted(password: str) -> None:
    check_password(password, "kim Kim Beispiel")


def test_hash_fits_only_its_password_and_both_ways_to_write_an_umlaut() -> None:
    hashed = hash_password("Bücher-im-Regal-7")
    tried = ["Bücher-im-Regal-7", "Bu\u0308cher-im-Regal-7", "Bücher-im-Regal-8", "", "\ud800"]
    assert [is_right(hashed, each) for each in tried] == [True, True, False, False, False]


def test_no_password_is_never_right() -> None:
    assert [is_right("", each) for each in ("", "niemand")] == [False, False]


PASSWORD, OTHER = "Kastanie-Regenbogen-7", "Birke-Sonnenschein-8"


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[sa.engine.Engine]:
    engine = open_database(tmp_path, {})
    yield engine
    engine.dispose()


@pytest.fixture
def users(engine: sa.engine.Engine) -> Users:
    users = Users(engine)
    users.add("Kim", "Kim Beispiel", [Role.EDITOR], PASSWORD)
    return users


def test_account_is_found_and_verified_whatever_the_case(users: Users) -> None:
    kim = User("kim", "Kim Beispiel", (Role.EDITOR,), True, False, 0)
    assert (users.verify("KIM", PASSWORD), users.verify("kim", OTHER), users.verify("ohne", PASSWORD)) == (
        kim,
        None,
        None,
    )


@pytest.mark.parametrize(("name", "fault"), [("kim", "gibt es schon"), ("k", "geht nicht"), ("kim b", "geht nicht")])
def test_unusable_name_is_refused(users: Users, name: str, fault: str) -> None:
    with pytest.raises(ConfigurationError, match=fault):
        users.add(name, "", [Role.LEAD], PASSWORD)


# „K“ is the Kelvin sign: folded, it is a k.
@pytest.mark.parametrize(
    "name", ["\u212aim", "kim ", " kim", "k\u0131m", "ｋｉｍ", "kim\n", "kim\0", "j\udcf6rg", "", "k" * 65]
)
def test_name_that_is_not_exactly_an_accounts_is_nobodys(users: Users, name: str) -> None:
    users.add("k" * 64, "", [Role.EDITOR], PASSWORD)
    users.add("gross", "", [Role.EDITOR], PASSWORD)
    assert (users.find(name), users.verify(name, PASSWORD), users.find("groß")) == (None, None, None)
    with pytest.raises(ConfigurationError, match="geht nicht als Anmeldename"):
        users.add(name, "", [Role.EDITOR], PASSWORD)


def test_password_of_the_fairs_own_words_is_refused(users: Users) -> None:
    with pytest.raises(ConfigurationError, match="leicht zu erraten"):
        Users(users._engine, "Schwebebahntage Wuppertal").set_password("kim", "Schwebebahntage-Wuppertal-2025")


def test_account_without_password_is_never_verified(users: Users) -> None:
    users.add("sso", "", [Role.LEAD], None)
    assert (users.verify("sso", ""), users.require("sso").has_password) == (None, False)


def test_blocked_account_is_not_verified_until_freed(users: Users) -> None:
    users.set_blocked("kim", True)
    blocked = users.verify("kim", PASSWORD)
    users.set_blocked("kim", False)
    assert (blocked, users.verify("kim", PASSWORD) is None) == (None, False)


@pytest.mark.parametrize("change", ["password", "block", "roles", "logout"])
def test_login_ends_with_what_makes_it_void(engine: sa.engine.Engine, users: Users, change: str) -> None:
    logins = Logins(engine, users)
    token = logins.open(users.require("kim"))
    before = logins.read(token)
    {
        "password": lambda: users.set_password("kim", OTHER),
        "block": lambda: users.set_blocked("kim", True),
        "roles": lambda: users.set_roles("kim", [Role.OFFICE]),
        "logout": lambda: logins.close(token),
    }[change]()
    assert (before is None, logins.read(token)) == (False, None)


def test_login_ends_by_time_and_by_rest(engine: sa.engine.Engine, users: Users) -> None:
    now = [1_000_000.0]
    logins = Logins(engine, users, lambda: now[0])
    token = logins.open(users.require("kim"))
    seen = []
    for seconds in (IDLE_LOGIN - 1, IDLE_LOGIN - 1, IDLE_LOGIN):
        now[0] += seconds
        seen.append(logins.read(token) is not None)
    token = logins.open(users.require("kim"))
    for _ in range(LONGEST_LOGIN // (IDLE_LOGIN - 60)):
        now[0] += IDLE_LOGIN - 60
        logins.read(token)
    now[0] += IDLE_LOGIN - 60
    assert (seen, logins.read(token)) == ([True, True, False], None)


def test_database_holds_no_token(engine: sa.engine.Engine, users: Users) -> None:
    token = Logins(engine, users).open(users.require("kim"))
    with engine.connect() as connection:
        keys = [row[0] for row in connection.execute(sa.text("SELECT key FROM staff_logins"))]
    assert (len(keys), token in keys, PASSWORD in str(keys)) == (1, False, False)


def test_audit_tells_the_newest_first_and_forgets_after_a_year(engine: sa.engine.Engine) -> None:
    now = [0.0]
    audit = Audit(engine, lambda: now[0])
    audit.note("kim", "Thema gespeichert", "parken")
    now[0] = 364 * 86400.0
    audit.note("leo", "Thema gelöscht", "100 % Öko_Strom")
    seen = [deed.what for deed in audit.latest(10)]
    found = [deed.user for deed in audit.latest(10, words="öko_ LEO")]
    now[0] = 366 * 86400.0
    audit.note("leo", "Angemeldet")
    assert (seen, found, [deed.what for deed in audit.latest(10)]) == (
        ["Thema gelöscht", "Thema gespeichert"],
        ["leo"],
        ["Angemeldet", "Thema gelöscht"],
    )


def test_leitung_may_everything_and_others_their_own() -> None:
    lead, editor = (Role.LEAD,), (Role.EDITOR,)
    asked = [(lead, ()), (editor, editor), (editor, (Role.OFFICE,)), (editor, ())]
    assert [may(own, allowed) for own, allowed in asked] == [True, True, False, False]


@pytest.mark.parametrize("text", ["", "chef", "redaktion,chef"])
def test_unknown_role_is_refused(text: str) -> None:
    with pytest.raises(ConfigurationError, match="redaktion,programmbuero,leitung"):
        read_roles(text)
