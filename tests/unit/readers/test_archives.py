"""What is inside an archive, and what is said of what cannot be had of it."""

from __future__ import annotations

import io
import os
import shutil
import struct
import zipfile
import zlib
from collections.abc import Mapping
from pathlib import Path

import py7zr
import pytest

from jiheng.readers import archive_entries, archives
from jiheng.readers.archives import Member

FORM = "部门整体绩效目标表".encode()


def zipped(files: Mapping[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def zipped_as(name: bytes, data: bytes = FORM) -> bytes:
    """A zip whose only entry has exactly this name and does not say in which encoding."""
    stand_in = b"a" * len(name)
    return zipped({stand_in.decode(): data}).replace(stand_in, name)


def seven_zipped(files: Mapping[str, bytes], password: str | None = None, *, hidden: bool = False) -> bytes:
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w", password=password, header_encryption=hidden) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return target.getvalue()


def number(value: int) -> bytes:
    """A number as a rar archive of version 5 writes it: seven bits a byte."""
    more = value >> 7
    return bytes([value & 0x7F | 0x80]) + number(more) if more else bytes([value])


def rar_block(content: bytes) -> bytes:
    sized = number(len(content)) + content
    return struct.pack("<I", zlib.crc32(sized)) + sized


def rarred(files: Mapping[str, bytes]) -> bytes:
    """A rar archive whose files are stored as they are."""
    parts = [b"Rar!\x1a\x07\x01\x00", rar_block(bytes([1, 0, 0]))]
    for name, data in files.items():
        size, path = number(len(data)), name.encode()
        head = bytes([2, 2]) + size + bytes([4]) + size + number(0o100644) + struct.pack("<I", zlib.crc32(data))
        parts += [rar_block(head + bytes([0, 1]) + number(len(path)) + path), data]
    return b"".join((*parts, rar_block(bytes([5, 0, 0]))))


def inside(data: bytes, name: str = "报送.zip") -> list[Member]:
    return list(archives.members(data, name))


def told(data: bytes) -> dict[str, bytes | str]:
    """Paths, each with its bytes or the code of its error."""
    return {member.path: member.data if member.error is None else member.error.code for member in inside(data)}


PACKERS = pytest.mark.parametrize("pack", [zipped, seven_zipped])


@PACKERS
def test_every_file_is_given_with_its_path(pack: object) -> None:
    assert callable(pack)
    assert told(pack({"乡镇/甲.txt": FORM, "乙.txt": b"2"})) == {"乡镇/甲.txt": FORM, "乙.txt": b"2"}


@PACKERS
def test_only_what_systems_leave_lying_about_is_left_out(pack: object) -> None:
    assert callable(pack)
    junk = ("__MACOSX/._表.docx", "乡镇/.DS_Store", "Thumbs.db", "~$表.docx", "desktop.ini")
    kept = {"表.docx": FORM, ".隐藏.txt": b"1", "说明.exe": b"MZ"}
    assert told(pack(dict.fromkeys(junk, b"x") | kept)) == kept


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_names_of_no_stated_encoding_are_read_as_their_writer_saw_them(encoding: str) -> None:
    name = "二〇二三年／目标表珅.txt"
    assert told(zipped_as(name.encode(encoding))) == {name: FORM}


def test_backslashes_part_folders_but_not_the_bytes_of_a_gbk_name() -> None:
    assert "乗".encode("gbk")[1:] == b"\\"
    assert list(told(zipped_as("乗客\\目标表.txt".encode("gbk")))) == ["乗客/目标表.txt"]


@pytest.mark.parametrize(("crc_of", "path"), [(b"abcd.txt", "目标表.txt"), (b"renamed.txt", "abcd.txt")])
def test_the_stated_unicode_name_counts_while_it_belongs_to_the_name_beside_it(crc_of: bytes, path: str) -> None:
    body = b"\x01" + struct.pack("<I", zlib.crc32(crc_of)) + "目标表.txt".encode()
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("abcd.txt")
        entry.extra = struct.pack("<HH", 0x7075, len(body)) + body
        archive.writestr(entry, FORM)
    assert list(told(target.getvalue())) == [path]


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("../../etc/表.txt", "etc/表.txt"),
        ("C:\\桌面\\表.txt", "桌面/表.txt"),
        ("/绝对/表.txt", "绝对/表.txt"),
        ("..", "无名文件"),
    ],
)
def test_no_path_leads_outside(name: str, path: str) -> None:
    assert list(told(zipped({name: FORM}))) == [path]


