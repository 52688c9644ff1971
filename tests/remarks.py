"""Marks with invented words, and how to see what a change left alone."""

from __future__ import annotations

import zipfile
from io import BytesIO

from jiheng.model import Place
from jiheng.writers.annotate import Mark
from jiheng.writers.annotate.marks import Remark

HOSTILE = '=HYPERLINK("http://x")</t></r></w:t>&lt;<b>]]>%s{0}_x0041_\\) >> endobj \'ʼ'


def mark(place: Place, *heads: str) -> Mark:
    return Mark(place, tuple(Remark(f"【退回】{head}", ("怎么改：写明单位。",)) for head in heads or ("缺少单位",)))


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def packed(parts: dict[str, bytes]) -> bytes:
    stream = BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, data in parts.items():
            archive.writestr(name, data)
    return stream.getvalue()
