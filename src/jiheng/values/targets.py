"""指标值: the target of an indicator, as people write it.

Read in this order: a date, a number or range, several of them, a wording. What has a number and is covered by none of
these stays unreadable, with a proposal where one is certain. Nothing is guessed; the grammar never raises.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, replace
from functools import lru_cache
from operator import attrgetter

from jiheng.model import Place, Target, TargetCells, TargetKind
from jiheng.values.compact import Compact, fold, is_digit
from jiheng.values.dates import deadline_operator, read_deadline
from jiheng.values.grades import is_grade
from jiheng.values.noise import without_noise
from jiheng.values.numbers import plain_number, read_chinese
from jiheng.values.operators import begins_with_sign, leading_operator, operator_named
from jiheng.values.quantities import Quantity, read_quantity
from jiheng.values.repairs import propose
from jiheng.values.shapes import has_value_shape
from jiheng.values.units import is_known_unit

_NOWHERE = Place()
_CLOSING = "。；;，,.！!"
_SEPARATORS = frozenset("；;，,、。且")
_LONGEST_SHAPE = 24
# Words of the type column that compare nothing; they are not shown in front of the value.
_TYPES_NOT_SHOWN = frozenset(
    ("定性", "定量", "定量(其他)", "定量指标", "定性指标", "不适用", "/", "-", "—", "——", "无")
)
# 是/否 in the column of units says how to answer; nothing is counted in it.
_UNITS_NOT_SHOWN = frozenset(("/", "-", "—", "——", "无", "是/否", "是否", "有/无", "有无"))
_COUNTED_IN_CHINESE = re.compile(
    r"(?:[大小多少高低长短]于|超过|达到|至少|至多|最少|最多|每[年月季周日]度?|开展|完成|举办|组织|召开|新增|培训)"
    r"[一二两三四五六七八九十百千]+(?P<unit>[\u4e00-\u9fff]{1,3})"
)
# 百分之九十五, 三百余人
_NUMBER_WORDS = re.compile(r"[百千万]分之|[十百千万亿][余多]")


def parse_target(raw: str, *, year: int | None = None, place: Place = _NOWHERE) -> Target | None:
    """Return what a printed target says; None where the cell is blank. `year` is the form's, for dates without one.

    >>> parse_target("≥1.7万元").value, parse_target("≥1.7万元").unit
    (Decimal('1.7'), '万元')
    >>> parse_target("10月底前", year=2023).date
    datetime.date(2023, 10, 31)
    >>> parse_target("≥972023年12月底前").repair
    ('≥97', '2023年12月底前')
    >>> parse_target("0.0900000762939453").repair
    ('9%', '0.09')
    """
    target = _read(raw.strip(), year)
    if target is None:
        return None
    return _placed(target, place)


def parse_target_cells(
    *, type: str | None, value: str | None, unit: str | None, year: int | None = None, place: Place = _NOWHERE
) -> Target | None:
    """Return the target whose type, value and unit stand in separate cells; None where nothing is aimed at.

    定性 alone, or a unit alone, is no target.

    >>> parse_target_cells(type="≥", value="100", unit="%").raw
    '≥100%'
    >>> parse_target_cells(type="定性", value="科学", unit="/").raw
    '科学'
    """
    cells = TargetCells(type=_or_none(type), value=_or_none(value), unit=_or_none(unit))
    own = parse_target(cells.value or "", year=year)
    target = parse_target(_joined(cells, own), year=year, place=place)
    if target is None or _joined(replace(cells, unit=None), own) == "":
        return None
    if own is not None and _contradicts(own, cells.unit):
        alone = _joined(replace(cells, unit=None), own)
        target = Target(raw=target.raw, kind=TargetKind.UNREADABLE, repair=_if_readable(alone, year), place=place)
    return replace(target, cells=cells)


def is_target_type(text: str) -> bool:
    """Tell whether a text can stand in the column of types: a comparison in signs or words, or 定性 and its like.

    >>> is_target_type("大于等于"), is_target_type("定性"), is_target_type("科学")
    (True, True, False)
    """
    folded = fold(text)
    return folded in _TYPES_NOT_SHOWN or operator_named(folded) is not None


def print_target(target: Target) -> str:
    """Return the target in the region's own notation: as printed, or built from its parts where nothing was printed.

    >>> print_target(parse_target("不少于三次"))
    '不少于三次'
    """
    if target.raw:
        return target.raw
    if target.parts:
        return "；".join(map(print_target, target.parts))
    if target.value is None:
        return target.text or (f"{target.date:%Y-%m-%d}" if target.date else "")
    unit = target.unit or ""
    if target.upper is not None:
        return f"{plain_number(target.value)}{unit}—{plain_number(target.upper)}{unit}"
    return f"{target.operator.value if target.operator else ''}{plain_number(target.value)}{unit}"


def looks_like_target(text: str) -> bool:
    """Tell by its shape whether a cell holds a number, a range or a date to aim at, also an unreadable one; no grade.

    >>> looks_like_target("≥972023年12月底前"), looks_like_target("每月1次")
    (True, True)
    >>> looks_like_target("良好"), looks_like_target("按计划开展3次")
    (False, False)
    """
    compact = _without_closing(Compact.of(text.strip()))
    if not compact.text or len(compact.text) > _LONGEST_SHAPE:
        return False
    if begins_with_sign(compact.text) and any(map(is_digit, compact.text)):
        return True
    read = _read_one(compact, None) or _read_composite(compact, None)
    if read is None:
        return has_value_shape(compact)
    return read.unit is None or read.operator is not None or is_known_unit(fold(read.unit))


# All that a target says, in the order of its fields; its place comes last.
_SAID = attrgetter(*(field.name for field in fields(Target) if field.name != "place"))


def _placed(target: Target, place: Place) -> Target:
    """Return the target with its place. `replace` alone would take longer than all else that is done for a cell."""
    if target.parts:
        return replace(target, place=place, parts=tuple(_placed(part, place) for part in target.parts))
    return Target(*(*_SAID(target), place))


# The forms of a county aim at the same few values again and again.
@lru_cache(maxsize=4096)
def _read(printed: str, year: int | None) -> Target | None:
    if not printed:
        return None
    compact = _without_closing(Compact.of(printed))
    read = _read_one(compact, year) or _read_composite(compact, year) or _read_wording(compact.text)
    if read is None:
        read = Target(raw=printed, kind=TargetKind.UNREADABLE, repair=propose(compact, year=year))
    elif read.kind is TargetKind.NUMBER:
        read = replace(read, repair=without_noise(read))
    return _printed_as(read, printed)


def _printed_as(target: Target, raw: str) -> Target:
    worded = target.kind in (TargetKind.DATE, TargetKind.GRADE)
    return replace(target, raw=raw, text=raw if worded else None)


def _without_closing(compact: Compact) -> Compact:
    return compact.part(0, len(compact.text.rstrip(_CLOSING)))


def _read_one(compact: Compact, year: int | None) -> Target | None:
    """Read one date, number or range. Behind a sign 12月 is a length of time, without one it is December."""
    if leading_operator(compact.text)[0] is None:
        return _read_date(compact.text, year) or _from_quantity(read_quantity(compact))
    return _from_quantity(read_quantity(compact)) or _read_date(compact.text, year)


def _from_quantity(quantity: Quantity | None) -> Target | None:
    if quantity is None:
        return None
    return Target(
        raw="",
        kind=TargetKind.NUMBER if quantity.upper is None else TargetKind.RANGE,
        operator=quantity.operator,
        value=quantity.value,
        upper=quantity.upper,
        unit=quantity.unit,
    )


def _read_date(text: str, year: int | None) -> Target | None:
    operator, start = leading_operator(text)
    if operator is None:
        operator, start = deadline_operator(text)
    deadline = read_deadline(text[start:], year=year)
    if deadline is None:
        return None
    return Target(raw="", kind=TargetKind.DATE, operator=operator, date=deadline.last)


def _read_composite(compact: Compact, year: int | None) -> Target | None:
    """Read several values in one cell; words may stand only beside a value, and only grade words."""
    parts = tuple(_read_part(part, year) for part in _split(compact))
    readable = tuple(part for part in parts if part is not None)
    valued = any(part.kind is not TargetKind.GRADE for part in readable)
    if len(parts) < 2 or len(readable) < len(parts) or not valued:
        return None
    return Target(raw="", kind=TargetKind.COMPOSITE, parts=readable)


def _read_part(part: Compact, year: int | None) -> Target | None:
    read = _read_one(part, year)
    if read is None and is_grade(part.text):
        read = Target(raw="", kind=TargetKind.GRADE)
    return None if read is None else _printed_as(read, part.raw_slice)


def _split(compact: Compact) -> Iterator[Compact]:
    start = 0
    for at, character in enumerate(compact.text):
        if character in _SEPARATORS and not _between_digits(compact.text, at):
            if at > start:
                yield compact.part(start, at)
            start = at + 1
    if start < len(compact.text):
        yield compact.part(start, len(compact.text))


def _between_digits(text: str, at: int) -> bool:
    """1,05 is one slip and not the two values 1 and 05."""
    return 0 < at < len(text) - 1 and is_digit(text[at - 1]) and is_digit(text[at + 1])


def _read_wording(text: str) -> Target | None:
    has_words = any(character.isalpha() for character in text)
    return Target(raw="", kind=TargetKind.GRADE) if has_words and not _has_number(text) else None


def _has_number(text: str) -> bool:
    if any(character.isdecimal() or character in "%‰*" for character in text) or _NUMBER_WORDS.search(text):
        return True
    whole = read_chinese(text)
    if whole is not None and whole[1] == len(text):
        return True
    return any(is_known_unit(unit) for unit in _counted_units(text))


def _counted_units(text: str) -> Iterator[str]:
    for found in _COUNTED_IN_CHINESE.finditer(text):
        yield from (found["unit"][:length] for length in range(1, len(found["unit"]) + 1))


def _or_none(cell: str | None) -> str | None:
    return (cell or "").strip() or None


def _joined(cells: TargetCells, own: Target | None) -> str:
    """Join the cells as one cell would show them; what the value already carries is not repeated."""
    type_ = "" if cells.type is None or fold(cells.type) in _TYPES_NOT_SHOWN else cells.type
    value = "" if cells.value is None or fold(cells.value) == "/" else cells.value
    unit = "" if cells.unit is None or fold(cells.unit) in _UNITS_NOT_SHOWN else cells.unit
    named = operator_named(fold(type_))
    if named is not None and named is leading_operator(fold(value))[0]:
        type_ = ""
    if own is not None and own.unit is not None and fold(own.unit) == fold(unit):
        unit = ""
    return f"{type_}{value}{unit}"


def _if_readable(proposal: str, year: int | None) -> tuple[str, ...]:
    target = parse_target(proposal, year=year)
    return () if target is None or target.kind is TargetKind.UNREADABLE else (proposal,)


def _contradicts(own: Target, unit: str | None) -> bool:
    if own.unit is None or unit is None or fold(unit) in _UNITS_NOT_SHOWN:
        return False
    return fold(own.unit) != fold(unit)
