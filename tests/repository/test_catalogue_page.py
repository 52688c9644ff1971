"""The page that lists every layout says what the layout files say; --update-golden writes it anew."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from jiheng import catalog
from jiheng.layouts.schema import Layout
from jiheng.model import Kind, Stage
from jiheng.parameters import COUNTRY

PAGE = Path(__file__).resolve().parents[2] / "docs" / "reference" / "catalogue.md"
KINDS = {Kind.OVERALL: "整体", Kind.PROJECT: "项目"}
STAGES = {Stage.GOAL: "目标", Stage.MONITORING: "监控", Stage.SELF_EVALUATION: "自评"}
EVIDENCE = {"forms": "完整的表", "opening": "只见开头"}
HEAD = """# 已支持的版式

这一页由版式文件生成，测试保证它与程序一致。版式文件怎么写，见[版式文件](layouts.md)；自己的表不在其中，照那一页加一个文件就行。

- **依据**一栏：“完整的表”指照着从头到尾完整的公开表做成；“只见开头”指只见过公开表的开头部分，
  或者只知道表样的栏目，尾部的栏目可能与当地的表不同，用前请核对。
- 一张表不合任何版式，只要有指标表，仍按通行的标签读出，结果里 `layout` 为 `null`，`confidence` 为 `generic`。
- 样表全是虚构的单位和内容，只用来检验版式。
"""


def test_the_page_lists_every_layout(update_golden: bool) -> None:
    page = "\n".join([HEAD, *_sections()]) + "\n"
    if update_golden:
        PAGE.write_text(page, "utf-8")
    assert PAGE.read_text("utf-8") == page


def _sections() -> Iterator[str]:
    layouts = sorted(catalog.layouts().values(), key=lambda layout: layout.id)
    for region, own in groupby(layouts, key=lambda layout: layout.region):
        title = "全国（000000）" if region == COUNTRY else f"区划 {region}"
        yield f"## {title}\n"
        yield "| 编号 | 名称 | 对象 | 阶段 | 指标表的栏目 | 依据 | 出处 |"
        yield "|---|---|---|---|---|---|---|"
        yield from (_row(layout) for layout in own)
        yield ""


def _row(layout: Layout) -> str:
    tables = ("、".join(dict.fromkeys(column.label for column in table.indicators)) for table in layout.tables)
    columns = "；".join(dict.fromkeys(tables)) or "无（文字形式）"
    cells = (f"`{layout.id}`", layout.name, KINDS[layout.kind], STAGES[layout.stage], columns)
    return "| " + " | ".join((*cells, EVIDENCE[layout.evidence], layout.source)) + " |"
