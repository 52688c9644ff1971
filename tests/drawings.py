"""Hand-made drawings of invented forms, and a strategy for any drawing that a layout may give."""

from __future__ import annotations

from hypothesis import strategies as st

from jiheng.layouts.drawing import Align, Drawing, DrawnCell, DrawnParagraph, DrawnTable, Role

COLUMNS = ("一级指标", "二级指标", "三级指标", "指标值", "指标解释", "评分说明")
WIDTHS = (18, 22, 34, 20, 48, 36)
LONG = (
    "考核当年河道巡护是否覆盖全部干支流岸线；巡护记录是否每日登记、逐段签名；发现的倾倒、占用、塌岸等情形是否在两个工作日内报告并处置。"
    "计算公式：巡护覆盖率=（已巡护岸线长度÷应巡护岸线长度）×100%。"
)


def label(text: str, row: int, column: int, rows: int = 1, columns: int = 1) -> DrawnCell:
    return DrawnCell(text, row, column, rows, columns, Role.LABEL, Align.CENTER)


def value(text: str, row: int, column: int, columns: int, path: str) -> DrawnCell:
    return DrawnCell(text, row, column, 1, columns, path=path)


def head_table() -> DrawnTable:
    cells = (
        label("单位名称", 1, 1),
        value("临泽市芦苇荡管护所", 1, 2, 3, "/unit/name"),
        label("年度总体目标", 2, 1),
        value("目标1：管护湿地。\n  目标2：修缮栈道，增设标识。", 2, 2, 3, "/goals/0/text"),
        label("预算", 3, 1, rows=2),
        label("合计（万元）", 3, 2),
        DrawnCell("1,055.40", 3, 3, 1, 2, align=Align.RIGHT, path="/budget/total"),
        label("其他资金", 4, 2),
        DrawnCell("", 4, 3, 1, 2, align=Align.RIGHT, path="/budget/other"),
    )
    return DrawnTable(cells, (30, 40, 50, 58), 4)


def indicator_rows(count: int) -> list[DrawnCell]:
    cells = []
    for row in range(2, count + 2):
        path = f"/indicators/{row - 2}"
        if (row - 2) % 10 == 0:
            cells.append(label("产出指标", row, 1, rows=min(10, count + 2 - row)))
        if (row - 2) % 5 == 0:
            cells.append(label("数量指标", row, 2, rows=min(5, count + 2 - row)))
        cells += [
            DrawnCell(f"第{row - 1}项巡护任务完成率", row, 3, align=Align.CENTER, path=f"{path}/name"),
            DrawnCell("≥95%", row, 4, align=Align.CENTER, path=f"{path}/target"),
            DrawnCell(LONG * (1 + row % 3), row, 5, path=f"{path}/explanation"),
            DrawnCell(f"按比例扣分，扣完为止，第{row - 1}项。", row, 6, path=f"{path}/scoring"),
        ]
    return cells


def official() -> Drawing:
    """A form as a finance bureau prints it: two joined tables on different columns, forty long rows."""
    header = [
        DrawnCell(text, 1, column, role=Role.HEADER, align=Align.CENTER) for column, text in enumerate(COLUMNS, 1)
    ]
    return Drawing(
        "芦苇荡管护所",
        (
            DrawnParagraph("部门（单位）整体绩效目标申报表", Role.TITLE, Align.CENTER, "/title"),
            DrawnParagraph("（2026年度）", Role.SUBTITLE, Align.CENTER, "/year"),
            DrawnParagraph("填报单位：芦苇荡管护所", Role.BODY),
            head_table(),
            DrawnTable((*header, *indicator_rows(40)), WIDTHS, 41, header_rows=1, joined=True),
        ),
    )


def fillable() -> Drawing:
    """A form to be filled in: instruction, coloured header, pick list."""
    names = ("指标名称", "指标值类型", "指标值", "计量单位")
    header = [
        DrawnCell(name, 1, column, role=Role.HEADER, align=Align.CENTER, fill="FFFF00")
        for column, name in enumerate(names, 1)
    ]
    rows = [
        cell
        for row in (2, 3)
        for cell in (
            DrawnCell(f"苇田巡查{row}次", row, 1, path=f"/indicators/{row - 2}/name", editable=True),
            DrawnCell("定量", row, 2, choices=("定性", "定量"), path=f"/indicators/{row - 2}/type", editable=True),
            DrawnCell("=100", row, 3, path=f"/indicators/{row - 2}/value", editable=True),
            DrawnCell("%", row, 4, path=f"/indicators/{row - 2}/unit", fill="D9D9D9"),
        )
    ]
    return Drawing(
        "填报",
        (
            DrawnParagraph("项目绩效目标填报表", Role.TITLE, Align.CENTER, "/title"),
            DrawnParagraph("请勿改动黄色表头；灰色单元格不可修改，其余单元格必填。", Role.INSTRUCTION),
            DrawnTable((*header, *rows), (60, 30, 50, 38), 3, header_rows=1),
        ),
        landscape=True,
        fillable=True,
    )


def narrative() -> Drawing:
    """A form of prose, without any table."""
    return Drawing(
        "叙述表",
        (
            DrawnParagraph("2026年度整体绩效目标", Role.TITLE, Align.CENTER),
            DrawnParagraph("一、总体目标", Role.HEADING),
            DrawnParagraph("管好苇田，修好栈道，让候鸟有处可栖。" * 6, Role.BODY, path="/goals/0/text"),
        ),
    )


def grid(texts: list[list[str]], widths: tuple[int, ...] | None = None) -> Drawing:
    """A drawing of one plain table."""
    cells = [
        DrawnCell(text, row, column, path=f"/{row}/{column}")
        for row, line in enumerate(texts, 1)
        for column, text in enumerate(line, 1)
    ]
    return Drawing("表", (DrawnTable(tuple(cells), widths or (178 // len(texts[0]),) * len(texts[0]), len(texts)),))


# All that an office file can hold, with what is easily mistaken for markup, formulas and escapes.
texts = st.one_of(
    st.text(st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=30),
    st.sampled_from(
        [
            "",
            "=1+1",
            "-5",
            "+3",
            "@x",
            "  前后  ",
            "a\nb\n",
            "甲\t乙",
            "<b>&amp;</b>",
            "_x000D_",
            "𠮷𪚥",
            "👩‍👩‍👧",
            "0012",
            "95%",
        ]
    ),
)


@st.composite
def drawn_tables(draw: st.DrawFn, texts: st.SearchStrategy[str] = texts) -> DrawnTable:
    """A table cut at random into cells that cover it."""
    rows, columns = draw(st.integers(1, 6)), draw(st.integers(1, 5))
    free = {(row, column) for row in range(1, rows + 1) for column in range(1, columns + 1)}
    cells = []
    while free:
        row, column = min(free)
        wide = draw(st.integers(1, next(n for n in range(1, columns + 2) if (row, column + n) not in free)))
        across = range(column, column + wide)
        deepest = next(n for n in range(1, rows + 2) if not all((row + n, one) in free for one in across))
        deep = draw(st.integers(1, deepest))
        free -= {(r, c) for r in range(row, row + deep) for c in across}
        cells.append(DrawnCell(draw(texts), row, column, deep, wide, draw(st.sampled_from(Role)), path="/x"))
    widths = draw(st.lists(st.integers(10, 60), min_size=columns, max_size=columns))
    return DrawnTable(tuple(cells), tuple(widths), rows, header_rows=draw(st.integers(0, rows)))
