"""A form whose layout is not known here, drawn as a plain list of what was read. Pure; no database.

The drawing carries the same paths as an official one, so that remarks and corrections find their place in it. It is
looked at and never written to a file: how the official table looks is not known.
"""

from __future__ import annotations

from collections.abc import Iterator

from jiheng.correction import correctable
from jiheng.layouts.drawing import Align, Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role
from jiheng.model import Form, Money, PlannedSpending

_BUDGET = {
    "total": "预算总额",
    "government": "政府预算资金",
    "special_account": "财政专户管理资金",
    "unit_funds": "单位资金",
    "basic": "基本支出",
    "project": "项目支出",
    "fiscal": "其中：财政资金",
    "other": "其他资金",
    "purpose": "资金用途",
}
_LABELS = {
    "/year": "年度",
    "/unit/name": "单位名称",
    "/unit/code": "单位代码",
    "/project/code": "项目编码",
    "/project/name": "项目名称",
    "/responsibilities": "部门职责",
    **{f"/budget/{name}": words for name, words in _BUDGET.items()},
}
_NUMBERED = {"goals": "绩效目标", "measures": "工作保障措施"}
_TASK = {"name": "任务名称", "content": "主要内容", "amount": "金额", "fiscal": "其中：财政资金", "note": "备注"}
_INDICATOR = {
    "level1": "一级指标",
    "level2": "二级指标",
    "name": "三级指标",
    "target": "指标值",
    "target/cells/type": "指标值类型",
    "target/cells/value": "指标值",
    "target/cells/unit": "计量单位",
    "actual": "实际完成值",
    "actual/cells/type": "实际完成值类型",
    "actual/cells/value": "实际完成值",
    "actual/cells/unit": "实际完成值单位",
    "explanation": "指标解释",
    "note": "指标说明",
    "basis": "指标值确定依据",
    "scoring": "评（扣）分标准",
    "weight": "权重",
    "score": "得分",
}
_TABLES = {"tasks": ("年度主要任务", _TASK), "indicators": ("绩效指标", _INDICATOR)}
_WIDTHS = (36, 142)
_ALWAYS = ("/name", "/amount", "/level1", "/level2")


def listing(form: Form) -> Drawing:
    """Return every value of the form with its name, those of tasks and indicators as tables."""
    title = DrawnParagraph(form.title or "（没有标题）", Role.TITLE, Align.CENTER, path="/title")
    leaves = frozenset(correctable(form))
    tables = (block for part in _TABLES if getattr(form, part) for block in _rows(form, part, leaves))
    return Drawing(name=form.title or "", blocks=(title, _facts(form), *tables))


def _facts(form: Form) -> DrawnTable:
    named = [(words, path) for path in correctable(form) if (words := _words(form, path)) is not None]
    cells = [
        cell
        for row, (words, path) in enumerate(named, 1)
        for cell in (DrawnCell(words, row, 1, role=Role.LABEL), DrawnCell(_text(form, path), row, 2, path=path))
    ]
    return DrawnTable(tuple(cells), widths=_WIDTHS, rows=len(named))


def _words(form: Form, path: str) -> str | None:
    """Return what a single value is called, None where it stands in a table of its own."""
    part, _, rest = path[1:].partition("/")
    number = rest.partition("/")[0]
    if part in _NUMBERED:
        return f"{_NUMBERED[part]} {int(number) + 1}"
    if part == "spending_plan":
        return f"资金支出计划：{form.spending_plan[int(number)].by}"
    return _LABELS.get(path)


def _rows(form: Form, part: str, leaves: frozenset[str]) -> Iterator[DrawnParagraph | DrawnTable]:
    heading, names = _TABLES[part]
    rows = range(len(getattr(form, part)))
    columns = [name for name in names if _is_drawn(form, [f"/{part}/{row}/{name}" for row in rows], leaves)]
    head = (DrawnCell(names[one], 1, at, role=Role.HEADER, align=Align.CENTER) for at, one in enumerate(columns, 1))
    body = (
        _cell(form, f"/{part}/{row}/{name}", leaves, row=row + 2, column=at)
        for row in rows
        for at, name in enumerate(columns, 1)
    )
    yield DrawnParagraph(heading, Role.HEADING)
    yield DrawnTable((*head, *body), widths=(1,) * len(columns), rows=len(rows) + 1, header_rows=1)


def _is_drawn(form: Form, paths: list[str], leaves: frozenset[str]) -> bool:
    """Tell whether a column has something in it, or has to be there so that a blank one can be filled in."""
    known = [path for path in paths if path in leaves]
    return any(path.endswith(_ALWAYS) or _text(form, path) for path in known)


def _cell(form: Form, path: str, leaves: frozenset[str], *, row: int, column: int) -> DrawnCell:
    if path in leaves:
        return DrawnCell(_text(form, path), row, column, path=path)
    owner, _, name = path.rpartition("/")
    # A text that is stored once for several rows is shown in each of them and corrected in its own.
    source = (getattr(form.at(owner), "merged_from", None) or {}).get(name)
    shown = "" if source is None else _text(form, f"/indicators/{source}/{name}")
    return DrawnCell(shown, row, column)


def _text(form: Form, path: str) -> str:
    value = form.at(path)
    if isinstance(owner := form.at(path.rpartition("/")[0]), PlannedSpending):
        return owner.raw
    if isinstance(value, Money):
        return value.raw if value.raw.endswith(value.unit or "") else f"{value.raw}{value.unit}"
    return "" if value is None else str(getattr(value, "raw", value))
