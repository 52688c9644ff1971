"""Files made to harm, and files that broke on the way: each is refused with its own cause and advice."""

from __future__ import annotations

import zipfile
from io import BytesIO

import pytest
import xlsxwriter

from jiheng.readers import MAX_BYTES, MAX_CHARACTERS, read
from jiheng.readers.errors import (
    DamagedFileError,
    EmptyFileError,
    EncryptedFileError,
    ForbiddenXmlError,
    TooLargeFileError,
    UnreadableFileError,
    UnsupportedFormatError,
    ZipBombError,
)
from jiheng.readers.packages import open_package

_BOMB = (
    '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">'
    "]><sst xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><si><t>&b;</t></si></sst>"
)
_OUTSIDE = '<?xml version="1.0"?><!DOCTYPE x SYSTEM "file:///etc/passwd"><worksheet/>'


def workbook() -> bytes:
    stream = BytesIO()
    book = xlsxwriter.Workbook(stream)
    book.add_worksheet("表").write_string("A1", "甲")
    book.close()
    return stream.getvalue()


def replaced(part: str, content: bytes) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(BytesIO(workbook())) as old, zipfile.ZipFile(stream, "w") as new:
        for entry in old.namelist():
            new.writestr(entry, content if entry == part else old.read(entry))
    return stream.getvalue()


def packed(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize("part", ["xl/sharedStrings.xml", "xl/worksheets/sheet1.xml", "xl/workbook.xml"])
@pytest.mark.parametrize("written", [_BOMB, _OUTSIDE])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-7"])
def test_a_doctype_is_refused_in_any_encoding(part: str, written: str, encoding: str) -> None:
    content = written.replace('"1.0"', f'"1.0" encoding="{encoding.upper()}"', 1).encode(encoding)
    with pytest.raises((ForbiddenXmlError, DamagedFileError)) as refused:
        read(replaced(part, content), "目标表.xlsx")
    if encoding != "utf-7":
        assert refused.value.code == "forbidden_xml"


def test_padding_that_shrinks_a_thousandfold_is_refused() -> None:
    with pytest.raises(ZipBombError):
        read(packed({"xl/workbook.xml": bytes(30_000_000)}), "目标表.xlsx")


def test_too_many_parts_are_refused() -> None:
    with pytest.raises(ZipBombError):
        open_package(packed({f"xl/{number}.xml": b"" for number in range(10_001)}))


def test_a_package_over_the_limit_is_too_large() -> None:
    with pytest.raises(TooLargeFileError, match="1 MB"):
        open_package(packed({"xl/a.bin": bytes(range(256)) * 8192}), max_bytes=1024 * 1024)


@pytest.mark.parametrize("kept", [4, 100, 1000, 4000])
def test_a_file_cut_short_is_damaged(kept: int) -> None:
    with pytest.raises(DamagedFileError):
        read(workbook()[:kept], "目标表.xlsx")


def test_a_part_with_flipped_bytes_is_damaged() -> None:
    data = bytearray(workbook())
    with zipfile.ZipFile(BytesIO(data)) as archive:
        start = archive.getinfo("xl/worksheets/sheet1.xml").header_offset + 80
    for offset in range(start, start + 60):
        data[offset] ^= 0xFF
    with pytest.raises(DamagedFileError):
        read(bytes(data), "目标表.xlsx")


@pytest.mark.parametrize("part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "_rels/.rels"])
@pytest.mark.parametrize("content", [b"", b"<a><b></a>", b"<a/>", b"plain"])
def test_a_broken_part_is_damage_with_a_message(part: str, content: bytes) -> None:
    if (part, content) == ("xl/worksheets/sheet1.xml", b"<a/>"):
        with pytest.raises(EmptyFileError):
            read(replaced(part, content), "目标表.xlsx")
        return
    with pytest.raises(DamagedFileError) as refused:
        read(replaced(part, content), "目标表.xlsx")
    assert refused.value.message
    assert refused.value.advice


def test_a_missing_part_is_named() -> None:
    parts = {}
    with zipfile.ZipFile(BytesIO(workbook())) as archive:
        parts = {name: archive.read(name) for name in archive.namelist() if "sheet1" not in name}
    with pytest.raises(DamagedFileError, match="sheet1"):
        read(packed(parts), "目标表.xlsx")


def test_nested_elements_without_end_are_damage_not_a_crash() -> None:
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    with pytest.raises(DamagedFileError):
        read(replaced("xl/workbook.xml", deep), "目标表.xlsx")


_OLE = bytes.fromhex("D0CF11E0A1B11AE1") + bytes(504)


@pytest.mark.parametrize(
    ("data", "name", "error"),
    [
        (b"", "空.xlsx", EmptyFileError),
        (b" \n\t\n", "空.txt", EmptyFileError),
        (_OLE + "EncryptedPackage\0".encode("utf-16-le"), "密.xlsx", EncryptedFileError),
        (_OLE + "Workbook\0".encode("utf-16-le"), "旧.xls", DamagedFileError),
        (_OLE + "WordDocument\0".encode("utf-16-le"), "旧.xls", DamagedFileError),
        (b"%PDF-1.7\n", "表.pdf", DamagedFileError),
        (b"\x89PNG\r\n\x1a\n", "照片.png", DamagedFileError),
        (b"abc\0\1\2", "未知.dat", UnsupportedFormatError),
        (packed({"readme.txt": b"x"}), "一批.zip", UnsupportedFormatError),
        (packed({"content.xml": b"x"}), "表.ods", DamagedFileError),
        (packed({"xl/workbook.bin": b"x"}), "表.xlsb", DamagedFileError),
    ],
)
def test_what_cannot_be_read_says_why_and_what_to_do(data: bytes, name: str, error: type[UnreadableFileError]) -> None:
    with pytest.raises(error) as refused:
        read(data, name)
    assert type(refused.value) is error
    assert refused.value.advice


def test_a_file_over_the_limit_is_refused_before_it_is_looked_into() -> None:
    with pytest.raises(TooLargeFileError, match="50 MB"):
        read(b"a" * (MAX_BYTES + 1), "大.txt")


def test_the_strict_variant_of_the_standard_is_read_alike() -> None:
    usual = b"http://schemas.openxmlformats.org/"
    strict = b"http://purl.oclc.org/ooxml/"
    parts = {}
    with zipfile.ZipFile(BytesIO(workbook())) as archive:
        for name in archive.namelist():
            part = archive.read(name).replace(usual + b"spreadsheetml/2006/main", strict + b"spreadsheetml/main")
            parts[name] = part.replace(usual + b"officeDocument/2006/", strict + b"officeDocument/")
    assert b"purl.oclc.org" in parts["xl/workbook.xml"]
    assert read(packed(parts), "表.xlsx").blocks == read(workbook(), "表.xlsx").blocks


def test_an_endless_text_is_refused_with_its_place() -> None:
    read(("甲\t" + "乙" * MAX_CHARACTERS).encode(), "表.txt")
    with pytest.raises(TooLargeFileError) as refused:
        read(("甲\t" + "乙" * (MAX_CHARACTERS + 1)).encode(), "表.txt")
    assert "第1行" in refused.value.message
