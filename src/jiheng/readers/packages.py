"""Opens the zip packages of office files safely: bounded in entries, size and ratio; XML without DTD and entities.

Knows nothing of sheets and paragraphs. A package comes from a stranger: whatever it promises is checked before use.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO

from lxml import etree

from jiheng.readers.errors import (
    DamagedFileError,
    EncryptedFileError,
    ForbiddenXmlError,
    TooLargeFileError,
    ZipBombError,
)

_MEGABYTE = 1024 * 1024
_MAX_ENTRIES = 10_000
_MAX_BYTES = 200 * _MEGABYTE
# A sheet of a million styled, empty rows shrinks to a 250th; only padding shrinks further.
_MAX_RATIO = 500
_RATIO_MATTERS_FROM = 10 * _MEGABYTE
_ENCRYPTED = 0x1
# Below this a tree is faster than a stream, and costs a few megabytes.
_LONG_PART = 2 * _MEGABYTE
# An element of a tree takes 120 bytes and more, however short it is written.
_MAX_TAGS = 5_000_000
# What zipfile lets through of an entry that is not as it says, or says a place where nothing can be.
_UNPACKING = (
    *(zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, OSError, ValueError, RuntimeError),
)
_NUMBER = re.compile("[0-9]{1,9}")
_DOCTYPES = tuple("<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be"))
_STRICT = b"http://purl.oclc.org/ooxml/"
# The strict variant of the standard differs, for a reader, in the names of its namespaces only.
_TRANSITIONAL = (
    (_STRICT + b"spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (_STRICT + b"wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (_STRICT + b"drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
    (_STRICT + b"officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
)


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part to another. `kind` is the last word of its type; `target` a part name, or None outside."""

    kind: str
    target: str | None


@dataclass(frozen=True, slots=True)
class Package:
    """The parts of an office file by name; case and the direction of slashes do not count."""

    archive: zipfile.ZipFile
    entries: Mapping[str, zipfile.ZipInfo]

    def __contains__(self, part: str) -> bool:
        return _key(part) in self.entries

    def part(self, name: str) -> bytes:
        """Return a part's bytes. Raises DamagedFileError where it is missing or broken."""
        entry = self.entries.get(_key(name))
        if entry is None:
            raise DamagedFileError(f"文件不完整：缺少内部部件 {name}。")
        try:
            return self.archive.read(entry)
        except _UNPACKING as error:
            raise DamagedFileError(f"文件已损坏：内部部件 {name} 无法解压。") from error

    def xml(self, name: str) -> etree._Element:
        """Return the root of an XML part. Raises ForbiddenXmlError for a DOCTYPE, DamagedFileError for broken XML."""
        return parse_xml(self.part(name), name)

    def elements(self, name: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        """Yield the elements of these tags, none of which stands in another, in their order.

        A long part is never held as a tree: what was yielded is emptied when the next one is asked for.
        """
        entry = self.entries.get(_key(name))
        if entry is not None and entry.file_size > _LONG_PART:
            yield from self._stream(name, tags)
        else:
            yield from self.xml(name).iter(*tags)

    def _stream(self, name: str, tags: tuple[str, ...]) -> Iterator[etree._Element]:
        source = BytesIO(_plain_xml(self.part(name), name))
        try:
            events = etree.iterparse(
                source, tag=tags, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
            )
            for count, (_, element) in enumerate(events):
                if count == 0:
                    _refuse_doctype(element, name)
                yield element
                _forget(element)
        except etree.XMLSyntaxError as error:
            raise _broken(name, error) from error

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """Return the links of a part by id; none where it has none. The empty name stands for the package itself."""
        folder, name = posixpath.split(part)
        links = posixpath.join(folder, "_rels", f"{name}.rels")
        if links not in self:
            return {}
        return {link.get("Id", ""): _relationship(link, folder) for link in self.xml(links)}

    def main_part(self) -> str:
        """Return the name of the part with which the document begins."""
        for link in self.relationships("").values():
            if link.kind == "officeDocument" and link.target is not None:
                return link.target
        raise DamagedFileError("文件不完整：找不到正文部件。")


def parse_xml(data: bytes, name: str) -> etree._Element:
    """Return the root of some XML; `name` stands in the errors, which are those of `Package.xml`."""
    if data.count(b"<") > _MAX_TAGS:
        raise TooLargeFileError(f"{name} 里的 XML 标记超过 {_MAX_TAGS} 个。")
    try:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True)
        root = etree.fromstring(_plain_xml(data, name), parser)
    except etree.XMLSyntaxError as error:
        raise _broken(name, error) from error
    _refuse_doctype(root, name)
    return root


