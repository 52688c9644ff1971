"""How people write the last day allowed: 10月底前, 2023年12月31日, 第三季度末, 每月10日前.

A date is known only where the day follows from what is printed and from the form's year; 月初, 每季度末 and the like
stay without one. Working days and holidays are not known here.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from jiheng.model import Operator
from jiheng.values.numbers import NotANumberError, parse_number
from jiheng.values.operators import RANGE_SEPARATORS

# Years that a form may bear: budgets with goals, and what is planned from today on.
YEARS: Final = range(1990, 2101)


@dataclass(frozen=True, slots=True)
class Deadline:
    """`last` is the last day allowed, None where it does not follow; `year` is the printed or the form's year."""

    last: date | None
    year: int | None
    month: int | None = None


def read_deadline(folded: str, *, year: int | None) -> Deadline | None:
    """Return what day a normal form names, None where it names none. `year` is the form's.

    >>> read_deadline("10月底前", year=2023).last
    datetime.date(2023, 10, 31)
    >>> read_deadline("1-12月", year=2023).last
    datetime.date(2023, 12, 31)
    """
    return _single(folded, year) or _period(folded, year)


def deadline_operator(folded: str) -> tuple[Operator, int]:
    """Return what a date that begins with words such as 不迟于 is compared by, and where the rest begins."""
    found = _NOT_LATER.match(folded)
    return Operator.AT_MOST, found.end() if found else 0


_NOT_LATER = re.compile(r"不(?:得|能|应|可)?[迟晚]于|最迟|截至|截止到|截止|确保|力争|于|在|至|到")
_YEAR = r"(?:(?P<year>(?:19|20)[0-9]{2})年|(?P<near>当年|本年度?|今年)|(?P<next>次年|明年|翌年))?"
_MONTH = r"(?P<month>[0-9]{1,2}|[一二三四五六七八九十]{1,3})月"
_DAY = r"(?P<day>[0-9]{1,2}|[一二三四五六七八九十]{1,3})[日号]"
_QUARTER = r"第?(?P<quarter>[1-4一二三四])季度?"
_EDGE = r"(?P<edge>底|末|终|下旬)"
_BOUND = r"(?P<bound>之前|以前|前|之内|以内|内|止)?"
_BEFORE = ("之前", "以前", "前")
_ADVERB = r"(?:全部|全面|基本|顺利|按时|及时|正式|均)*"
_DONE = (
    r"(?:完成|完工|竣工|验收|启动|开工|开始|结束|办结|交付|上报|报送|公开|发放|拨付|支付|到位|建成|投入使用|上线|实施)*"
)
_EVERY = r"(?:每个?(?:年度?|半年|季度?|月|周|旬|学期)|次月|下月|当月|本月)"

Find = Callable[[re.Match[str], int | None], Deadline | None]


def _on_day(found: re.Match[str], year: int | None) -> Deadline | None:
    return _deadline(year, _whole(found["month"]), _whole(found["day"]))


def _end_of_month(found: re.Match[str], year: int | None) -> Deadline | None:
    return _deadline(year, _whole(found["month"]), None)


def _end_of_quarter(found: re.Match[str], year: int | None) -> Deadline | None:
    return _deadline(year, _whole(found["quarter"]) * 3, None)


def _end_of(month: int) -> Find:
    return lambda _found, year: _deadline(year, month, None)


def _within_month(found: re.Match[str], year: int | None) -> Deadline | None:
    """Name no day: 月初, 上旬, 中旬 and 每年6月 do not fix one."""
    month = _whole(found["month"])
    return Deadline(None, year, month) if 1 <= month <= 12 else None


def _recurring(_found: re.Match[str], year: int | None) -> Deadline | None:
    """Name no day: it comes back every month, quarter or year."""
    return Deadline(None, year)


def _year_alone(found: re.Match[str], year: int | None) -> Deadline | None:
    named = found["year"] or found["near"] or found["next"]
    return _deadline(year, 12, None) if named else None


def _day_alone(found: re.Match[str], year: int | None) -> Deadline | None:
    """Tell 10日, a length of time, from 10日前, a day in a month that is not printed."""
    return Deadline(None, year) if found["bound"] in _BEFORE and not found["year"] else None


