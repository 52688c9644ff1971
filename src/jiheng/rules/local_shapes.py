"""The shape of a region's file of rules: what it changes of known rules, and the simple rules that it adds.

A field is named by the dotted names of the model, e.g. `budget.total`; in the rows of a list only by what follows, e.g.
`amount`. Knows neither a form nor where a file lies.
"""

from __future__ import annotations

from dataclasses import fields
from datetime import date
from decimal import Decimal
from functools import reduce
from operator import or_
from typing import Annotated, Literal, Self

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, model_validator

from jiheng.model import (
    Budget,
    Form,
    Funding,
    Goal,
    Indicator,
    Kind,
    Measure,
    Particular,
    PlannedSpending,
    Project,
    Severity,
    Stage,
    Task,
    Unit,
)
from jiheng.rules.cases import Case
from jiheng.rules.patterns import compiled
from jiheng.rules.qualities import Quality

Operator = Literal["≤", "<", "=", "≥", ">", "≠"]
List = Literal["goals", "results", "measures", "tasks", "funding", "spending_plan", "indicators", "particulars"]
ROWS: dict[str, type] = {
    "goals": Goal,
    "results": Goal,
    "measures": Measure,
    "tasks": Task,
    "funding": Funding,
    "spending_plan": PlannedSpending,
    "indicators": Indicator,
    "particulars": Particular,
}
_PARTS: dict[str, type] = {
    "unit": Unit,
    "department": Unit,
    "project": Project,
    "budget": Budget,
    "long_term_budget": Budget,
}
# What is no content of the form, or only for the program.
_INNER = {"place", "places", "notes", "findings", "questions", "ledger", "merged_from", "fixed", "confidence"}
_LIKE = {quality.words: quality for quality in Quality}


def _names(owner: type) -> set[str]:
    return {one.name for one in fields(owner)} - _INNER


_FIELDS = reduce(
    or_,
    ({f"{part}.{name}" for name in _names(owner)} for part, owner in _PARTS.items()),
    _names(Form) - _PARTS.keys() - ROWS.keys(),
)


def _field(name: str) -> str:
    if name not in _FIELDS:
        raise ValueError(f"没有“{name}”这个字段；可以用的有：{'、'.join(sorted(_FIELDS))}")
    return name


def _pattern(pattern: str) -> str:
    compiled(pattern)
    return pattern


def _quality(words: object) -> object:
    return _LIKE.get(words, words) if isinstance(words, str) else words


def _exact(value: object) -> object:
    """YAML has read 0.5 as a float; its shortest decimal form is what stands in the file."""
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else value


def _refuse_where(each: str | None, where: Where) -> None:
    for name, text in where:
        if text is not None and (each is None or name.removesuffix("_contains") not in _names(ROWS[each])):
            raise ValueError(f"where 里的 {name} 在 {each or '整张表'} 里没有")


Number = Annotated[Decimal, BeforeValidator(_exact), Field(allow_inf_nan=False)]
Pattern = Annotated[str, AfterValidator(_pattern)]


