"""Web archives (MHT): bytes → the pages in them, in order. Knows no markup and fetches nothing.

Word and Excel save a document as one file of this kind, often under the name of a Word or Excel file. A workbook is
a page of frames and a page a sheet; the pages without text of their own are left out.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from jiheng.readers.errors import DamagedFileError, EmptyFileError, TooLargeFileError

_HEAD = 4096
_MAX_PARTS = 2000
_HEADER = re.compile(rb"[a-z-]+:[ \t]", re.IGNORECASE)
_HAS_PAGES = re.compile(rb"^content-type:\s*(?:multipart/|text/html)", re.IGNORECASE | re.MULTILINE)
_NO_CONTENT = re.compile(rb"<frameset|id=[\"']?tblTabs|ExcelWorkbookFrameset", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of a web page, and the encoding that was stated beside them."""

    data: bytes
    encoding: str | None = None


def is_archive(data: bytes) -> bool:
    """Say whether these bytes are a web archive."""
    head = data[:_HEAD].lstrip()
    return _HEADER.match(head) is not None and _HAS_PAGES.search(head) is not None


def pages_of(data: bytes) -> Iterator[Page]:
    """Yield the pages. Raises EmptyFileError where there is none, DamagedFileError for one that cannot be decoded."""
    try:
        parts = list(islice(email.message_from_bytes(data.lstrip()).walk(), _MAX_PARTS + 1))
    except (RecursionError, ValueError, LookupError) as error:
        raise DamagedFileError("网页归档已损坏：各部分的结构无法识别。") from error
    if len(parts) > _MAX_PARTS:
        raise TooLargeFileError(f"网页归档里超过 {_MAX_PARTS} 个部分。")
    found = 0
    for part in parts:
        if part.get_content_type() not in ("text/html", "application/xhtml+xml"):
            continue
        content = part.get_payload(decode=True)
        if not isinstance(content, bytes):
            raise DamagedFileError("网页归档已损坏：其中的网页无法解码。")
        if content.strip() and not _NO_CONTENT.search(content):
            found += 1
            yield Page(content, part.get_content_charset())
    if not found:
        raise EmptyFileError("网页归档里没有网页。")