def stated_number(text: str | None, otherwise: int) -> int:
    """Return the whole number that an attribute states; nothing real needs more than nine digits."""
    return int(text) if text is not None and _NUMBER.fullmatch(text) else otherwise


def open_package(data: bytes, max_bytes: int = _MAX_BYTES) -> Package:
    """Return the package in these bytes, refusing what is damaged, encrypted, too large or made to blow up."""
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, ValueError, EOFError, NotImplementedError) as error:
        raise DamagedFileError("文件不完整：压缩结构已损坏，可能没有下载或拷贝完。") from error
    entries = archive.infolist()
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise EncryptedFileError("文件设有压缩密码，无法读取。")
    _refuse_bomb(entries, len(data), max_bytes)
    return Package(archive, {_key(entry.filename): entry for entry in entries})


def _refuse_bomb(entries: list[zipfile.ZipInfo], packed: int, max_bytes: int) -> None:
    if len(entries) > _MAX_ENTRIES:
        raise ZipBombError(f"文件内部有 {len(entries)} 个部件，超过上限 {_MAX_ENTRIES} 个。")
    # zipfile never gives more of an entry than the size declared here.
    size = sum(entry.file_size for entry in entries)
    if size > _RATIO_MATTERS_FROM and size > packed * _MAX_RATIO:
        raise ZipBombError(f"文件解压后是原来的 {size // packed} 倍，超过上限 {_MAX_RATIO} 倍。")
    if size > max_bytes:
        raise TooLargeFileError(f"文件解压后有 {size // _MEGABYTE} MB，超过上限 {max_bytes // _MEGABYTE} MB。")


def _key(part: str) -> str:
    return part.replace("\\", "/").lstrip("/").lower()


def _plain_xml(data: bytes, part: str) -> bytes:
    if any(doctype in data for doctype in _DOCTYPES):
        raise _forbidden(part)
    if _STRICT in data:
        for strict, transitional in _TRANSITIONAL:
            data = data.replace(strict, transitional)
    return data


def _forget(element: etree._Element) -> None:
    """Free an element that has been taken over, and the empty shells of those before it."""
    element.clear()
    parent = element.getparent()
    while parent is not None and element.getprevious() is not None:
        del parent[0]


def _refuse_doctype(element: etree._Element, part: str) -> None:
    # A DOCTYPE in an encoding in which the bytes above do not show.
    if element.getroottree().docinfo.internalDTD is not None:
        raise _forbidden(part)


def _forbidden(part: str) -> ForbiddenXmlError:
    return ForbiddenXmlError(f"内部部件 {part} 带有 DOCTYPE 声明，可能借实体攻击读取程序，已拒绝读取。")


def _broken(part: str, error: etree.XMLSyntaxError) -> DamagedFileError:
    return DamagedFileError(f"文件已损坏：内部部件 {part} 第 {error.lineno or 1} 行不是正确的 XML。")


def _relationship(link: etree._Element, folder: str) -> Relationship:
    kind = link.get("Type", "").rpartition("/")[2]
    if link.get("TargetMode") == "External":
        return Relationship(kind, None)
    return Relationship(kind, _meant(folder, link.get("Target", "")))


# Parts bear the same names in nearly all files.
@lru_cache(maxsize=256)
def _meant(folder: str, target: str) -> str:
    return posixpath.normpath(posixpath.join("/", folder, target.replace("\\", "/"))).lstrip("/")
