"""What lies on top of a page of a PDF: fields that are filled in, text boxes, notes. Knows PDFium's pages, and no form.

The value of a field is text of the page: it is laid into the field's box as if it had been printed there.
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pypdfium2.raw as pdfium

from jiheng.readers.printed_page import Glyph
from jiheng.readers.ruling import Box

_MAX_ANNOTATIONS = 5000
_LONGEST = 20_000
_HIDDEN = 0x2 | 0x20
_TICKED = {True: "☑", False: "□"}
_LARGEST_TYPE = 12.0


@dataclass(slots=True)
class OnTop:
    """Texts as glyphs, and notes with where they are stuck."""

    glyphs: list[Glyph] = field(default_factory=list)
    notes: list[tuple[str, Box]] = field(default_factory=list)


def on_top(page: Any, forms: Any, place: Callable[[Any], Box]) -> OnTop:  # noqa: ANN401 (the library has no types)
    """Return what lies on a page. `forms` is the document's form environment; `place` turns a rectangle upright."""
    found = OnTop()
    for at in range(min(pdfium.FPDFPage_GetAnnotCount(page), _MAX_ANNOTATIONS)):
        annotation = pdfium.FPDFPage_GetAnnot(page, at)
        if not annotation:
            continue
        try:
            _take(annotation, forms, place, found)
        finally:
            pdfium.FPDFPage_CloseAnnot(annotation)
    return found


def _take(annotation: Any, forms: Any, place: Callable[[Any], Box], found: OnTop) -> None:  # noqa: ANN401
    area = pdfium.FS_RECTF()
    if pdfium.FPDFAnnot_GetFlags(annotation) & _HIDDEN or not pdfium.FPDFAnnot_GetRect(annotation, area):
        return
    kind = pdfium.FPDFAnnot_GetSubtype(annotation)
    if kind == pdfium.FPDF_ANNOT_WIDGET:
        found.glyphs += _laid(_value(annotation, forms), place(area))
    elif kind == pdfium.FPDF_ANNOT_FREETEXT:
        found.glyphs += _laid(_string(annotation, b"Contents"), place(area))
    elif kind not in (pdfium.FPDF_ANNOT_LINK, pdfium.FPDF_ANNOT_POPUP):
        text = _string(annotation, b"Contents").strip()
        if text:
            found.notes.append((text, place(area)))


def _value(annotation: Any, forms: Any) -> str:  # noqa: ANN401
    if not forms:
        return _string(annotation, b"V")
    kind = pdfium.FPDFAnnot_GetFormFieldType(forms, annotation)
    if kind in (pdfium.FPDF_FORMFIELD_CHECKBOX, pdfium.FPDF_FORMFIELD_RADIOBUTTON):
        return _TICKED[bool(pdfium.FPDFAnnot_IsChecked(forms, annotation))]
    if kind in (pdfium.FPDF_FORMFIELD_PUSHBUTTON, pdfium.FPDF_FORMFIELD_SIGNATURE):
        return ""
    return _text_of(lambda buffer, size: pdfium.FPDFAnnot_GetFormFieldValue(forms, annotation, buffer, size))


def _string(annotation: Any, key: bytes) -> str:  # noqa: ANN401
    return _text_of(lambda buffer, size: pdfium.FPDFAnnot_GetStringValue(annotation, key, buffer, size))


def _text_of(get: Callable[[Any, int], int]) -> str:
    """Return the text that a function of PDFium writes into a buffer; it first tells how many bytes it needs."""
    size = min(get(None, 0), 2 * _LONGEST)
    if size <= 2:
        return ""
    buffer = (ctypes.c_ushort * (size // 2))()
    get(buffer, size)
    return bytes(buffer)[: size - 2].decode("utf-16-le", "replace").replace("\r\n", "\n").replace("\r", "\n")


def _laid(text: str, box: Box) -> Iterator[Glyph]:
    """Yield the characters of a text side by side in a box, its lines below one another."""
    lines = [line for line in text.split("\n") if line.strip()]
    if not lines:
        return
    left, top, right, bottom = box
    height = (bottom - top) / len(lines)
    for at, line in enumerate(lines):
        width = min(height, _LARGEST_TYPE, (right - left) / len(line))
        base = top + (at + 0.5) * height
        for number, character in enumerate(line):
            start = left + number * width
            yield Glyph(start, base - width / 2, start + width, base + width / 2, character, start, base + width / 2)
