"""The indicator table of a careful form: the region's fixed rows and the subject's own, in the order of the scheme.

It works out what follows from a row and its layout: levels, cells, points and scores. Whose rows they are, and what
else the form prints, is not known here.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any, Final

from clean.subjects import Nature, Row, Strict, Subject
from jiheng.layouts.blocks import IndicatorKey, Indicators
from jiheng.layouts.levels import scheme_of
from jiheng.layouts.schema import Layout
from jiheng.model import Horizon, Indicator, Operator, Stage, Target, TargetKind
from jiheng.values.compact import fold
from jiheng.values.operators import operator_named
from jiheng.values.targets import parse_target, parse_target_cells
from jiheng.yaml_files import read_yaml, shaped

HERE: Final = Path(__file__).parent
_CENT: Final = Decimal("0.01")
_GROUPS: Final[Mapping[str, str]] = {"成本": "成本", "满意度": "满意度", "数量": "产出", "质量": "产出", "时效": "产出"}
_RISING: Final = (Operator.AT_LEAST, Operator.MORE, Operator.EQUAL)


class Words(Strict):
    """The shape of `words.yaml`."""

    levels: Mapping[Nature, tuple[str, ...]]
    heads: Mapping[Nature, str]
    points: Mapping[int, Mapping[str, int]]
    funds: Mapping[str, str]
    particulars: Mapping[str, str]


class Fixed(Strict):
    """A row that a layout wants beside the unit's own, as a careful unit fills it in; `points` where it has some."""

    level2: str
    name: str
    target: str
    says: str
    source: str
    actual: str | None = None
    points: int | None = None


class FixedRows(Strict):
    """The shape of `fixed/*.yaml`."""

    rows: tuple[Fixed, ...]


@cache
def words() -> Words:
    return shaped(Words, read_yaml(HERE / "words.yaml"), HERE / "words.yaml")


@cache
def fixed_rows(layout: str) -> tuple[Fixed, ...]:
    """Return the rows that every unit fills in on this layout, beside its own."""
    path = HERE / "fixed" / f"{layout.replace('/', '-')}.yaml"
    return shaped(FixedRows, read_yaml(path), path).rows if path.exists() else ()


class ImpossibleRowError(ValueError):
    """A subject says of a row what no layout could print, or misses a target without saying why."""


def indicators(subject: Subject, layout: Layout, points: int) -> tuple[Indicator, ...]:
    """Return all rows; those with points share `points` out among them, the fixed ones taking theirs first."""
    rows: list[Indicator] = []
    for table in layout.tables:
        composer = _Table(subject, layout, table)
        rows += composer.rows(points)
    return tuple(rows)


