"""Reads the entries of a zip archive: bytes → members. Knows no office file and unpacks nothing to disk.

Old programs write names in GBK without saying so, macOS in UTF-8 without saying so, Windows now and then with
backslashes. A damaged or encrypted entry is told of by name, and the others are still read.
"""

from __future__ import annotations

import lzma
import stat
import struct
import time
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from io import BytesIO

from jiheng.readers.archive_entries import Allowance, Member, damaged, encrypted, link, plain_path, refuse_size
from jiheng.readers.archive_remains import salvaged
from jiheng.readers.errors import UnreadableFileError, UnsupportedFormatError

_LOCAL = b"PK\x03\x04"
_ENCRYPTED = 0x1
_UTF8 = 0x800
_UNICODE_PATH = 0x7075
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
# What zipfile lets through of the decompressors' own complaints about damaged bytes.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, OSError, ValueError, struct.error, RuntimeError)


def members(data: bytes, allowance: Allowance) -> Iterator[Member]:
    """Yield every file of a zip archive; where its directory is lost, as at the end of half a download, what is there.

    Raises DamagedFileError for bytes that hold neither.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (*_BROKEN, NotImplementedError) as error:
        if not data.startswith(_LOCAL):
            raise damaged("压缩包不完整：目录已损坏，可能没有下载或拷贝完。") from error
        yield from salvaged(data, allowance)
        return
    entries = archive.infolist()
    allowance.count(len(entries))
    for entry, name in zip(entries, _names(entries), strict=True):
        if not name.endswith(("/", "\\")):
            yield _member(archive, entry, plain_path(name), allowance)


def _member(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, path: str, allowance: Allowance) -> Member:
    refused = _refusal(entry)
    if refused is not None:
        return Member(path, error=refused)
    allowance.spend(entry.file_size)
    started = time.monotonic()
    try:
        # zipfile never gives more of an entry than the size declared in the directory.
        data = archive.read(entry)
    except _BROKEN:
        return Member(path, error=damaged())
    allowance.spend_time(started)
    return Member(path, data)


def _refusal(entry: zipfile.ZipInfo) -> UnreadableFileError | None:
    if stat.S_ISLNK(entry.external_attr >> 16):
        return link()
    if entry.flag_bits & _ENCRYPTED:
        return encrypted()
    if entry.compress_type not in _METHODS:
        message = "压缩包里的这个文件用了少见的压缩方式，无法解压。"
        return UnsupportedFormatError(message, "请用系统自带的压缩功能重新压缩。")
    return refuse_size(entry.file_size, entry.compress_size)


def _names(entries: Sequence[zipfile.ZipInfo]) -> list[str]:
    """Return the names as their writer saw them; one archive has one encoding for all names that state none."""
    raw = [entry.orig_filename.encode("cp437") for entry in entries if not entry.flag_bits & _UTF8]
    encoding = "utf-8" if all(map(_is_utf8, raw)) else "gb18030"
    return [_name(entry, encoding) for entry in entries]


def _name(entry: zipfile.ZipInfo, encoding: str) -> str:
    if entry.flag_bits & _UTF8:
        return entry.orig_filename
    raw = entry.orig_filename.encode("cp437")
    return _stated_name(entry.extra, raw) or raw.decode(encoding, "replace")


def _is_utf8(raw: bytes) -> bool:
    try:
        raw.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _stated_name(extra: bytes, raw: bytes) -> str | None:
    """Return the name of the Info-ZIP Unicode field, which counts only while the name beside it is unchanged."""
    while len(extra) >= 4:  # the number and the length of a field
        number, length = struct.unpack_from("<HH", extra)
        body, extra = extra[4 : 4 + length], extra[4 + length :]
        if number == _UNICODE_PATH and body[1:5] == zlib.crc32(raw).to_bytes(4, "little") and _is_utf8(body[5:]):
            return body[5:].decode("utf-8")
    return None
