"""Findings as highlights of a pdf: the file stays the beginning, and each highlight is where its cell is seen."""

from __future__ import annotations

import ctypes
import zlib
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest

from jiheng.model import Place
from jiheng.writers.annotate import Mark, UnannotatableError, annotate_marks
from remarks import HOSTILE, mark

BOX = (0.1, 0.2, 0.5, 0.25)
HIGHLIGHT, POPUP, NOTE = 9, 16, 1
OLD_NOTE = b"<< /Type /Annot /Subtype /Text /Rect [9 9 19 19] /F 2 /Contents (old) >>"


def file(page: bytes = b"", *, annotations: bytes = b"[]", modern: bool = False, junk: bytes = b"") -> bytes:
    """A pdf of two pages: with a table of references, or as newer programs write it, objects packed into streams."""
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R >>",
        2: b"<< /Type /Pages /Kids [3 0 R 4 0 R] /Count 2 /MediaBox [0 0 400 600] >>",
        3: b"<</Type/Page/Parent 2 0 R %s>>" % page,
        4: b"<< /Type /Page /Parent 2 0 R /Contents 6 0 R >>",
        5: annotations,
        7: OLD_NOTE,
    }
    content = b"<< /Length 9 >>\nstream\n0 0 m 1 l\nendstream"
    return junk + (_modern(objects, content) if modern else _classic({**objects, 6: content}))


def _classic(objects: dict[int, bytes]) -> bytes:
    out, offsets = b"%PDF-1.4\n", {}
    for number, body in sorted(objects.items()):
        offsets[number] = len(out)
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    rows = b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(offsets))
    return (
        out
        + b"xref\n0 8\n0000000000 65535 f \n%strailer\n<< /Size 8 /Root 1 0 R /ID [<0A><0B>] >>\nstartxref\n%d\n%%%%EOF"
        % (
            rows,
            len(out),
        )
    )


def _modern(objects: dict[int, bytes], content: bytes) -> bytes:
    bodies = list(objects.items())
    index, packed = b"", b""
    for number, body in bodies:
        index += b"%d %d " % (number, len(packed))
        packed += body + b"\n"
    stream = zlib.compress(index + packed)
    out = b"%%PDF-1.5\n6 0 obj\n%s\nendobj\n" % content
    pack_at = len(out)
    head = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode /Length %d" % (len(bodies), len(index), len(stream))
    out += b"8 0 obj\n<< %s >>\nstream\n%s\nendstream\nendobj\n" % (head, stream)
    place = {number: (2, 8, at) for at, (number, _) in enumerate(bodies)}
    place |= {0: (0, 0, 0), 6: (1, 9, 0), 8: (1, pack_at, 0), 9: (1, len(out), 0)}
    rows = [bytes((kind, *at.to_bytes(2), last)) for _, (kind, at, last) in sorted(place.items())]
    above = [bytes(4), *rows]
    # The usual predictor: each row as what it adds to the row above.
    lifted = b"".join(
        b"\2" + bytes((b - a) & 255 for a, b in zip(*two, strict=True)) for two in zip(above, rows, strict=False)
    )
    table = zlib.compress(lifted)
    head = b"/Type /XRef /Size 10 /Root 1 0 R /W [1 2 1] /Filter [/FlateDecode] /Length %d" % len(table)
    parameters = b"/DecodeParms [<< /Predictor 12 /Columns 4 >>]"
    at = len(out)
    return out + b"9 0 obj\n<< %s %s >>\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n" % (
        head,
        parameters,
        table,
        at,
    )


def annotated(data: bytes, *marks: Mark) -> bytes:
    return annotate_marks(data, "pdf", marks)


def notes(data: bytes, page: int = 0) -> list[tuple[int, str]]:
    """Kind and text of each annotation of a page."""
    document = pdfium.PdfDocument(data)
    found = list(_notes(document[page]))
    document.close()
    return found


def _notes(page: Any) -> Iterator[tuple[int, str]]:  # noqa: ANN401 - the library has no types
    for number in range(raw.FPDFPage_GetAnnotCount(page)):
        one = raw.FPDFPage_GetAnnot(page, number)
        size = raw.FPDFAnnot_GetStringValue(one, b"Contents", None, 0)
        buffer = ctypes.create_string_buffer(size)
        raw.FPDFAnnot_GetStringValue(one, b"Contents", ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size)
        yield raw.FPDFAnnot_GetSubtype(one), buffer.raw.decode("utf-16-le").rstrip("\0")
        raw.FPDFPage_CloseAnnot(one)


