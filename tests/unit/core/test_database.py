from pathlib import Path

import pytest

from bot.core.database import open_database
from bot.core.errors import ConfigurationError


def test_database_is_private_sqlite_in_state_folder(tmp_path: Path) -> None:
    engine = open_database(tmp_path, {})
    engine.dispose()
    assert (tmp_path / "messelotse.db").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("url", ["quatsch", "postgresql://u:geheim@127.0.0.1:9/x", "nichts://x"])
def test_database_that_cannot_be_opened_names_variable_but_no_password(tmp_path: Path, url: str) -> None:
    with pytest.raises(ConfigurationError) as caught:
        open_database(tmp_path, {"MESSE_DATENBANK": url})
    assert (str(caught.value).startswith("MESSE_DATENBANK"), "geheim" in str(caught.value)) == (True, False)


def test_damaged_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "messelotse.db").write_bytes(b"kein SQLite" * 1000)
    with pytest.raises(ConfigurationError):
        open_database(tmp_path, {})
