"""What one entry of an archive gives, and how much all of them together may take. Knows no archive format."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass

from jiheng.readers.errors import (
    DamagedFileError,
    EncryptedFileError,
    TooLargeFileError,
    UnreadableFileError,
    UnsupportedFormatError,
    ZipBombError,
)

MEGABYTE = 1024 * 1024
MAX_ENTRY = 50 * MEGABYTE
_MAX_ENTRIES = 10_000
_MAX_BYTES = 1024 * MEGABYTE
_MAX_SECONDS = 300
# Text shrinks to a tenth, an empty workbook to a hundredth; only padding shrinks further.
_MAX_RATIO = 500
_RATIO_MATTERS_FROM = 10 * MEGABYTE
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_DRIVE = re.compile(r"[A-Za-z]:$")


@dataclass(frozen=True, slots=True)
class Member:
    """A file inside an archive: its path with forward slashes, and its bytes or why there are none.

    An empty path stands for the archive itself.
    """

    path: str
    data: bytes = b""
    error: UnreadableFileError | None = None


class Allowance:
    """What an archive, with all that is inside it, may still take of entries, bytes and time."""

    def __init__(self, entries: int = _MAX_ENTRIES, size: int = _MAX_BYTES, seconds: float = _MAX_SECONDS) -> None:
        self._entries = self._most_entries = entries
        self._bytes = self._most_bytes = size
        self._seconds = seconds

    def count(self, entries: int) -> None:
        """Spend entries. Raises ZipBombError where there are too many."""
        self._entries -= entries
        if self._entries < 0:
            raise ZipBombError(f"压缩包里的文件超过上限 {self._most_entries} 个。", "请分成几个较小的压缩包再提交。")

    def spend(self, size: int) -> None:
        """Spend bytes before they are unpacked. Raises TooLargeFileError where there are too many."""
        self._bytes -= size
        if self._bytes < 0:
            raise _too_large(f"压缩包解压后超过上限 {self._most_bytes // MEGABYTE} MB，后面的文件没有读取。")

    def spend_time(self, since: float) -> None:
        """Spend the seconds since a reading of `time.monotonic`. Raises TooLargeFileError where none is left."""
        self._seconds -= time.monotonic() - since
        if self._seconds < 0:
            raise _too_large("压缩包解压用时过长，后面的文件没有读取。")

    @property
    def is_spent(self) -> bool:
        return min(self._entries, self._bytes, self._seconds) < 0

    @property
    def bytes(self) -> int:
        return self._bytes

    @property
    def seconds(self) -> float:
        return max(self._seconds, 0)


def refuse_size(size: int, packed: int | None = None) -> UnreadableFileError | None:
    """Return why an entry of this size is not unpacked; None where it may be."""
    if packed is not None and size > _RATIO_MATTERS_FROM and size > packed * _MAX_RATIO:
        return ZipBombError(f"文件解压后是原来的 {size // max(packed, 1)} 倍，超过上限 {_MAX_RATIO} 倍，没有解压。")
    if size > MAX_ENTRY:
        return TooLargeFileError(f"文件解压后有 {size // MEGABYTE} MB，超过上限 {MAX_ENTRY // MEGABYTE} MB。")
    return None


def damaged(what: str = "压缩包里的这个文件已损坏，无法解压。") -> DamagedFileError:
    return DamagedFileError(what, "请重新压缩后再提交；如果打不开，请向报送单位重新索取。")


def encrypted(what: str = "压缩包里的这个文件设有密码，无法解压。") -> EncryptedFileError:
    return EncryptedFileError(what, "请取消压缩密码后重新压缩，再提交。")


def link() -> UnsupportedFormatError:
    message = "这是一个快捷方式（符号链接），不是文件，没有读取。"
    return UnsupportedFormatError(message, "请把它指向的文件放进压缩包。")


def plain_path(name: str) -> str:
    """Return an entry's path as it may be shown: relative, forward slashes, nothing that climbs or commands."""
    parts = [_UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", part) for part in name.replace("\\", "/").split("/")]
    kept = [part for part in parts if part not in ("", ".", "..") and not _DRIVE.fullmatch(part)]
    return "/".join(kept) or "无名文件"


def is_junk(path: str) -> bool:
    """Say whether a file is only what systems and office programs leave lying about."""
    parts = path.split("/")
    return "__MACOSX" in parts or parts[-1].lower() in _JUNK or parts[-1].startswith("~$")


_JUNK = frozenset((".ds_store", "thumbs.db", "desktop.ini"))


def _too_large(message: str) -> TooLargeFileError:
    return TooLargeFileError(message, "请分成几个较小的压缩包，或解压后按文件夹提交。")
