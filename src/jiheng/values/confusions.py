"""What a recogniser may have made of a value: 295% for ≥95%, l00% for 100%. Proposed to a person, never applied.

Signs that are no digits are common confusions wherever a number follows; a digit in the place of a sign is suspect only
where the value is out of reason, or where the values around it show the sign. Knows no layout.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from jiheng.model import Operator, Target, TargetKind
from jiheng.values.compact import fold
from jiheng.values.targets import parse_target

# Longer ones first: what printed signs were read as in published scans and in our own measurements.
_FOR_A_SIGN = (
    ("%=", "≥"), ("5=", "≥"), ("2=", "≥"), ("工", "≥"), ("^", "≥"), ("$", "≥"), ("W", "≥"), ("M", "≤"), ("V", "≤"),
    ("二", "="), ("ニ", "="),
)  # fmt: skip
_FOR_A_DIGIT = str.maketrans({"O": "0", "o": "0", "〇": "0", "Q": "0", "l": "1", "I": "1", "|": "1"})
_NUMBER_LIKE = re.compile(r"(?=.*[0-9])[≥≤><=]?[0-9OoQ〇lI|][0-9OoQ〇lI|.,]*(?P<unit>[^0-9OoQlI|]*)")
_DASH = re.compile(r"(?<=[0-9%])[一—](?=[0-9])")
_POINT = re.compile(r"(?<=[0-9])[,，。、](?=[0-9]{1,2}(?![0-9]))")
_LARGEST_PERCENTAGE = 200
_LIKELY_PERCENTAGE = 100
_READABLE = (TargetKind.NUMBER, TargetKind.RANGE, TargetKind.DATE)
_LONGEST = 40


def proposals(raw: str, *, siblings: Sequence[str] = ()) -> tuple[str, ...]:
    """Return what a recognised value may have been, likeliest first. `siblings` are the other values of its table.

    >>> proposals("295%"), proposals("工95%"), proposals("l00%"), proposals("95%")
    (('≥95%',), ('≥95%',), ('100%',), ())
    >>> proposals("23次", siblings=("≥2次", "≥5篇"))
    ('≥3次',)
    """
    text = fold(raw)
    if len(text) > _LONGEST:
        return ()
    found = dict.fromkeys([*_signs(text), *_digits(text), *_marks(text), *_swallowed_sign(text, siblings)])
    return tuple(one for one in found if one != text and _read(one) is not None)


def _signs(text: str) -> Iterator[str]:
    for misread, sign in _FOR_A_SIGN:
        if text.startswith(misread) and text[len(misread) : len(misread) + 1].isdigit():
            yield sign + text[len(misread) :]
            return


def _digits(text: str) -> Iterator[str]:
    found = _NUMBER_LIKE.fullmatch(text)
    if found is not None:
        number = text[: found.start("unit")]
        yield number.translate(_FOR_A_DIGIT) + found["unit"]


def _marks(text: str) -> Iterator[str]:
    yield _DASH.sub("-", text)
    if _read(text) is None:
        yield _POINT.sub(".", text)


def _swallowed_sign(text: str, siblings: Sequence[str]) -> Iterator[str]:
    """Yield the value behind a 2 that may have been a ≥."""
    whole, rest = _read(text), _read(text[1:])
    if text.startswith("2") and whole and rest and not whole.operator and not rest.operator:
        percentage = whole.unit == "%"
        if _is_out_of_reason(whole, rest) if percentage else _all_at_least(siblings):
            yield f"≥{text[1:]}"


def _is_out_of_reason(whole: Target, rest: Target) -> bool:
    return _value(whole) > _LARGEST_PERCENTAGE and _value(rest) <= _LIKELY_PERCENTAGE


def _all_at_least(siblings: Sequence[str]) -> bool:
    values = [target for one in siblings if (target := _read(one)) is not None]
    return bool(values) and all(target.operator is Operator.AT_LEAST for target in values)


def _value(target: Target) -> Decimal:
    return target.value if target.value is not None else Decimal(0)


def _read(text: str) -> Target | None:
    """Return a value that is a number or a date; None for words and for what cannot be read."""
    target = parse_target(text)
    return target if target is not None and target.kind in _READABLE else None
