"""Values that are more than a string: targets and amounts, with the raw text they were read from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from enum import StrEnum

from jiheng.model.place import Place


class TargetKind(StrEnum):
    """What sort of value an indicator aims at."""

    NUMBER = "number"
    RANGE = "range"
    DATE = "date"
    GRADE = "grade"
    COMPOSITE = "composite"
    UNREADABLE = "unreadable"


class Operator(StrEnum):
    """How the actual value is compared with the target."""

    AT_LEAST = "≥"
    AT_MOST = "≤"
    MORE = ">"
    LESS = "<"
    EQUAL = "="
    ABOUT = "≈"


@dataclass(frozen=True, slots=True)
class TargetCells:
    """The printed cells of a target where type, value and unit stand apart (Hunan)."""

    type: str | None
    value: str | None
    unit: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """指标值. `raw` is the value as one cell would show it; what it means follows from `kind`.

    `operator` is what is printed, never guessed. `value` and `upper` carry the printed number in the printed `unit`,
    not converted. `date` is the last day allowed. `repair` proposes how an unreadable value, or a number with a long
    binary tail, may have been meant; it is never applied.
    """

    raw: str
    kind: TargetKind
    operator: Operator | None = None
    value: Decimal | None = None
    upper: Decimal | None = None
    unit: str | None = None
    text: str | None = None
    date: date | None = None
    parts: tuple[Target, ...] = ()
    repair: tuple[str, ...] = ()
    cells: TargetCells | None = None
    place: Place = field(default=Place(), compare=False)


@dataclass(frozen=True, slots=True)
class Money:
    """An amount with the unit it is printed in (元, 万元, 亿元). `yuan` is null where no unit is known."""

    raw: str
    amount: Decimal | None = None
    unit: str | None = None
    yuan: Decimal | None = None
    place: Place = field(default=Place(), compare=False)
