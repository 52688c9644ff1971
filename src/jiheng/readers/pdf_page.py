"""One page of a PDF → what it shows: glyphs, ruling lines, pictures. Knows PDFium's pages, and no tables.

PDFium counts from the lower left corner of the unturned page. Here everything is turned twice in one step: to the page
as it is seen (/Rotate), and on to the direction in which most of its text is read.
"""

from __future__ import annotations

import ctypes
import math
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from operator import attrgetter
from typing import Any

import pypdfium2.raw as pdfium

from jiheng.readers import pdf_calls
from jiheng.readers.errors import DamagedFileError, TooLargeFileError
from jiheng.readers.pdf_annotations import on_top
from jiheng.readers.pdf_characters import characters
from jiheng.readers.printed_page import PrintedPage, turned_box, turned_lines
from jiheng.readers.ruling import Box, Line, sides

_MAX_OBJECTS = 100_000
_MAX_POINTS = 400_000
_DEEPEST_FORM = 8
_THICKEST_LINE = 3.0
# The share of a page that pictures cover if the page is a scan.
_SCANNED = 0.6
# How much taller than wide a text is that may be written downwards, and how many of them are looked into.
_TALL, _MOST_TALL = 1.8, 200


@dataclass(slots=True)
class _Drawn:
    """What the drawing objects of a page show, y upwards as PDFium has it."""

    across: list[Line] = field(default_factory=list)
    down: list[Line] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    fills: list[Box] = field(default_factory=list)
    clipped: dict[int, Box] = field(default_factory=dict)
    tall: list[tuple[Any, Box]] = field(default_factory=list)
    objects: int = 0
    points: int = 0


_turn_of = attrgetter("turn")
Matrix = tuple[float, float, float, float, float, float]
_STRAIGHT: Matrix = (1, 0, 0, 1, 0, 0)
# Left, bottom, right and top, as PDFium writes them. One place serves for all: who asks PDFium holds its lock.
_edges = (ctypes.c_float * 4)()
_to_edges = tuple(ctypes.byref(_edges, at) for at in (0, 4, 8, 12))


def read_page(document: Any, number: int, forms: Any = None) -> PrintedPage:  # noqa: ANN401 (the library has no types)
    """Return what a page (counted from 1) shows. `forms` is the form environment of a document that has fields.

    Raises DamagedFileError or TooLargeFileError.
    """
    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise DamagedFileError(f"PDF 第 {number} 页已损坏，无法打开。")
    try:
        if forms:
            pdfium.FORM_OnAfterLoadPage(page, forms)
        return _read(page, number, forms)
    finally:
        if forms:
            pdfium.FORM_OnBeforeClosePage(page, forms)
        pdfium.FPDF_ClosePage(page)


def _read(page: Any, number: int, forms: Any) -> PrintedPage:  # noqa: ANN401
    area = pdfium.FS_RECTF()
    if not pdfium.FPDF_GetPageBoundingBox(page, area) or area.right <= area.left or area.top <= area.bottom:
        raise DamagedFileError(f"PDF 第 {number} 页已损坏：没有版面大小。")
    rotation = max(pdfium.FPDFPage_GetRotation(page), 0)
    drawn = _Drawn()
    _collect(_objects(page, pdfium.FPDFPage_CountObjects, pdf_calls.object_of_page, drawn), _STRAIGHT, drawn, 0)
    found = characters(page, number, area, drawn.clipped, drawn.tall)
    size = (area.right - area.left, area.top - area.bottom)
    leading = Counter(map(_turn_of, found.glyphs)).most_common(1)
    lying = leading[0][0] if leading else -rotation % 4
    across = [Line(area.top - y, a - area.left, b - area.left) for y, a, b in drawn.across]
    down = [Line(x - area.left, area.top - b, area.top - a) for x, a, b in drawn.down]
    across, down = (list(lines) for lines in turned_lines(across, down, size, -lying))
    upright = (size[1], size[0]) if lying % 2 else size
    stuck = on_top(page, forms, lambda box: turned_box(_downwards(_box(box), area), *size, -lying))
    return PrintedPage(
        number,
        *upright,
        [*((glyph.turned(*size, -lying) for glyph in found.glyphs) if lying else found.glyphs), *stuck.glyphs],
        across,
        down,
        [turned_box(_downwards(box, area), *size, -lying) for box in drawn.pictures],
        (lying + rotation) % 4,
        found.unknown,
        found.slanting,
        found.hidden,
        stuck.notes,
        [turned_box(_downwards(box, area), *size, -lying) for box in drawn.fills],
        unseen=_is_unseen(page, drawn, size),
    )


