"""Shows the serial number of a day as a spreadsheet shows a date or a time. Knows no cells.

Day 1 is 1900-01-01, and 1900 counts as a leap year as Lotus had it; a workbook may instead count from 1904-01-01.
Months and weekdays are named in English for `mmm` and `ddd`, in Chinese for `aaa`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

from jiheng.readers.format_codes import Part, Token

_DAY_SECONDS = 86400
_LAST_DAY = 2958465  # 9999-12-31
_LEAP_DAY_OF_LOTUS = 60
_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_CHINESE_WEEKDAYS = "一二三四五六日"
_HALVES = {"am/pm": ("AM", "PM"), "a/p": ("A", "P"), "上午/下午": ("上午", "下午")}


def shown_date(serial: Decimal, tokens: Sequence[Token], *, from_1904: bool) -> str | None:
    """Return the date or time as the tokens of a format show it; None where no such day exists."""
    digits = _second_digits(tokens)
    moment = _moment(serial, digits, from_1904=from_1904)
    if moment is None:
        return None
    return "".join(_words(moment, _settled_minutes(tokens), digits)).strip()


@dataclass(frozen=True, slots=True)
class _Moment:
    year: int
    month: int
    day: int
    weekday: int
    hour: int
    minute: int
    second: int
    fraction: str
    days: int

    @property
    def elapsed(self) -> dict[str, int]:
        hours = self.days * 24 + self.hour
        minutes = hours * 60 + self.minute
        return {"h": hours, "m": minutes, "s": minutes * 60 + self.second}


def _moment(serial: Decimal, digits: int, *, from_1904: bool) -> _Moment | None:
    if not 0 <= serial <= _LAST_DAY:
        return None
    unit = Decimal(1).scaleb(-digits)
    seconds = (serial * _DAY_SECONDS).quantize(unit, rounding=ROUND_HALF_UP)
    days, rest = divmod(int(seconds), _DAY_SECONDS)
    year, month, day, weekday = _calendar(days, from_1904=from_1904)
    fraction = f"{seconds % 1:f}".partition(".")[2]
    return _Moment(year, month, day, weekday, rest // 3600, rest // 60 % 60, rest % 60, fraction, days)


def _calendar(days: int, *, from_1904: bool) -> tuple[int, int, int, int]:
    if from_1904:
        found = date(1904, 1, 1) + timedelta(days)
    elif days == 0:
        return 1900, 1, 0, 5
    elif days == _LEAP_DAY_OF_LOTUS:
        return 1900, 2, 29, 2
    else:
        found = date(1899, 12, 30 if days > _LEAP_DAY_OF_LOTUS else 31) + timedelta(days)
    return found.year, found.month, found.day, found.weekday()


def _second_digits(tokens: Sequence[Token]) -> int:
    """Count the digits asked for behind the point of the seconds (`ss.000`)."""
    return min(sum(token.part is Part.DIGIT for token in tokens), 3)


def _settled_minutes(tokens: Sequence[Token]) -> Iterator[Token]:
    """Yield the tokens with each `m` that means minutes as an `n`: behind hours, or before seconds."""
    units = [token for token in tokens if token.part in (Part.DATE, Part.ELAPSED)]
    position = 0
    for token in tokens:
        if token.part not in (Part.DATE, Part.ELAPSED):
            yield token
            continue
        before = units[position - 1].text[0].lower() if position else ""
        after = units[position + 1].text[0].lower() if position + 1 < len(units) else ""
        position += 1
        minutes = token.part is Part.DATE and token.text[0] in "mM" and (before == "h" or after == "s")
        yield Token(Part.DATE, "n" * len(token.text)) if minutes and len(token.text) < 3 else token


def _words(moment: _Moment, tokens: Iterator[Token], digits: int) -> Iterator[str]:
    settled = list(tokens)
    half = next((_HALVES[token.text.lower()] for token in settled if token.part is Part.HALF_DAY), None)
    for token in settled:
        match token.part:
            case Part.DATE:
                yield _unit(moment, token.text.lower(), twelve_hours=half is not None)
            case Part.ELAPSED:
                yield f"{moment.elapsed[token.text[0].lower()]:0{len(token.text)}d}"
            case Part.HALF_DAY:
                yield half[moment.hour >= 12] if half else ""
            case Part.POINT if digits:
                yield "." + moment.fraction
            case Part.DIGIT | Part.TEXT | Part.GENERAL:
                pass
            case _:
                yield token.text


def _unit(moment: _Moment, code: str, *, twelve_hours: bool) -> str:
    width = min(len(code), 2)
    match code[0]:
        case "y" | "e":
            return f"{moment.year % 100:02d}" if code[0] == "y" and len(code) < 3 else str(moment.year)
        case "m":
            return _named(moment.month, width, _MONTHS[moment.month - 1], len(code))
        case "d":
            return _named(moment.day, width, _WEEKDAYS[moment.weekday], len(code))
        case "a":
            return ("星期" if len(code) == 4 else "") + _CHINESE_WEEKDAYS[moment.weekday]
        case "h":
            return f"{(moment.hour + 11) % 12 + 1 if twelve_hours else moment.hour:0{width}d}"
        case "n":
            return f"{moment.minute:0{width}d}"
        case _:
            return f"{moment.second:0{width}d}"


def _named(number: int, width: int, name: str, length: int) -> str:
    """Return a number for `m`, `mm`; a name, cut to three letters or one, for `mmm`, `mmmm`, `mmmmm`."""
    if length < 3:
        return f"{number:0{width}d}"
    return {3: name[:3], 5: name[0]}.get(length, name)
