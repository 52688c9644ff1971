"""The stretch of the year that a label of a monitoring form names, as in 1-7月执行数.

Every site prints its own months; the label is the same. Knows how such a stretch is printed, and no layout.
"""

from __future__ import annotations

import re

from jiheng.values.wording import plain

_PERIOD = re.compile(
    r"(?:\d{4}\s*年\s*)?(?:1\s*月?\s*[-—–~～至到]\s*\d{1,2}\s*月(?:份|底)?|上半年|前三季度)(?=\s*(?:预算|项目|资金|支出|实际|执行|完成))"
)
_ANY = "{period}"
# One of these is in every stretch: to look for them is quicker than to match, and few labels have one.
_NAMED = ("月", "上半年", "前三季度")


def period_of(label: str) -> str | None:
    """Return the stretch of the year at the beginning of a label.

    >>> period_of("1-9月执行数"), period_of("上半年完成情况"), period_of("全年执行数")
    ('1-9月', '上半年', None)
    """
    found = _PERIOD.match(plain(label))
    return found[0] if found else None


def without_period(label: str) -> str:
    """Return the label with a mark in the place of its stretch of the year, so that all such labels are equal."""
    return _PERIOD.sub(_ANY, label, count=1) if any(word in label for word in _NAMED) else label


def with_period(label: str, period: str | None) -> str:
    """Return the label with another stretch of the year, where it names one.

    >>> with_period("1-7月执行数", "1-9月"), with_period("备注", "1-9月")
    ('1-9月执行数', '备注')
    """
    found = _PERIOD.match(label) if period else None
    return f"{period}{label[found.end() :]}" if found else label
