"""Turns bytes into text: UTF-8, UTF-16 with its mark, or GB18030, which holds all older Chinese encodings.

Knows no file format; what a format declares of its encoding is told by the caller.
"""

from __future__ import annotations

import codecs

from jiheng.readers.errors import BadEncodingError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_USUAL = ("utf-8", "gb18030")


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text. A mark at the start counts most, then what was declared, then what fits.

    Raises BadEncodingError for bytes that are no text in any of these encodings.
    """
    for encoding in _candidates(data, declared):
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    raise BadEncodingError("文件的文字编码无法识别：既不是 UTF-8、UTF-16，也不是 GB18030。")


def _candidates(data: bytes, declared: str | None) -> tuple[str, ...]:
    marked = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None)
    if marked is not None:
        return (marked,)
    known = _known(declared) if declared is not None else None
    return (known, *_USUAL) if known is not None else _USUAL


def _known(declared: str) -> str | None:
    """Return the codec of a declared name; GB2312 and GBK files in truth hold characters of GB18030."""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    return {"gb2312": "gb18030", "gbk": "gb18030", "utf-16": None}.get(name, name)