def _is_unseen(page: Any, drawn: _Drawn, size: tuple[float, float]) -> bool:  # noqa: ANN401
    """Tell whether a picture covers the page and text is laid over it that is not drawn, as programs that scan do."""
    covered = sum((right - left) * (top - bottom) for left, bottom, right, top in drawn.pictures)
    if covered < _SCANNED * size[0] * size[1] or drawn.across or drawn.down:
        return False
    modes = Counter(_render_modes(page, pdfium.FPDFPage_CountObjects, pdfium.FPDFPage_GetObject, 0))
    return modes[pdfium.FPDF_TEXTRENDERMODE_INVISIBLE] > modes.total() / 2


def _render_modes(holder: Any, count_of: Any, object_of: Any, depth: int) -> Iterator[int]:  # noqa: ANN401
    for item in (object_of(holder, at) for at in range(count_of(holder))):
        kind = pdfium.FPDFPageObj_GetType(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            yield pdfium.FPDFTextObj_GetTextRenderMode(item)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            yield from _render_modes(item, pdfium.FPDFFormObj_CountObjects, pdfium.FPDFFormObj_GetObject, depth + 1)


def _box(area: Any) -> Box:  # noqa: ANN401 (a structure of the library)
    return area.left, area.bottom, area.right, area.top


def _downwards(box: Box, area: Any) -> Box:  # noqa: ANN401 (a structure of the library)
    left, bottom, right, top = box
    return left - area.left, area.top - top, right - area.left, area.top - bottom


# Lines and pictures.


def _objects(holder: Any, count_of: Any, object_of: Any, drawn: _Drawn) -> Iterator[Any]:  # noqa: ANN401
    count = count_of(holder)
    drawn.objects += max(count, 0)
    if drawn.objects > _MAX_OBJECTS:
        raise TooLargeFileError(f"PDF 的一页上有超过 {_MAX_OBJECTS} 个图形。")
    return (object_of(holder, at) for at in range(count))


def _collect(objects: Iterator[Any], matrix: Matrix, drawn: _Drawn, depth: int) -> None:
    kind_of, clip_of, clips_in = pdf_calls.object_kind, pdf_calls.clip_path, pdf_calls.clip_paths
    for item in objects:
        kind = kind_of(item)
        if kind == pdfium.FPDF_PAGEOBJ_TEXT:
            path = clip_of(item)
            if path and clips_in(path) > 0:
                _clip(item, path, matrix, drawn)
            left, bottom, right, top = box = _bounds(item, matrix)
            if top - bottom > _TALL * (right - left) and len(drawn.tall) < _MOST_TALL:
                drawn.tall.append((item, box))
        elif kind == pdfium.FPDF_PAGEOBJ_PATH:
            _path(item, matrix, drawn)
        elif kind == pdfium.FPDF_PAGEOBJ_IMAGE:
            _picture(_bounds(item, matrix), drawn)
        elif kind == pdfium.FPDF_PAGEOBJ_FORM and depth < _DEEPEST_FORM:
            inner = _objects(item, pdf_calls.objects_of_form, pdf_calls.object_of_form, drawn)
            _collect(inner, _product(_matrix_of(item), matrix), drawn, depth + 1)


def _clip(item: Any, path: Any, matrix: Matrix, drawn: _Drawn) -> None:  # noqa: ANN401
    """Keep the area to which a text is cut, where that is less than the text needs."""
    left, bottom, right, top = -math.inf, -math.inf, math.inf, math.inf
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    for at in range(pdf_calls.clip_paths(path)):
        points: list[tuple[float, float]] = []
        for number in range(min(pdf_calls.clip_segments(path, at), _MAX_POINTS)):
            pdf_calls.segment_point(pdf_calls.clip_segment(path, at, number), to_x, to_y)
            points.append((x.value, y.value))
        if points:
            across, down = [point[0] for point in points], [point[1] for point in points]
            left, right = max(left, min(across)), min(right, max(across))
            bottom, top = max(bottom, min(down)), min(top, max(down))
    text = _bounds(item, _STRAIGHT)
    if text[0] < left or text[1] < bottom or text[2] > right or text[3] > top:
        drawn.clipped[item.value] = _around([_moved(px, py, matrix) for px in (left, right) for py in (bottom, top)])


def _around(points: Sequence[tuple[float, float]]) -> Box:
    across, down = [x for x, _ in points], [y for _, y in points]
    return min(across), min(down), max(across), max(down)


def _picture(box: Box, drawn: _Drawn) -> None:
    """Keep a picture; one as thin as a line is a line."""
    if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST_LINE:
        _add_sides(box, drawn)
    else:
        drawn.pictures.append(box)


def _path(item: Any, matrix: Matrix, drawn: _Drawn) -> None:  # noqa: ANN401
    fill, stroke = ctypes.c_int(), ctypes.c_int()
    pdf_calls.draw_mode(item, ctypes.byref(fill), ctypes.byref(stroke))
    if not fill.value and not stroke.value:
        return
    box = _bounds(item, matrix)
    if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST_LINE:
        _add_sides(box, drawn)
        return
    drawn.points += pdf_calls.segments(item)
    if drawn.points > _MAX_POINTS:
        raise TooLargeFileError(f"PDF 的一页上有超过 {_MAX_POINTS} 个线段。")
    for points in _outlines(item, _product(_matrix_of(item), matrix)):
        _outline(points, drawn, stroked=bool(stroke.value))


def _outline(points: Sequence[tuple[float, float]], drawn: _Drawn, *, stroked: bool) -> None:
    """Take the lines that an outline shows: all its straight sides if it is stroked, itself if it is a filled bar.

    The sides of other filled rectangles are lines only where nothing else rules the page, and kept apart.
    """
    box = _around(points)
    if min(box[2] - box[0], box[3] - box[1]) <= _THICKEST_LINE:
        _add_sides(box, drawn)
    elif stroked:
        for (x, y), (to_x, to_y) in pairwise(points):
            if min(abs(x - to_x), abs(y - to_y)) < 1:
                _add_sides((min(x, to_x), min(y, to_y), max(x, to_x), max(y, to_y)), drawn)
    elif all(min(abs(x - to_x), abs(y - to_y)) < 1 for (x, y), (to_x, to_y) in pairwise(points)):
        drawn.fills.append(box)


def _outlines(item: Any, matrix: Matrix) -> Iterator[list[tuple[float, float]]]:  # noqa: ANN401
    """Yield the points of each part of a path; of curves the ends."""
    x, y = ctypes.c_float(), ctypes.c_float()
    to_x, to_y = ctypes.byref(x), ctypes.byref(y)
    points: list[tuple[float, float]] = []
    for at in range(pdf_calls.segments(item)):
        segment = pdf_calls.segment(item, at)
        pdf_calls.segment_point(segment, to_x, to_y)
        if pdf_calls.segment_kind(segment) == pdfium.FPDF_SEGMENT_MOVETO:
            if len(points) > 1:
                yield points
            points = []
        points.append(_moved(x.value, y.value, matrix))
        if pdf_calls.segment_closes(segment):
            points.append(points[0])
    if len(points) > 1:
        yield points


def _add_sides(box: Box, drawn: _Drawn) -> None:
    across, down = sides(box, _THICKEST_LINE)
    drawn.across += across
    drawn.down += down


def _bounds(item: Any, matrix: Matrix) -> Box:  # noqa: ANN401
    left, bottom, right, top = _edges if pdf_calls.object_bounds(item, *_to_edges) else (0.0, 0.0, 0.0, 0.0)
    if matrix is _STRAIGHT:
        return left, bottom, right, top
    return _around([_moved(x, y, matrix) for x in (left, right) for y in (bottom, top)])


def _matrix_of(item: Any) -> Matrix:  # noqa: ANN401
    matrix = pdfium.FS_MATRIX()
    pdf_calls.object_matrix(item, ctypes.byref(matrix))
    return matrix.a, matrix.b, matrix.c, matrix.d, matrix.e, matrix.f


def _moved(x: float, y: float, matrix: Matrix) -> tuple[float, float]:
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def _product(first: Matrix, then: Matrix) -> Matrix:
    """Return the matrix that moves as the first one does, and then as the second."""
    a, b, c, d, e, f = first
    p, q, r, s, t, u = then
    return a * p + b * r, a * q + b * s, c * p + d * r, c * q + d * s, e * p + f * r + t, e * q + f * s + u
