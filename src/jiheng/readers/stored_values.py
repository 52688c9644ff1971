"""The numbers and errors that binary workbooks (xls, xlsb) store in their cells. Knows no records and no formats."""

from __future__ import annotations

import struct

_PACKED = struct.Struct("<i")
_DOUBLE = struct.Struct("<d")
_HUNDREDTH, _WHOLE = 0x1, 0x2
_ERRORS = {
    0x00: "#NULL!",
    0x07: "#DIV/0!",
    0x0F: "#VALUE!",
    0x17: "#REF!",
    0x1D: "#NAME?",
    0x24: "#NUM!",
    0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}


def packed_number(data: bytes, position: int) -> str:
    """Return a number of four bytes: a whole one, or a double without its lower half; either may be of hundredths."""
    (packed,) = _PACKED.unpack_from(data, position)
    value = packed >> 2 if packed & _WHOLE else _DOUBLE.unpack(bytes(4) + _PACKED.pack(packed & ~0x3))[0]
    return repr(value / 100 if packed & _HUNDREDTH else value)


def double(data: bytes, position: int) -> str:
    """Return a number of eight bytes."""
    return repr(_DOUBLE.unpack_from(data, position)[0])


def error(code: int) -> str:
    """Return what a cell shows for an error."""
    return _ERRORS.get(code, "#N/A")


def truth(value: int) -> str:
    """Return what a cell shows for yes or no."""
    return "TRUE" if value else "FALSE"
