"""Hypothesis strategies over the model: any form that a reading may give, for round trips of every kind.

They keep what the contract promises (a blank is None, text has no outer space, what a target's kind leaves empty) and
nothing else: the words are arbitrary, and no layout needs to fit.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TypeVar

from hypothesis import strategies as st

from jiheng.model import (
    Budget,
    Finding,
    Form,
    Goal,
    Indicator,
    Kind,
    Ledger,
    Measure,
    Money,
    Note,
    NoteKind,
    Operator,
    Place,
    PlannedSpending,
    Project,
    Reading,
    ReadingError,
    Severity,
    Stage,
    Target,
    TargetCells,
    TargetKind,
    Task,
    Unit,
    Unread,
)

T = TypeVar("T")

_PRINTED = (
    "预算绩效目标数量质量时效成本满意度指标万元年月日完成率，。；：（）“”、≥≤≈％abzABZ0123456789%.-/*<>&'\"\\ \n\t"
)


def maybe(values: st.SearchStrategy[T]) -> st.SearchStrategy[T | None]:
    return st.none() | values


def words(longest: int = 12) -> st.SearchStrategy[str]:
    """Text as a form prints it: not blank, without outer space."""
    return st.text(st.sampled_from(_PRINTED), min_size=1, max_size=longest).map(str.strip).filter(bool)


def numbers() -> st.SearchStrategy[Decimal]:
    return st.decimals(min_value=Decimal("-1e9"), max_value=Decimal("1e9"), allow_nan=False, allow_infinity=False)


def dates() -> st.SearchStrategy[date]:
    return st.dates(min_value=date(2015, 1, 1), max_value=date(2035, 12, 31))


def places() -> st.SearchStrategy[Place]:
    count = st.integers(min_value=1, max_value=9999)
    lines = st.builds(Place, line=count)
    cells = st.builds(
        Place,
        page=maybe(count),
        sheet=maybe(words()),
        table=maybe(count),
        row=maybe(count),
        column=maybe(count),
        cell=maybe(st.just("B7")),
    )
    return lines | cells


def single_targets() -> st.SearchStrategy[Target]:
    """Targets of every kind but composite."""
    raw, place = words(), places()
    # Where type, value and unit stand apart, the value is printed.
    cells = maybe(st.builds(TargetCells, type=maybe(words()), value=words(), unit=maybe(words())))
    operators = maybe(st.sampled_from(Operator))
    number = st.builds(
        Target, raw=raw, kind=st.just(TargetKind.NUMBER), operator=operators, value=numbers(), unit=maybe(words(3)),
        cells=cells, place=place,
    )  # fmt: skip
    interval = st.builds(
        Target, raw=raw, kind=st.just(TargetKind.RANGE), value=numbers(), upper=numbers(), unit=maybe(words(3)),
        place=place,
    )  # fmt: skip
    day = st.builds(
        Target, raw=raw, kind=st.just(TargetKind.DATE), operator=st.just(Operator.AT_MOST), text=words(),
        date=maybe(dates()), place=place,
    )  # fmt: skip
    grade = words().flatmap(lambda text: st.just(Target(raw=text, kind=TargetKind.GRADE, text=text)))
    unreadable = st.builds(
        Target, raw=raw, kind=st.just(TargetKind.UNREADABLE), repair=st.lists(words(), max_size=2).map(tuple),
        place=place,
    )  # fmt: skip
    return number | interval | day | grade | unreadable


def targets() -> st.SearchStrategy[Target]:
    """Targets of every kind."""
    parts = st.lists(single_targets(), min_size=2, max_size=3).map(tuple)
    return single_targets() | st.builds(
        Target, raw=words(), kind=st.just(TargetKind.COMPOSITE), parts=parts, place=places()
    )


def money() -> st.SearchStrategy[Money]:
    """An amount with its unit and yuan, an amount without a unit, or a text in a money cell."""
    with_unit = st.builds(
        Money, raw=words(), amount=numbers(), unit=st.sampled_from(["元", "万元"]), yuan=numbers(), place=places()
    )
    return with_unit | st.builds(Money, raw=words(), amount=numbers()) | st.builds(Money, raw=words(), place=places())


def budgets() -> st.SearchStrategy[Budget]:
    amount = maybe(money())
    return st.builds(
        Budget, total=amount, government=amount, special_account=amount, unit_funds=amount, basic=amount,
        project=amount, fiscal=amount, other=amount, purpose=maybe(words(40)),
    )  # fmt: skip


def tasks() -> st.SearchStrategy[Task]:
    return st.builds(
        Task, name=maybe(words()), content=maybe(words(40)), amount=maybe(money()), fiscal=maybe(money()),
        note=maybe(words()), place=places(),
    )  # fmt: skip


def planned_spending() -> st.SearchStrategy[PlannedSpending]:
    return st.builds(PlannedSpending, by=words(), percent=maybe(numbers()), place=places())


def indicators() -> st.SearchStrategy[Indicator]:
    text = maybe(words(40))
    merged = maybe(st.dictionaries(st.sampled_from(["explanation", "scoring"]), st.just(0), min_size=1))
    return st.builds(
        Indicator, level1=maybe(words()), level2=maybe(words()), name=maybe(words()), target=maybe(targets()),
        actual=maybe(targets()), explanation=text, note=text, basis=text, scoring=text, weight=maybe(numbers()),
        score=maybe(numbers()), fixed=st.booleans(), merged_from=merged, place=places(),
    )  # fmt: skip


def findings() -> st.SearchStrategy[Finding]:
    return st.builds(
        Finding, rule=words(), severity=st.sampled_from(Severity), title=words(), found=maybe(words()),
        expected=maybe(words()), advice=words(), basis=words(), place=places(),
        path=st.sampled_from(["", "/title", "/indicators/3/target", "/budget/total"]),
    )  # fmt: skip


def ledgers() -> st.SearchStrategy[Ledger]:
    ids = st.lists(words(), max_size=2).map(tuple)
    return st.builds(Ledger, passed=ids, failed=ids, not_applicable=ids, not_enough_data=ids)


def forms(*, checked: bool = False) -> st.SearchStrategy[Form]:
    """A form as it was read, or with the findings and the ledger of a check."""

    def some(values: st.SearchStrategy[T]) -> st.SearchStrategy[tuple[T, ...]]:
        return st.lists(values, max_size=2).map(tuple)

    return st.builds(
        Form, kind=st.sampled_from(Kind), stage=st.sampled_from(Stage), layout=maybe(st.just("000000/invented-2023")),
        confidence=st.sampled_from(["layout", "generic"]), region=maybe(st.just("000000")),
        year=maybe(st.integers(2015, 2035)), title=maybe(words()),
        unit=st.builds(Unit, name=maybe(words()), code=maybe(words())),
        project=maybe(st.builds(Project, code=maybe(words()), name=maybe(words()))),
        responsibilities=maybe(words(40)), goals=some(st.builds(Goal, text=words(40), place=places())),
        measures=some(st.builds(Measure, text=words(40), place=places())), tasks=some(tasks()),
        budget=maybe(budgets()), spending_plan=some(planned_spending()), indicators=some(indicators()),
        notes=some(st.builds(Note, kind=st.sampled_from(NoteKind), text=words(), place=places())),
        findings=some(findings()) if checked else st.none(), ledger=ledgers() if checked else st.none(),
    )  # fmt: skip


def readings(*, checked: bool = False) -> st.SearchStrategy[Reading]:
    """What became of one file, with or without an error."""
    error = st.builds(ReadingError, code=words(), message=words(), advice=words())
    return st.builds(
        Reading, path=words(), format=maybe(st.sampled_from(["text", "xlsx", "docx", "html", "json"])),
        sha256=st.just("0" * 64) | st.just(""), forms=st.lists(forms(checked=checked), max_size=2).map(tuple),
        unread=st.lists(st.builds(Unread, text=words(), place=places()), max_size=2).map(tuple), error=maybe(error),
    )  # fmt: skip
