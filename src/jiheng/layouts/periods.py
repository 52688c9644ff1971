"""What changes in a printed label from year to year: the year of 2026年目标值, the months of 1-7月执行数.

Every site prints its own year and months; the label is the same. Knows how they are printed, and no layout.
"""

from __future__ import annotations

import re

from jiheng.values.wording import plain

_PERIOD = re.compile(
    r"(?:\d{4}\s*年\s*)?(?:1\s*月?\s*[-—–~～至到]\s*\d{1,2}\s*月(?:份|底)?|上半年|前三季度)(?=\s*(?:预算|项目|资金|支出|实际|执行|完成))"
)
_ANY = "{period}"
# A layout writes the year of the form, or the one before it, into a label in this way.
_THIS, _LAST = "{year}", "{year-1}"
_YEAR = re.compile(r"(?:20\d{2}|\{year(?:-1)?\})(年度?)(?=[^\d月])")
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
    """Return the label with a mark in the place of its year, or of its stretch of the year: such labels are equal."""
    if "年" in label and (found := _YEAR.match(label)):
        return f"{_THIS}{label[found.start(1) :]}"
    return _PERIOD.sub(_ANY, label, count=1) if any(word in label for word in _NAMED) else label


def with_period(label: str, period: str | None) -> str:
    """Return the label with another stretch of the year, where it names one.

    >>> with_period("1-7月执行数", "1-9月"), with_period("备注", "1-9月")
    ('1-9月执行数', '备注')
    """
    found = _PERIOD.match(label) if period else None
    return f"{period}{label[found.end() :]}" if found else label


def with_year(label: str, year: int | None) -> str:
    """Return the label with the year of a form, or with the one before it, where the layout writes that it has one.

    >>> with_year("{year}年目标值", 2026), with_year("{year-1}年完成值", 2026), with_year("{year}年目标值", None)
    ('2026年目标值', '2025年完成值', '目标值')
    """
    if year is None:
        return _YEAR.sub("", label, count=1) if label.startswith((_THIS, _LAST)) else label
    return label.replace(_THIS, str(year)).replace(_LAST, str(year - 1))


def year_left_open(label: str, year: int | None) -> str:
    """Return the label of one form as that of every year.

    >>> year_left_open("2026年目标值", 2026), year_left_open("2025年完成值", 2026), year_left_open("2021年基数", 2026)
    ('{year}年目标值', '{year-1}年完成值', '2021年基数')
    """
    if year is None or not _YEAR.match(label):
        return label
    return {str(year): _THIS, str(year - 1): _LAST}.get(label[:4], label[:4]) + label[4:]
