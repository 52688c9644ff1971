"""Which broken files there are: kind and number → bytes. The same number gives the same bytes in every run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from random import Random
from types import MappingProxyType

from fuzz import broken_bytes, broken_json, broken_packages, broken_pdf, broken_text, broken_xml
from fuzz.corpus import corpus

SEED = 20261120
# How many files of each kind are broken in a full run; one in ten of them otherwise.
COUNTS: Mapping[str, int] = MappingProxyType(
    {
        "text": 1800,
        "csv": 900,
        "markdown": 900,
        "html": 1700,
        "mht": 700,
        "xml": 1000,
        "json": 1000,
        "xlsx": 2500,
        "xls": 1600,
        "xlsb": 1200,
        "ods": 1200,
        "docx": 2500,
        "ofd": 900,
        "pdf": 600,
        "zip": 500,
        "7z": 300,
        "layout": 500,
        "frame": 200,
        "parameters": 100,
        "labels": 100,
        "image": 200,
        "doc": 200,
    }
)

_Breaker = Callable[[bytes, bytes, Random], bytes]
_WRITTEN = ("text", "csv", "markdown", "html", "mht", "layout", "frame", "parameters", "labels")


def broken(kind: str, number: int, whole: Sequence[bytes] = ()) -> bytes:
    """Return the broken file of this number, made from the whole files of its kind."""
    random = Random(f"{SEED}/{kind}/{number}")  # noqa: S311 repeatable, not secret
    whole = whole or corpus(kind)
    return _BREAKERS[kind](random.choice(whole), random.choice(whole), random)


def _written(data: bytes, other: bytes, random: Random) -> bytes:
    return random.choice((*[broken_text.broken] * 4, broken_bytes.broken))(data, other, random)


def _xml(data: bytes, other: bytes, random: Random) -> bytes:
    if random.random() < 0.6 and (changed := broken_xml.broken(data, random)) is not None:
        return changed
    return _written(data, other, random)


def _packed(data: bytes, other: bytes, random: Random) -> bytes:
    return random.choice((*[broken_packages.broken] * 6, broken_bytes.broken))(data, other, random)


def _old_word(data: bytes, other: bytes, random: Random) -> bytes:
    return _xml(data, other, random) if data[:1] in (b"<", b"{") else broken_bytes.broken(data, other, random)


_BREAKERS: Mapping[str, _Breaker] = MappingProxyType(
    {
        **dict.fromkeys(_WRITTEN, _written),
        **dict.fromkeys(("xlsx", "xlsb", "ods", "docx", "ofd", "zip"), _packed),
        **dict.fromkeys(("xls", "7z", "image"), broken_bytes.broken),
        "xml": _xml,
        "json": broken_json.broken,
        "pdf": broken_pdf.broken,
        "doc": _old_word,
    }
)
