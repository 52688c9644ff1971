"""Family A, what the explanations speak of: each of its own indicator, none of an indicator that does not exist.

Only formulas tell for certain what an explanation defines. A cell that is merged downwards explains several rows.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache

from jiheng.language.formulas import Formula, formulas
from jiheng.language.projects import short_name
from jiheng.model import Form, Indicator, Severity
from jiheng.rules import basis
from jiheng.rules.cells import TEXT_COLUMNS
from jiheng.rules.facts import Facts
from jiheng.rules.lexicon import bare
from jiheng.rules.registry import Outcome, Step, failed, not_applicable, rule

_RATES = ("率", "比重", "比例", "占比", "指数", "度", "系数")
_ALIKE = 0.7
_OTHERWISE = ("或", "或者", "也可用")


@dataclass(frozen=True, slots=True)
class _Cell:
    """A text of formulas, the rows that it stands beside, and the rates that it defines."""

    row: Indicator
    column: str
    beside: tuple[Indicator, ...]
    rates: tuple[Formula, ...]


@rule(
    id="explanations.of-one-indicator",
    checks=("A17",),
    severity=Severity.WARNING,
    title="一格只应解释一个指标",
    basis=basis.REGIONAL_FORM,
    advice="把各个指标的算式分别写到各自的行里；表样合并单元格的，逐行拆开。",
    example="到课率=实到人次÷应到人次×100%（写在“到课率”一行）",
    about=("indicators",),
)
def of_one_indicator(form: Form, facts: Facts) -> Iterator[Outcome]:
    cells = facts.once(_cells, form)
    if not cells:
        yield not_applicable()
    for cell in cells:
        defined = [(rate, row) for rate in cell.rates if (row := _defined(rate.name, form)) is not None]
        rows = {id(row) for _, row in defined}
        if len(rows) > 1:
            steps = tuple(Step(row.name or "", f"{rate.name}=…") for rate, row in defined)
            others = tuple({id(row): row for _, row in defined if row is not cell.row}.values())
            found = "、".join(dict.fromkeys(rate.name for rate, _ in defined))
            yield failed(cell.row, cell.column, found=found, expected="一个指标的算式", because=steps, beside=others)


@rule(
    id="explanations.of-a-row-that-is-there",
    checks=("A16",),
    severity=Severity.WARNING,
    title="解释所说的指标应在表中",
    basis=basis.REGIONAL_FORM,
    advice="补上这个指标，或删去多余的解释。",
    example="“高技能人才占比”一行的解释写“高技能人才占比=高技能人才数÷职工总数×100%”",
    about=("indicators",),
)
def of_a_row_that_is_there(form: Form, facts: Facts) -> Iterator[Outcome]:
    cells = facts.once(_cells, form)
    if not cells:
        yield not_applicable()
    for cell in cells:
        # How points are given is told by rates of its own.
        for rate in cell.rates if cell.column != "scoring" else ():
            if _defined(rate.name, form) is None and not _may_be_of_its_row(rate, cell):
                names = "、".join(row.name or "" for row in cell.beside)
                steps = (Step("此格所在的指标", names), Step("解释的指标", rate.name))
                yield failed(cell.row, cell.column, found=rate.name, expected="表中有的指标", because=steps)


def _may_be_of_its_row(rate: Formula, cell: _Cell) -> bool:
    """Whether a formula may be that of a row beside it under another name; rows with a formula of their own have it."""
    taken = [row for row in cell.beside if any(_is_of(other.name, row) for other in cell.rates)]
    free = [row for row in cell.beside if row not in taken and bare(row.name).endswith(_RATES)]
    if len(cell.beside) == 1:
        return not taken
    return any(_pairs(rate.name) & _pairs(bare(row.name)) for row in free)


def _cells(form: Form) -> tuple[_Cell, ...]:
    """Return the cells that define a rate, each with the rows that it is merged over."""
    found = []
    for at, row in enumerate(form.indicators):
        for column in TEXT_COLUMNS:
            text = getattr(row, column)
            rates = tuple(_rates(text)) if text and ("=" in text or "＝" in text) else ()
            if rates:
                below = (one for one in form.indicators if one.merged_from and one.merged_from.get(column) == at)
                found.append(_Cell(row, column, (row, *below), rates))
    return tuple(found)


def _rates(text: str) -> Iterator[Formula]:
    """Yield the formulas of rates; one that stands for another (或…), or works out a part of one, defines no row."""
    found = formulas(text)
    bodies = [bare(one.body) for one in found]
    for one in found:
        name = bare(one.name)
        is_part = any(name in body for body in bodies)
        alternative = name.startswith(_OTHERWISE) or text[: one.span.start].rstrip('“"（( ').endswith(_OTHERWISE)
        if name.endswith(_RATES) and not is_part and not alternative:
            yield one


def _defined(name: str, form: Form) -> Indicator | None:
    """Return the row of this name, or that of the name most like it where one is so like it that it is meant."""
    named = [(_likeness(bare(name), bare(row.name)), at) for at, row in enumerate(form.indicators) if row.name]
    likeness, at = max(named, default=(0.0, 0), key=lambda one: (one[0], -one[1]))
    return form.indicators[at] if likeness >= _ALIKE else None


def _is_of(name: str, row: Indicator) -> bool:
    return row.name is not None and _likeness(bare(name), bare(row.name)) >= _ALIKE


@lru_cache(maxsize=4096)
def _likeness(name: str, row: str) -> float:
    """Return how like two names are, 0 to 1; a short name of a rate is as good as the long one."""
    one, other = short_name(name), short_name(row)
    if name == row:
        return 1.0
    if one in other or other in one:
        return 0.95
    return SequenceMatcher(None, one, other, autojunk=False).ratio() * 0.9 if name[-1:] == row[-1:] else 0.0


def _pairs(name: str) -> set[str]:
    return {name[at : at + 2] for at in range(len(name) - 1)}
