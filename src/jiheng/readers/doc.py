"""Reads what Word wrote before docx: doc, WPS documents, RTF, Word 2003 XML. Knows no form.

The office suite turns them into docx, whose reader then reads them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from jiheng.model import Document
from jiheng.readers import docx
from jiheng.readers.errors import ConverterMissingError, DamagedFileError, EncryptedFileError, UnreadableFileError
from jiheng.readers.packages import parse_xml

FORMAT = "doc"
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
    """Return what stands in each of many old documents, or why it cannot be read; the office suite starts once."""
    refused = [_refuse(data) for data in files]
    made = iter(_through_office([data for data, why in zip(files, refused, strict=True) if why is None]))
    return [_converted(next(made) if why is None else why) for why in refused]


def _through_office(files: Sequence[bytes]) -> Sequence[bytes | UnreadableFileError]:
    if not files:
        return ()
    # The module is needed for few files, and its imports are felt at every start.
    from jiheng.readers import office  # noqa: PLC0415

    try:
        return office.convert_many([(data, _suffix(data)) for data in files], "docx")
    except ConverterMissingError as missing:
        return [missing] * len(files)


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
        return _refuse_xml(data)
    header = _word_header(data)
    if len(header) < 12 or header[1] != _MAGIC:
        return DamagedFileError("文件已损坏，或者不是 Word 文档：里面找不到 Word 的正文。")
    if int.from_bytes(header[10:12], "little") & _ENCRYPTED:
        return EncryptedFileError("文件设有打开密码，无法读取。")
    return None


def _refuse_xml(data: bytes) -> UnreadableFileError | None:
    """Let nothing reach the office suite that its parser of XML could take for orders."""
    try:
        if _suffix(data) == "xml":
            parse_xml(data, "Word 2003 XML")
    except UnreadableFileError as error:
        return error
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
