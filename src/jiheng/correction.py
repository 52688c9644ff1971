"""Set one value of a form to what a person typed, where the reading of it was wrong.

What is typed is read with the same grammar as a printed cell, with the form's own year and money unit. Every change is
noted in the form, and what an earlier check said of it is dropped. Rows are neither added nor removed here, and nothing
is known of rules.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any, cast

from jiheng.layouts.levels import Scheme
from jiheng.layouts.schema import Layout
from jiheng.model import Budget, Form, Indicator, Money, Note, NoteKind, PlannedSpending, Target
from jiheng.values.money import parse_money
from jiheng.values.numbers import NotANumberError, parse_number
from jiheng.values.percent import parse_percent
from jiheng.values.targets import parse_target, parse_target_cells

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

_BUDGET_MONEY = tuple(field.name for field in fields(Budget) if field.name != "purpose")
_INDICATOR_TEXTS = ("level1", "level2", "name", "explanation", "note", "basis", "scoring", "deviation", "likelihood")
_TASK = ("name", "content", "amount", "fiscal", "other", "result", "note")
_FUNDS_MONEY = ("initial", "budget", "executed", "expected")
_FUNDING = ("name", *_FUNDS_MONEY, "rate", "weight", "score", "note")
_TOTALS = ("total_weight", "total_score")
_TARGET_CELLS = ("type", "value", "unit")
_SHOWN = 6


class CorrectionError(ValueError):
    """Something cannot be set by hand, or not to this. The message is Chinese and says what can."""


def correctable(form: Form) -> tuple[str, ...]:
    """Return the JSON Pointers of every value of this form that can be set by hand, in the order of the form."""
    return tuple(_leaves(form))


def correct(form: Form, path: str, text: str, *, layout: Layout | None = None) -> Form:
    """Return the form with the value at `path` read anew from `text`; blank text makes it blank.

    With the form's `layout`, a renamed row also learns whether it is one that the region prints on every form.

    Raises:
        CorrectionError: `path` is no value that can be set by hand, or `text` is none of its kind.
    """
    if path not in correctable(form):
        raise CorrectionError(_why_not(form, path))
    where, value = _read(form, path, text.strip())
    changed = cast("Form", _put(form, where.split("/")[1:], value))
    settled = replace(changed.unchecked(), notes=(*form.notes, _note(form, changed, where)))
    if path == "/year":
        return _with_dates_of_year(settled)
    return _with_settled_row(settled, path, layout) if path.startswith("/indicators/") else settled


def _leaves(form: Form) -> Iterator[str]:
    yield from ("/title", "/year", "/period", "/unit/name", "/unit/code", "/department/name", "/department/code")
    if form.project is not None:
        yield from ("/project/code", "/project/name")
    yield "/responsibilities"
    yield from (f"/particulars/{at}/text" for at in range(len(form.particulars)))
    yield from (f"/goals/{at}/text" for at in range(len(form.goals)))
    yield from (f"/results/{at}/text" for at in range(len(form.results)))
    yield from (f"/measures/{at}/text" for at in range(len(form.measures)))
    for at in range(len(form.tasks)):
        yield from (f"/tasks/{at}/{name}" for name in _TASK)
    for name in ("budget", "long_term_budget"):
        if form.at(f"/{name}") is not None:
            yield from (f"/{name}/{money}" for money in (*_BUDGET_MONEY, "purpose"))
    for at in range(len(form.funding)):
        yield from (f"/funding/{at}/{name}" for name in _FUNDING)
    yield from (f"/spending_plan/{at}/percent" for at in range(len(form.spending_plan)))
    for at, indicator in enumerate(form.indicators):
        yield from (f"/indicators/{at}/{leaf}" for leaf in _indicator_leaves(indicator))
    yield from (f"/{name}" for name in _TOTALS)


def _indicator_leaves(indicator: Indicator) -> Iterator[str]:
    merged = indicator.merged_from or {}
    yield from (name for name in _INDICATOR_TEXTS if name not in merged)
    for name, target in (("target", indicator.target), ("actual", indicator.actual)):
        if target is None or target.cells is None:
            yield name
        # A unit alone aims at nothing: it is typed beside a value.
        cells = ("type", "value") if target is None else _TARGET_CELLS if target.cells is not None else ()
        yield from (f"{name}/cells/{cell}" for cell in cells)
    yield from ("previous", "adjusted", "expected", "weight", "score")


def _why_not(form: Form, path: str) -> str:
    owner, _, last = path.rpartition("/")
    indicator = form.at(owner)
    if isinstance(indicator, Indicator) and last in (indicator.merged_from or {}):
        row = (indicator.merged_from or {})[last]
        return f"这一格与上面的格合并，请改第 {row + 1} 个指标的这一格（/indicators/{row}/{last}）。"
    if isinstance(form.at(path), Target):
        return f"这个指标值分三格填写，请分别更正：{'、'.join(f'{path}/cells/{cell}' for cell in _TARGET_CELLS)}。"
    leaves = correctable(form)
    near = [leaf for leaf in leaves if leaf.startswith(f"{path}/")] or [
        leaf for leaf in leaves if _owner(leaf) == owner
    ]
    return f"“{path}”不能更正。可以更正的有：{'、'.join(near or leaves[:_SHOWN])}。"


def _owner(path: str) -> str:
    return path.rpartition("/")[0]


def _read(form: Form, path: str, typed: str) -> tuple[str, object]:
    """Return the path of the object that the correction replaces, and what replaces it."""
    owner, _, last = path.rpartition("/")
    if owner.endswith("/cells"):
        target = owner.removesuffix("/cells")
        return target, _target_of_cells(form, target, {last: typed})
    planned = form.at(owner)
    if isinstance(planned, PlannedSpending):
        return owner, replace(planned, percent=_parse_percent(typed), raw=typed)
    block = path.split("/")[1]
    parse = _PARSERS.get(f"{block}/{last}") or _PARSERS.get(last, _parse_text)
    return path, parse(form, path, typed)


def _parse_text(form: Form, path: str, typed: str) -> str | None:
    if not typed and path.endswith("/text"):
        raise CorrectionError("这一条的内容不能改成空白。")
    return typed or None


def _parse_year(form: Form, path: str, typed: str) -> int | None:
    if not typed:
        return None
    if not re.fullmatch(r"20[0-9]{2}", typed):
        raise CorrectionError(f"“{typed}”不是年度，请填四位数字，例如 2023。")
    return int(typed)


def _parse_money(form: Form, path: str, typed: str) -> Money | None:
    return parse_money(typed, unit=_money_unit(form, path), place=form.place_of(path))


def _parse_target(form: Form, path: str, typed: str) -> Target | None:
    return parse_target(typed, year=form.year, place=form.place_of(path))


def _parse_number(form: Form, path: str, typed: str) -> Decimal | None:
    try:
        return parse_number(typed) if typed else None
    except NotANumberError as error:
        raise CorrectionError(f"“{typed}”不是数，请填数字，例如 10 或 9.5。") from error


def _parse_percent(typed: str) -> Decimal | None:
    percent = parse_percent(typed) if typed else None
    if typed and percent is None:
        raise CorrectionError(f"“{typed}”不是百分数，请填数字，例如 30 或 30%。")
    return percent


_PARSERS: Mapping[str, Callable[[Form, str, str], object]] = {
    "year": _parse_year,
    **dict.fromkeys((*_BUDGET_MONEY, *_FUNDS_MONEY, "amount"), _parse_money),
    **dict.fromkeys(("target", "actual", "previous", "adjusted", "rate", "indicators/expected"), _parse_target),
    **dict.fromkeys(("weight", "score", *_TOTALS), _parse_number),
}


def _target_of_cells(form: Form, path: str, typed: Mapping[str, str]) -> Target | None:
    target = form.at(path)
    printed = target.cells if isinstance(target, Target) else None
    cells = {name: typed.get(name, getattr(printed, name, None)) for name in _TARGET_CELLS}
    return parse_target_cells(
        type=cells["type"], value=cells["value"], unit=cells["unit"], year=form.year, place=form.place_of(path)
    )


def _money_unit(form: Form, path: str) -> str | None:
    """Return the unit that is printed for this cell, else the one that the form prints for its other amounts."""
    own = form.at(path)
    amounts = (own, *_amounts(form))
    return next((money.unit for money in amounts if isinstance(money, Money) and money.unit), None)


def _amounts(form: Form) -> Iterator[object]:
    if form.budget is not None:
        yield from (getattr(form.budget, name) for name in _BUDGET_MONEY)
    for task in form.tasks:
        yield from (task.amount, task.fiscal, task.other)
    for row in form.funding:
        yield from (getattr(row, name) for name in _FUNDS_MONEY)


def _put(owner: object, steps: Sequence[str], value: object) -> object:
    """Return a copy of `owner` in which what the steps of a JSON Pointer lead to is `value`."""
    if not steps:
        return value
    head, rest = steps[0], steps[1:]
    if isinstance(owner, tuple):
        at = int(head)
        return (*owner[:at], _put(owner[at], rest, value), *owner[at + 1 :])
    changes: dict[str, Any] = {head: _put(getattr(owner, head), rest, value)}
    return replace(cast("DataclassInstance", owner), **changes)


def _note(form: Form, changed: Form, path: str) -> Note:
    before, after = _printed(form.at(path)), _printed(changed.at(path))
    return Note(NoteKind.MENDED, f"人工更正：{before}改为{after}", form.place_of(path))


def _printed(value: object) -> str:
    match value:
        case None | "":
            return "空白"
        case Money() | Target() | PlannedSpending():
            return f"“{value.raw}”"
        case _:
            return f"“{value}”"


def _with_settled_row(form: Form, path: str, layout: Layout | None) -> Form:
    """Let what hangs on the corrected cell follow it: rows merged with a blank cell, and whether the row is fixed."""
    at, name = int(path.split("/")[2]), path.split("/")[3]
    rows = list(form.indicators)
    if layout is not None and name in ("name", "level2"):
        rows[at] = replace(rows[at], fixed=_is_fixed(rows[at], layout))
    if getattr(rows[at], name) is None:
        rows = [_parted(row, name, at) for row in rows]
    return replace(form, indicators=tuple(rows))


def _is_fixed(indicator: Indicator, layout: Layout) -> bool:
    row = Scheme(layout).frame_row(indicator.name)
    return row is not None and row.level2 == indicator.level2


def _parted(indicator: Indicator, name: str, at: int) -> Indicator:
    # A blank cell has no text that rows below it could share.
    if (indicator.merged_from or {}).get(name) != at:
        return indicator
    left = {key: row for key, row in (indicator.merged_from or {}).items() if key != name}
    return replace(indicator, merged_from=left or None)


def _with_dates_of_year(form: Form) -> Form:
    """Read the targets anew: a date without a year of its own means the form's year."""
    return replace(form, indicators=tuple(_with_dates(indicator, form.year) for indicator in form.indicators))


def _with_dates(indicator: Indicator, year: int | None) -> Indicator:
    targets = ("target", "actual", "previous", "adjusted", "expected")
    changes: dict[str, Any] = {name: _read_anew(getattr(indicator, name), year) for name in targets}
    return replace(indicator, **changes)


def _read_anew(target: Target | None, year: int | None) -> Target | None:
    if target is None or target.cells is None:
        return target and parse_target(target.raw, year=year, place=target.place)
    cells = target.cells
    return parse_target_cells(type=cells.type, value=cells.value, unit=cells.unit, year=year, place=target.place)
