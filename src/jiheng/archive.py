"""Keeps the originals of files by what is in them: the SHA-256 of its bytes is the name of a kept file.

A reading carries the same sum, so that every value can be traced to the file from which it was read. Knows no format
and no form.
"""

from __future__ import annotations

import os
import re
import tempfile
from hashlib import sha256
from pathlib import Path

from jiheng import catalog

_SUM = re.compile(r"[0-9a-f]{64}")


class NotKeptError(LookupError):
    """No file of this sum is kept. The message is Chinese."""


class AlteredFileError(Exception):
    """A kept file is no longer what was kept. The message is Chinese."""


def folder() -> Path:
    """Return where the originals are kept; it need not exist."""
    return catalog.home() / "files"


def keep(data: bytes) -> str:
    """Keep a file, and return the sum under which it can be fetched. A file that is kept already is left alone.

    Raises:
        OSError: the folder cannot be written.
    """
    name = sha256(data).hexdigest()
    path = _path(name)
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        _write(path, data)
    return name


def fetch(name: str) -> bytes:
    """Return the bytes of the file whose SHA-256, in hexadecimal, is `name`.

    Raises:
        NotKeptError: there is none.
        AlteredFileError: its bytes were changed since.
        OSError: it cannot be opened.
    """
    path = _path(name)
    try:
        data = path.read_bytes()
    except FileNotFoundError:
        raise NotKeptError(f"没有存档指纹为 {name} 的文件。") from None
    if sha256(data).hexdigest() != name:
        raise AlteredFileError(f"存档文件“{path}”的内容已被改动，与指纹不符；请从原处重新存档。")
    return data


def _path(name: str) -> Path:
    if not _SUM.fullmatch(name):
        raise NotKeptError(f"“{name}”不是文件指纹：应为 64 位小写十六进制 SHA-256。")
    return folder() / name[:2] / name


def _write(path: Path, data: bytes) -> None:
    """Write whole or not at all: two may keep the same file at once, and a machine may stop at any moment."""
    with tempfile.NamedTemporaryFile(dir=path.parent, prefix=".", delete=False) as file:
        unfinished = Path(file.name)
        try:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        except OSError:
            unfinished.unlink(missing_ok=True)
            raise
    unfinished.replace(path)
