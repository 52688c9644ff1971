"""Shows a number as a spreadsheet shows it: 0.95 under `0%` is 95%. Knows no cells.

Differs from Excel on purpose in two points: whole numbers of 12 to 15 digits keep all of them under General (Excel
cuts codes typed as numbers to 1.30281E+11), and the width of a column never turns a number into `####`. Fractions
(`# ?/?`) are shown as under General, Chinese digits ([DBNum1]) as Arabic ones.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import ROUND_HALF_UP, Context, Decimal, localcontext
from functools import lru_cache

from jiheng.readers.date_formats import shown_date
from jiheng.readers.format_codes import GENERAL, Part, Section, Token, parse

_DOUBLE_DIGITS = Context(prec=15, rounding=ROUND_HALF_UP)
# Room for the largest double written out, so that rounding to places never fails.
_ROOM = Context(prec=700, rounding=ROUND_HALF_UP)
_LARGEST_EXPONENT = 308
_GENERAL_PLACES = 9
_GENERAL_WHOLE_DIGITS = 15
_PLAIN = parse(GENERAL)[0]
_DATES = frozenset((Part.DATE, Part.ELAPSED))
_UNCHANGED = (GENERAL, "@")


@lru_cache(maxsize=16384)
def shown_number(raw: str, code: str = GENERAL, *, from_1904: bool = False) -> str:
    """Return what a cell shows for the stored number `raw`; text that is no number comes back as it is.

    >>> shown_number("0.95", "0.00%"), shown_number("1055.4", "#,##0.00"), shown_number("0.30000000000000004")
    ('95.00%', '1,055.40', '0.3')
    """
    number = _number(raw)
    if number is None:
        return raw
    with localcontext(_ROOM):
        section, signed = _choose(parse(code), number)
        if section.parts & _DATES:
            date = shown_date(number, section.tokens, from_1904=from_1904)
            return date if date is not None else _general(number)
        sign = "-" if number < 0 and signed else ""
        return (sign + _shown(abs(number), section)).strip()


def shown_text(text: str, code: str) -> str:
    """Return what a cell shows for a text: the last section of the format may add words, or hide it."""
    if code in _UNCHANGED:
        return text
    sections = parse(code)
    holder = sections[-1] if Part.TEXT in sections[-1].parts else sections[3] if len(sections) > 3 else None
    if holder is None:
        return text
    return "".join(text if token.part is Part.TEXT else token.text for token in holder.tokens)


def _number(raw: str) -> Decimal | None:
    try:
        number = _DOUBLE_DIGITS.create_decimal(raw)
    except ArithmeticError:
        return None
    return number if number.is_finite() and abs(number.adjusted()) <= _LARGEST_EXPONENT else None


def _choose(sections: Sequence[Section], number: Decimal) -> tuple[Section, bool]:
    """Return the section for this number, and whether a minus sign is still to be shown."""
    usable = [section for section in sections[:3] if Part.TEXT not in section.parts]
    if any(section.condition for section in usable):
        fitting = (section for section in usable if section.condition is None or section.condition.holds(number))
        return next(fitting, _PLAIN), True
    if number < 0 and len(usable) > 1:
        return usable[1], False
    if number == 0 and len(usable) > 2:
        return usable[2], False
    return (usable[0] if usable else _PLAIN), True


def _shown(number: Decimal, section: Section) -> str:
    if Part.SLASH in section.parts and Part.DIGIT in section.parts:
        return _general(number)
    if Part.GENERAL in section.parts:
        return "".join(_general(number) if token.part is Part.GENERAL else token.text for token in section.tokens)
    if Part.EXPONENT in section.parts:
        return _scientific(number, section.tokens)
    return _fixed(number, section.tokens)


def _general(number: Decimal) -> str:
    """Return a number as General shows it: eleven characters at most, without the noise of binary fractions."""
    exponent = number.adjusted()
    if number == number.to_integral_value() and exponent < _GENERAL_WHOLE_DIGITS:
        return f"{number:.0f}"
    places = _GENERAL_PLACES - max(exponent, 0)
    rounded = _rounded(number, max(places, 0))
    if -_GENERAL_PLACES <= exponent <= _GENERAL_PLACES + 1 and (exponent >= -4 or rounded == number):
        return _without_tail(f"{rounded:f}")
    mantissa, _, power = f"{number:.5E}".partition("E")
    return f"{_without_tail(mantissa)}E{int(power):+03d}"


def _without_tail(digits: str) -> str:
    return digits.rstrip("0").rstrip(".") if "." in digits else digits


def _rounded(number: Decimal, places: int) -> Decimal:
    return number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def _fixed(number: Decimal, tokens: Sequence[Token]) -> str:
    if not any(token.part is Part.DIGIT for token in tokens):
        return "".join(token.text for token in tokens)
    whole, fraction = _halves(tokens)
    scaled = number.scaleb(2 * sum(token.part is Part.PERCENT for token in tokens) - 3 * _thousands(whole, fraction))
    places = sum(token.part is Part.DIGIT for token in fraction)
    digits, _, decimals = f"{_rounded(scaled, places):f}".partition(".")
    return _whole(digits, whole) + _fraction(decimals, fraction)


def _halves(tokens: Sequence[Token]) -> tuple[Sequence[Token], Sequence[Token]]:
    point = next((index for index, token in enumerate(tokens) if token.part is Part.POINT), len(tokens))
    return tokens[:point], tokens[point:]


def _thousands(whole: Sequence[Token], fraction: Sequence[Token]) -> int:
    """Count the commas right behind the last digit: each divides by a thousand."""
    tokens = [*whole, *fraction]
    last = max(index for index, token in enumerate(tokens) if token.part is Part.DIGIT)
    count = 0
    for token in tokens[last + 1 :]:
        if token.part is not Part.COMMA:
            break
        count += 1
    return count


def _groups(whole: Sequence[Token]) -> bool:
    """Say whether a comma stands between digits, which asks for a comma every three digits."""
    digits = [index for index, token in enumerate(whole) if token.part is Part.DIGIT]
    return any(token.part is Part.COMMA and digits[0] < i < digits[-1] for i, token in enumerate(whole) if digits)


def _whole(digits: str, tokens: Sequence[Token]) -> str:
    """Fill the places left of the point from the right; the first place takes whatever digits are left."""
    grouped = _groups(tokens)
    waiting = list(digits.lstrip("0"))
    first = next((index for index, token in enumerate(tokens) if token.part is Part.DIGIT), None)
    pieces: list[str] = []
    filled = 0
    for index in range(len(tokens) - 1, -1, -1):
        token = tokens[index]
        if token.part is not Part.DIGIT:
            pieces.append("" if token.part is Part.COMMA else token.text)
            continue
        for digit in _next_digits(waiting, token.text, all_left=index == first):
            pieces.append("," if grouped and filled and filled % 3 == 0 and digit != " " else "")
            pieces.append(digit)
            filled += 1
    leftover = "".join(waiting) if first is None else ""
    return leftover + "".join(reversed(pieces))


def _next_digits(waiting: list[str], placeholder: str, *, all_left: bool) -> Iterator[str]:
    if not waiting:
        yield from {"0": "0", "?": " "}.get(placeholder, "")
        return
    yield waiting.pop()
    while all_left and waiting:
        yield waiting.pop()


def _fraction(decimals: str, tokens: Sequence[Token]) -> str:
    """Fill the places right of the point; `#` leaves out the zeros at the end."""
    needed = len(decimals.rstrip("0"))
    position = 0
    pieces: list[str] = []
    for token in tokens:
        if token.part is Part.DIGIT:
            needless = position >= needed and token.text != "0"
            pieces.append(({"?": " "}.get(token.text, "")) if needless else decimals[position])
            position += 1
        elif token.part is not Part.COMMA:
            pieces.append(token.text)
    return "".join(pieces)


def _scientific(number: Decimal, tokens: Sequence[Token]) -> str:
    mark = next(index for index, token in enumerate(tokens) if token.part is Part.EXPONENT)
    whole, fraction = _halves(tokens[:mark])
    step = max(sum(token.part is Part.DIGIT for token in whole), 1)
    places = sum(token.part is Part.DIGIT for token in fraction)
    exponent = number.adjusted() // step * step if number else 0
    mantissa = _rounded(number.scaleb(-exponent), places)
    if mantissa.adjusted() >= step:
        exponent += step
        mantissa = _rounded(number.scaleb(-exponent), places)
    digits, _, decimals = f"{mantissa:f}".partition(".")
    shown = "-" if exponent < 0 else "+" if tokens[mark].text.endswith("+") else ""
    return (
        _whole(digits, whole)
        + _fraction(decimals, fraction)
        + f"E{shown}"
        + _whole(str(abs(exponent)), tokens[mark + 1 :])
    )
