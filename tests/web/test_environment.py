from __future__ import annotations

import stat
from pathlib import Path

import pytest

from jiheng_web.environment import BadDatabaseUrlError, data_folder, database, secret_key


def test_the_key_is_made_once_and_is_its_owners_only(tmp_path: Path) -> None:
    key = secret_key(tmp_path, {})

    assert len(key) >= 50
    assert secret_key(tmp_path, {}) == key
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == ["secret.key"]


def test_two_sites_have_two_keys(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()

    assert secret_key(tmp_path / "a", {}) != secret_key(tmp_path / "b", {})


def test_the_environment_overrules_the_key(tmp_path: Path) -> None:
    assert secret_key(tmp_path, {"JIHENG_SECRET_KEY": "given"}) == "given"
    assert list(tmp_path.iterdir()) == []


def test_the_data_folder_is_closed_to_others(tmp_path: Path) -> None:
    folder = data_folder({"JIHENG_HOME": str(tmp_path / "site")})

    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_without_an_address_the_database_is_a_file_in_the_data_folder(tmp_path: Path) -> None:
    chosen = database(None, tmp_path)

    assert chosen["ENGINE"] == "django.db.backends.sqlite3"
    assert chosen["NAME"] == str(tmp_path / "jiheng.sqlite3")
    assert chosen["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "journal_mode=WAL" in chosen["OPTIONS"]["init_command"]


def test_an_address_of_sqlite() -> None:
    assert database("sqlite:////srv/jiheng/site.db", Path())["NAME"] == "/srv/jiheng/site.db"


def test_an_address_of_postgresql() -> None:
    chosen = database("postgresql://bud%40get:p%2Fw@db.local:5433/jiheng?sslmode=require", Path())

    assert chosen == {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": "jiheng",
        "USER": "bud@get",
        "PASSWORD": "p/w",
        "HOST": "db.local",
        "PORT": "5433",
        "OPTIONS": {"sslmode": "require"},
    }


@pytest.mark.parametrize("url", ["mysql://u@h/db", "postgresql://u@h", "jiheng.sqlite3"])
def test_another_address_is_refused_with_what_to_write(url: str) -> None:
    with pytest.raises(BadDatabaseUrlError, match="postgresql://"):
        database(url, Path())
