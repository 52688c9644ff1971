"""Builds small binary workbooks by hand: OLE files with BIFF records (xls) and packages of binary parts (xlsb).

No library at hand writes these records, and none writes what a hostile or very old file may hold.
"""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Mapping, Sequence
from io import BytesIO

SECTOR = 512
_FREE, _END, _TABLE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD
_CUTOFF = 4096
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"


def ole(streams: Mapping[str, bytes]) -> bytes:
    """Return an OLE file; every stream is filled up to the size from which it stands in whole sectors."""
    padded = {name: data.ljust(_CUTOFF, b"\0") for name, data in streams.items()}
    sectors: list[bytes] = []
    table: list[int] = []
    starts: dict[str, int] = {}
    for name, data in padded.items():
        starts[name] = _append(data, sectors, table)
    directory = _append(_directory(padded, starts), sectors, table)
    table_sector = len(sectors)
    table.append(_TABLE)
    assert len(table) <= SECTOR // 4
    packed = struct.pack("<128I", *table, *[_FREE] * (128 - len(table)))
    head = struct.pack("<8s16xHHHHH6xIIIIIIIII", bytes.fromhex("D0CF11E0A1B11AE1"), 0x3E, 3, 0xFFFE, 9, 6,
                       *(0, 1, directory, 0, _CUTOFF, _END, 0, _END, 0))  # fmt: skip
    listed = struct.pack("<109I", table_sector, *[_FREE] * 108)
    return head + listed + b"".join(sectors) + packed


def _append(data: bytes, sectors: list[bytes], table: list[int]) -> int:
    start = len(sectors)
    chunks = [data[begin : begin + SECTOR].ljust(SECTOR, b"\0") for begin in range(0, len(data), SECTOR)]
    sectors.extend(chunks)
    table.extend([*range(start + 1, start + len(chunks)), _END])
    return start


def _directory(streams: Mapping[str, bytes], starts: Mapping[str, int]) -> bytes:
    root = _entry("Root Entry", 5, child=1, start=_END, size=0)
    names = list(streams)
    return root + b"".join(
        _entry(
            name, 2, right=index + 2 if index + 1 < len(names) else _FREE, start=starts[name], size=len(streams[name])
        )
        for index, name in enumerate(names)
    )


def _entry(name: str, kind: int, right: int = _FREE, child: int = _FREE, start: int = 0, size: int = 0) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    return struct.pack("<64sHBBIII36xIQ", written, len(written), kind, 1, _FREE, right, child, start, size)


def record(code: int, data: bytes = b"") -> bytes:
    """Return a BIFF record."""
    return struct.pack("<HH", code, len(data)) + data


def wide(text: str, *, length: str = "<H") -> bytes:
    """Return a text as BIFF8 writes it, two bytes a character."""
    return struct.pack(length, len(text)) + b"\1" + text.encode("utf-16-le")


def cell(code: int, row: int, column: int, style: int, data: bytes) -> bytes:
    return record(code, struct.pack("<3H", row, column, style) + data)


def biff8(sheets: Sequence[tuple[str, bytes]], shared: bytes = b"", version: int = 0x0600) -> bytes:
    """Return the bytes of an xls file; `shared` are records of the workbook, each sheet its own records."""
    begin = record(0x809, struct.pack("<HHHHII", version, 5, 0, 0, 0, 0))
    names = [wide(name, length="<B") if version == 0x0600 else _narrow(name) for name, _ in sheets]
    lengths = sum(4 + 6 + len(name) for name in names)
    position = len(begin) + len(shared) + lengths + len(record(0x0A))
    listed, bodies = b"", b""
    for name, (_, records) in zip(names, sheets, strict=True):
        body = record(0x809, struct.pack("<HHHHII", version, 0x10, 0, 0, 0, 0)) + records + record(0x0A)
        listed += record(0x85, struct.pack("<IBB", position + len(bodies), 0, 0) + name)
        bodies += body
    return ole({"Workbook" if version == 0x0600 else "Book": begin + shared + listed + record(0x0A) + bodies})


def _narrow(name: str) -> bytes:
    written = name.encode("gbk")
    return struct.pack("<B", len(written)) + written


def xlsb_record(code: int, data: bytes = b"") -> bytes:
    """Return an xlsb record: number and size in seven bits a byte."""
    return _seven_bits(code) + _seven_bits(len(data)) + data


def _seven_bits(number: int) -> bytes:
    written = bytearray()
    while number >= 0x80:
        written.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*written, number])


def xlsb_text(text: str) -> bytes:
    return struct.pack("<I", len(text)) + text.encode("utf-16-le")


def xlsb(sheet: bytes, strings: Sequence[str] = (), styles: bytes = b"", comments: bytes | None = None) -> bytes:
    """Return an xlsb workbook of one sheet called 目标表; `sheet` and `styles` are records of those parts."""
    listed = struct.pack("<II", 0, 1) + xlsb_text("rId1") + xlsb_text("目标表")
    book = (xlsb_record(131) + xlsb_record(153, bytes(12)) + xlsb_record(143) + xlsb_record(156, listed)
            + xlsb_record(144) + xlsb_record(132))  # fmt: skip
    items = b"".join(xlsb_record(19, b"\0" + xlsb_text(text)) for text in strings)
    parts = {
        "[Content_Types].xml": b"<Types/>",
        "_rels/.rels": _links({"rId1": ("officeDocument", "xl/workbook.bin")}),
        "xl/workbook.bin": book,
        "xl/_rels/workbook.bin.rels": _links(
            {
                "rId1": ("worksheet", "worksheets/sheet1.bin"),
                "rId2": ("sharedStrings", "sharedStrings.bin"),
                "rId3": ("styles", "styles.bin"),
            }
        ),
        "xl/worksheets/sheet1.bin": xlsb_record(129) + sheet + xlsb_record(130),
        "xl/sharedStrings.bin": xlsb_record(159, struct.pack("<II", len(strings), len(strings)))
        + items
        + xlsb_record(160),
        "xl/styles.bin": xlsb_record(278) + styles + xlsb_record(279),
    }
    if comments is not None:
        parts["xl/worksheets/_rels/sheet1.bin.rels"] = _links({"rId1": ("comments", "../comments1.bin")})
        parts["xl/comments1.bin"] = comments
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return stream.getvalue()


def _links(links: Mapping[str, tuple[str, str]]) -> bytes:
    written = "".join(
        f'<Relationship Id="{name}" Type="{_RELATIONS}/{kind}" Target="{target}"/>'
        for name, (kind, target) in links.items()
    )
    return f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{written}</Relationships>'.encode()
