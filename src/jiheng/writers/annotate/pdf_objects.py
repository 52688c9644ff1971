"""The notation of PDF objects (ISO 32000-1, 7.3): values with the bytes in which they are written. Knows no file.

Texts are not decoded; nothing here asks what stands in them.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

_SPACE: Final = re.compile(rb"(?:[\0\t\n\f\r ]|%[^\r\n]*+)*+")
_REFERENCE: Final = re.compile(rb"([0-9]{1,10})[\0\t\n\f\r ]+([0-9]{1,5})[\0\t\n\f\r ]+R(?![A-Za-z0-9])")
_NUMBER: Final = re.compile(rb"[+-]?(?:[0-9]{1,20}(?:\.[0-9]{0,20})?|\.[0-9]{1,20})")
_NAME: Final = re.compile(rb"/([^\0\t\n\f\r ()<>\[\]{}/%]{0,200})")
_WORD: Final = re.compile(rb"(?:true|false|null)(?![A-Za-z])")
_HEX: Final = re.compile(rb"<[0-9A-Fa-f\0\t\n\f\r ]*+>")
_PARENTHESES: Final = re.compile(rb"\\.|[()]", re.DOTALL)
_DEEPEST: Final = 40
_LARGEST: Final = 64 * 1024 * 1024
_PNG: Final = 10


class NotPdfError(ValueError):
    """These bytes are not written as the standard says."""


class Ref(NamedTuple):
    """A reference to an object."""

    number: int
    generation: int


class Name(bytes):
    """A name, without its slash."""


@dataclass(frozen=True, slots=True)
class Item:
    """A value and where in `source` it is written. Texts, true, false and null have the value None."""

    value: Mapping[bytes, Item] | list[Item] | Ref | Name | float | None
    start: int
    end: int
    source: bytes

    @property
    def raw(self) -> bytes:
        return self.source[self.start : self.end]

    def get(self, key: bytes) -> Item | None:
        return self.value.get(key) if isinstance(self.value, Mapping) else None

    @property
    def items(self) -> list[Item]:
        return self.value if isinstance(self.value, list) else []


def whole_number(item: Item | None) -> int | None:
    """Return the whole number that an entry states, if it states one."""
    value = item.value if item is not None else None
    return int(value) if isinstance(value, float) and value.is_integer() else None


def parse(source: bytes, at: int, depth: int = 0) -> Item:
    """Return the value that begins at an offset, or behind the space that begins there."""
    start = skipped(source, at)
    if depth > _DEEPEST:
        raise NotPdfError("too deep")
    if source.startswith(b"<<", start):
        return _dictionary(source, start, depth)
    match source[start : start + 1]:
        case b"[":
            return _array(source, start, depth)
        case b"(":
            return Item(None, start, _text_end(source, start), source)
        case b"/":
            return _name(source, start)
        case _:
            return _simple(source, start)


def skipped(source: bytes, at: int) -> int:
    """Return the offset behind white space and comments."""
    space = _SPACE.match(source, at)
    return space.end() if space else at


def decoded(dictionary: Item, packed: bytes) -> bytes:
    """Return the content of a stream that is not compressed, or compressed as reference and object streams are."""
    way, parameters = dictionary.get(b"Filter"), dictionary.get(b"DecodeParms")
    if way is not None and way.items:
        if len(way.items) > 1:
            raise NotPdfError("several filters")
        way, parameters = way.items[0], next(iter(parameters.items if parameters else ()), None)
    if way is None or way.value is None:
        return packed
    if way.value != b"FlateDecode":
        raise NotPdfError("unknown filter")
    inflater = zlib.decompressobj()
    try:
        content = inflater.decompress(packed, _LARGEST)
    except zlib.error as error:
        raise NotPdfError("broken stream") from error
    if inflater.unconsumed_tail:
        raise NotPdfError("too large")
    return _unpredicted(content, parameters)


def _unpredicted(content: bytes, parameters: Item | None) -> bytes:
    if parameters is None or (whole_number(parameters.get(b"Predictor")) or 1) < _PNG:
        return content
    width = whole_number(parameters.get(b"Columns")) or 1
    before = bytes(width)
    rows: list[bytes] = []
    for at in range(0, len(content) - width, width + 1):
        before = _row(content[at], content[at + 1 : at + 1 + width], before)
        rows.append(before)
    return b"".join(rows)


def _row(way: int, row: bytes, above: bytes) -> bytes:
    """Undo what PNG does to a row; of its filters the two that reference streams are written with, and none at all."""
    match way:
        case 0:
            return row
        case 1:
            total, out = 0, bytearray()
            for value in row:
                total = (total + value) & 0xFF
                out.append(total)
            return bytes(out)
        case 2:
            return bytes((value + up) & 0xFF for value, up in zip(row, above, strict=True))
        case _:
            raise NotPdfError("unknown predictor")


def _dictionary(source: bytes, start: int, depth: int) -> Item:
    entries: dict[bytes, Item] = {}
    at = skipped(source, start + 2)
    while not source.startswith(b">>", at):
        key = parse(source, at, depth + 1)
        if not isinstance(key.value, Name):
            raise NotPdfError("a key is a name")
        value = parse(source, key.end, depth + 1)
        entries[bytes(key.value)] = value
        at = skipped(source, value.end)
    return Item(entries, start, at + 2, source)


def _array(source: bytes, start: int, depth: int) -> Item:
    items: list[Item] = []
    at = skipped(source, start + 1)
    while not source.startswith(b"]", at):
        items.append(parse(source, at, depth + 1))
        at = skipped(source, items[-1].end)
    return Item(items, start, at + 1, source)


def _text_end(source: bytes, start: int) -> int:
    depth = 0
    for sign in _PARENTHESES.finditer(source, start):
        depth += {b"(": 1, b")": -1}.get(sign[0], 0)
        if depth == 0:
            return sign.end()
    raise NotPdfError("a text without end")


def _name(source: bytes, start: int) -> Item:
    name = _NAME.match(source, start)
    if name is None:
        raise NotPdfError("no name")
    return Item(Name(name[1]), start, name.end(), source)


def _simple(source: bytes, start: int) -> Item:
    reference = _REFERENCE.match(source, start)
    if reference is not None:
        return Item(Ref(int(reference[1]), int(reference[2])), start, reference.end(), source)
    number = _NUMBER.match(source, start)
    if number is not None:
        return Item(float(number[0]), start, number.end(), source)
    other = _HEX.match(source, start) or _WORD.match(source, start)
    if other is None:
        raise NotPdfError("no value")
    return Item(None, start, other.end(), source)