def painted(data: bytes, page: int = 0) -> tuple[float, float, float, float]:
    """The shares of the page, as it is seen, between which something is painted yellow."""
    document = pdfium.PdfDocument(data)
    picture = document[page].render(scale=1).to_pil().convert("RGB")
    document.close()
    blue = picture.getchannel("B").point(lambda value: 255 if value < 200 else 0)
    left, top, right, bottom = blue.getbbox() or (0, 0, 0, 0)
    return left / picture.width, top / picture.height, right / picture.width, bottom / picture.height


FILES = {
    "table of references": file(),
    "packed objects": file(modern=True),
    "bytes before the heading": file(junk=b"\r\njunk\n"),
    "annotations apart": file(b"/Annots 5 0 R", annotations=b"[7 0 R]"),
    "annotations apart, packed": file(b"/Annots 5 0 R", annotations=b"[7 0 R]", modern=True),
    "annotations in the page": file(b"/Annots [ 7 0 R ]"),
    "annotations that are none": file(b"/Annots null"),
}


@pytest.mark.parametrize("before", FILES.values(), ids=FILES)
def test_what_is_added_stands_behind_the_file_and_is_seen(before: bytes) -> None:
    after = annotated(
        before, mark(Place(page=1, table=1, row=2, column=3, box=BOX)), mark(Place(page=2, box=BOX), "乙")
    )
    assert after.startswith(before)
    text = "【退回】{}\n怎么改：写明单位。"
    old = notes(before)
    assert notes(after) == [*old, (HIGHLIGHT, text.format("缺少单位")), (POPUP, "")]
    assert notes(after, 1) == [(HIGHLIGHT, text.format("乙")), (POPUP, "")]
    assert painted(after) == pytest.approx(BOX, abs=0.01)


@pytest.mark.parametrize("before", FILES.values(), ids=FILES)
def test_a_second_update_goes_behind_the_first(before: bytes) -> None:
    once = annotated(before, mark(Place(page=1, box=BOX)))
    twice = annotated(once, mark(Place(page=1, box=BOX), "又"))
    assert twice.startswith(once)
    assert len(notes(twice)) == len(notes(before)) + 4


@pytest.mark.parametrize("turn", [0, 90, 180, 270, -90, 450])
@pytest.mark.parametrize("cut", [b"", b"/CropBox [40 60 340 580]"])
def test_a_turned_or_cut_page_is_marked_where_it_is_seen(turn: int, cut: bytes) -> None:
    before = file(b"/Rotate %d %s" % (turn, cut))
    assert painted(annotated(before, mark(Place(page=1, box=BOX)))) == pytest.approx(BOX, abs=0.012)


def test_what_has_no_box_is_a_note_in_the_corner_that_names_its_place() -> None:
    found = notes(annotated(file(), mark(Place(page=1, table=1, row=2, column=3)), mark(Place(), "整表")))
    assert found[0] == (NOTE, "第1页 表1 第2行第3列\n【退回】缺少单位\n怎么改：写明单位。")
    assert found[2] == (NOTE, "【退回】整表\n怎么改：写明单位。")


def test_a_page_that_is_not_there_means_the_last() -> None:
    assert notes(annotated(file(), mark(Place(page=9, box=BOX))), 1)


def test_no_text_ends_the_text() -> None:
    (found, _) = notes(annotated(file(), mark(Place(page=1, box=BOX), HOSTILE)))
    assert found[1] == f"【退回】{HOSTILE}\n怎么改：写明单位。"


@pytest.mark.parametrize(
    "broken",
    [
        b"%PDF-1.4\nnothing",
        file()[:-300],
        file().replace(b"startxref\n", b"startxref\n9"),
        file().replace(b"/Root 1 0 R", b"/Root 9 0 R"),
        file().replace(b"/ID [<0A>", b"/Encrypt 5 0 R /ID [<0A>"),
        file(b"/Annots " + b"[" * 900),
        file(modern=True).replace(b"/Predictor 12", b"/Predictor 15").replace(b"/Columns 4", b"/Columns 9"),
    ],
)
def test_a_file_that_cannot_be_followed_is_refused_in_words(broken: bytes) -> None:
    with pytest.raises(UnannotatableError) as refusal:
        annotated(broken, mark(Place(page=1, box=BOX)))
    assert "PDF" in refusal.value.message
    assert refusal.value.advice


def test_no_damage_ends_in_another_error() -> None:
    whole = file(b"/Annots 5 0 R", modern=True)
    for at in range(0, len(whole), 3):
        damaged = BytesIO(whole)
        damaged.seek(at)
        damaged.write(b"\xff<")
        try:
            annotated(damaged.getvalue(), mark(Place(page=1, box=BOX)))
        except UnannotatableError:
            continue
