"""The careful units of `subjects/`: what each would say on any form, whatever its layout prints of it.

All units, places, people and documents are invented. A subject knows no layout; `compose` lays it into one.
"""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Literal

from pydantic import BaseModel, ConfigDict

from jiheng.model import Kind
from jiheng.yaml_files import read_yaml, shaped

FOLDER = Path(__file__).parent / "subjects"

Nature = Literal["成本", "数量", "质量", "时效", "经济效益", "社会效益", "生态效益", "可持续影响", "满意度"]


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Row(Strict):
    """One indicator. `says` is what it means and how it is counted, `before` what was reached a year ago.

    `july` and `actual` are what was reached by then, `why` explains an actual value that misses the target. `later` is
    the target for all years of the project, `task` the number of the task that it measures, `scoring` a standard of
    its own; the usual one follows from the target.
    """

    nature: Nature
    name: str
    target: str
    says: str
    basis: str
    source: str
    before: str | None = None
    july: str
    actual: str
    why: str | None = None
    later: str | None = None
    task: int | None = None
    scoring: str | None = None


class Duty(Strict):
    """A task of an overall form: what is done, with how much money, and in the end the result."""

    name: str
    content: str
    amount: Decimal
    fiscal: Decimal
    result: str


class Sum(Strict):
    """Money of one source over the year: planned, adjusted, spent by the end of July, spent in all."""

    initial: Decimal
    budget: Decimal
    july: Decimal
    executed: Decimal


class Funds(Strict):
    """The money in 万元. A project has two sources; a unit has its structure and its three sources beside."""

    total: Sum
    fiscal: Sum
    other: Sum
    basic: Sum | None = None
    project: Sum | None = None
    special_account: Decimal | None = None
    unit_funds: Decimal | None = None


class Years(Strict):
    """All years of a project: its first and last, its goal and its money."""

    first: int
    last: int
    goal: str
    total: Decimal
    fiscal: Decimal
    other: Decimal


class People(Strict):
    """Who signs, and the number of the office."""

    manager: str
    finance: str
    phone: str


class Subject(Strict):
    """A careful unit, or one project of it, with all that any layout asks about it."""

    kind: Kind
    year: int
    unit: str
    code: str
    department: str
    department_code: str
    people: People
    goal: str
    result: str
    funds: Funds
    rows: tuple[Row, ...]
    problems: str
    improvements: str
    project: str | None = None
    serial: str | None = None
    programme: str | None = None
    overview: str | None = None
    grounds: str | None = None
    purpose: str | None = None
    spending: tuple[Decimal, Decimal, Decimal, Decimal] | None = None
    years: Years | None = None
    duties: str | None = None
    tasks: tuple[Duty, ...] = ()
    measures: tuple[str, ...] = ()


@cache
def subject(name: str) -> Subject:
    """Return the subject of this name, e.g. `rural-roads`."""
    path = FOLDER / f"{name}.yaml"
    return shaped(Subject, read_yaml(path), path)
