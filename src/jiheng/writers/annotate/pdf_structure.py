"""Finds the objects and pages of a PDF (ISO 32000-1, 7.5 and 7.7). Knows no findings.

A file whose own directory is broken, or that is encrypted, is refused; programs that mend it could read the rest.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final, NamedTuple

from jiheng.writers.annotate.errors import ClosedPdfError
from jiheng.writers.annotate.pdf_objects import Item, NotPdfError, Ref, decoded, parse, skipped, whole_number

_START: Final = re.compile(rb"startxref[\0\t\n\f\r ]+([0-9]{1,12})")
_HEADING: Final = re.compile(rb"[\0\t\n\f\r ]*([0-9]{1,10})[\0\t\n\f\r ]+([0-9]{1,5})[\0\t\n\f\r ]+obj")
_SUBSECTION: Final = re.compile(rb"[\0\t\n\f\r ]*([0-9]{1,10})[\t ]+([0-9]{1,10})[\0\t\n\f\r ]*")
_ENTRY: Final = re.compile(rb"[\0\t\n\f\r ]*([0-9]{10})[\t ]([0-9]{5})[\t ]([nf])")
_TABLE: Final = re.compile(rb"[\0\t\n\f\r ]*xref[\0\t\n\f\r ]+")
_TRAILER: Final = re.compile(rb"[\0\t\n\f\r ]*trailer")
_STREAM: Final = re.compile(rb"stream\r?\n")
_LETTER: Final = (0.0, 0.0, 612.0, 792.0)
_TAIL: Final = 4096
_MOST_SECTIONS: Final = 500
_MOST_OBJECTS: Final = 5_000_000
_MOST_PAGES: Final = 20_000
_BROKEN: Final = "文件内部的目录有误"

Rectangle = tuple[float, float, float, float]


class Spot(NamedTuple):
    """Where an object stands: at an offset, or as the `member`-th of the object stream with that number."""

    at: int
    generation: int = 0
    member: int | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """A page: its object, the part of the paper that is seen, and by how much it is turned clockwise for that."""

    ref: Ref
    item: Item
    seen: Rectangle
    turned: int


class PdfFile:
    """A PDF with its newest objects. Raises ClosedPdfError where it cannot be followed, or is encrypted."""

    def __init__(self, data: bytes) -> None:
        self.data = data
        self.base = max(data.find(b"%PDF-"), 0)
        self._spots: dict[int, Spot | None] = {}
        self._streams: dict[int, tuple[Item, bytes]] = {}
        try:
            self.start = self._newest()
            self.trailer, self.has_table = self._take_sections()
        except NotPdfError as error:
            raise ClosedPdfError(_BROKEN) from error
        if self.trailer.get(b"Encrypt") is not None:
            raise ClosedPdfError("文件设有密码或权限限制")

    @property
    def size(self) -> int:
        """The first number that no object has."""
        return max(max(self._spots, default=0) + 1, whole_number(self.trailer.get(b"Size")) or 0)

    @cached_property
    def pages(self) -> tuple[Page, ...]:
        try:
            return tuple(self._pages())
        except NotPdfError as error:
            raise ClosedPdfError(_BROKEN) from error

    def resolved(self, item: Item | None) -> Item | None:
        """Return what an entry refers to, or the entry itself."""
        for _ in range(8):
            if item is None or not isinstance(item.value, Ref):
                return item
            item = self._object(item.value.number)
        raise NotPdfError("a circle of references")

    def _newest(self) -> int:
        found = _START.findall(self.data, max(0, len(self.data) - _TAIL))
        if not found:
            raise NotPdfError("no startxref")
        return int(found[-1])

    def _take_sections(self) -> tuple[Item, bool]:
        """Take over where the objects stand, newest section first; return its trailer and whether it is a table."""
        waiting, seen = [self.start], set[int]()
        newest: tuple[Item, bool] | None = None
        while waiting:
            start = waiting.pop()
            if start in seen or len(seen) > _MOST_SECTIONS:
                continue
            seen.add(start)
            table = _TABLE.match(self.data, self.base + start)
            trailer = self._table(table.end()) if table else self._reference_stream(start)
            newest = newest or (trailer, table is not None)
            older = (whole_number(trailer.get(key)) for key in (b"Prev", b"XRefStm"))
            waiting += [one for one in older if one is not None]
        if newest is None:
            raise NotPdfError("no section")
        return newest

    def _table(self, at: int) -> Item:
        while (trailer := _TRAILER.match(self.data, at)) is None:
            heading = _SUBSECTION.match(self.data, at)
            if heading is None or int(heading[2]) > _MOST_OBJECTS:
                raise NotPdfError("no subsection")
            at = self._subsection(int(heading[1]), int(heading[2]), heading.end())
        return parse(self.data, trailer.end())

    def _subsection(self, first: int, count: int, at: int) -> int:
        for number in range(first, first + count):
            entry = _ENTRY.match(self.data, at)
            if entry is None:
                raise NotPdfError("no entry")
            self._spots.setdefault(number, Spot(int(entry[1]), int(entry[2])) if entry[3] == b"n" else None)
            at = entry.end()
        return at

    def _reference_stream(self, start: int) -> Item:
        dictionary, content = self._stream_at(start)
        widths = [whole_number(item) for item in _items(dictionary.get(b"W"))]
        if len(widths) != 3 or any(width is None or width > 8 for width in widths):
            raise NotPdfError("no reference stream")
        fields = [width for width in widths if width is not None]
        numbers = [whole_number(item) or 0 for item in _items(dictionary.get(b"Index"))]
        runs = list(zip(numbers[::2], numbers[1::2], strict=False)) or [(0, whole_number(dictionary.get(b"Size")) or 0)]
        at = 0
        for number in (number for first, count in runs for number in range(first, first + min(count, _MOST_OBJECTS))):
            if at + sum(fields) > len(content) or not sum(fields):
                break
            self._spots.setdefault(number, _spot(content[at : at + sum(fields)], fields))
            at += sum(fields)
        return dictionary

    def _stream_at(self, start: int) -> tuple[Item, bytes]:
        heading = _HEADING.match(self.data, self.base + start)
        if heading is None:
            raise NotPdfError("no object")
        dictionary = parse(self.data, heading.end())
        begin = _STREAM.match(self.data, skipped(self.data, dictionary.end))
        length = whole_number(self.resolved(dictionary.get(b"Length")))
        if begin is None or length is None:
            raise NotPdfError("no stream")
        return dictionary, decoded(dictionary, self.data[begin.end() : begin.end() + length])

    def _object(self, number: int) -> Item | None:
        spot = self._spots.get(number)
        if spot is None:
            return None
        if spot.member is not None:
            return self._packed_object(spot.at, number)
        heading = _HEADING.match(self.data, self.base + spot.at)
        if heading is None or int(heading[1]) != number:
            raise NotPdfError("another object")
        return parse(self.data, heading.end())

    def _packed_object(self, stream: int, number: int) -> Item:
        if stream not in self._streams:
            spot = self._spots.get(stream)
            if spot is None or spot.member is not None:
                raise NotPdfError("no object stream")
            self._streams[stream] = self._stream_at(spot.at)
        dictionary, content = self._streams[stream]
        first = whole_number(dictionary.get(b"First")) or 0
        words = content[:first].split()
        offsets = dict(zip(words[::2], words[1::2], strict=False))
        offset = offsets.get(str(number).encode(), b"")
        if not offset.isdigit():
            raise NotPdfError("not in the stream")
        return parse(content, first + int(offset))

    def _pages(self) -> Iterator[Page]:
        root = self.resolved(self.trailer.get(b"Root"))
        top = root.get(b"Pages") if root is not None else None
        waiting: list[tuple[Item, dict[bytes, Item]]] = [(top, {})] if top is not None else []
        seen: set[Ref] = set()
        while waiting and len(seen) < _MOST_PAGES:
            link, inherited = waiting.pop()
            item = self.resolved(link)
            if not isinstance(link.value, Ref) or link.value in seen or item is None:
                continue
            seen.add(link.value)
            own = {key: entry for key in (b"MediaBox", b"CropBox", b"Rotate") if (entry := item.get(key)) is not None}
            known = {**inherited, **own}
            kids = self.resolved(item.get(b"Kids"))
            if kids is not None:
                waiting += [(kid, known) for kid in reversed(kids.items)]
            else:
                yield Page(link.value, item, self._seen(known), self._turned(known))

    def _seen(self, known: dict[bytes, Item]) -> Rectangle:
        paper = self._rectangle(known.get(b"MediaBox")) or _LETTER
        cut = self._rectangle(known.get(b"CropBox")) or paper
        lower = (max(paper[0], cut[0]), max(paper[1], cut[1]))
        upper = (min(paper[2], cut[2]), min(paper[3], cut[3]))
        return (*lower, *upper) if lower[0] < upper[0] and lower[1] < upper[1] else paper

    def _rectangle(self, item: Item | None) -> Rectangle | None:
        entry = self.resolved(item)
        values = [corner.value for one in _items(entry) if (corner := self.resolved(one)) is not None]
        numbers = [value for value in values if isinstance(value, float)]
        if len(numbers) != 4:
            return None
        left, bottom, right, top = numbers
        box = min(left, right), min(bottom, top), max(left, right), max(bottom, top)
        return box if box[0] < box[2] and box[1] < box[3] else None

    def _turned(self, known: dict[bytes, Item]) -> int:
        turn = whole_number(self.resolved(known.get(b"Rotate"))) or 0
        return turn % 360 // 90 * 90


def _items(item: Item | None) -> list[Item]:
    return item.items if item is not None else []


def _spot(entry: bytes, widths: list[int]) -> Spot | None:
    kind, second = widths[0], widths[0] + widths[1]
    values = (entry[:kind], entry[kind:second], entry[second:])
    stated, field, last = (int.from_bytes(value) for value in values)
    match stated if kind else 1:
        case 1:
            return Spot(field, last)
        case 2:
            return Spot(field, 0, last)
        case _:
            return None
