"""What a form says in figures, as columns: its indicators with what became of them, and its money by source.

Only columns in which some row says something. Knows the model; does not know how columns are drawn.
"""

from __future__ import annotations

from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType

from jiheng.model import Funding, Indicator, Money, Target

_Cells = tuple[str | None, ...]
_VALUES: Mapping[str, str] = MappingProxyType(
    {"previous": "上年值", "target": "指标值", "adjusted": "调整值", "actual": "实际完成", "expected": "预计完成"}
)
_POINTS: Mapping[str, str] = MappingProxyType({"weight": "分值", "score": "得分"})
_MONEY: Mapping[str, str] = MappingProxyType(
    {
        "initial": "年初预算",
        "budget": "全年预算",
        "executed": "执行数",
        "expected": "预计执行",
        "surplus": "结余",
        "rate": "执行率",
    }
)


@dataclass(frozen=True, slots=True)
class Columns:
    """Headings and the rows under them."""

    headings: tuple[str, ...]
    rows: tuple[_Cells, ...]


def of_indicators(indicators: Sequence[Indicator]) -> Columns:
    """Return the indicators, a level named once for the rows below it; points only where the form is scored."""
    levels = [_levels(indicators, at) for at in range(len(indicators))]
    scored = any(one.score is not None for one in indicators)
    return _columns(
        {
            "一级指标": tuple(one for one, _ in levels),
            "二级指标": tuple(two for _, two in levels),
            "三级指标": tuple(one.name for one in indicators),
            **{heading: _figures(indicators, name) for name, heading in _VALUES.items()},
            **{heading: _figures(indicators, name) for name, heading in _POINTS.items() if scored},
        },
        always=("三级指标", "指标值"),
    )


def of_funding(funding: Sequence[Funding]) -> Columns:
    """Return the sources of money with what was planned and spent, in the unit that the form prints."""
    amounts = (money for one in funding for money in (one.initial, one.budget, one.executed) if money is not None)
    unit = next((money.unit for money in amounts if money.unit), None)
    name = f"资金（{unit}）" if unit else "资金"
    figures = {heading: _figures(funding, field) for field, heading in {**_MONEY, **_POINTS}.items()}
    return _columns({name: tuple(one.name for one in funding), **figures}, always=(name,))


def _levels(indicators: Sequence[Indicator], at: int) -> tuple[str | None, str | None]:
    """Return what a row shows of its levels: what the row above has not said already."""
    one, above = indicators[at], indicators[at - 1] if at else None
    if above is None or one.level1 != above.level1:
        return one.level1, one.level2
    return None, one.level2 if one.level2 != above.level2 else None


def _figures(rows: Sequence[Indicator] | Sequence[Funding], name: str) -> _Cells:
    return tuple(_shown(getattr(one, name)) for one in rows)


def _shown(figure: Target | Money | Decimal | None) -> str | None:
    return figure.raw if isinstance(figure, Target | Money) else None if figure is None else f"{figure:f}"


def _columns(columns: Mapping[str, _Cells], *, always: Container[str]) -> Columns:
    filled = {heading: cells for heading, cells in columns.items() if any(cells) or heading in always}
    return Columns(tuple(filled), tuple(zip(*filled.values(), strict=True)))
