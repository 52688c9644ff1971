"""What is left of a zip archive whose directory, at its end, is lost: bytes → members. Knows no office file.

Each file has a head of its own in front of its bytes, so that all are found up to the place where the archive breaks
off. What comes behind that place nobody can name; that it is lost is told.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

from jiheng.readers.archive_entries import MAX_ENTRY, Allowance, Member, damaged, encrypted, plain_path

_SIGNATURE = b"PK\x03\x04"
_HEAD = struct.Struct("<4s5H3I2H")
_ENCRYPTED, _SIZES_FOLLOW, _UTF8 = 0x1, 0x8, 0x800
_STORED, _DEFLATED = 0, 8
_PIECE = 65_536


@dataclass(frozen=True, slots=True)
class _Entry:
    """A file as its head tells of it. `crc` is None where it stands behind the bytes, as do the sizes then."""

    path: str
    start: int
    packed: int
    method: int
    crc: int | None
    is_encrypted: bool


def salvaged(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """Yield the files up to the place where the archive breaks off, and say that it does."""
    at: int | None = 0
    while at is not None and (entry := _entry(data, at)) is not None:
        allowance.count(1)
        member, at = _unpacked(data, entry)
        allowance.spend(len(member.data))
        if not entry.path.endswith("/"):
            yield member
    yield Member("", error=damaged("压缩包不完整，后面的文件没有读出，可能没有下载或拷贝完。"))


def _entry(data: bytes, at: int) -> _Entry | None:
    if len(data) < at + _HEAD.size:
        return None
    signature, _, flags, method, _, _, crc, packed, _, name_length, extra_length = _HEAD.unpack_from(data, at)
    if signature != _SIGNATURE:
        return None
    name = data[at + _HEAD.size : at + _HEAD.size + name_length]
    start = at + _HEAD.size + name_length + extra_length
    path = _text(name, is_utf8=bool(flags & _UTF8))
    path = path if path.endswith("/") else plain_path(path)
    return _Entry(path, start, packed, method, None if flags & _SIZES_FOLLOW else crc, bool(flags & _ENCRYPTED))


def _text(name: bytes, *, is_utf8: bool) -> str:
    try:
        return name.decode("utf-8")
    except UnicodeDecodeError:
        return name.decode("utf-8" if is_utf8 else "gb18030", "replace")


def _unpacked(data: bytes, entry: _Entry) -> tuple[Member, int | None]:
    """Return the file, and where the next one begins; None where that cannot be known."""
    if entry.crc is None:
        content, end = _inflated(data, entry.start, len(data)) if entry.method == _DEFLATED else (None, None)
        following = data.find(_SIGNATURE, end) if end is not None else -1
        return _member(entry, content), following if following >= 0 else None
    end = entry.start + entry.packed
    if end > len(data):
        return _lost(entry), None
    if entry.method == _DEFLATED:
        content, _ = _inflated(data, entry.start, end)
    else:
        content = data[entry.start : end] if entry.method == _STORED and entry.packed <= MAX_ENTRY else None
    return _member(entry, content), end


def _inflated(data: bytes, start: int, end: int) -> tuple[bytes | None, int | None]:
    """Return what is packed here, and where it ends; None where it is broken, cut off or too large."""
    stream = zlib.decompressobj(-zlib.MAX_WBITS)
    content = bytearray()
    for at in range(start, end, _PIECE):
        piece = data[at : min(at + _PIECE, end)]
        try:
            content += stream.decompress(piece, MAX_ENTRY + 1 - len(content))
        except zlib.error:
            return None, None
        if stream.eof:
            return bytes(content), at + len(piece) - len(stream.unused_data)
        if len(content) > MAX_ENTRY:
            break
    return None, None


def _member(entry: _Entry, content: bytes | None) -> Member:
    if content is None or entry.is_encrypted or entry.crc not in (None, zlib.crc32(content)):
        return _lost(entry)
    return Member(entry.path, content)


def _lost(entry: _Entry) -> Member:
    return Member(entry.path, error=encrypted() if entry.is_encrypted else damaged())
