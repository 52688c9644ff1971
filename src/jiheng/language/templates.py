"""Texts without what differs from unit to unit, so that a copy shows: names, numbers and dates are left out.

Two texts of one template are copies of each other; two texts on one subject are not. Knows no form.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from hashlib import blake2b

from jiheng.values.wording import plain

_NAME, _NUMBER, _DATE = "□", "#", "@"
_DATES = re.compile(
    r"(?:19|20)[0-9]{2}年度?(?:[0-9]{1,2}月(?:[0-9]{1,2}[日号])?)?|[0-9]{1,2}月(?:[0-9]{1,2}[日号]|底|末|份)?|本?年度|[今本当]年"
)
_NUMBERS = re.compile(r"[0-9][0-9,.]*|[一二三四五六七八九十百千万两]+(?=[个项次场期人名户台套家条篇份])")
_MARKS = re.compile(r"[^\w□#@%]|_")
_SHORTEST_NAME = 2


def template_text(text: str | None, names: Iterable[str | None] = ()) -> str:
    """Return a text with the given names, and all numbers and dates, replaced by signs, without marks and spaces.

    >>> template_text("2023年青山镇培训600人。", ["青山镇"]) == template_text("2024年碧水乡培训450人", ["碧水乡"])
    True
    >>> template_text("2023年青山镇培训600人。", ["青山镇"])
    '@□培训#人'
    """
    said = plain(text or "")
    for name in sorted({plain(name) for name in names if name}, key=len, reverse=True):
        if len(name) >= _SHORTEST_NAME:
            said = said.replace(name, _NAME)
    return _MARKS.sub("", _NUMBERS.sub(_NUMBER, _DATES.sub(_DATE, said)))


def fingerprint(template: str) -> int:
    """Return a 64-bit number by which equal templates are found among many.

    >>> fingerprint(template_text("培训5人")) == fingerprint(template_text("培训 6 人。"))
    True
    """
    return int.from_bytes(blake2b(template.encode("utf-8", "replace"), digest_size=8).digest(), "big")


@lru_cache(maxsize=8192)
def copied_from(text: str, names: tuple[str | None, ...] = ()) -> int:
    """Return the fingerprint of the template of a text; equal for copies."""
    return fingerprint(template_text(text, names))