def test_a_name_commands_no_terminal() -> None:
    assert list(told(zipped({"表\x1b[31m\u202e.txt": FORM}))) == ["表�[31m�.txt"]


def test_archives_in_archives_are_opened_three_deep() -> None:
    third = zipped({"三.txt": b"3"})
    second = seven_zipped({"三层.zip": third, "二.txt": b"2"})
    first = zipped({"二层.7z": second, "一.txt": b"1"})
    assert told(first) == {"一.txt": b"1", "二层.7z/二.txt": b"2", "二层.7z/三层.zip/三.txt": b"3"}
    assert told(zipped({"一层.zip": first})) == {
        "一层.zip/一.txt": b"1",
        "一层.zip/二层.7z/二.txt": b"2",
        "一层.zip/二层.7z/三层.zip": "unsupported_format",
    }


def test_an_office_file_is_a_file_and_folders_called_like_its_parts_are_folders() -> None:
    office = zipped({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<document/>"})
    assert archives.kind_of(office, "表.docx") is None
    assert told(zipped({"word/表.docx": office, "xl/表.txt": b"1"})) == {"word/表.docx": office, "xl/表.txt": b"1"}


@pytest.mark.parametrize("data", [zipped({}), zipped({"空/": b""}), zipped({"Thumbs.db": b"x"})])
def test_an_archive_without_files_says_so(data: bytes) -> None:
    assert told(data) == {"": "empty"}
    assert told(zipped({"内.zip": data, "表.txt": b"1"})) == {"内.zip": "empty", "表.txt": b"1"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_a_damaged_entry_is_named_and_the_rest_is_read(method: int) -> None:
    noise = os.urandom(4096)
    packed = zipped({"一.txt": b"1", "二.txt": noise, "三.txt": b"3"}, method)
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        at = archive.getinfo("二.txt").header_offset + 2000
    damaged = packed[:at] + bytes(byte ^ 0xFF for byte in packed[at : at + 60]) + packed[at + 60 :]
    assert told(damaged) == {"一.txt": b"1", "二.txt": "damaged", "三.txt": b"3"}


def test_an_encrypted_entry_is_named_and_the_rest_is_read() -> None:
    packed = bytearray(zipped({"一.txt": b"1", "二.txt": b"2"}))
    for head, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        packed[packed.rindex(head) + flags] |= 1
    assert told(bytes(packed)) == {"一.txt": b"1", "二.txt": "encrypted"}


def test_a_link_is_not_followed() -> None:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        entry = zipfile.ZipInfo("密码.txt")
        entry.create_system, entry.external_attr = 3, 0o120777 << 16
        archive.writestr(entry, "/etc/passwd")
    assert told(target.getvalue()) == {"密码.txt": "unsupported_format"}


def test_what_would_fill_the_memory_is_not_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    padding = bytes(60 * 2**20)
    assert told(zipped({"填充.txt": padding, "表.txt": b"1"})) == {"填充.txt": "zip_bomb", "表.txt": b"1"}
    assert told(zipped({"大.txt": padding}, zipfile.ZIP_STORED)) == {"大.txt": "too_large"}
    monkeypatch.setattr(archive_entries.Allowance.__init__, "__defaults__", (3, 10, 60))
    assert told(zipped({"一.txt": b"123456", "二.txt": b"1234", "三.txt": b"1"})) == {
        "一.txt": b"123456",
        "二.txt": b"1234",
        "": "too_large",
    }
    inner = zipped({"三.txt": b"3", "四.txt": b"4"})
    assert told(zipped({"一.txt": b"1", "内.zip": inner})) == {"一.txt": b"1", "": "too_large"}
    assert told(zipped({str(count): b"" for count in range(4)})) == {"": "zip_bomb"}


def test_a_broken_archive_ends_in_a_message() -> None:
    whole = zipped({"表.txt": FORM})
    assert told(zipped({"内.zip": whole[:20], "表.txt": b"1"})) == {"内.zip": "damaged", "表.txt": b"1"}
    assert told(seven_zipped({"表.txt": FORM})[:-8]) == {"": "damaged"}


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
def test_half_an_archive_still_holds_files(method: int) -> None:
    noise = os.urandom(4096)
    packed = zipped({"乡镇/": b"", "乡镇/一.txt": FORM, "空.txt": b"", "二.txt": b"2", "三.txt": noise}, method)
    cut = packed[: packed.index("三.txt".encode()) + 2000]
    assert told(cut) == {
        "乡镇/一.txt": FORM,
        "空.txt": b"",
        "二.txt": b"2",
        "三.txt": "damaged",
        "": "damaged",
    }
    assert archives.kind_of(cut, "表.docx") is None
    assert [member.path for member in inside(zipped({"内.zip": cut, "四.txt": b"4"}))] == [
        "内.zip/乡镇/一.txt",
        "内.zip/空.txt",
        "内.zip/二.txt",
        "内.zip/三.txt",
        "内.zip",
        "四.txt",
    ]


def test_half_an_archive_whose_sizes_follow_its_files_still_holds_them() -> None:
    """As programs write that do not know sizes beforehand."""

    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    target = Pipe()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in (("一.txt", FORM * 9), ("二.txt", b"2"), ("三.txt", os.urandom(3000))):
            package.writestr(name, data)
    cut = target.getvalue()[:-2000]
    assert told(cut) == {"一.txt": FORM * 9, "二.txt": b"2", "三.txt": "damaged", "": "damaged"}


def test_the_files_of_an_encrypted_7z_are_named() -> None:
    assert told(seven_zipped({"甲.txt": FORM, "乙.txt": b"2"}, "x1")) == {"甲.txt": "encrypted", "乙.txt": "encrypted"}
    assert told(seven_zipped({"甲.txt": FORM}, "x1", hidden=True)) == {"": "encrypted"}


def test_behind_a_damaged_place_of_a_7z_every_file_lost_is_named() -> None:
    noise = os.urandom(60_000)
    packed = bytearray(seven_zipped({"一.txt": noise, "二.txt": noise[::-1], "三.txt": b"3"}))
    packed[70_000] ^= 0xFF
    found = told(bytes(packed))
    assert found["一.txt"] == noise
    assert (found["二.txt"], list(found)) == ("damaged", ["一.txt", "二.txt", "三.txt"])


@pytest.fixture
def unrar() -> None:
    if not any(map(shutil.which, ("unrar", "unar"))):
        pytest.skip("no program that unpacks rar: apt-get install unar")


@pytest.mark.usefixtures("unrar")
def test_rar_is_unpacked_by_a_program_of_the_machine() -> None:
    packed = rarred({"乡镇/甲.txt": FORM, "乙.txt": b"second"})
    assert told(packed) == {"乡镇/甲.txt": FORM, "乙.txt": b"second"}
    assert told(packed.replace(b"second", b"secpnd")) == {"乙.txt": "damaged", "乡镇/甲.txt": FORM}
    assert "damaged" in told(packed[:60]).values()


def test_without_such_a_program_the_message_says_what_to_install(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    (member,) = inside(rarred({"甲.txt": FORM}))
    assert member.error is not None
    assert (member.path, member.error.code) == ("", "unsupported_format")
    assert "unrar" in member.error.advice
