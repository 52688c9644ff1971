"""Breaks PDF files object by object: lost, doubled, swapped, with other numbers and other operators."""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable
from random import Random

from fuzz import broken_bytes

_OBJECT = re.compile(rb"\d+ \d+ obj\b.*?endobj\s*", re.DOTALL)
_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\nendstream", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+(?:\.\d+)?")
_NAME = re.compile(rb"/[A-Za-z0-9]+")
_NUMBERS = (b"0", b"-1", b"1", b"99999999", b"-2147483648", b"4294967296", b"1e9", b"0.0000001", b"9" * 60, b"nan")
_OPERATORS = (
    b"q " * 3_000,
    b"Q " * 50,
    b"BT ET " * 500,
    b"0 0 0 0 0 0 cm ",
    b"1e30 0 0 1e30 0 0 cm ",
    b"(x) Tj " * 999,
)
_MORE_OPERATORS = (b"0 0 m 1 1 l S\n" * 3_000, b"/X Do ", b"[(a) -99999999 (b)] TJ ", b"7 Tr ", b"0 Tf ", b"BI ID EI ")


def object_lost(data: bytes, random: Random) -> bytes:
    return _object(data, lambda _: b"", random)


def object_doubled(data: bytes, random: Random) -> bytes:
    return _object(data, lambda one: one * random.choice((2, 100)), random)


def object_replaced(data: bytes, random: Random) -> bytes:
    others = _OBJECT.findall(data) or [b""]
    number = re.compile(rb"^\d+")
    return _object(data, lambda one: number.sub((number.findall(one) or [b"1"])[0], random.choice(others), 1), random)


def references_turned(data: bytes, random: Random) -> bytes:
    """Make references point elsewhere, round in circles too."""
    return _some(re.compile(rb"\d+ 0 R"), data, lambda _: b"%d 0 R" % random.choice((0, 1, 2, 5, 10, 99_999)), random)


def number_replaced(data: bytes, random: Random) -> bytes:
    return _some(_NUMBER, data, lambda _: random.choice(_NUMBERS), random)


def name_replaced(data: bytes, random: Random) -> bytes:
    names = sorted(set(_NAME.findall(data))) or [b"/X"]
    return _some(_NAME, data, lambda _: random.choice((*names, b"/Encrypt", b"/JavaScript", b"/Launch")), random)


def stream_broken(data: bytes, random: Random) -> bytes:
    found = list(_STREAM.finditer(data))
    if not found:
        return data
    one = random.choice(found)
    try:
        content, packed = zlib.decompress(one[1]), True
    except zlib.error:
        content, packed = one[1], False
    changed = _operators_broken(content or b" ", random)
    return data[: one.start(1)] + (zlib.compress(changed) if packed else changed) + data[one.end(1) :]


def bytes_broken(data: bytes, random: Random) -> bytes:
    return broken_bytes.broken(data, data, random)


def encrypted(data: bytes, random: Random) -> bytes:
    length = random.choice((b"40", b"128", b"256"))
    return data.replace(b"/Root", b"/Encrypt<</Filter/Standard/V 2/R 3/P -4/Length " + length + b"/O(x)/U(y)>>/Root", 1)


BREAKERS: tuple[Callable[[bytes, Random], bytes], ...] = (
    *(object_lost, object_doubled, object_replaced, references_turned, number_replaced, name_replaced),
    *(stream_broken, stream_broken, stream_broken, bytes_broken, encrypted),
)


def broken(data: bytes, other: bytes, random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 2, 3))):
        data = random.choice(BREAKERS)(data, random) or b"%PDF-1.7\n"
    return broken_bytes.spliced(data, other, random) if random.random() < 0.05 else data


def _operators_broken(content: bytes, random: Random) -> bytes:
    if random.random() < 0.5:
        return _some(_NUMBER, content, lambda _: random.choice(_NUMBERS), random)
    if random.random() < 0.5:
        at = random.randrange(len(content))
        return content[:at] + b" " + random.choice((*_OPERATORS, *_MORE_OPERATORS)) + content[at:]
    return broken_bytes.broken(content, content, random)


def _object(data: bytes, change: Callable[[bytes], bytes], random: Random) -> bytes:
    found = list(_OBJECT.finditer(data))
    if not found:
        return data
    one = random.choice(found)
    return data[: one.start()] + change(one[0]) + data[one.end() :]


def _some(pattern: re.Pattern[bytes], data: bytes, by: Callable[[bytes], bytes], random: Random) -> bytes:
    found = list(pattern.finditer(data))
    for one in sorted(random.sample(found, min(len(found), random.choice((1, 1, 3, 20)))), key=re.Match.start)[::-1]:
        data = data[: one.start()] + by(one[0]) + data[one.end() :]
    return data
