"""Opens the OLE containers of old office files: the streams that stand at the top, by name. Knows not what they hold.

Source: [MS-CFB]. A container comes from a stranger: every chain of sectors is followed once, and never in a circle.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple

from jiheng.readers.errors import DamagedFileError

SIGNATURE = bytes.fromhex("D0CF11E0A1B11AE1")
_HEADER = 512
_LAST_SECTOR = 0xFFFFFFFA
_ENTRY = 128
_STORAGE_OF_ALL, _STREAM = 5, 2
_IN_HEADER = struct.Struct("<109I")


class _Header(NamedTuple):
    """The numbers at the head of a container; sizes of sectors are powers of two."""

    sector: int
    mini_sector: int
    directory: int
    mini_cutoff: int
    mini_table: int
    more_tables: int


class _Entry(NamedTuple):
    name: str
    kind: int
    left: int
    right: int
    child: int
    start: int
    size: int


@dataclass(frozen=True, slots=True)
class Container:
    """The streams at the top of an OLE file, by name; case does not count."""

    _file: _Sectors
    _mini: _Sectors
    _cutoff: int
    _streams: Mapping[str, _Entry]

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._streams

    def stream(self, name: str) -> bytes:
        """Return the bytes of a stream. Raises DamagedFileError where it is missing or cut off."""
        entry = self._streams.get(name.lower())
        if entry is None:
            raise DamagedFileError(f"文件不完整：缺少内部数据流 {name}。")
        sectors = self._mini if entry.size < self._cutoff else self._file
        data = sectors.chain(entry.start)
        if len(data) < entry.size:
            raise DamagedFileError(f"文件不完整：内部数据流 {name} 被截断，可能没有下载或拷贝完。")
        return data[: entry.size]


@dataclass(frozen=True, slots=True)
class _Sectors:
    """Bytes cut into sectors, and for each sector the number of the one that follows it."""

    data: bytes
    size: int
    following: array[int]
    offset: int = 0

    def chain(self, start: int) -> bytes:
        return b"".join(self._sectors(start))

    def _sectors(self, start: int) -> Iterator[bytes]:
        left = len(self.following)
        while start < _LAST_SECTOR:
            if start >= len(self.following) or left == 0:
                raise DamagedFileError("文件已损坏：内部扇区链断开或成环。")
            begin = self.offset + start * self.size
            yield self.data[begin : begin + self.size]
            start = self.following[start]
            left -= 1


def open_container(data: bytes) -> Container:
    """Return the container in these bytes. Raises DamagedFileError where its structure does not hold."""
    if len(data) < _HEADER or not data.startswith(SIGNATURE):
        raise DamagedFileError("文件不完整：缺少文件头，可能没有下载或拷贝完。")
    header = _header(data)
    file = _file_sectors(data, header)
    entries = [_entry(chunk) for chunk in _cut(file.chain(header.directory), _ENTRY)]
    if not entries or entries[0].kind != _STORAGE_OF_ALL:
        raise DamagedFileError("文件已损坏：内部目录不完整。")
    mini_table = _numbers(file.chain(header.mini_table))
    mini = _Sectors(file.chain(entries[0].start), header.mini_sector, mini_table)
    streams = {entry.name.lower(): entry for entry in _top(entries) if entry.kind == _STREAM}
    return Container(file, mini, header.mini_cutoff, streams)


def _header(data: bytes) -> _Header:
    shift, mini_shift = struct.unpack_from("<2H", data, 30)
    if shift not in (9, 12) or mini_shift != 6:
        raise DamagedFileError("文件已损坏：文件头里的扇区大小不对。")
    directory, _, cutoff, mini_table, _, more_tables = struct.unpack_from("<6I", data, 48)
    return _Header(1 << shift, 1 << mini_shift, directory, cutoff, mini_table, more_tables)


def _file_sectors(data: bytes, header: _Header) -> _Sectors:
    """Return the sectors of the file; the tables that say what follows what stand in sectors themselves."""
    size = header.sector
    count = len(data) // size
    following = array("I")
    for number in _tables(data, header, count):
        begin = (number + 1) * size
        following.extend(_numbers(data[begin : begin + size]))
        if len(following) > count + size:
            break
    return _Sectors(data, size, following, size)


def _tables(data: bytes, header: _Header, count: int) -> Iterator[int]:
    """Yield the sectors that hold the table: 109 are listed in the header, the rest in a chain of further sectors."""
    yield from (number for number in _IN_HEADER.unpack_from(data, 76) if number < count)
    more = header.more_tables
    for _ in range(count):
        begin = (more + 1) * header.sector
        listed = _numbers(data[begin : begin + header.sector])
        if more >= _LAST_SECTOR or not listed:
            return
        yield from (number for number in listed[:-1] if number < count)
        more = listed[-1]


def _numbers(data: bytes) -> array[int]:
    count = len(data) // 4
    return array("I", struct.unpack(f"<{count}I", data[: count * 4]))


def _cut(data: bytes, size: int) -> Iterator[bytes]:
    return (data[begin : begin + size] for begin in range(0, len(data) - size + 1, size))


def _entry(chunk: bytes) -> _Entry:
    length = max(struct.unpack_from("<H", chunk, 64)[0] - 2, 0)
    name = chunk[: min(length, 64)].decode("utf-16-le", "replace")
    left, right, child = struct.unpack_from("<3I", chunk, 68)
    start, size = struct.unpack_from("<2I", chunk, 116)
    return _Entry(name, chunk[66], left, right, child, start, size)


def _top(entries: list[_Entry]) -> Iterator[_Entry]:
    """Yield what stands directly under the root; what other documents are embedded stands deeper."""
    waiting = [entries[0].child]
    seen: set[int] = set()
    while waiting:
        number = waiting.pop()
        if number < len(entries) and number not in seen:
            seen.add(number)
            yield entries[number]
            waiting += [entries[number].left, entries[number].right]