class Shape(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Where(Shape):
    """Which rows are meant: those in which every named text is the same, apart from width and spaces."""

    level1: str | None = None
    level2: str | None = None
    name: str | None = None
    name_contains: str | None = None
    by: str | None = None
    label: str | None = None


class Rows(Shape):
    """The rows of a list, or those of them that are meant."""

    each: List
    where: Where = Where()

    @model_validator(mode="after")
    def _rows_can_be_told(self) -> Self:
        _refuse_where(self.each, self.where)
        return self


class Quantity(Shape):
    """One number: of a field, of the row of an indicator, of a parameter, a count of rows, or the number itself.

    It may be taken `times` a factor, e.g. 0.3 for three tenths of the budget.
    """

    field: str | None = None
    indicator: str | None = None
    column: Literal["target", "actual", "previous", "adjusted", "expected", "weight", "score"] = "target"
    parameter: str | None = None
    count: Rows | None = None
    number: Number | None = None
    unit: str | None = None
    times: Number = Decimal(1)

    @model_validator(mode="after")
    def _one_thing(self) -> Self:
        named = (self.field, self.indicator, self.parameter, self.count, self.number)
        if sum(one is not None for one in named) != 1:
            raise ValueError("field、indicator、parameter、count、number 要写一项，只写一项")
        return self


class Rowed(Shape):
    """What looks at the form itself, or, with `each`, at every row of a list that is meant."""

    each: List | None = None
    where: Where = Where()

    @model_validator(mode="after")
    def _rows_can_be_told(self) -> Self:
        _refuse_where(self.each, self.where)
        return self

    def refuse_unknown(self, *names: str | None) -> None:
        """Refuse a field that neither the form nor, with `each`, a row has."""
        for name in filter(None, names):
            if self.each is None:
                _field(name)
            elif name not in _names(ROWS[self.each]):
                known = "、".join(sorted(_names(ROWS[self.each])))
                raise ValueError(f"{self.each} 的一行没有“{name}”；可以用的有：{known}")


class Compare(Rowed):
    """Two quantities that must stand in a relation. With `each`, `left.field` and `right.field` are of the row."""

    left: Quantity
    operator: Operator
    right: Quantity

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        self.refuse_unknown(self.left.field, self.right.field)
        if not any(one.field or one.indicator or one.count for one in (self.left, self.right)):
            raise ValueError("left 和 right 里至少有一项要取自表上（field、indicator 或 count）")
        return self


class Required(Rowed):
    """A field that must not be blank; or, without a field, how many rows there must be at least."""

    field: str | None = None
    at_least: Annotated[int, Field(ge=1)] = 1

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        if self.field is None and self.each is None:
            raise ValueError("要写 field（哪一项必填），或者 each（哪一种行必须有）")
        self.refuse_unknown(self.field)
        return self


class Match(Rowed):
    """A text that must, or must not, hold what a regular expression describes."""

    field: str
    must: Pattern | None = None
    must_not: Pattern | None = None

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        if (self.must is None) == (self.must_not is None):
            raise ValueError("must（必须有）和 must_not（不能有）要写一项，只写一项")
        self.refuse_unknown(self.field)
        return self


class PartsOf(Rows):
    """A field of every row that is meant, to be added up."""

    field: str

    @model_validator(mode="after")
    def _known_field(self) -> Self:
        Rowed(each=self.each).refuse_unknown(self.field)
        return self


class Sum(Shape):
    """Parts that must make a whole, but for `within`."""

    parts: tuple[Quantity, ...] | PartsOf
    whole: Quantity
    within: Number = Decimal(0)

    @model_validator(mode="after")
    def _known_fields(self) -> Self:
        Rowed().refuse_unknown(self.whole.field)
        if isinstance(self.parts, tuple):
            Rowed().refuse_unknown(*(part.field for part in self.parts))
        return self


class Cases(Shape):
    """Forms by a name that says what they show: those that pass, those that break the rule, and the others."""

    pass_: dict[str, Case] = Field(default={}, alias="pass")
    fail: dict[str, Case] = {}
    not_applicable: dict[str, Case] = {}
    not_enough_data: dict[str, Case] = {}


class Added(Shape):
    """A rule of a region: the words that explain it, the forms it speaks of, and one of four kinds of check."""

    title: str
    severity: Severity
    advice: str
    basis: str
    example: str | None = None
    quality: Annotated[Quality, BeforeValidator(_quality)] = Quality.REGULAR
    stages: tuple[Stage, ...] | None = None
    kinds: tuple[Kind, ...] | None = None
    layouts: tuple[str, ...] | None = None
    since: date
    until: date | None = None
    compare: Compare | None = None
    required: Required | None = None
    pattern: Match | None = None
    sum: Sum | None = None
    cases: Cases = Cases()

    @property
    def check(self) -> Compare | Required | Match | Sum:
        """The one check that it makes."""
        return next(one for one in (self.compare, self.required, self.pattern, self.sum) if one is not None)

    @model_validator(mode="after")
    def _one_check(self) -> Self:
        if sum(one is not None for one in (self.compare, self.required, self.pattern, self.sum)) != 1:
            raise ValueError("compare、required、pattern、sum 要写一项，只写一项")
        return self


class Setting(Shape):
    """What becomes of a known rule from a day on; with neither key it is again what it was declared to be."""

    since: date
    source: str
    severity: Severity | None = None
    switched_off: bool = False


RuleId = Annotated[str, Field(pattern=r"^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$")]


class RuleFile(Shape):
    """A file of rules: `settings` by the id of a known rule, `rules` by the id of the new one."""

    settings: dict[RuleId, tuple[Setting, ...]] = {}
    rules: dict[RuleId, Added] = {}
