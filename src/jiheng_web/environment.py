"""What the machine tells the application: its data folder, its secret key, its database. Knows nothing of forms.

- `JIHENG_HOME`: the folder of everything that people bring in; by default `var/` of the repository, or the user's data
  folder where the package is installed without one.
- `JIHENG_DATABASE_URL`: `sqlite:///path/to/file` or `postgresql://user:password@host:port/name?sslmode=require`.
- `JIHENG_SECRET_KEY`: overrules the key in the data folder.
"""

from __future__ import annotations

import contextlib
import os
import secrets
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jiheng import catalog

_REPOSITORY = Path(__file__).resolve().parents[2]
_SQLITE_START = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA secure_delete=ON;"


class BadDatabaseUrlError(ValueError):
    """JIHENG_DATABASE_URL does not name a database that the application can use."""


def data_folder(environ: Mapping[str, str]) -> Path:
    """Return the folder of the site's data, made on first use and closed to other users of the machine."""
    folder = Path(environ["JIHENG_HOME"]) if environ.get("JIHENG_HOME") else _usual_folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder.resolve()


def secret_key(folder: Path, environ: Mapping[str, str]) -> str:
    """Return the key that signs cookies and tokens; made on first start, readable by its owner only."""
    if environ.get("JIHENG_SECRET_KEY"):
        return environ["JIHENG_SECRET_KEY"]
    path = folder / "secret.key"
    if not path.exists():
        _write_private(path, secrets.token_urlsafe(50))
    return path.read_text("ascii")


def database(url: str | None, folder: Path) -> dict[str, Any]:
    """Return Django's settings of one database; without a `url`, the embedded SQLite file in `folder`.

    Raises:
        BadDatabaseUrlError: the address is of another kind, or names no database.
    """
    if not url:
        return _sqlite(folder / "jiheng.sqlite3")
    parts = urlsplit(url)
    name = unquote(parts.path.removeprefix("/"))
    if not name or parts.scheme not in {"sqlite", "postgresql", "postgres"}:
        raise BadDatabaseUrlError(
            f"JIHENG_DATABASE_URL 无法识别（{parts.scheme or '缺少协议'}）。"
            "请写成 sqlite:///路径 或 postgresql://用户:密码@主机:端口/库名。"
        )
    if parts.scheme == "sqlite":
        return _sqlite(Path(name))
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
    }


def _usual_folder() -> Path:
    return _REPOSITORY / "var" if (_REPOSITORY / "pyproject.toml").exists() else catalog.home()


def _write_private(path: Path, text: str) -> None:
    draft = path.with_name(f"{path.name}.{os.getpid()}")
    with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
        file.write(text)
    # A link never replaces: of two processes that start at once one wins, and both go on with its key.
    with contextlib.suppress(FileExistsError):
        path.hardlink_to(draft)
    draft.unlink()


def _sqlite(path: Path) -> dict[str, Any]:
    return {
        "ENGINE": "django.db.backends.sqlite3",
        "NAME": str(path),
        "OPTIONS": {"init_command": _SQLITE_START, "transaction_mode": "IMMEDIATE", "timeout": 20},
    }
