"""Cuts a part of an xlsb workbook into records, and takes texts out of them. Knows no sheets.

Source: [MS-XLSB] 2.1.4 (records), 2.5.169 (texts).
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import NamedTuple

from jiheng.readers.errors import DamagedFileError

_LENGTH = struct.Struct("<I")
_NO_TEXT = 0xFFFFFFFF


class Record(NamedTuple):
    """A record: its number and its bytes."""

    code: int
    data: bytes


def records(part: bytes, wanted: frozenset[int]) -> Iterator[Record]:
    """Yield the wanted records of a part. Raises DamagedFileError where the last one is cut off."""
    position, end = 0, len(part)
    while position < end:
        code, position = _number(part, position, 2)
        size, position = _number(part, position, 4)
        if position + size > end:
            raise DamagedFileError("文件不完整：工作簿里的记录被截断。")
        if code in wanted:
            yield Record(code, part[position : position + size])
        position += size


def text(data: bytes, position: int) -> tuple[str, int]:
    """Return a text and where what follows it begins; an absent text is empty."""
    (count,) = _LENGTH.unpack_from(data, position)
    position += _LENGTH.size
    if count == _NO_TEXT:
        return "", position
    end = position + 2 * count
    if end > len(data):
        raise DamagedFileError("文件已损坏：工作簿里的文字不完整。")
    return data[position:end].decode("utf-16-le", "replace"), end


def _number(part: bytes, position: int, longest: int) -> tuple[int, int]:
    """Return a number of seven bits a byte, and where what follows it begins."""
    value = 0
    for index, byte in enumerate(part[position : position + longest]):
        value |= (byte & 0x7F) << (7 * index)
        if byte < 0x80:
            return value, position + index + 1
    # The last byte of the longest number may have its upper bit set.
    if position + longest > len(part):
        raise DamagedFileError("文件不完整：工作簿里的记录被截断。")
    return value, position + longest
