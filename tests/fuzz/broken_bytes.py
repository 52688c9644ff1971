"""Breaks any bytes, as disks, mail servers and people with bad intentions do. Knows no format."""

from __future__ import annotations

from random import Random

# Lengths, counts and offsets that programs stumble over.
_EXTREMES = tuple(
    number.to_bytes(size, "little", signed=number < 0)
    for size in (1, 2, 4, 8)
    for number in (0, 1, -1, 2 ** (8 * size - 1) - 1, -(2 ** (8 * size - 1)))
)
_JUNK = (b"\0" * 64, b"\xff" * 64, b"PK\x03\x04", b"PK\x01\x02", b"%PDF-1.7\n", bytes(range(256)), b"<!DOCTYPE x []>")


def flipped(data: bytes, other: bytes, random: Random) -> bytes:
    broken = bytearray(data)
    for _ in range(random.choice((1, 1, 2, 8, 64))):
        broken[random.randrange(len(broken))] ^= 1 << random.randrange(8)
    return bytes(broken)


def overwritten(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    return data[:start] + bytes([random.choice((0, 0xFF, 0x20, random.randrange(256)))]) * (end - start) + data[end:]


def with_extremes(data: bytes, other: bytes, random: Random) -> bytes:
    broken = bytearray(data)
    for _ in range(random.choice((1, 1, 3, 10))):
        number = random.choice(_EXTREMES)
        at = random.randrange(len(broken))
        broken[at : at + len(number)] = number
    return bytes(broken)


def cut_out(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    return data[:start] + data[end:]


def doubled(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    return data[:end] + data[start:end] * random.choice((1, 1, 2, 30)) + data[end:]


def moved(data: bytes, other: bytes, random: Random) -> bytes:
    start, end = _range(data, random)
    rest, piece = data[:start] + data[end:], data[start:end]
    at = random.randrange(len(rest) + 1)
    return rest[:at] + piece + rest[at:]


def truncated(data: bytes, other: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))]


def beheaded(data: bytes, other: bytes, random: Random) -> bytes:
    return data[random.randrange(min(len(data), 4096)) :]


def spliced(data: bytes, other: bytes, random: Random) -> bytes:
    return data[: random.randrange(len(data))] + other[random.randrange(len(other)) :]


def with_junk(data: bytes, other: bytes, random: Random) -> bytes:
    at = random.choice((0, len(data), random.randrange(len(data))))
    return data[:at] + random.choice(_JUNK) * random.choice((1, 1, 50)) + data[at:]


BREAKERS = (flipped, overwritten, with_extremes, cut_out, doubled, moved, truncated, beheaded, spliced, with_junk)


def broken(data: bytes, other: bytes, random: Random) -> bytes:
    """Return the bytes broken in one way; `other` are the bytes of another file of the kind."""
    return random.choice(BREAKERS)(data, other, random) if data and other else b"\0"


def _range(data: bytes, random: Random) -> tuple[int, int]:
    start = random.randrange(len(data))
    return start, min(len(data), start + random.choice((1, 2, 4, 16, 100, 1000, len(data) // 3 or 1)))
