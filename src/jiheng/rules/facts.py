"""What a rule may need beside the form itself. What the caller does not have is None, and never guessed."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from jiheng.layouts.schema import Layout
from jiheng.model import Form
from jiheng.parameters import NotYetInForceError, Parameter
from jiheng.values.dates import YEARS


class MissingFactError(LookupError):
    """A rule asked for a fact that the caller did not give; the engine records the rule as not enough data."""

    def __init__(self, fact: str) -> None:
        self.fact = fact
        super().__init__(f"缺少判断所需的资料：{fact}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """Facts around one form: its layout, the region's parameters, and other forms.

    `siblings` are the other forms of the same document; `attachments` are names of the files handed in with it.
    """

    layout: Layout | None = None
    parameters: Mapping[str, Parameter] | None = None
    siblings: tuple[Form, ...] | None = None
    last_year: Form | None = None
    approved: Form | None = None
    attachments: tuple[str, ...] | None = None

    def need_layout(self) -> Layout:
        """Return the layout, or raise MissingFactError."""
        if self.layout is None:
            raise MissingFactError("layout")
        return self.layout

    def need_siblings(self) -> tuple[Form, ...]:
        """Return the other forms of the document, or raise MissingFactError."""
        if self.siblings is None:
            raise MissingFactError("siblings")
        return self.siblings

    def need_last_year(self) -> Form:
        """Return the form of the year before, or raise MissingFactError."""
        if self.last_year is None:
            raise MissingFactError("last_year")
        return self.last_year

    def need_approved(self) -> Form:
        """Return the approved version of the form, or raise MissingFactError."""
        if self.approved is None:
            raise MissingFactError("approved")
        return self.approved

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
