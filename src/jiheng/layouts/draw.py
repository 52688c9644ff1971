"""Draw a form in its official layout: Form and Layout to Drawing. Knows no file format.

The same layout that read the form draws it, so that what is written can be read back to the same form. Every drawn
value carries the JSON Pointer of what it shows.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from jiheng.layouts.blocks import (
    FundsTable,
    Group,
    Headed,
    Indicators,
    Label,
    Line,
    Plan,
    Rows,
    Sentence,
    Slot,
    Spec,
)
from jiheng.layouts.draft import GOALS, RESULTS, TOTALS, pointer
from jiheng.layouts.draw_indicators import draw_beside, draw_indicators
from jiheng.layouts.draw_narrative import draw_narrative
from jiheng.layouts.drawing import Align, Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.layouts.periods import with_period, with_year
from jiheng.layouts.schema import Layout
from jiheng.layouts.templates import fill, gaps
from jiheng.model import Form, Horizon, Money, Target

_MAX_NAME = 24


def draw(form: Form, layout: Layout, *, fillable: bool = False) -> Drawing:
    """Return the form as the layout prints it. `fillable` asks for a file that people fill in and send back."""
    blocks: list[DrawnTable | DrawnParagraph] = [*_heads(form, layout, fillable=fillable)]
    if layout.indicators is None:
        blocks += draw_narrative(form, layout)
    else:
        blocks += _sentences(form, layout)
        blocks += _tables(form, layout, fillable=fillable)
    return Drawing(
        name=_name(form),
        blocks=tuple(blocks),
        landscape=layout.paper.orientation == "landscape",
        margins=layout.paper.margins,
        fillable=fillable,
    )


def money_unit(form: Form, layout: Layout) -> str | None:
    """Return the unit that the form prints for its amounts; the layout's own where the form has no amount yet."""
    amounts = [money for money in _amounts(form) if money.amount is not None]
    return next((money.unit for money in amounts if money.unit), None) if amounts else layout.money_unit


def _amounts(form: Form) -> Iterator[Money]:
    for budget in filter(None, (form.budget, form.long_term_budget)):
        every = (budget.total, budget.government, budget.special_account, budget.unit_funds, budget.basic)
        yield from filter(None, (*every, budget.project, budget.fiscal, budget.carried_over, budget.other))
    yield from filter(None, (money for task in form.tasks for money in (task.amount, task.fiscal, task.other)))
    yield from filter(None, (money for row in form.funding for money in (row.initial, row.budget, row.executed)))


def _name(form: Form) -> str:
    name = (form.project.name if form.project else None) or form.unit.name or form.title or "绩效目标表"
    return name[:_MAX_NAME]


def _heads(form: Form, layout: Layout, *, fillable: bool) -> Iterator[DrawnParagraph]:
    yield DrawnParagraph(_title(form, layout), Role.TITLE, Align.CENTER, "/title")
    if form.year is not None:
        yield DrawnParagraph(fill(layout.year_line, {"year": str(form.year)}), Role.SUBTITLE, Align.CENTER, "/year")
    if fillable and layout.instruction is not None:
        yield DrawnParagraph(layout.instruction, Role.INSTRUCTION)


def _title(form: Form, layout: Layout) -> str:
    """Return the printed title; a form that moves into another layout takes that layout's title."""
    if form.title is not None and form.layout in (None, layout.id):
        return form.title
    return fill(
        layout.title.text,
        {"": (form.project.name if form.project else None) or "", "year": str(form.year or "")},
    )


def _sentences(form: Form, layout: Layout) -> Iterator[DrawnParagraph]:
    known = {"unit.code": form.unit.code, "unit.name": form.unit.name, "money_unit": money_unit(form, layout)}
    values = {name: text for name, text in known.items() if text}
    for block in layout.blocks:
        if isinstance(block, Sentence):
            whole = (text for text in (block.sentence, *block.also) if all(name in values for name in gaps(text)))
            text = next(whole, None)
            if text is not None:
                yield DrawnParagraph(fill(text, values), Role.BODY, Align(block.align))


def _tables(form: Form, layout: Layout, *, fillable: bool) -> Iterator[DrawnTable]:
    sheet = _Sheet(form, layout, fillable=fillable)
    drawn = False
    for block in layout.blocks:
        if not isinstance(block, Indicators):
            sheet.block(block)
        elif not block.beside:
            for table in (*sheet.flush(), _indicators(form, layout, block, fillable=fillable)):
                yield replace(table, joined=drawn)
                drawn = True
    for table in sheet.flush():
        yield replace(table, joined=drawn)


def _indicators(form: Form, layout: Layout, block: Indicators, *, fillable: bool) -> DrawnTable:
    beside = layout.tables[-1]
    if beside.beside:
        return draw_beside(form, (block, beside), layout.widths, fillable=fillable, joined=False)
    return draw_indicators(form, block, layout.widths, fillable=fillable, joined=False)


