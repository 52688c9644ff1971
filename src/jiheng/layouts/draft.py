"""What has been read of one form so far: texts with their places, not yet values.

Values are made at the end, when the year and the money unit of the form are known. Knows the model and the value
grammar; does not know how the texts were found.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal

from jiheng.layouts.entries import PARTICULAR
from jiheng.layouts.schema import Layout
from jiheng.model import (
    Budget,
    Form,
    Funding,
    Goal,
    Horizon,
    Indicator,
    Measure,
    Money,
    Note,
    NoteKind,
    Particular,
    Place,
    PlannedSpending,
    Project,
    Task,
    Unit,
    Unread,
)
from jiheng.values.money import amount_of, parse_money
from jiheng.values.numbers import NotANumberError, parse_number
from jiheng.values.percent import parse_percent
from jiheng.values.targets import parse_target
from jiheng.values.wording import BLANKS, plain

GOALS, RESULTS = "goals", "results"
_PARTICULAR = f"{PARTICULAR}:"
# What the last row of a task list sums up, by the money column.
TOTALS = {"amount": "budget.total", "fiscal": "budget.fiscal", "other": "budget.other"}
_LONG_TERM = f":{Horizon.LONG_TERM}"
_BUDGET = frozenset(f"budget.{name}" for name in Budget.__dataclass_fields__ if name != "purpose")
MONEY_FIELDS = _BUDGET | {f"{path}{_LONG_TERM}" for path in _BUDGET}
SINGLE_FIELDS = MONEY_FIELDS | {
    "unit.name",
    "unit.code",
    "project.code",
    "project.name",
    "department.name",
    "department.code",
}


@dataclass(frozen=True, slots=True)
class Said:
    """A text and where it stands; `horizon` where the form says what it looks at."""

    text: str
    place: Place
    horizon: Horizon | None = None


@dataclass(slots=True)
class Draft:
    """The texts of one form by field path, and what was noted on the way."""

    layout: Layout
    title: Said | None = None
    year: int | None = None
    period: str | None = None
    money_unit: str | None = None
    values: dict[str, Said] = field(default_factory=dict)
    units: dict[str, str] = field(default_factory=dict)
    blanks: dict[str, Place] = field(default_factory=dict)
    goals: list[Said] = field(default_factory=list)
    measures: list[Said] = field(default_factory=list)
    tasks: list[dict[str, Said]] = field(default_factory=list)
    plan: list[tuple[str, Said]] = field(default_factory=list)
    results: list[Said] = field(default_factory=list)
    funding: list[dict[str, Said]] = field(default_factory=list)
    totals: dict[str, Said] = field(default_factory=dict)
    indicators: tuple[Indicator, ...] = ()
    notes: list[Note] = field(default_factory=list)
    unread: list[Unread] = field(default_factory=list)

    def note(self, kind: NoteKind, text: str, place: Place) -> None:
        """Say what was mended, removed or met."""
        self.notes.append(Note(kind, text, place))

    def leave(self, text: str, place: Place) -> None:
        """List a text that no field takes, so that it is not lost."""
        self.unread.append(Unread(text, place))

    def form(self, year: int | None) -> Form:
        """Make the form, its values read with the year and the money unit that are now known."""
        return Form(
            kind=self.layout.kind,
            stage=self.layout.stage,
            layout=self.layout.id,
            region=self.layout.region,
            year=year,
            period=self.period,
            title=self.title.text if self.title else None,
            unit=Unit(name=self._text("unit.name"), code=self._text("unit.code")),
            department=Unit(name=self._text("department.name"), code=self._text("department.code")),
            project=self._project(),
            responsibilities=self._text("responsibilities"),
            particulars=tuple(self._particulars()),
            goals=_by_horizon(self.goals),
            results=_by_horizon(self.results),
            measures=tuple(Measure(said.text, said.place) for said in self.measures),
            tasks=tuple(self._task(task) for task in self.tasks),
            budget=self._budget(),
            long_term_budget=self._budget(_LONG_TERM),
            funding=tuple(self._fund(row) for row in self.funding),
            spending_plan=tuple(_planned(by, said) for by, said in self.plan),
            indicators=self.indicators,
            total_weight=self.points(self.totals.get("weight")),
            total_score=self.points(self.totals.get("score")),
            notes=tuple(self.notes),
            places=dict(self._places()),
        )

    def points(self, said: Said | None) -> Decimal | None:
        """Read a number of points; a mark for a blank is none, and what else is no number is left unread."""
        if said is None or plain(said.text) in BLANKS:
            return None
        try:
            return parse_number(plain(said.text).removesuffix("分").removesuffix("%"))
        except NotANumberError:
            self.leave(said.text, said.place)
            return None

    def _text(self, path: str) -> str | None:
        said = self.values.get(path)
        return said.text if said and said.text else None

    def _particulars(self) -> Iterator[Particular]:
        for path, said in self.values.items():
            if path.startswith(_PARTICULAR):
                yield Particular(path.removeprefix(_PARTICULAR), said.text, said.place)

    def _project(self) -> Project | None:
        told = (*(slot.field for slot in self.layout.slots), *self.values)
        if not any(path.startswith("project.") for path in told):
            return None
        return Project(code=self._text("project.code"), name=self._text("project.name"))

    def _budget(self, horizon: str = "") -> Budget | None:
        """Read the money of the year, or that of all years of a project."""
        long_term = bool(horizon)
        slots = [slot for slot in self.layout.slots if slot.field.startswith("budget.")]
        printed = any((slot.horizon is Horizon.LONG_TERM) is long_term for slot in slots)
        if not printed and (long_term or not self.values.keys() & _BUDGET):
            return None
        return Budget(
            total=self._money(f"budget.total{horizon}"),
            government=self._money(f"budget.government{horizon}"),
            special_account=self._money(f"budget.special_account{horizon}"),
            unit_funds=self._money(f"budget.unit_funds{horizon}"),
            basic=self._money(f"budget.basic{horizon}"),
            project=self._money(f"budget.project{horizon}"),
            fiscal=self._money(f"budget.fiscal{horizon}"),
            carried_over=self._money(f"budget.carried_over{horizon}"),
            other=self._money(f"budget.other{horizon}"),
            purpose=self._text(f"budget.purpose{horizon}"),
        )

    def _money(self, path: str) -> Money | None:
        return self._amount(self.values.get(path), self.units.get(path))

    def _amount(self, said: Said | None, unit: str | None = None) -> Money | None:
        """Read an amount; where its own label prints no unit, the one that the form prints for all is taken."""
        if said is None:
            return None
        return parse_money(said.text, unit=unit or self.money_unit or self._printed_unit(), place=said.place)

    def _fund(self, row: dict[str, Said]) -> Funding:
        rate = row.get("rate")
        return Funding(
            name=row["name"].text if "name" in row else None,
            initial=self._amount(row.get("initial")),
            budget=self._amount(row.get("budget")),
            executed=self._amount(row.get("executed")),
            expected=self._amount(row.get("expected")),
            surplus=self._amount(row.get("surplus")),
            rate=parse_target(rate.text, place=rate.place) if rate else None,
            weight=self.points(row.get("weight")),
            score=self.points(row.get("score")),
            note=row["note"].text if "note" in row else None,
            place=next(iter(row.values())).place if row else Place(),
        )

    def _printed_unit(self) -> str | None:
        return next(iter(self.units.values()), None)

    def _task(self, task: dict[str, Said]) -> Task:
        texts = {name: said.text for name, said in task.items()}
        return Task(
            name=texts.get("name"),
            content=texts.get("content"),
            amount=self._amount(task.get("amount")),
            fiscal=self._amount(task.get("fiscal")),
            other=self._amount(task.get("other")),
            result=texts.get("result"),
            note=texts.get("note"),
            place=next(iter(task.values())).place if task else Place(),
        )

    def _places(self) -> Iterator[tuple[str, Place]]:
        for path, place in self.blanks.items():
            if path.startswith(_PARTICULAR):
                continue
            yield pointer(path), place
        for path, said in self.values.items():
            if path.startswith(_PARTICULAR):
                continue
            yield pointer(path), said.place
        for at, task in enumerate(self.tasks):
            # A task that is told in sentences has its goal on a line of its own.
            if "note" in task and task["note"].place != next(iter(task.values())).place:
                yield f"/tasks/{at}/note", task["note"].place
        if self.title is not None:
            yield "/title", self.title.place


def pointer(path: str) -> str:
    """Return the JSON Pointer of a field path.

    >>> pointer("unit.name"), pointer("budget.total:long_term"), pointer("goals:long_term")
    ('/unit/name', '/long_term_budget/total', '/goals')
    """
    field, _, horizon = path.partition(":")
    found = "/" + field.replace(".", "/")
    return found.replace("/budget/", "/long_term_budget/") if f":{horizon}" == _LONG_TERM else found


def parse_amount(text: str) -> Decimal | None:
    """Return the amount of a text that is nothing but an amount, else None."""
    return amount_of(text)


def _by_horizon(said: Sequence[Said]) -> tuple[Goal, ...]:
    """Return the goals; those of one horizon together, where two stand side by side."""
    order = list(dict.fromkeys(one.horizon for one in said))
    ordered = sorted(said, key=lambda one: order.index(one.horizon))
    return tuple(Goal(one.text, one.place, one.horizon) for one in ordered)


def _planned(by: str, said: Said) -> PlannedSpending:
    return PlannedSpending(by=by, percent=parse_percent(said.text), raw=said.text, place=said.place)
