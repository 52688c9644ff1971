"""Merged cells of formats that keep them: html written by hand."""

from __future__ import annotations

from jiheng.catalog import layout, layouts
from jiheng.layouts.reading import read_forms
from jiheng.model import Form
from jiheng.readers import html
from printed import ZHENGZHOU, only_form

HEAD = "".join(f"<td>{text}</td>" for text in ("一级指标", "二级指标", "三级指标", "指标值", "指标解释", "指标说明"))


def page(*body: str) -> Form:
    above = "".join(
        "<tr>" + "".join(f"<td>{cell}</td>" for cell in line.split("\t")) + "</tr>" for line in ZHENGZHOU[2:9]
    )
    table = above + f"<tr>{HEAD}</tr>" + "".join(f"<tr>{row}</tr>" for row in body)
    text = f"<p>{ZHENGZHOU[0]}</p><p>{ZHENGZHOU[1]}</p><table>{table}</table>"
    found = read_forms(html.read(text.encode()), tuple(layouts().values()))
    assert found.error is None
    assert found.unread == ()
    (form,) = found.forms
    return form


def cells(*texts: str) -> str:
    return "".join(f"<td>{text}</td>" for text in texts)


def test_merged_levels_texts_and_targets_reach_down() -> None:
    form = page(
        "<td rowspan=3>履职效能</td><td rowspan=2>重点工作履行</td>"
        "<td>口袋公园建成数量</td><td rowspan=2>≥6处</td><td rowspan=3>看推进</td><td>以验收为准</td>",
        cells("街角绿地建成数量", "以图斑为准"),
        cells("部门目标实现", "公园绿地新增面积", "≥3公顷", ""),
    )
    first, second, third = form.indicators
    assert [(row.level1, row.level2) for row in form.indicators] == [
        ("履职效能", "重点工作履行"),
        ("履职效能", "重点工作履行"),
        ("履职效能", "部门目标实现"),
    ]
    assert first.target == second.target
    assert second.target is not None
    assert second.target.raw == "≥6处"
    assert (first.explanation, second.explanation, third.explanation) == ("看推进", None, None)
    assert [row.merged_from for row in form.indicators] == [None, {"explanation": 0}, {"explanation": 0}]
    assert second.places["explanation"] == first.places["explanation"]


def test_a_blank_cell_beside_true_merges_is_blank() -> None:
    form = page(
        "<td rowspan=2>履职效能</td><td rowspan=2>重点工作履行</td>"
        + cells("口袋公园建成数量", "≥6处", "看推进", "以验收为准"),
        cells("街角绿地建成数量", "≥9处", "", ""),
    )
    assert [row.merged_from for row in form.indicators] == [None, None]


def test_spans_over_columns_and_blank_columns_around_change_nothing() -> None:
    body = [line.split("\t") for line in ZHENGZHOU[10:]]
    form = page(*(cells(*texts) for texts in body))
    assert form.indicators == only_form(ZHENGZHOU).indicators
    wide = page(
        *("".join(f"<td colspan={1 + (at == 5)}>{text}</td>" for at, text in enumerate(texts)) for texts in body)
    )
    assert wide.indicators == form.indicators
    assert wide.layout == layout("410100/overall-2020").id