class _Sheet:
    """The table above the indicators, row by row."""

    def __init__(self, form: Form, layout: Layout, *, fillable: bool) -> None:
        self.form, self.layout, self.fillable = form, layout, fillable
        self.width = len(layout.widths)
        self.unit = money_unit(form, layout)
        self.cells: list[DrawnCell] = []
        self.row = 1

    def flush(self) -> Iterator[DrawnTable]:
        """Yield the table drawn so far, if any."""
        if self.cells:
            yield DrawnTable(tuple(self.cells), self.layout.widths, rows=self.row - 1)
        self.cells, self.row = [], 1

    def block(self, block: object) -> None:
        match block:
            case Line():
                self._whole_line(block)
            case Group():
                self._group(block)
            case Headed():
                self._headed(block)
            case FundsTable():
                self._funds(block)
            case Rows():
                self._rows(block)
            case Plan():
                self._plan(block)

    def _whole_line(self, block: Line) -> None:
        before = len(self.cells)
        self._line(block.line, 1)
        if block.optional and not any(cell.text for cell in self.cells[before:] if cell.role is Role.VALUE):
            del self.cells[before:]
        else:
            self.row += self._height(block.line)

    def _height(self, specs: Sequence[Spec]) -> int:
        """Goals take a row each; every other line takes one."""
        lists = [spec for spec in specs if isinstance(spec, Slot) and spec.field in (GOALS, RESULTS)]
        return max([1, *(len(self._entries(spec.field, spec.horizon)) for spec in lists)])

    def _entries(self, field: str, horizon: Horizon | None) -> list[int]:
        """Return which of the goals, or of the results, a slot shows."""
        entries = self.form.goals if field == GOALS else self.form.results
        return [at for at, entry in enumerate(entries) if horizon is None or entry.horizon is horizon]

    def _line(self, specs: Sequence[Spec], column: int) -> None:
        height = self._height(specs)
        label = ""
        for at, spec in enumerate(specs):
            columns = spec.columns if at < len(specs) - 1 else self.width - column + 1
            if isinstance(spec, Label):
                label = spec.label
                self._label(self._with_unit(spec), column, height, columns)
            elif spec.field in (GOALS, RESULTS):
                self._list(spec.field, spec.horizon, column, columns)
            elif spec.field == "particular":
                self._particular(spec.known_as or label, column, columns)
            else:
                self._slot(spec, column, columns)
            column += columns

    def _with_unit(self, label: Label) -> str:
        return label.label + (f"（{self.unit}）" if label.unit and self.unit else "")

    def _list(self, field: str, horizon: Horizon | None, column: int, columns: int, height: int = 1) -> None:
        """Draw goals, or what became of them, a row each; the last one fills what is left of the height."""
        entries = self._entries(field, horizon)
        texts = self.form.goals if field == GOALS else self.form.results
        for row, at in enumerate(entries or [-1]):
            path = f"/{field}/{at}/text" if at >= 0 else f"/{field}"
            self._value(texts[at].text if at >= 0 else None, (self.row + row, column), columns, path)
        used = max(1, len(entries))
        if used < height:
            self.cells[-1] = replace(self.cells[-1], rows=height - used + 1)

    def _headed(self, block: Headed) -> None:
        height = max([1, *(len(self._entries(slot.field, slot.horizon)) for slot in block.headed)])
        column = 1
        if block.side is not None:
            self._label(block.side.label, 1, height + 1, block.side.columns)
            column += block.side.columns
        starts = []
        for at, slot in enumerate(block.headed):
            columns = slot.columns if at < len(block.headed) - 1 else self.width - column + 1
            self._label(slot.label, column, 1, columns)
            starts.append((slot, column, columns))
            column += columns
        self.row += 1
        for slot, start, columns in starts:
            if slot.field == "particular":
                self._particular(slot.label, start, columns)
                self.cells[-1] = replace(self.cells[-1], rows=height)
            else:
                self._list(slot.field, slot.horizon, start, columns, height)
        self.row += height

    def _funds(self, block: FundsTable) -> None:
        """Draw the rows that the form holds, or, in an empty form, those that the region prints."""
        rows = [fund.name or "" for fund in self.form.funding] or [row.label for row in block.rows]
        self._label(self._with_unit(block.funding), 1, 1 + len(rows), block.funding.columns)
        column = 1 + block.funding.columns
        self._label("", column, 1, block.name)
        first = column + block.name
        starts = [first + sum(one.columns for one in block.columns[:at]) for at in range(len(block.columns))]
        for start, spec in zip(starts, block.columns, strict=True):
            self._label(spec.label, start, 1, spec.columns)
        for at, name in enumerate(rows):
            self.row += 1
            self._label(name, column, 1, block.name)
            for start, spec in zip(starts, block.columns, strict=True):
                path = f"/funding/{at}/{spec.key}" if self.form.funding else "/funding"
                self._value(self.form.at(path) or None, (self.row, start), spec.columns, path, Align.CENTER)
        self.row += 1

    def _particular(self, label: str, column: int, columns: int) -> None:
        at = next((at for at, one in enumerate(self.form.particulars) if one.label == label), None)
        path = f"/particulars/{at}/text" if at is not None else "/particulars"
        self._value(self.form.particulars[at].text if at is not None else None, (self.row, column), columns, path)

    def _slot(self, slot: Slot, column: int, columns: int) -> None:
        path = pointer(slot.field if slot.horizon is None else f"{slot.field}:{slot.horizon}")
        self._value(self.form.at(path), (self.row, column), columns, path)

    def _is_used(self, line: Sequence[Spec]) -> bool:
        slots = (spec for spec in line if isinstance(spec, Slot))
        return any(self.form.at(pointer(slot.field)) is not None for slot in slots)

    def _group(self, group: Group) -> None:
        lines = [line for line in group.lines if line in group.demanded or self._is_used(line)]
        self._label(self._with_unit(group.side), 1, len(lines), group.side.columns)
        for line in lines:
            self._line(line, 1 + group.side.columns)
            self.row += 1

    def _rows(self, block: Rows) -> None:
        tasks = self.form.tasks
        two = any(column.under for column in block.columns)
        totals = self._totals(block)
        summed = bool(totals) or block.total is not None
        self._label(block.side.label, 1, 1 + two + max(1, len(tasks)) + summed, block.side.columns)
        self._list_header(block, two=two)
        for at in range(max(1, len(tasks))):
            column = 1 + block.side.columns
            for spec in block.columns:
                path = f"/tasks/{at}/{spec.field}"
                self._value(self.form.at(path), (self.row, column), spec.columns, path if tasks else "/tasks")
                column += spec.columns
            self.row += 1
        if summed:
            self._total_row(block, totals)

    def _totals(self, block: Rows) -> dict[str, str]:
        """Return, by column, the paths of the sums that the form prints below its tasks and nowhere else."""
        columns, slots = {spec.field for spec in block.columns}, {slot.field for slot in self.layout.slots}
        own = {name: path for name, path in TOTALS.items() if name in columns and path not in slots}
        paths = {name: "/" + path.replace(".", "/") for name, path in own.items()}
        return {name: path for name, path in paths.items() if block.total or self.form.at(path) is not None}

    def _total_row(self, block: Rows, totals: Mapping[str, str]) -> None:
        column = 1 + block.side.columns
        label = block.total.label if block.total is not None else "合计"
        for spec in block.columns:
            path = totals.get(spec.field)
            if path is not None:
                self._value(self.form.at(path), (self.row, column), spec.columns, path, Align.CENTER)
            else:
                self._label(label, column, 1, spec.columns)
                label = ""
            column += spec.columns
        self.row += 1

    def _list_header(self, block: Rows, *, two: bool) -> None:
        column = 1 + block.side.columns
        for at, spec in enumerate(block.columns):
            under = [other for other in block.columns if other.under == spec.under and spec.under is not None]
            if spec.under is None:
                self._label(spec.label, column, 1 + two, spec.columns)
            else:
                if spec is under[0]:
                    over = Label(label=spec.under, unit=spec.unit)
                    self._label(self._with_unit(over), column, 1, sum(other.columns for other in under))
                self._label(spec.label, column, 1, spec.columns, down=1)
            column += block.columns[at].columns
        self.row += 1 + two

    def _plan(self, plan: Plan) -> None:
        """Draw dates over percentages; where there are more dates than columns, in several pairs of rows."""
        planned = self.form.spending_plan
        dates = [entry.by for entry in planned] or list(plan.by)
        most = self.width - plan.plan.columns
        lines = [range(first, min(first + most, len(dates))) for first in range(0, len(dates), most)]
        self._label(plan.plan.label, 1, 2 * len(lines), plan.plan.columns)
        for line in lines:
            column = 1 + plan.plan.columns
            for at, columns in zip(line, _spread(most, len(line), plan.columns), strict=True):
                self._label(dates[at], column, 1, columns)
                text = (planned[at].raw or f"{planned[at].percent}%") if planned else None
                path = f"/spending_plan/{at}/percent" if planned else "/spending_plan"
                self._value(text, (self.row + 1, column), columns, path, Align.CENTER)
                column += columns
            self.row += 2

    def _label(self, text: str, column: int, rows: int, columns: int, down: int = 0) -> None:
        text = with_year(with_period(text, self.form.period), self.form.year)
        cell = DrawnCell(text, self.row + down, column, rows, columns, Role.LABEL, Align.CENTER)
        self.cells.append(cell)

    def _value(self, value: object, at: tuple[int, int], columns: int, path: str, align: Align = Align.LEFT) -> None:
        text = value.raw if isinstance(value, Money | Target) else str(value) if value is not None else ""
        align = Align.CENTER if isinstance(value, Money) else align
        self.cells.append(DrawnCell(text, *at, 1, columns, Role.VALUE, align, path=path, editable=self.fillable))


def _spread(width: int, count: int, printed: Sequence[int]) -> Sequence[int]:
    """Return the widths in columns of `count` cells that fill a row: as the layout prints them, else evenly."""
    if count == len(printed):
        return printed
    least, more = divmod(width, count)
    return [least + (at < more) for at in range(count)]