def _row(core: str, find: Find, *, year: str = _YEAR) -> tuple[re.Pattern[str], Find]:
    return re.compile(year + core + _BOUND + _ADVERB + _DONE), find


_ROWS = (
    _row(_MONTH + _DAY, _on_day),
    _row(
        r"(?P<month>[0-9]{1,2})(?P=gap)(?P<day>[0-9]{1,2})日?",
        _on_day,
        year=r"(?P<year>(?:19|20)[0-9]{2})(?P<gap>[-./])",
    ),
    _row(_MONTH + rf"份?{_EDGE}?", _end_of_month),
    _row(_MONTH + r"份?(?:初|上旬|中旬|中)", _within_month),
    _row(rf"上半年{_EDGE}?", _end_of(6)),
    _row(rf"下半年{_EDGE}?", _end_of(12)),
    _row(_QUARTER + rf"{_EDGE}?", _end_of_quarter),
    _row(rf"(?:年?{_EDGE}|年度?内)", _end_of(12)),
    _row(r"度?", _year_alone),
    _row(_EVERY + r"(?:初|中|底|末)", _recurring),
    _row(_EVERY + _DAY, _recurring),
    _row(r"每年" + _MONTH + rf"(?:{_DAY}|份?(?:初|中|底|末))?", _within_month),
    _row(_DAY, _day_alone),
)
# 二〇二三年 spells its digits, so it is no numeral.
_CHINESE_YEAR = re.compile(r"^(?:一九|二[〇零○])[〇零○一二三四五六七八九]{2}(?=年)")
_POSITIONAL = str.maketrans("〇零○一二三四五六七八九", "000123456789")
_YEAR_ONLY = re.compile(r"(?:19|20)[0-9]{2}")
_MONTH_ONLY = re.compile(r"[0-9]{1,2}")


def _single(printed: str, year: int | None) -> Deadline | None:
    text = _CHINESE_YEAR.sub(lambda found: found[0].translate(_POSITIONAL), printed)
    for pattern, find in _ROWS:
        found = pattern.fullmatch(text)
        deadline = find(found, _year_of(found, year)) if found else None
        if found and deadline:
            return replace(deadline, last=None) if _is_vague(found) else deadline
    return None


def _is_vague(found: re.Match[str]) -> bool:
    """6月底前 and 6月30日前 name the last day allowed; 6月前 could mean the end of May or of June."""
    parts = found.groupdict()
    return parts["bound"] in _BEFORE and not parts.get("edge") and not parts.get("day")


def _year_of(found: re.Match[str], year: int | None) -> int | None:
    parts = found.groupdict()
    if parts["year"]:
        return int(parts["year"])
    return year + 1 if parts.get("next") and year is not None else year


def _period(text: str, year: int | None) -> Deadline | None:
    """Read 1-12月, 2023年1月至12月, 2021-2023年: the last day of the end, where the end is not before the start."""
    for separator in RANGE_SEPARATORS:
        start_text, found, end_text = text.partition(separator)
        start = _start(start_text, year) if found else None
        end = _single(end_text, start.year) if start else None
        if start and end and _in_order(start, end):
            return end
    return None


def _start(text: str, year: int | None) -> Deadline | None:
    if _YEAR_ONLY.fullmatch(text):
        return Deadline(None, int(text))
    if _MONTH_ONLY.fullmatch(text) and 1 <= int(text) <= 12:
        return Deadline(None, year, int(text))
    return _single(text, year)


def _in_order(start: Deadline, end: Deadline) -> bool:
    return (start.year or 0, start.month or 0) <= (end.year or 0, end.month or 12)


def _deadline(year: int | None, month: int, day: int | None) -> Deadline | None:
    if not 1 <= month <= 12:
        return None
    last_day = monthrange(year or _LEAP_YEAR, month)[1]
    if day is not None and not 1 <= day <= last_day:
        return None
    return Deadline(date(year, month, day or last_day) if year else None, year, month)


_LEAP_YEAR = 2024


def _whole(numeral: str) -> int:
    try:
        return int(parse_number(numeral))
    except NotANumberError:
        return 0
