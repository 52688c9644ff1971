"""How people write a number: 1,055.4 · ３０ · 一百零五 · 两千 · 1.5万. Percents and units are not known here.

Whatever could mean two things is refused: 二三 (two or three), 一百五 (150 in speech only), 1,05 (a slip).
"""

from __future__ import annotations

import re
from decimal import Decimal

from jiheng.values.compact import fold

_LITERAL = re.compile(r"[+-]?(?:[0-9]{1,3}(?:,[0-9]{3})+(?![0-9])|[0-9]+)(?:\.[0-9]+)?")
_MAGNITUDES = {
    "": 0,
    "十": 1,
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "万亿": 12,
}  # powers of ten
# No form prints longer numbers, and within this length decimal arithmetic stays exact.
_MOST_DIGITS = 24

_DIGITS = "零一二三四五六七八九"
_FORMAL = str.maketrans("〇两壹贰叁肆伍陆柒捌玖拾佰仟", "零二一二三四五六七八九十百千")
_CHINESE_RUN = re.compile(r"[零〇一二两三四五六七八九十百千万亿点壹贰叁肆伍陆柒捌玖拾佰仟]+")
_BELOW_TEN_THOUSAND = re.compile(
    r"零?(?:(?P<千>[一二三四五六七八九])千)?零?(?:(?P<百>[一二三四五六七八九])百)?零?"
    r"(?:(?P<十>[一二三四五六七八九]?)十)?零?(?P<ones>[一二三四五六七八九])?"
)
_SCALES = (("亿", 10**8), ("万", 10**4))
_LARGEST = 10**12


class NotANumberError(ValueError):
    """The text is not one number that reads in one way only."""

    def __init__(self, text: str) -> None:
        super().__init__(f"“{text}”不是能确定的数字，请填写阿拉伯数字，如 1,055.4")
        self.text = text


def parse_number(text: str) -> Decimal:
    """Return the number that the whole text writes.

    >>> parse_number("１１，９６１，５００.0")
    Decimal('11961500.0')
    >>> parse_number("一百零五"), parse_number("1.5万")
    (Decimal('105'), Decimal('15000'))

    Raises:
        NotANumberError: anything else, also where it could be read in two ways.
    """
    folded = fold(text)
    found = read_literal(folded)
    if found is not None:
        value, end = found
        power = _MAGNITUDES.get(folded[end:])
        if power is None:
            raise NotANumberError(text)
        return _without_exponent(value.scaleb(power)) if power else value
    chinese = read_chinese(folded)
    if chinese is None or chinese[1] != len(folded):
        raise NotANumberError(text)
    return chinese[0]


def read_literal(folded: str, start: int = 0) -> tuple[Decimal, int] | None:
    """Return the number in Arabic digits that begins at `start` of a normal form, and where it ends."""
    found = _LITERAL.match(folded, start)
    if found is None or len(found[0]) > _MOST_DIGITS:
        return None
    value = Decimal(found[0].replace(",", ""))
    return (value if value else abs(value)), found.end()


def read_chinese(folded: str, start: int = 0) -> tuple[Decimal, int] | None:
    """Return the number in Chinese numerals that begins at `start` of a normal form, and where it ends."""
    found = _CHINESE_RUN.match(folded, start)
    value = _chinese_decimal(found[0].translate(_FORMAL)) if found else None
    return (value, found.end()) if found and value is not None else None


def chinese_numeral(number: int) -> str:
    """Return the Chinese numeral of a whole number from 0 up to 10¹².

    >>> chinese_numeral(1), chinese_numeral(12), chinese_numeral(10_010)
    ('一', '十二', '一万零一十')
    """
    if not 0 <= number < _LARGEST:
        raise ValueError(f"no Chinese numeral for {number}: 0 ≤ number < 10¹² is needed")
    numeral = _numeral(number) or "零"
    return numeral[1:] if numeral.startswith("一十") else numeral


def plain_number(number: Decimal) -> str:
    """Return the shortest decimal writing: no exponent, no zeros at the end.

    >>> plain_number(Decimal("1.70")), plain_number(Decimal("1E+4"))
    ('1.7', '10000')
    """
    written = f"{number:f}"
    shortened = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if shortened in ("-0", "") else shortened


def without_trailing_zeros(number: Decimal) -> Decimal:
    """Return the same number with neither zeros after the point nor an exponent.

    >>> without_trailing_zeros(Decimal("17000.00"))
    Decimal('17000')
    """
    return Decimal(plain_number(number))


def _without_exponent(number: Decimal) -> Decimal:
    return Decimal(f"{number:f}")


def _chinese_decimal(numerals: str) -> Decimal | None:
    whole_part, point, fraction = numerals.partition("点")
    whole = _chinese_integer(whole_part, _SCALES)
    if whole is None:
        return None
    if not point:
        return Decimal(whole)
    places = [str(_DIGITS.index(digit)) for digit in fraction if digit in _DIGITS]
    return Decimal(f"{whole}.{''.join(places)}") if places and len(places) == len(fraction) else None


def _chinese_integer(numerals: str, scales: tuple[tuple[str, int], ...]) -> int | None:
    if not scales:
        return _below_ten_thousand(numerals)
    (mark, size), *rest = scales
    head, found, tail = numerals.partition(mark)
    if not found:
        return _chinese_integer(numerals, tuple(rest))
    high = None if head.startswith("零") else _chinese_integer(head, tuple(rest))
    low = _after_scale(tail, tuple(rest))
    return high * size + low if high and low is not None else None


def _after_scale(tail: str, scales: tuple[tuple[str, int], ...]) -> int | None:
    """三万五 is 35,000 in speech and a slip in writing: a lone digit after 万 or 亿 must have its 零."""
    if not tail:
        return 0
    if len(tail) == 1 or tail == "零零":
        return None
    return _chinese_integer(tail, scales)


def _below_ten_thousand(numerals: str) -> int | None:
    if numerals == "零":
        return 0
    found = _BELOW_TEN_THOUSAND.fullmatch(numerals)
    if found is None or not numerals or "零零" in numerals or numerals.endswith("零"):
        return None
    thousands, hundreds, tens, ones = found.group("千", "百", "十", "ones")
    if ones and tens is None and (thousands or hundreds) and numerals[-2] != "零":
        return None
    ten = 1 if tens == "" else _digit(tens)
    return _digit(thousands) * 1000 + _digit(hundreds) * 100 + ten * 10 + _digit(ones)


def _digit(numeral: str | None) -> int:
    return _DIGITS.index(numeral) if numeral else 0


def _numeral(number: int) -> str:
    for mark, size in (*_SCALES, ("千", 1000), ("百", 100), ("十", 10)):
        if number >= size:
            high, low = divmod(number, size)
            gap = "零" if low and low < size // 10 else ""
            return _numeral(high) + mark + gap + _numeral(low)
    return _DIGITS[number] if number else ""