@dataclass(frozen=True, slots=True)
class _Table:
    subject: Subject
    layout: Layout
    table: Indicators

    def rows(self, points: int) -> list[Indicator]:
        fixed = fixed_rows(self.layout.id)
        own = self.subject.rows
        shared = _shared(own, points - sum(row.points or 0 for row in fixed))
        rows = [self._fixed(row) for row in fixed]
        rows += [self._own(row, weight) for row, weight in zip(own, shared, strict=True)]
        rows.sort(key=lambda row: self._rank(row.level2))
        return [self._without_unprinted(self._with_others(row, at, rows)) for at, row in enumerate(rows)]

    def _rank(self, level2: str | None) -> int:
        order = [two.name for one in self.layout.levels for two in one.level2]
        return order.index(level2) if level2 in order else 0

    def _fixed(self, row: Fixed) -> Indicator:
        weight = Decimal(row.points) if row.points is not None else None
        return Indicator(
            level1=self._above(row.level2),
            level2=row.level2,
            name=row.name,
            target=self._target(row.target),
            actual=self._parsed(row.actual or row.target),
            explanation=row.says,
            note=f"数据来源：{row.source}。",
            scoring=_scoring(row.target),
            weight=weight,
            score=weight,
            fixed=scheme_of(self.layout).frame_row(row.name) is not None,
        )

    def _own(self, row: Row, points: int) -> Indicator:
        later = self.table.horizon is Horizon.LONG_TERM
        if later and row.later is None:
            raise ImpossibleRowError(f"{row.name}: the layout {self.layout.id} asks for the years of the project")
        level1, level2 = self._levels(row.nature)
        score = self._score(row, Decimal(points))
        return Indicator(
            level1=level1,
            level2=level2,
            name=row.name,
            target=self._target(row.later if later and row.later else row.target),
            actual=self._parsed(row.july if self.layout.stage is Stage.MONITORING else row.actual),
            explanation=self._explanation(row),
            note=self._note(row),
            basis=row.basis,
            scoring=row.scoring or _scoring(row.target),
            weight=Decimal(points),
            score=score,
            horizon=self.table.horizon,
            previous=self._parsed(row.before or ""),
            adjusted=self._parsed(row.target),
            expected=self._parsed(row.target.lstrip("≥≤=")),
            deviation=row.why if self.layout.stage is Stage.SELF_EVALUATION else None,
            likelihood="确定能",
        )

    def _levels(self, nature: Nature) -> tuple[str | None, str | None]:
        if not self.layout.levels:
            printed = any(column.key is IndicatorKey.LEVEL1 for column in self.table.indicators)
            return (words().heads[nature], None) if printed else (None, None)
        known = {two.name for one in self.layout.levels for two in one.level2}
        level2 = next((name for name in words().levels[nature] if name in known), None)
        if level2 is None:
            raise ImpossibleRowError(f"words.yaml names no 二级指标 of {self.layout.id} for {nature}")
        return self._above(level2), level2

    def _above(self, level2: str) -> str:
        # Where 成本指标 stands under 产出指标 and as a level of its own, both have other names below them.
        return next(one.name for one in self.layout.levels if any(two.name == level2 for two in one.level2))

    def _explanation(self, row: Row) -> str:
        """Say what has no column of its own beside the meaning."""
        keys = {column.key for column in self.table.indicators}
        more = [row.says]
        if not keys & {IndicatorKey.BASIS}:
            more.append(f"依据：{row.basis}")
        if not keys & {IndicatorKey.NOTE}:
            more.append(f"数据来源：{row.source}")
        return "；".join(more) + "。"

    def _note(self, row: Row) -> str:
        """Say where the data come from; where nothing else has room for it, also what the row means."""
        keys = {column.key for column in self.table.indicators}
        said = "" if keys & {IndicatorKey.EXPLANATION} else f"{row.says}；"
        return f"{said}数据来源：{row.source}。"

    def _parsed(self, text: str) -> Target | None:
        return parse_target(text, year=self.subject.year)

    def _target(self, text: str) -> Target | None:
        """Return the target in one cell, or in the cells that the table has for type, value and unit."""
        whole = self._parsed(text)
        keys = {column.key for column in self.table.indicators}
        if whole is None or not keys & {IndicatorKey.TARGET_TYPE, IndicatorKey.TARGET_UNIT}:
            return whole
        type_, value, unit = _apart(whole)
        if IndicatorKey.TARGET_TYPE not in keys:
            return parse_target_cells(
                type=None, value=value if type_ is None else f"{type_}{value}", unit=unit, year=self.subject.year
            )
        return parse_target_cells(type=self._choice(type_), value=value, unit=unit, year=self.subject.year)

    def _choice(self, type_: Operator | None) -> str:
        found = (choice for choice in self.table.choices if operator_named(fold(choice)) is type_)
        return next(found) if type_ is not None else "定性"

    def _score(self, row: Row, weight: Decimal) -> Decimal:
        share = _reached(row, self.subject.year)
        if share < 1 and row.why is None:
            raise ImpossibleRowError(f"{row.name}: {row.actual} misses {row.target}, and nothing says why")
        return (weight * share).quantize(_CENT, ROUND_HALF_UP).normalize() + 0

    def _with_others(self, row: Indicator, at: int, rows: Sequence[Indicator]) -> Indicator:
        columns = [column for column in self.table.indicators if column.key is IndicatorKey.OTHER]
        told = {column.name: _OTHERS[column.name](at, row, rows) for column in columns if column.name in _OTHERS}
        return replace(row, others={name: text for name, text in told.items() if text} or None)

    def _without_unprinted(self, row: Indicator) -> Indicator:
        keys = {column.key.value for column in self.table.indicators}
        gone: dict[str, Any] = dict.fromkeys((name for name in _COLUMNS if name not in keys), None)
        return replace(row, **gone)


_COLUMNS: Final = (
    *("level1", "level2", "target", "actual", "explanation", "note", "basis", "scoring", "weight", "score"),
    *("previous", "adjusted", "expected", "deviation", "likelihood"),
)


