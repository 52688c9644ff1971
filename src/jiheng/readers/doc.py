"""Reads what Word wrote before docx: doc, WPS documents, RTF, Word 2003 XML, and pages saved in one file (mht).

The office suite turns the first four into docx, whose reader then reads them. Knows no form.
"""

from __future__ import annotations

import email
from collections.abc import Sequence
from dataclasses import replace
from email.message import Message
from email.policy import compat32

from jiheng.model import Document
from jiheng.readers import docx, html
from jiheng.readers.errors import DamagedFileError, EncryptedFileError, TooLargeFileError, UnreadableFileError

FORMAT = "doc"
_MEGABYTE = 1024 * 1024
_MAX_PAGE = 30 * _MEGABYTE
_OLE = bytes.fromhex("D0CF11E0A1B11AE1")
_WORD_STREAM = "WordDocument".encode("utf-16-le") + b"\0\0"
_ENTRY = 128
_MAGIC = 0xA5
_ENCRYPTED = 0x0100
_WORD_97 = 0x00C1
_HEAD = 4096


def read(data: bytes) -> Document:
    """Return what stands in an old document. Raises a subclass of UnreadableFileError."""
    (result,) = read_many([data])
    if isinstance(result, UnreadableFileError):
        raise result
    return result


def read_many(files: Sequence[bytes]) -> list[Document | UnreadableFileError]:
    """Return what stands in each of many old documents, or why it cannot be read; the office suite starts once for all.

    Raises ConverterMissingError where there is no office suite and a file needs it.
    """
    results: list[Document | UnreadableFileError | None] = [_without_office(data) for data in files]
    open_ones = [at for at, result in enumerate(results) if result is None]
    if open_ones:
        # The module is needed for few files, and its imports are felt at every start.
        from jiheng.readers import office  # noqa: PLC0415

        made = office.convert_many([(files[at], _suffix(files[at])) for at in open_ones], "docx")
        for at, result in zip(open_ones, made, strict=True):
            results[at] = _converted(result)
    return [result for result in results if result is not None]


def _without_office(data: bytes) -> Document | UnreadableFileError | None:
    """Return what needs no office suite: a page, or why a file cannot be read."""
    try:
        if not data.startswith(_OLE) and not _head(data).startswith((b"{\\rtf", b"<?xml")):
            return replace(html.read(_page(data)), format=FORMAT)
    except UnreadableFileError as error:
        return error
    return _refuse(data)


def _converted(made: bytes | UnreadableFileError) -> Document | UnreadableFileError:
    if isinstance(made, UnreadableFileError):
        return made
    try:
        return replace(docx.read(made), format=FORMAT)
    except UnreadableFileError as error:
        return error


def _suffix(data: bytes) -> str:
    """Return the suffix by which the office suite is to take a file."""
    if data.startswith(_OLE):
        # Word 6 and 95 are left to the suite to make out, by the suffix of their templates.
        return "doc" if _version(_word_header(data)) >= _WORD_97 else "dot"
    return "xml" if _head(data).startswith(b"<?xml") else "rtf"


def _refuse(data: bytes) -> UnreadableFileError | None:
    """Return why an old document cannot be read, as far as its first bytes tell."""
    if not data.startswith(_OLE):
        return None
    header = _word_header(data)
    if len(header) < 12 or header[1] != _MAGIC:
        return DamagedFileError("文件已损坏，或者不是 Word 文档：里面找不到 Word 的正文。")
    if int.from_bytes(header[10:12], "little") & _ENCRYPTED:
        return EncryptedFileError("文件设有打开密码，无法读取。")
    return None


def _version(header: bytes) -> int:
    return int.from_bytes(header[2:4], "little")


def _word_header(data: bytes) -> bytes:
    """Return the beginning of Word's stream in a compound file. Source: [MS-CFB] 2.6.1, [MS-DOC] 2.5.2 FibBase."""
    entry = data.find(_WORD_STREAM)
    while entry >= 0 and entry % _ENTRY:
        entry = data.find(_WORD_STREAM, entry + 1)
    if entry < 0:
        return b""
    sector = int.from_bytes(data[entry + 116 : entry + 120], "little")
    start = (sector + 1) << min(int.from_bytes(data[30:32], "little"), 12)
    return data[start : start + 32]


def _head(data: bytes) -> bytes:
    return data[:_HEAD].lstrip(b"\xef\xbb\xbf \t\r\n")


def _page(data: bytes) -> bytes:
    """Return the page of an mht file, in UTF-8. Source: RFC 2557."""
    if len(data) > _MAX_PAGE:
        raise TooLargeFileError(f"网页文件有 {len(data) // _MEGABYTE} MB，超过上限 {_MAX_PAGE // _MEGABYTE} MB。")
    try:
        parts = email.message_from_bytes(data, policy=compat32).walk()
        page = next((part for part in parts if part.get_content_type() == "text/html"), None)
    except (RecursionError, ValueError) as error:
        raise DamagedFileError("文件已损坏：单个文件网页（mht）的结构不对。") from error
    if page is None:
        raise DamagedFileError("文件已损坏：单个文件网页（mht）里没有网页。")
    return _in_one_encoding(page)


def _in_one_encoding(page: Message) -> bytes:
    content = page.get_payload(decode=True)
    if not isinstance(content, bytes):
        raise DamagedFileError("文件已损坏：单个文件网页（mht）里没有网页。")
    charset = page.get_content_charset()
    try:
        return content.decode(charset).encode("utf-8-sig") if charset is not None else content
    except (LookupError, UnicodeError):
        # The page itself says in its head what it is written in.
        return content
