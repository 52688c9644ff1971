"""Reads the entries of a 7z archive: bytes → members. Knows no office file and unpacks nothing to disk.

A 7z archive packs many files into one stream: behind a damaged place the rest of that stream is lost, and each file
lost is named.
"""

from __future__ import annotations

import lzma
import struct
import time
from collections.abc import Iterator, Mapping, Sequence
from io import BytesIO
from typing import TYPE_CHECKING, cast

from jiheng.readers.archive_entries import (
    MEGABYTE,
    Allowance,
    Member,
    damaged,
    encrypted,
    link,
    plain_path,
    refuse_size,
)
from jiheng.readers.errors import TooLargeFileError, UnreadableFileError

if TYPE_CHECKING:
    from py7zr import FileInfo, SevenZipFile
    from py7zr.io import WriterFactory

_MAX_BYTES = 256 * MEGABYTE
# A damaged stream stops the unpacking of all that follows; other streams may be whole.
_PASSES = 4
# py7zr trusts the numbers in a header: a damaged one comes out as any of these.
_BROKEN = (
    ArithmeticError, AssertionError, AttributeError, EOFError, LookupError, MemoryError, OSError, RuntimeError,
    TypeError, ValueError, lzma.LZMAError, struct.error,
)  # fmt: skip


def members(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """Yield every file of a 7z archive. Raises DamagedFileError or EncryptedFileError for the archive as a whole."""
    import py7zr  # noqa: PLC0415 -- slow to import, for few files

    started = time.monotonic()
    try:
        with py7zr.SevenZipFile(BytesIO(data)) as archive:
            yield from _members(archive, allowance, started)
    except py7zr.exceptions.PasswordRequired as error:
        raise encrypted("压缩包设有密码，连文件名也无法读取。") from error
    except (py7zr.exceptions.ArchiveError, *_BROKEN) as error:
        raise damaged("压缩包已损坏，无法解压。") from error


def _members(archive: SevenZipFile, allowance: Allowance, started: float) -> Iterator[Member]:
    entries = [entry for entry in archive.list() if not entry.is_directory]
    allowance.count(len(entries))
    refused = _refused(entries, locked=archive.password_protected)
    wanted = [entry for entry in entries if entry.filename not in refused]
    size = sum(entry.uncompressed for entry in wanted)
    if size > _MAX_BYTES:
        raise TooLargeFileError(
            f"7z 压缩包解压后有 {size // MEGABYTE} MB，超过上限 {_MAX_BYTES // MEGABYTE} MB。",
            "请分成几个较小的压缩包，或改用 zip 压缩后再提交。",
        )
    allowance.spend(size)
    found = _unpacked(archive, [entry.filename for entry in wanted])
    allowance.spend_time(started)
    for entry in entries:
        path = plain_path(entry.filename)
        if entry.filename in found:
            yield Member(path, found[entry.filename])
        else:
            yield Member(path, error=refused.get(entry.filename) or damaged())


def _refused(entries: Sequence[FileInfo], *, locked: bool) -> dict[str, UnreadableFileError]:
    reasons = ((entry.filename, _refusal(entry, locked=locked)) for entry in entries)
    return {name: reason for name, reason in reasons if reason is not None}


def _refusal(entry: FileInfo, *, locked: bool) -> UnreadableFileError | None:
    if entry.is_symlink or not entry.is_file:
        return link()
    if locked:
        return encrypted()
    return refuse_size(entry.uncompressed)


def _unpacked(archive: SevenZipFile, names: Sequence[str]) -> dict[str, bytes]:
    """Return what can be unpacked of these files, by name."""
    whole: dict[str, bytes] = {}
    left = list(names)
    for _ in range(_PASSES):
        files, broken = _unpack(archive, left)
        whole.update(files)
        if broken is None:
            break
        left = [name for name in left if name not in whole and name != broken]
        archive.reset()
    return whole


def _unpack(archive: SevenZipFile, names: Sequence[str]) -> tuple[Mapping[str, bytes], str | None]:
    """Return the files unpacked, and the name of the one that put an end to it, if any."""
    import py7zr  # noqa: PLC0415 -- as above

    memory = _Memory()
    try:
        archive.extract(targets=names, factory=cast("WriterFactory", memory))
    except (py7zr.exceptions.ArchiveError, *_BROKEN):
        # py7zr unpacks one file after another: the one that it began last is the broken one.
        broken = memory.forget_last() or next(iter(names), None)
        return memory.files(), broken
    return memory.files(), None


class _Memory:
    """Takes unpacked files as py7zr gives them; what it must offer is what py7zr's own factories do."""

    def __init__(self) -> None:
        self._files: dict[str, BytesIO] = {}

    def create(self, filename: str) -> BytesIO:
        self._files[filename] = file = _Unclosed()
        return file

    def forget_last(self) -> str | None:
        return self._files.popitem()[0] if self._files else None

    def files(self) -> Mapping[str, bytes]:
        return {name: file.getvalue() for name, file in self._files.items()}


class _Unclosed(BytesIO):
    """Bytes that stay when py7zr closes the file."""

    def close(self) -> None:
        pass

    def size(self) -> int:
        return len(self.getbuffer())
