"""Puts texts into an XML part and leaves every other byte as it was. Knows XML, and no file format.

Elements are named by their number in document order, the root being 0: the same number that a tree of the part gives.
"""

from __future__ import annotations

import re
from collections.abc import Collection
from typing import Final, NamedTuple
from xml.parsers import expat

from jiheng.writers.annotate.errors import TwistedFileError

_TAG: Final = re.compile(rb"<[^\s/>\"']+(?:[^\"'>]|\"[^\"]*\"|'[^']*')*+>")
_WIDE: Final = (b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")
_ENCODING: Final = re.compile(r"(<\?xml[^>]*?)\s+encoding\s*=\s*(?:\"[^\"]*\"|'[^']*')")
_TOP: Final = 2


class Span(NamedTuple):
    """An element by byte offsets: where its start tag begins and ends, and where its end tag begins and ends."""

    number: int
    name: str
    start: int
    inner: int
    close: int
    end: int

    @property
    def local(self) -> str:
        return self.name.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The namespace prefix with its colon, or nothing."""
        return self.name[: len(self.name) - len(self.local)]

    @property
    def is_empty(self) -> bool:
        return self.close == self.end


class Splices:
    """Texts on their way into a part. The root, its children and the `wanted` elements can be written beside."""

    def __init__(self, data: bytes, part: str, wanted: Collection[int] = ()) -> None:
        self._data = _narrow(data, part)
        self.spans, self.top = _scanned(self._data, part, frozenset(wanted))
        self.root = self.spans[0]
        self._edits: list[tuple[int, int, bytes]] = []
        self._filled: dict[Span, list[bytes]] = {}

    def before(self, span: Span, text: str) -> None:
        self._replace(span.start, span.start, text)

    def after(self, span: Span, text: str) -> None:
        self._replace(span.end, span.end, text)

    def first_in(self, span: Span, text: str) -> None:
        if span.is_empty:
            self._filled.setdefault(span, []).insert(0, _written(text))
        else:
            self._replace(span.inner, span.inner, text)

    def last_in(self, span: Span, text: str) -> None:
        if span.is_empty:
            self._filled.setdefault(span, []).append(_written(text))
        else:
            self._replace(span.close, span.close, text)

    def result(self) -> bytes:
        """Return the part with all texts in it; of two at one place the first that was put comes first."""
        opened = [(span.start, span.end, self._opened(span, texts)) for span, texts in self._filled.items()]
        pieces, done = [], 0
        for start, end, text in sorted([*self._edits, *opened], key=lambda edit: edit[:2]):
            pieces += [self._data[done:start], text]
            done = end
        return b"".join([*pieces, self._data[done:]])

    def _replace(self, start: int, end: int, text: str) -> None:
        self._edits.append((start, end, _written(text)))

    def _opened(self, span: Span, texts: list[bytes]) -> bytes:
        tag = self._data[span.start : span.end].removesuffix(b"/>")
        return b"".join([tag, b">", *texts, b"</", span.name.encode(), b">"])


def _written(text: str) -> bytes:
    # Character references say the same in whatever encoding the part has.
    return text.encode("ascii", "xmlcharrefreplace")


def _narrow(data: bytes, part: str) -> bytes:
    """Return the part in an encoding in which tags are plain bytes; UTF-16, the only other one, becomes UTF-8."""
    if not data.startswith(_WIDE):
        return data
    encoding = "utf-16-be" if data[:2] in (b"\0<", b"\xfe\xff") else "utf-16-le"
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise TwistedFileError(part, "的文字编码有误") from error
    return _ENCODING.sub(r'\1 encoding="UTF-8"', text, count=1).encode()


def _scanned(data: bytes, part: str, wanted: frozenset[int]) -> tuple[dict[int, Span], tuple[Span, ...]]:
    """Return the spans by number, and those of the root's children in their order."""
    scan = _Scan(data, wanted)
    try:
        scan.run()
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise TwistedFileError(part, "不是规范的 XML") from error
    return scan.spans, tuple(scan.spans[number] for number in scan.children)


class _Scan:
    """One pass over a part that notes where the tags of the elements in question begin and end."""

    def __init__(self, data: bytes, wanted: frozenset[int]) -> None:
        self.spans: dict[int, Span] = {}
        self.children: list[int] = []
        self._data = data
        self._wanted = wanted
        self._count = 0
        self._open: list[tuple[int, str, int, int] | None] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._start
        self._parser.EndElementHandler = self._end
        self._parser.StartDoctypeDeclHandler = _refuse_doctype

    def run(self) -> None:
        self._parser.Parse(self._data, True)

    def _start(self, name: str, _attributes: dict[str, str]) -> None:
        number, self._count = self._count, self._count + 1
        if len(self._open) >= _TOP and number not in self._wanted:
            self._open.append(None)
            return
        if len(self._open) == 1:
            self.children.append(number)
        start = self._parser.CurrentByteIndex
        tag = _TAG.match(self._data, start)
        if tag is None:
            raise ValueError(name)
        self._open.append((number, name, start, tag.end()))

    def _end(self, _name: str) -> None:
        noted = self._open.pop()
        if noted is None:
            return
        number, name, start, inner = noted
        is_empty = self._data[inner - 2 : inner] == b"/>"
        close = inner if is_empty else self._parser.CurrentByteIndex
        end = inner if is_empty else self._data.index(b">", close) + 1
        self.spans[number] = Span(number, name, start, inner, close, end)


def _refuse_doctype(*_: object) -> None:
    raise ValueError("DOCTYPE")
