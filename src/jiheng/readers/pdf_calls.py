"""PDFium's functions as they are called thousands of times for a page. Knows no page and no text.

The package's own functions check and convert every argument, which takes longer than what they do. These take what
they are given: numbers, and pointers made by `ctypes`. They keep the lock of the interpreter, for each is done in less
time than it takes to hand the lock over; PDFium itself is not safe between threads (see `pdf_file.LOCK`).
"""

from __future__ import annotations

import ctypes
from collections.abc import Callable
from typing import Any

import pypdfium2.raw as pdfium


class Handle(ctypes.c_void_p):
    """A thing of PDFium's, such as a drawing object; false where there is none."""


def _quick(function: Any, result: Any = ctypes.c_int) -> Callable[..., Any]:  # noqa: ANN401 (the library has no types)
    return ctypes.PYFUNCTYPE(result)(ctypes.cast(function, ctypes.c_void_p).value or 0)


char_matrix = _quick(pdfium.FPDFText_GetMatrix)
char_box = _quick(pdfium.FPDFText_GetLooseCharBox)
char_origin = _quick(pdfium.FPDFText_GetCharOrigin)
is_generated = _quick(pdfium.FPDFText_IsGenerated)
lacks_unicode = _quick(pdfium.FPDFText_HasUnicodeMapError)
text_length = _quick(pdfium.FPDFTextObj_GetText, ctypes.c_ulong)

object_of_page = _quick(pdfium.FPDFPage_GetObject, Handle)
object_of_form = _quick(pdfium.FPDFFormObj_GetObject, Handle)
objects_of_form = _quick(pdfium.FPDFFormObj_CountObjects)
object_kind = _quick(pdfium.FPDFPageObj_GetType)
object_bounds = _quick(pdfium.FPDFPageObj_GetBounds)
object_matrix = _quick(pdfium.FPDFPageObj_GetMatrix)
clip_path = _quick(pdfium.FPDFPageObj_GetClipPath, Handle)
clip_paths = _quick(pdfium.FPDFClipPath_CountPaths)
clip_segments = _quick(pdfium.FPDFClipPath_CountPathSegments)
clip_segment = _quick(pdfium.FPDFClipPath_GetPathSegment, Handle)
draw_mode = _quick(pdfium.FPDFPath_GetDrawMode)
segments = _quick(pdfium.FPDFPath_CountSegments)
segment = _quick(pdfium.FPDFPath_GetPathSegment, Handle)
segment_kind = _quick(pdfium.FPDFPathSegment_GetType)
segment_point = _quick(pdfium.FPDFPathSegment_GetPoint)
segment_closes = _quick(pdfium.FPDFPathSegment_GetClose)
