"""Writes remarks into a PDF as highlights with notes, appended behind the file. Knows no rules and no forms.

Nothing of the file is written anew: it stays the beginning of what comes out, so that signatures in it stay valid.
A remark whose place has no box becomes a note in the corner of its page that names the place.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from jiheng.model import Place
from jiheng.writers.annotate.errors import ClosedPdfError
from jiheng.writers.annotate.marks import AUTHOR, Mark
from jiheng.writers.annotate.pdf_objects import Item, NotPdfError, Ref
from jiheng.writers.annotate.pdf_structure import Page, PdfFile, Rectangle

_COLOR: Final = "1 0.86 0.35"
_NOTE_SIZE: Final = 20.0
_MARGIN: Final = 12.0
_POPUP: Final = (240.0, 160.0)
_PRINTED: Final = 4
# Of the newest trailer everything stays but what tells where it is and how it is written.
_OF_SECTION: Final = frozenset(
    (b"Size", b"Prev", b"XRefStm", b"Type", b"W", b"Index", b"Length", b"Filter", b"DecodeParms", b"DL")
)


def annotate_pdf(data: bytes, marks: Sequence[Mark]) -> bytes:
    """Return the file followed by an update that holds a note for each mark."""
    file = PdfFile(data)
    if not file.pages:
        raise ClosedPdfError("文件里找不到页")
    by_page: dict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        by_page[min(mark.place.page or 1, len(file.pages)) - 1].append(mark)
    update = _Update(file)
    try:
        for number in sorted(by_page):
            page = file.pages[number]
            update.hang(page, [ref for at, mark in enumerate(by_page[number]) for ref in _note(update, page, mark, at)])
    except NotPdfError as error:
        raise ClosedPdfError("页面的注释有误") from error
    return update.written()


class _Update:
    """Objects on their way to the end of a file: new ones, and new versions of old ones."""

    def __init__(self, file: PdfFile) -> None:
        self._file = file
        self._next = file.size
        self._objects: dict[Ref, bytes] = {}
        self._grown: dict[Ref, tuple[Item, list[Ref]]] = {}

    def new(self) -> Ref:
        ref = Ref(self._next, 0)
        self._next += 1
        return ref

    def put(self, ref: Ref, text: str) -> None:
        self._objects[ref] = text.encode("ascii")

    def hang(self, page: Page, notes: list[Ref]) -> None:
        """Let a page show these notes behind those that it has."""
        link = page.item.get(b"Annots")
        listed = self._file.resolved(link)
        if listed is None or not isinstance(listed.value, list):
            self._objects[page.ref] = _with_entry(page.item, link, notes)
        elif link is not None and isinstance(link.value, Ref):
            self._grown.setdefault(link.value, (listed, []))[1].extend(notes)
        else:
            self._objects[page.ref] = _with_inserted(page.item, listed.end - 1, _listed(notes))

    def written(self) -> bytes:
        for ref, (listed, notes) in self._grown.items():
            self._objects[ref] = _with_inserted(listed, listed.end - 1, _listed(notes))
        pieces = [self._file.data, b"" if self._file.data.endswith((b"\n", b"\r")) else b"\n"]
        at = sum(map(len, pieces)) - self._file.base
        offsets: dict[Ref, int] = {}
        for ref, body in sorted(self._objects.items()):
            offsets[ref] = at
            pieces.append(b"%d %d obj\n%s\nendobj\n" % (ref.number, ref.generation, body))
            at += len(pieces[-1])
        section = self._table(offsets) if self._file.has_table else self._stream(offsets, at)
        return b"".join((*pieces, section, b"startxref\n%d\n%%%%EOF\n" % at))

    def _table(self, offsets: Mapping[Ref, int]) -> bytes:
        rows = b"".join(b"%d 1\n%010d %05d n \n" % (ref.number, at, ref.generation) for ref, at in offsets.items())
        return b"xref\n%strailer\n<< %s >>\n" % (rows, self._trailer(self._next))

    def _stream(self, offsets: Mapping[Ref, int], at: int) -> bytes:
        own = self.new()
        entries = [*offsets.items(), (own, at)]
        index = b" ".join(b"%d 1" % ref.number for ref, _ in entries)
        rows = b"".join(b"\1" + at.to_bytes(5) + ref.generation.to_bytes(2) for ref, at in entries)
        kind = b"/Type /XRef /W [1 5 2] /Index [%s] /Length %d" % (index, len(rows))
        dictionary = b"<< %s %s >>" % (kind, self._trailer(self._next))
        return b"%d 0 obj\n%s\nstream\n%s\nendstream\nendobj\n" % (own.number, dictionary, rows)

    def _trailer(self, size: int) -> bytes:
        entries = self._file.trailer.value
        kept = entries.items() if isinstance(entries, Mapping) else ()
        words = b" ".join(b"/%s %s" % (key, item.raw) for key, item in kept if key not in _OF_SECTION)
        return b"/Size %d /Prev %d %s" % (size, self._file.start, words)


def _note(update: _Update, page: Page, mark: Mark, at: int) -> tuple[Ref, Ref]:
    """Add what shows a mark on a page: a highlight, or a note in the corner, and the window of its text."""
    note, popup = update.new(), update.new()
    box = mark.place.box
    place = _on_paper(page, box) if box is not None else _corner(page, at)
    text = mark.text if box is not None or mark.place == Place() else f"{mark.place}\n{mark.text}"
    rectangle = _rectangle(place)
    shown = _highlight(update, place) if box is not None else "/Subtype /Text /Name /Comment"
    update.put(
        note,
        f"<< /Type /Annot {shown} /Rect [{_numbers(rectangle)}] /C [{_COLOR}] /F {_PRINTED} /P {_link(page.ref)}"
        f" /NM {_text(f'jiheng-{note.number}')} /T {_text(AUTHOR)} /Contents {_text(text)} /Popup {_link(popup)} >>",
    )
    update.put(
        popup, f"<< /Type /Annot /Subtype /Popup /Rect [{_numbers(_beside(rectangle))}] /Parent {_link(note)} >>"
    )
    return note, popup


def _highlight(update: _Update, corners: Sequence[tuple[float, float]]) -> str:
    """Describe a highlight, with the look of it for programs that draw only what they are given."""
    look = update.new()
    left, bottom, right, top = box = _rectangle(corners)
    area = _numbers((left, bottom, right - left, top - bottom))
    paint = f"/G gs {_COLOR} rg {area} re f"
    update.put(
        look,
        f"<< /Type /XObject /Subtype /Form /BBox [{_numbers(box)}] /Length {len(paint)}"
        " /Resources << /ExtGState << /G << /Type /ExtGState /BM /Multiply >> >> >> >>"
        f"\nstream\n{paint}\nendstream",
    )
    quad = _numbers(number for corner in corners for number in corner)
    return f"/Subtype /Highlight /QuadPoints [{quad}] /AP << /N {_link(look)} >>"


def _on_paper(page: Page, box: tuple[float, float, float, float]) -> list[tuple[float, float]]:
    """Return the corners of a box of the page as it is seen: upper left, upper right, lower left, lower right."""
    left, top, right, bottom = (min(max(share, 0.0), 1.0) for share in box)
    seen = ((left, top), (right, top), (left, bottom), (right, bottom))
    return [_point(page, across, down) for across, down in seen]


def _point(page: Page, across: float, down: float) -> tuple[float, float]:
    """Return the point of the paper that is seen at these shares of the page from its upper left corner."""
    left, bottom, right, top = page.seen
    match page.turned:
        case 90:
            x, y = down, across
        case 180:
            x, y = 1 - across, down
        case 270:
            x, y = 1 - down, 1 - across
        case _:
            x, y = across, 1 - down
    return left + x * (right - left), bottom + y * (top - bottom)


def _corner(page: Page, at: int) -> list[tuple[float, float]]:
    """Return the place of a note in the upper left corner as it is seen; the next one stands below it."""
    left, bottom, right, top = page.seen
    width, height = (right - left, top - bottom) if page.turned % 180 == 0 else (top - bottom, right - left)
    upper = _MARGIN + at * (_NOTE_SIZE + 2) % max(height - _MARGIN - _NOTE_SIZE, 1)
    box = (_MARGIN, upper, _MARGIN + _NOTE_SIZE, upper + _NOTE_SIZE)
    return _on_paper(page, (box[0] / width, box[1] / height, box[2] / width, box[3] / height))


def _rectangle(corners: Iterable[tuple[float, float]]) -> Rectangle:
    across, up = zip(*corners, strict=True)
    return min(across), min(up), max(across), max(up)


def _beside(box: Rectangle) -> Rectangle:
    return box[2], box[3] - _POPUP[1], box[2] + _POPUP[0], box[3]


def _with_entry(page: Item, old: Item | None, notes: list[Ref]) -> bytes:
    if old is None:
        return _with_inserted(page, page.end - 2, b" /Annots [%s ]" % _listed(notes))
    return page.source[page.start : old.start] + b" [%s ]" % _listed(notes) + page.source[old.end : page.end]


def _with_inserted(item: Item, at: int, text: bytes) -> bytes:
    return item.source[item.start : at] + text + item.source[at : item.end]


def _listed(refs: Iterable[Ref]) -> bytes:
    return "".join(f" {_link(ref)}" for ref in refs).encode()


def _link(ref: Ref) -> str:
    return f"{ref.number} {ref.generation} R"


def _numbers(numbers: Iterable[float]) -> str:
    return " ".join(f"{number:.2f}" for number in numbers)


def _text(text: str) -> str:
    # As hexadecimal digits nothing in a text can end it.
    return f"<FEFF{text.encode('utf-16-be').hex().upper()}>"