def _shared(rows: Sequence[Row], points: int) -> list[int]:
    """Share points out among the rows: to each group what the words say, in it evenly, the first taking the rest."""
    groups = defaultdict(list)
    for at, row in enumerate(rows):
        groups[_GROUPS.get(row.nature, "效益")].append(at)
    shares = words().points[points]
    given = [0] * len(rows)
    for group, members in groups.items():
        least, rest = divmod(shares[group], len(members))
        for position, at in enumerate(members):
            given[at] = least + (position < rest)
    if sum(given) != points:
        raise ImpossibleRowError(f"a group of natures has no row: {sorted(shares)} share {points} points")
    return given


def _reached(row: Row, year: int) -> Decimal:
    """Return which share of its target a row reached, at most all of it."""
    target, actual = parse_target(row.target, year=year), parse_target(row.actual, year=year)
    if target is None or actual is None:
        raise ImpossibleRowError(f"{row.name}: nothing is aimed at, or nothing was reached")
    if target.kind is TargetKind.NUMBER and actual.kind is TargetKind.NUMBER:
        return _share(target, actual)
    late = target.date is not None and (actual.date is None or actual.date > target.date)
    if late or (target.kind is TargetKind.GRADE and actual.raw != target.raw):
        raise ImpossibleRowError(f"{row.name}: only a number can miss its target here")
    return Decimal(1)


def _share(target: Target, actual: Target) -> Decimal:
    if target.value is None or actual.value is None or target.unit != actual.unit:
        raise ImpossibleRowError(f"{actual.raw} cannot be held against {target.raw}")
    more, less = (actual.value, target.value) if target.operator in _RISING else (target.value, actual.value)
    return Decimal(1) if more >= less else more / less


def _apart(target: Target) -> tuple[Operator | None, str, str]:
    """Return the type, value and unit of a target that is printed in one cell."""
    if target.kind is TargetKind.DATE:
        return Operator.AT_MOST, target.raw.removesuffix("前"), "/"
    if target.kind is not TargetKind.NUMBER or target.operator is None or target.unit is None:
        return None, target.raw, "/"
    return target.operator, target.raw.removeprefix(target.operator).removesuffix(target.unit), target.unit


def _scoring(target: str) -> str:
    """Return the usual standard for a target of this sort."""
    aim = target.lstrip("≥≤=")
    if target.startswith("≤"):
        return f"不高于{aim}得满分，超出的按{aim}÷完成值×分值计分"
    if target.startswith(("≥", "=")):
        return f"达到{aim}得满分，未达到的按完成值÷{aim}×分值计分"
    if target.endswith("前"):
        return f"{aim}完成得满分，每逾期一个月扣该项分值的20%"
    return f"评为{aim}得满分，低一档得该项分值的60%，再低不得分"


def _points(at: int, row: Indicator, rows: Sequence[Indicator], level: str) -> str:
    own = getattr(row, level)
    return str(sum(one.weight or 0 for one in rows if getattr(one, level) == own))


def _direction(row: Indicator) -> str:
    operator = row.target.operator if row.target is not None else None
    return "反向" if operator in (Operator.AT_MOST, Operator.LESS) else "正向"


def _source(row: Indicator) -> str:
    return (row.note or "").rpartition("数据来源：")[2].rstrip("。")


Other = Callable[[int, Indicator, Sequence[Indicator]], str]
_OTHERS: Final[Mapping[str, Other]] = {
    "序号": lambda at, row, rows: str(at + 1),
    "指标性质": lambda at, row, rows: _direction(row),
    "指标方向性": lambda at, row, rows: f"{_direction(row)}指标",
    "得分系数": lambda at, row, rows: f"{(row.score or 0) / (row.weight or 1):.2%}",
    "是否核心指标": lambda at, row, rows: "是" if at < 5 else "否",
    "一级指标权重": lambda at, row, rows: _points(at, row, rows, "level1"),
    "一级指标分值": lambda at, row, rows: _points(at, row, rows, "level1"),
    "二级指标分值": lambda at, row, rows: _points(at, row, rows, "level2"),
    "数据项1": lambda at, row, rows: _source(row),
    "数据项2": lambda at, row, rows: "年初下达的绩效目标",
}
