"""Tells what kind of file some bytes are: by content first, by name second. Reads nothing of what stands in it."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Callable
from io import BytesIO
from pathlib import PurePath

from jiheng.readers.encodings import bare_utf16
from jiheng.readers.errors import DamagedFileError, EmptyFileError, EncryptedFileError, UnsupportedFormatError
from jiheng.readers.ole import SIGNATURE, open_container

_ZIP = b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_IMAGES = (b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*")
_HEAD = 4096
# A page saved in one file (mht) begins as a mail does, with header lines.
_MAIL = re.compile(
    r"\s*(?:[A-Za-z-]+:[^\n]*\n(?:[ \t][^\n]*\n)*){0,20}?(?:mime-version:|content-type:\s*multipart/)", re.I
)
_MARKUP = re.compile(
    r"\s*<(?:!doctype\s+html|!--|html|head|meta|title|style|body|div|p|table|tr|td|span|font|center|h[1-6]|b|br|ul|ol|link|script)\b",
    re.IGNORECASE,
)
_PARTS = (
    ("xl/workbook.bin", "xlsb"),
    ("word/", "docx"),
    ("xl/", "xlsx"),
    ("content.xml", "ods"),
    ("OFD.xml", "ofd"),
)
_OTHER_ARCHIVES = ((b"7z\xbc\xaf\x27\x1c", "7z"), (b"Rar!\x1a\x07", "rar"))
ARCHIVES = ("zip", "7z", "rar")
_OLE_STREAMS = (("WordDocument", "doc"), ("Workbook", "xls"), ("Book", "xls"))
_NAMED = {
    ".txt": "text",
    ".xls": "xls",
    ".et": "xls",
    ".doc": "doc",
    ".wps": "doc",
    ".htm": "html",
    ".html": "html",
    ".json": "json",
    ".mht": "html",
    ".mhtml": "html",
}


def detect(data: bytes, name: str) -> str:
    """Return text, xlsx, xls, xlsb, ods, docx, doc, pdf, ofd, image, html, json, or one of ARCHIVES.

    Raises EmptyFileError, EncryptedFileError, DamagedFileError or UnsupportedFormatError where none of these is true.
    """
    if not data.strip():
        raise EmptyFileError("文件是空的（0 个字节或只有空白）。")
    if data.startswith((_ZIP, _EMPTY_ZIP)):
        return _zip_format(data)
    if data.startswith(SIGNATURE):
        return _ole_format(data, name)
    other = next((kind for magic, kind in _OTHER_ARCHIVES if data.startswith(magic)), None)
    if other is not None:
        return other
    if b"%PDF-" in data[:1024]:
        return "pdf"
    if _is_image(data):
        return "image"
    return _written_format(data, name)


def _is_image(data: bytes) -> bool:
    bitmap = data[:2] == b"BM" and data[6:10] == bytes(4)
    webp = data[:4] == b"RIFF" and data[8:12] == b"WEBP"
    return bitmap or webp or data.startswith(_IMAGES)


def _zip_format(data: bytes) -> str:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise DamagedFileError("文件不完整：压缩结构已损坏，可能没有下载或拷贝完。") from error
    parts = [name.replace("\\", "/") for name in names]
    # People too name their folders word and xl, but they put no XML and no binary parts into them.
    parts = [part for part in parts if part.endswith((".xml", ".rels", ".bin"))]
    return next((kind for part, kind in _PARTS if any(name.startswith(part) for name in parts)), "zip")


def _ole_format(data: bytes, name: str) -> str:
    has = _streams(data)
    if has("EncryptedPackage"):
        raise EncryptedFileError("文件设有打开密码，无法读取。")
    found = next((kind for stream, kind in _OLE_STREAMS if has(stream)), None)
    return found or ("xls" if _named(name) == "xls" else "doc")


def _streams(data: bytes) -> Callable[[str], bool]:
    """Return what tells whether an OLE file has a stream; one that is cut off at least names it somewhere."""
    try:
        return open_container(data).__contains__
    except DamagedFileError:
        return lambda name: name.encode("utf-16-le") + b"\0\0" in data


def _written_format(data: bytes, name: str) -> str:
    head = _head(data)
    if head.lstrip().startswith("{\\rtf"):
        return "doc"
    if _MAIL.match(head):
        return "html"
    if head.lstrip().startswith("<?xml"):
        return _xml_format(head)
    if _MARKUP.match(head):
        return "html"
    if head.lstrip()[:1] in ("{", "[") and _is_json(data):
        return "json"
    if "\0" in head:
        raise UnsupportedFormatError(f"无法识别“{PurePath(name).name}”的文件格式。")
    return "html" if _named(name) == "html" else "text"


def _xml_format(head: str) -> str:
    # A page that an office program saved names the program too.
    if "<html" in head.lower():
        return "html"
    if "Excel.Sheet" in head or "urn:schemas-microsoft-com:office:spreadsheet" in head:
        return "xls"
    if "Word.Document" in head:
        return "doc"
    raise UnsupportedFormatError("这是一个 XML 数据文件，不是能直接读取的表格。")


def _head(data: bytes) -> str:
    marked = "utf-16" if data.startswith((b"\xff\xfe", b"\xfe\xff")) else None
    encoding = marked or bare_utf16(data) or "utf-8-sig"
    return data[:_HEAD].decode(encoding, errors="ignore")


def _is_json(data: bytes) -> bool:
    try:
        json.loads(data)
    except (ValueError, RecursionError):
        return False
    return True


def _named(name: str) -> str | None:
    return _NAMED.get(PurePath(name.lower()).suffix)
