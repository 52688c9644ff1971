"""What a rule may need beside the form itself. What the caller does not have is None, and never guessed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TypeVar, cast

from jiheng.layouts.schema import Layout
from jiheng.model import Form, Related
from jiheng.parameters import NotYetInForceError, Parameter
from jiheng.values.dates import YEARS

_Fact = TypeVar("_Fact")


@dataclass(frozen=True, slots=True)
class Alike:
    """What other forms of a batch say like this one at `path`, or otherwise, and the `rule` that it answers to.

    `count` tells how many forms say the same, or, where they say otherwise, how many do; `units` of how many units they
    are. `others` are some of them. `here` and `there` show the first place where two wordings differ.
    """

    rule: str
    path: str
    count: int
    units: int
    others: tuple[Related, ...] = ()
    here: str | None = None
    there: str | None = None


class MissingFactError(LookupError):
    """A rule asked for a fact that the caller did not give; the engine records the rule as not enough data."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(f"缺少判断所需的资料：{fact}")


def known(value: _Fact | None, fact: str) -> _Fact:
    """Return a fact that is there, or raise MissingFactError with its name."""
    if value is None:
        raise MissingFactError(fact)
    return value


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts around one form: its layout, the region's parameters, and other forms.

    - `siblings`: the other forms of the same document or hand-in; `last_year`, `approved`, `published`: this form a
      year ago, as approved, as published; `blank`: the official form before anybody filled it in.
    - `attachments`: names of the files handed in with it; `evidence`: for the name of an indicator, the names of the
      files that prove its actual value.
    - `unit_names`: the official names of the region's units; `duties`: the unit's duties as the authorities set them.
    - `approved_on`, `published_on`: the days of 批复 and of publication; `goal_status`: the state of the project's goal
      in the review chain (e.g. 退回); `last_grade`: the grade of its last evaluation (优良中差); `reviewed_score`: the
      score that the department or the bureau gave.
    - `batch`: what the forms of other units that are checked together show of this one; `rows_elsewhere`: the names of
      rows that only one province prints on its forms, another one than the form's, each with that province's code.
    """

    layout: Layout | None = None
    parameters: Mapping[str, Parameter] | None = None
    siblings: tuple[Form, ...] | None = None
    last_year: Form | None = None
    approved: Form | None = None
    published: Form | None = None
    blank: Form | None = None
    attachments: tuple[str, ...] | None = None
    evidence: Mapping[str, tuple[str, ...]] | None = None
    unit_names: frozenset[str] | None = None
    duties: str | None = None
    approved_on: date | None = None
    published_on: date | None = None
    goal_status: str | None = None
    last_grade: str | None = None
    reviewed_score: Decimal | None = None
    batch: tuple[Alike, ...] | None = None
    rows_elsewhere: Mapping[str, str] | None = None
    _worked_out: dict[tuple[object, int], object] = field(default_factory=dict, compare=False, repr=False)

    def once(self, ask: Callable[[Form], _Fact], form: Form) -> _Fact:
        """Return `ask(form)`, which several rules need, worked out once as long as these facts and the form live."""
        key = (ask, id(form))
        if key not in self._worked_out:
            self._worked_out[key] = (ask(form), form)
        return cast("tuple[_Fact, Form]", self._worked_out[key])[0]

    def need_layout(self) -> Layout:
        """Return the layout, or raise MissingFactError."""
        return known(self.layout, "layout")

    def need_siblings(self) -> tuple[Form, ...]:
        """Return the other forms of the document, or raise MissingFactError."""
        return known(self.siblings, "siblings")

    def need_last_year(self) -> Form:
        """Return the form of the year before, or raise MissingFactError."""
        return known(self.last_year, "last_year")

    def need_approved(self) -> Form:
        """Return the approved version of the form, or raise MissingFactError."""
        return known(self.approved, "approved")

    def number(self, name: str, form: Form) -> Decimal:
        """Return the number that binds `form`, or raise MissingFactError.

        A form is bound by what is in force on the first day of its budget year.
        """
        value = self._value(name, form)
        if not isinstance(value, Decimal):
            raise TypeError(f"parameter {name!r} is {value!r}, a rule expects a number")
        return value

    def word(self, name: str, form: Form) -> str:
        """Return the word (the name of a method) that binds `form`, or raise MissingFactError."""
        return str(self._value(name, form))

    def _value(self, name: str, form: Form) -> Decimal | str:
        if self.parameters is None or name not in self.parameters:
            raise MissingFactError(f"parameters.{name}")
        if form.year is None or form.year not in YEARS:
            raise MissingFactError("year")
        try:
            return self.parameters[name].at(date(form.year, 1, 1))
        except NotYetInForceError as early:
            raise MissingFactError(f"parameters.{name}") from early
