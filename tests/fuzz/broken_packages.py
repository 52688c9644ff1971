"""Breaks zip packages: their parts by what they hold, and the container by what it says of itself."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from collections.abc import Callable, Iterable, Mapping
from random import Random

from fuzz import broken_bytes, broken_text, broken_xml

_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_NAMES = (
    "../../x",
    "/etc/passwd",
    "C:\\x",
    "\0",
    "a" * 5_000,
    "word/document.xml",
    "xl/workbook.xml",
    "content.xml",
    "",
)
_METHODS = (0, 1, 8, 9, 12, 14, 93, 99, 0xFFFF)
_PADDING = 30_000_000

Parts = Mapping[str, bytes]


def broken(data: bytes, other: bytes, random: Random) -> bytes:
    """Return a package broken in its parts, mostly, or in its container."""
    parts, foreign = _parts(data), _parts(other)
    way = random.choice((*[_part_broken] * 12, _part_lost, _part_foreign, _part_renamed, _part_doubled, _bomb))
    packed = way(parts, foreign, random)
    return random.choice(_CONTAINERS)(packed, random) if random.random() < 0.25 else packed


def _part_broken(parts: Parts, foreign: Parts, random: Random) -> bytes:
    changed = dict(parts)
    for _ in range(random.choice((1, 1, 2, 3))):
        # Long parts are where most of the reading is done.
        name = random.choices(list(parts), [len(one) + 200 for one in parts.values()])[0]
        changed[name] = _broken_part(changed[name] or b"x", foreign.get(name) or b"<x/>", random)
    return _packed(changed.items())


def _broken_part(data: bytes, other: bytes, random: Random) -> bytes:
    if random.random() < 0.7 and (xml := broken_xml.broken(data, random)) is not None:
        return xml
    breaker = random.choice((broken_bytes.broken, broken_text.broken if data[:1] == b"<" else broken_bytes.broken))
    return breaker(data, other, random)


def _part_lost(parts: Parts, foreign: Parts, random: Random) -> bytes:
    lost = random.choice(list(parts))
    return _packed((name, data) for name, data in parts.items() if name != lost)


def _part_foreign(parts: Parts, foreign: Parts, random: Random) -> bytes:
    name, source = random.choice(list(parts)), random.choice(list(foreign))
    return _packed({**parts, name: foreign[source]}.items())


def _part_renamed(parts: Parts, foreign: Parts, random: Random) -> bytes:
    renamed = random.choice(list(parts))
    return _packed((random.choice(_NAMES) if name == renamed else name, data) for name, data in parts.items())


def _part_doubled(parts: Parts, foreign: Parts, random: Random) -> bytes:
    name = random.choice(list(parts))
    return _packed([*parts.items(), *[(name, random.choice((b"", parts[name][::2])))] * random.choice((1, 200))])


def _bomb(parts: Parts, foreign: Parts, random: Random) -> bytes:
    name = random.choice(list(parts))
    padding = random.choice((b" ", b"<a/>", b"\0", b"<a>"))
    half = len(parts[name]) // 2
    size = random.choice((_PADDING // 100, _PADDING)) // len(padding)
    return _packed({**parts, name: parts[name][:half] + padding * size + parts[name][half:]}.items())


def _with_flag(data: bytes, random: Random) -> bytes:
    """Set flags of one entry in its directory: encrypted, streamed, strongly encrypted, UTF-8."""
    return _patched(data, _CENTRAL, 8, "<H", random.choice((1, 8, 0x40, 0x800, 0x2000, 0xFFFF)), random)


def _with_method(data: bytes, random: Random) -> bytes:
    return _patched(data, _CENTRAL, 10, "<H", random.choice(_METHODS), random)


def _with_size(data: bytes, random: Random) -> bytes:
    offset = random.choice((20, 24))
    return _patched(
        data, _CENTRAL, offset, "<I", random.choice((0, 1, 100_000, 2**31 - 1, 2**32 - 2, 2**32 - 1)), random
    )


def _with_lengths(data: bytes, random: Random) -> bytes:
    return _patched(data, _CENTRAL, random.choice((28, 30, 32)), "<H", random.choice((0, 1, 500, 0xFFFF)), random)


def _with_place(data: bytes, random: Random) -> bytes:
    return _patched(data, _CENTRAL, 42, "<I", random.choice((0, len(data), 2**31, 2**32 - 1)), random)


def _with_local(data: bytes, random: Random) -> bytes:
    return _patched(
        data, _LOCAL, random.choice((6, 8, 18, 22, 26, 28)), "<H", random.choice((0, 1, 99, 0xFFFF)), random
    )


def _with_count(data: bytes, random: Random) -> bytes:
    offset, code = random.choice(((4, "<H"), (8, "<H"), (10, "<H"), (12, "<I"), (16, "<I"), (20, "<H")))
    return _patched(data, _END, offset, code, random.choice((0, 1, 0x7FFF, 0xFFFF)), random)


def _bytes_broken(data: bytes, random: Random) -> bytes:
    return broken_bytes.broken(data, data, random)


_CONTAINERS: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(_with_flag, _with_method, _with_size, _with_lengths, _with_place, _with_local, _with_count, _bytes_broken),
)


def _patched(data: bytes, signature: bytes, offset: int, code: str, number: int, random: Random) -> bytes:
    starts = [at for at in range(len(data) - 60) if data.startswith(signature, at)] or [max(0, data.rfind(signature))]
    patched = bytearray(data)
    at = random.choice(starts) + offset
    patched[at : at + struct.calcsize(code)] = struct.pack(code, number)
    return bytes(patched)


def _parts(data: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _packed(parts: Iterable[tuple[str, bytes]]) -> bytes:
    target = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        # Names that stand twice, on purpose.
        warnings.simplefilter("ignore", UserWarning)
        for name, data in parts:
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED, 1)
    return target.getvalue()
