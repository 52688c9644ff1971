"""Opens zip, 7z and rar archives: bytes → the files inside, archives within archives too. Reads none of those files.

What systems and office programs leave lying about is left out; every other entry is given, with its bytes or with the
reason why there are none. All of it together is bounded in entries, bytes, depth and time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from types import MappingProxyType

from jiheng.readers import archive_7z, archive_rar, archive_zip
from jiheng.readers.archive_entries import MEGABYTE, Allowance, Member, is_junk
from jiheng.readers.errors import (
    DamagedFileError,
    EmptyFileError,
    TooLargeFileError,
    UnreadableFileError,
    UnsupportedFormatError,
)
from jiheng.readers.formats import ARCHIVES, detect

__all__ = ["MAX_BYTES", "Member", "kind_of", "members"]

MAX_BYTES = 200 * MEGABYTE
_MAX_DEPTH = 3
_MAGIC = (b"PK", b"7z", b"Rar")

_OPENERS: Mapping[str, Callable[[bytes, Allowance], Iterator[Member]]] = MappingProxyType(
    {"zip": archive_zip.members, "7z": archive_7z.members, "rar": archive_rar.members}
)


def kind_of(data: bytes, name: str) -> str | None:
    """Return zip, 7z or rar; None for all that is no archive of files. An office file, a package too, is none."""
    if not data.startswith(_MAGIC):
        return None
    try:
        kind = detect(data, name)
    except DamagedFileError:
        # Half an office file is no archive; half an archive still holds files.
        return "zip" if name.lower().endswith(".zip") else None
    except UnreadableFileError:
        return None
    return kind if kind in ARCHIVES else None


def members(data: bytes, name: str) -> Iterator[Member]:
    """Yield every file in an archive called `name`, the files of archives inside it among them.

    A member without a path tells why the archive itself, or the rest of it, could not be opened. Raises nothing.
    """
    if len(data) > MAX_BYTES:
        message = f"压缩包有 {len(data) // MEGABYTE} MB，超过上限 {MAX_BYTES // MEGABYTE} MB。"
        yield Member("", error=TooLargeFileError(message, "请分成几个较小的压缩包再提交。"))
        return
    try:
        yield from _opened(data, kind_of(data, name), "", 1, Allowance())
    except UnreadableFileError as error:
        yield Member("", error=error)
    except OSError:
        message = "临时文件夹写不了，压缩包没有读完。"
        yield Member("", error=TooLargeFileError(message, "请检查磁盘空间后再试，或解压后按文件夹提交。"))


def _opened(data: bytes, kind: str | None, folder: str, depth: int, allowance: Allowance) -> Iterator[Member]:
    if kind is None:
        raise UnsupportedFormatError("这不是压缩包。")
    empty = True
    for member in _OPENERS[kind](data, allowance):
        path = "/".join(part for part in (folder, member.path) if part)
        if not is_junk(path):
            empty = False
            yield from _unfolded(replace(member, path=path), depth, allowance)
    if empty:
        yield Member(folder, error=EmptyFileError("压缩包里没有文件。"))


def _unfolded(member: Member, depth: int, allowance: Allowance) -> Iterator[Member]:
    """Yield a file, or the files in it where it is an archive."""
    kind = kind_of(member.data, member.path) if member.error is None else None
    if kind is None:
        yield member
    elif depth == _MAX_DEPTH:
        message = f"压缩包套压缩包超过 {_MAX_DEPTH} 层，没有再打开。"
        yield Member(member.path, error=UnsupportedFormatError(message, "请解压后把里面的文件直接放进一个压缩包。"))
    else:
        try:
            yield from _opened(member.data, kind, member.path, depth + 1, allowance)
        except UnreadableFileError as error:
            if allowance.is_spent:
                raise
            yield Member(member.path, error=error)
