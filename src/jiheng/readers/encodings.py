"""Turns bytes into text: UTF-8, UTF-16, or GB18030, which holds all older Chinese encodings.

Knows no file format; what a format declares of its encoding is told by the caller.
"""

from __future__ import annotations

import codecs
import re

from jiheng.readers.errors import BadEncodingError

_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_USUAL = ("utf-8", "gb18030")
_BARE = ("utf-16-le", "utf-16-be")
_HEAD = 4096
_USUAL_CHARACTERS = re.compile(r"[\t\n\r -~\u2000-\u22ff\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")
_MOSTLY = 0.9


def decode(data: bytes, declared: str | None = None) -> str:
    """Return the text. A mark at the start counts most, then what fits of UTF-8, what was declared, and GB18030.

    Chinese text in another encoding is never UTF-8 by accident, while pages that were saved anew in UTF-8 often
    declare the encoding that they had before.

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


def bare_utf16(data: bytes) -> str | None:
    """Return the encoding of bytes that can only be UTF-16 without its mark; no other text holds zero bytes."""
    head = data[: _HEAD // 2 * 2]
    return next((encoding for encoding in _BARE if b"\0" in head and _is_plausible(head, encoding)), None)


def _is_plausible(head: bytes, encoding: str) -> bool:
    text = head.decode(encoding, "replace")
    return len(_USUAL_CHARACTERS.findall(text)) >= _MOSTLY * len(text)


def _candidates(data: bytes, declared: str | None) -> tuple[str, ...]:
    marked = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), None) or bare_utf16(data)
    if marked is not None:
        return (marked,)
    known = _known(declared) if declared is not None else None
    return _USUAL if known is None else tuple(dict.fromkeys(("utf-8", known, *_USUAL)))


def _known(declared: str) -> str | None:
    """Return the codec of a declared name; GB2312 and GBK files in truth hold characters of GB18030."""
    try:
        name = codecs.lookup(declared).name
    except LookupError:
        return None
    return {"gb2312": "gb18030", "gbk": "gb18030", "utf-16": None}.get(name, name)
