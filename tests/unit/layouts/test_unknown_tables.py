"""Forms that no layout knows, read by the usage of labels: headers, weights and levels of counties of our invention."""

from __future__ import annotations

import pytest

from jiheng.catalog import layout, layouts
from jiheng.layouts.levels import Printed, Scheme, resolve
from jiheng.layouts.reading import read_forms
from jiheng.layouts.schema import Level1, Level2
from jiheng.model import Document, Form
from jiheng.readers import read
from printed import laid_out, only_form, rows

HEAD = ["项目绩效目标表", "（2024年）", "项目名称\t灌渠清淤", "预算单位\t柳叶县灌区管理站", "绩效总目标\t清淤八公里。"]
BODY = [("产出指标", "数量指标", "清淤长度", "≥8公里"), ("满意度指标", "服务对象满意度指标", "农户满意度", "≥90%")]


def form_of(header: str, *body: str) -> Form:
    form = only_form([*HEAD, header, *body])
    assert (form.layout, form.confidence) == (None, "generic")
    return form


@pytest.mark.parametrize("label", ["年初设定目标值", "指标值（含计量单位）", "2024年指标值", "单位目标值"])
def test_a_target_of_this_year_is_known_in_any_wording(label: str) -> None:
    lines = ["\t".join(row) + "\t台账" for row in BODY]
    assert rows(form_of(f"一级指标\t二级指标\t三级指标\t{label}\t佐证", *lines)) == BODY


@pytest.mark.parametrize("label", ["上年目标值", "中期指标值", "三年目标值", "一季度目标值"])
def test_a_target_of_other_years_is_none(label: str) -> None:
    lines = ["\t".join([*row[:3], "无", row[3]]) for row in BODY]
    form = form_of(f"一级指标\t二级指标\t三级指标\t{label}\t目标值", *lines)
    assert rows(form) == BODY
    assert [row.others for row in form.indicators] == [{label: "无"}] * 2


def test_the_weight_of_an_indicator_stands_behind_its_name() -> None:
    lines = [f"{one}\t60\t{two}\t40\t{name}\t15\t{target}" for one, two, name, target in BODY]
    form = form_of("一级指标\t权重\t二级指标\t权重\t三级指标\t权重\t目标值", *lines)
    assert [row.weight for row in form.indicators] == [15, 15]
    assert rows(form) == BODY


def test_a_class_before_the_only_level_is_the_level_above_it() -> None:
    lines = ["\t".join(row) for row in BODY]
    assert rows(form_of("分类\t指标类型\t具体指标\t目标值", *lines)) == BODY


def test_a_column_called_performance_indicators_holds_the_names_where_no_other_does() -> None:
    lines = [f"{one}-{two}\t{name}\t{target}" for one, two, name, target in BODY]
    assert [row[2:] for row in rows(form_of("指标分类\t绩效指标\t目标值", *lines))] == [row[2:] for row in BODY]


def html(*body: str) -> Document:
    head = "".join(f"<tr><td>{line.replace(chr(9), '</td><td colspan=8>')}</td></tr>" for line in HEAD[2:])
    return read(f"<p>{HEAD[0]}</p><p>{HEAD[1]}</p><table>{head}{''.join(body)}</table>".encode(), "表.html")


def cells(*texts: str) -> str:
    return "<tr>" + "".join(f"<td>{text}</td>" for text in texts) + "</tr>"


def html_form(*body: str) -> Form:
    found = read_forms(html(*body), tuple(layouts().values()))
    assert found.error is None
    (form,) = found.forms
    return form


def test_a_number_column_may_have_its_label_in_the_lower_row_alone() -> None:
    upper = "<tr><td></td><td colspan=3>绩效指标体系</td><td colspan=3>年度目标值</td><td rowspan=2>指标说明</td></tr>"
    body = [cells("1", *BODY[0][:3], "≥", "8", "公里", "测量"), cells("2", *BODY[1][:3], "≥", "90", "%", "问卷")]
    form = html_form(upper, cells("序号", "一级", "二级", "三级", "比较符", "数值", "单位"), *body)
    assert rows(form) == BODY
    assert [goal.text for goal in form.goals] == ["清淤八公里。"]


def test_the_year_is_the_target_where_quarters_stand_beside_it() -> None:
    levels = "".join(f"<td rowspan=2>{label}</td>" for label in ("一级指标", "二级指标", "三级指标"))
    upper = f"<tr>{levels}<td colspan=3>指标值</td></tr>"
    body = [cells(*row, "2公里", "6公里") for row in BODY]
    assert rows(html_form(upper, cells("全年", "上半年", "下半年"), *body)) == BODY


def test_a_heading_over_the_levels_is_no_header_without_them() -> None:
    upper = "<tr><td colspan=3>绩效指标</td><td colspan=3>年度指标值</td><td rowspan=2>备注</td></tr>"
    body = [cells(*BODY[0][:3], "≥", "8", "公里", ""), cells(*BODY[1][:3], "≥", "90", "%", "")]
    lower = cells("一级指标", "二级指标", "三级指标", "指标性质", "指标值", "度量单位")
    assert rows(html_form(upper, lower, *body)) == BODY


def test_a_level_of_two_parents_stands_under_neither_without_a_word() -> None:
    names = [Printed("产出", "数量"), Printed(None, "社会"), Printed("满意", None)]
    assert resolve(names, scheme(("产出", "数量"), ("效益", "社会"), ("效果", "社会"), ("满意", "对象")))[1] == (
        None,
        "社会",
    )


def scheme(*levels: tuple[str, str]) -> Scheme:
    found = (Level1(name=one, level2=(Level2(name=two),)) for one, two in levels)
    return Scheme(layout("000000/project-goal-2021").model_copy(update={"levels": tuple(found)}))


def test_a_table_that_rates_a_person_is_no_form() -> None:
    lines = ["2024年度职工绩效考核表", "姓名\t罗某\t岗位\t综合岗", "考核内容\t考核指标\t权重\t评分标准\t自评分"]
    found = laid_out([*lines, "工作业绩\t公文办理\t30\t延误一次扣2分\t28", "工作态度\t出勤\t25\t缺勤一次扣1分\t25"])
    assert found.forms == ()
    assert found.error is not None
    assert any("罗某" in item.text for item in found.unread)
