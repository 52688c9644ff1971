"""Labels, years and levels that no layout words so, read by where they stand: forms of our invention."""

from __future__ import annotations

import pytest

from jiheng.catalog import layouts
from jiheng.layouts.reading import read_forms
from jiheng.model import Form, Money
from jiheng.readers import read
from printed import rows

OFFICIAL = "项目支出绩效目标表"
BODY = [("产出指标", "数量指标", "更换盏数", "≥2000盏"), ("效益指标", "社会效益指标", "节电率", "≥30%")]
INDICATORS = [["一级指标", "二级指标", "三级指标", "指标值"], *BODY]
HEAD = [
    ["项目名称", "路灯更换@3"],
    ["主管部门", "兰亭坡区城管局", "实施单位", "兰亭坡区照明所"],
    ["项目资金（万元）@1*2", "年度资金总额", "330@2"],
    ["其中：财政拨款", "330@2"],
    ["总体目标", "更换路灯两千盏。@3"],
]


def cell(text: str) -> str:
    words, _, spans = text.partition("@")
    columns, _, height = (spans or "1").partition("*")
    return f'<td colspan="{columns}" rowspan="{height or 1}">{words}</td>'


def table(lines: list[list[str]] | list[tuple[str, ...]]) -> str:
    return "<table>" + "".join(f"<tr>{''.join(map(cell, line))}</tr>" for line in lines) + "</table>"


def form_of(head: list[list[str]], *, title: str = OFFICIAL, body: list[list[str]] | None = None) -> Form:
    page = f"<p>{title}</p>" + table([*head, *(body or [list(row) for row in INDICATORS])])
    found = read_forms(read(page.encode(), "表.html"), tuple(layouts().values()))
    assert (found.error, found.unread) == (None, ())
    (form,) = found.forms
    return form


def particulars(form: Form) -> dict[str, str]:
    return {one.label: one.text for one in form.particulars}


def with_row(*cells: str) -> Form:
    """Return the official form with one more row in it, which its layout does not know."""
    form = form_of([*HEAD[:2], list(cells), *HEAD[2:]])
    assert form.layout is not None
    assert (form.unit.name, form.department.name) == ("兰亭坡区照明所", "兰亭坡区城管局")
    assert [goal.text for goal in form.goals] == ["更换路灯两千盏。"]
    return form


def test_a_label_that_the_layout_does_not_know_keeps_its_value() -> None:
    assert particulars(with_row("资金来源说明", "区本级预算安排@3")) == {"资金来源说明": "区本级预算安排"}
    assert particulars(with_row("项目联系人", "卞某", "联系方式", "000-2222")) == {
        "项目联系人": "卞某",
        "联系方式": "000-2222",
    }


def test_a_label_without_a_value_takes_none_from_the_next() -> None:
    assert particulars(with_row("项目联系人", "", "联系方式", "000-2222")) == {"联系方式": "000-2222"}


def test_an_unknown_label_that_the_country_knows_is_its_field() -> None:
    assert with_row("部门职责", "管护全区路灯。@3").responsibilities == "管护全区路灯。"


def test_a_label_beside_several_rows_asks_nothing_itself() -> None:
    form = form_of([*HEAD[:2], ["实施进度@1*2", "开工时间", "三月@2"], ["完工时间", "十月@2"], *HEAD[2:]])
    assert particulars(form) == {"开工时间": "三月", "完工时间": "十月"}


def test_a_side_label_with_a_text_behind_it_does_not_go_on_with_the_field_above() -> None:
    form = form_of([*HEAD[:2], ["项目资金", "330@3"], HEAD[-1]])
    assert form.unit.name == "兰亭坡区照明所"
    assert form.budget is not None
    assert form.budget.total is not None
    assert form.budget.total.raw == "330"


@pytest.mark.parametrize(("label", "value"), [("预算年度", "2022"), ("年度", "2022年"), ("申报年度：", "2022年度")])
def test_a_year_stands_behind_its_label(label: str, value: str) -> None:
    form = with_row(label, f"{value}@3")
    assert (form.year, form.particulars) == (2022, ())


@pytest.mark.parametrize(("label", "value"), [("预算年度", "2022-2024"), ("设备数量", "2022"), ("申报年度", "")])
def test_no_year_is_made_of_anything_else(label: str, value: str) -> None:
    assert with_row(label, f"{value}@3").year is None


def test_plain_words_are_labels_where_they_stand_alone() -> None:
    form = form_of(
        [["项目", "路灯更换", "单位", "兰亭坡区照明所"], ["目标", "目标：更换路灯两千盏。@3"]],
        title="路灯更换绩效目标表",
    )
    assert (form.unit.name, form.project and form.project.name) == ("兰亭坡区照明所", "路灯更换")
    assert [goal.text for goal in form.goals] == ["目标：更换路灯两千盏。"]


@pytest.mark.parametrize("path", ["{}-{}", "{}/{}", "{} — {}", "{}>{}", "1.{}\\{}"])
@pytest.mark.parametrize("column", ["一级指标", "指标类别", "指标分类"])
def test_a_path_of_levels_is_parted(path: str, column: str) -> None:
    body = [[column, "指标名称", "指标值"], *([path.format(one, two), *rest] for one, two, *rest in BODY)]
    assert rows(form_of(HEAD, body=body)) == BODY


@pytest.mark.parametrize("labels", [("指标", "名称"), ("绩效指标", "指标名称"), ("层级", "指标名称")])
def test_a_column_of_paths_is_that_of_the_levels_whatever_it_is_called(labels: tuple[str, str]) -> None:
    body = [[*labels, "指标值"], *([f"{one}-{two}", *rest] for one, two, *rest in BODY)]
    assert rows(form_of(HEAD, body=body)) == BODY


def test_a_path_may_leave_out_the_word_indicator() -> None:
    body = [["指标类别", "指标名称", "指标值"], ["产出-数量", "更换盏数", "≥2000盏"]]
    assert rows(form_of(HEAD, body=body)) == [("产出", "数量", "更换盏数", "≥2000盏")]


def test_a_name_that_looks_like_a_path_is_none() -> None:
    body = [list(INDICATORS[0]), ["产出指标", "数量指标", "产出-投入比", "≥2"], list(BODY[1])]
    assert rows(form_of(HEAD, body=body))[0] == ("产出指标", "数量指标", "产出-投入比", "≥2")


def test_a_row_that_says_a_level_holds_for_the_rows_below_it() -> None:
    body = [
        ["二级指标", "三级指标", "指标值"],
        ["一、产出指标@3"],
        [*BODY[0][1:]],
        ["二、效益指标（30分）@3"],
        [*BODY[1][1:]],
    ]
    assert rows(form_of(HEAD, body=body)) == [BODY[0], ("效益指标（30分）", *BODY[1][1:])]


def test_both_levels_may_stand_in_rows_of_their_own() -> None:
    body = [["指标名称", "指标值", "备注"]]
    for number, (one, two, name, target) in zip("一二", BODY, strict=True):
        body += [[f"（{number}）{one}@3"], [f"1.{two}@3"], [name, target, ""]]
    assert rows(form_of(HEAD, body=body)) == BODY


def test_a_row_over_a_table_with_columns_for_levels_is_a_level_too() -> None:
    body = [list(INDICATORS[0]), ["（一）产出指标@4"], ["", *BODY[0][1:]], ["（二）效益指标@4"], ["", *BODY[1][1:]]]
    assert rows(form_of(HEAD, body=body)) == BODY


@pytest.mark.parametrize(
    "title",
    [
        "绩效目标表（2025年度）",
        "2025年路灯专项资金绩效目标",
        "兰亭坡区2025年度部门预算绩效目标公开",
        "附表3 2025年度区级项目支出绩效目标表",
        "2025项目支出绩效目标表",
        "绩效目标批复表【2025年度】",
        "项目支出绩效目标表（2025）",
    ],
)
def test_the_line_that_opens_a_form_is_its_title_and_says_its_year(title: str) -> None:
    form = form_of(HEAD, title=title)
    assert (form.title, form.year) == (title, 2025)


def test_a_title_with_a_stretch_of_months_says_its_year() -> None:
    body = [[*INDICATORS[0], "实际完成值"], *([*row, row[3]] for row in BODY)]
    assert form_of(HEAD, title="2025年1—8月项目支出绩效运行监控表", body=body).year == 2025


@pytest.mark.parametrize("title", ["2025-2027年项目支出绩效目标表", "2024年路灯更换（2025年）绩效目标表"])
def test_a_title_of_two_years_says_none(title: str) -> None:
    assert form_of(HEAD, title=title).year is None


@pytest.mark.parametrize("joined", [False, True])
def test_a_title_in_words_of_its_own_begins_the_next_form(joined: bool) -> None:
    lines = [*HEAD, *map(list, INDICATORS)]
    second = [["项目名称", "路牌更换@3"], *HEAD[1:], *map(list, INDICATORS)]
    title = "2025年项目绩效目标（二）"
    between = [*lines, [f"{title}@4"], *second]
    tables = table(between) if joined else f"{table(lines)}<p>{title}</p>{table(second)}"
    found = read_forms(read(f"<p>2024年{OFFICIAL}</p>{tables}".encode(), "表.html"), tuple(layouts().values()))
    assert (found.error, found.unread) == (None, ())
    assert [(form.title, form.year, form.project and form.project.name) for form in found.forms] == [
        (f"2024年{OFFICIAL}", 2024, "路灯更换"),
        (title, 2025, "路牌更换"),
    ]


FUNDS = [
    ["资金情况", "年初预算数", "全年预算数", "全年执行数", "执行率"],
    ["年度资金总额", "300", "330", "320", "96.97%"],
]


def amounts(form: Form) -> list[tuple[str | None, str | None, str | None]]:
    return [(one.name, raw(one.budget), raw(one.executed)) for one in form.funding]


def raw(money: Money | None) -> str | None:
    return money.raw if money is not None else None


def test_money_without_a_source_is_read_all_the_same() -> None:
    head = [["项目名称", "路灯更换@4"], FUNDS[0], ["", *FUNDS[1][1:]], ["总体目标", "更换路灯两千盏。@4"]]
    assert amounts(form_of(head, title="路灯绩效自评表")) == [(None, "330", "320")]


def test_a_column_of_money_that_nobody_knows_hides_no_other() -> None:
    lines = [["项目名称", "路灯更换@5"], [*FUNDS[0], "拨付批次"], [*FUNDS[1], "3"], ["总体目标", "更换路灯两千盏。@5"]]
    page = f"<p>路灯绩效自评表</p>{table([*lines, *map(list, INDICATORS)])}"
    found = read_forms(read(page.encode(), "表.html"), tuple(layouts().values()))
    assert amounts(found.forms[0]) == [("年度资金总额", "330", "320")]
    assert [one.text for one in found.unread] == ["拨付批次", "3"]


def test_the_place_for_the_seal_is_no_part_of_a_name() -> None:
    form = form_of([HEAD[0], ["主管部门", "兰亭坡区城管局（公章）", "实施单位", "兰亭坡区照明所（盖章）"], *HEAD[2:]])
    assert (form.department.name, form.unit.name) == ("兰亭坡区城管局", "兰亭坡区照明所")


def test_a_label_beside_the_label_of_a_field_is_no_text_of_the_field_above() -> None:
    form = form_of([*HEAD[:2], ["经费保障", "年度资金总额", "330@2"], HEAD[-1]])
    assert (form.unit.name, form.budget and form.budget.total and form.budget.total.raw) == ("兰亭坡区照明所", "330")


def test_what_a_form_concludes_below_its_sums_is_no_indicator() -> None:
    scores = [[*row, row[3], "50", "49"] for row in BODY]
    head = [*INDICATORS[0], "实际完成值", "分值", "得分"]
    body = [head, *scores, ["总分@5", "100", "98"], ["自评结论", "优@6"]]
    form = form_of([HEAD[0], HEAD[1], HEAD[-1]], title="项目支出绩效自评表", body=body)
    assert rows(form) == BODY
    assert form.total_score == 98
    assert particulars(form) == {"自评结论": "优"}


def test_results_stand_below_a_label_in_any_wording() -> None:
    below = [["年度总体目标@1*2", "年初设定目标", "年度目标完成情况@2"], ["更换路灯两千盏。", "已更换两千零六盏。@2"]]
    body = [[*INDICATORS[0], "实际完成值"], *([*row, row[3]] for row in BODY)]
    form = form_of([*HEAD[:2], *below], title="项目支出绩效自评表", body=body)
    assert [goal.text for goal in form.goals] == ["更换路灯两千盏。"]
    assert [result.text for result in form.results] == ["已更换两千零六盏。"]


def test_a_department_beside_its_unit_is_not_the_unit() -> None:
    head = [["部门名称", "兰亭坡区城管局", "单位名称", "兰亭坡区照明所"], HEAD[-1]]
    form = form_of(head, title="2024年部门整体绩效目标表")
    assert (form.department.name, form.unit.name) == ("兰亭坡区城管局", "兰亭坡区照明所")


@pytest.mark.parametrize("label", ["绩效标准", "年度目标", "目标"])
def test_the_only_column_that_aims_at_something_holds_the_targets(label: str) -> None:
    body = [[*INDICATORS[0][:3], label], *map(list, BODY)]
    assert rows(form_of(HEAD, title="路灯绩效情况表", body=body)) == BODY


def test_a_line_with_a_year_and_a_stretch_of_it_says_the_year() -> None:
    head = [["（2025年1-7月）@4"], *HEAD]
    body = [[*INDICATORS[0], "1-7月完成情况"], *([*row, row[3]] for row in BODY)]
    assert form_of(head, title="项目支出绩效运行监控表", body=body).year == 2025


def text_form(*lines: str) -> Form:
    found = read_forms(read("\n".join(lines).encode(), "表.txt"), tuple(layouts().values()))
    assert (found.error, found.unread) == (None, ())
    return found.forms[0]


def test_a_line_between_rows_of_a_text_is_a_level_too() -> None:
    head = ["路灯绩效目标表", "项目名称\t路灯更换", "二级指标\t三级指标\t指标值"]
    body = [line for one, *rest in BODY for line in (f"（一）{one}", "\t".join(rest))]
    assert rows(text_form(*head, *body)) == BODY


def test_a_label_beside_others_is_told_by_the_words_of_the_one_behind_it() -> None:
    lines = ["\t".join(row) for row in [*INDICATORS[:1], *BODY]]
    head = ["项目名称\t路灯更换", "主管部门\t城管局\t实施单位\t照明所", "项目资金\t年度资金总额\t330"]
    goals = ["\t其中：财政拨款\t330", "总体目标\t更换路灯两千盏。"]
    form = text_form(OFFICIAL, *head, "实施进度\t开工时间\t2024年3月", *goals, *lines)
    assert form.layout is not None
    assert particulars(form) == {"开工时间": "2024年3月"}


def test_the_lower_row_of_a_header_may_reach_beyond_the_upper() -> None:
    upper = "一级指标\t二级指标\t三级指标\t年度指标值\t1-7月完成情况\t偏差分析"
    body = ["\t".join([*row, row[3], "天气", "补装"]) for row in BODY]
    form = text_form("路灯绩效监控表", "项目名称\t路灯更换", upper, "\t\t\t\t\t偏差原因\t纠偏措施", *body)
    assert rows(form) == BODY


def test_results_in_a_line_of_their_own_are_no_goal() -> None:
    below = [["年度总体目标@1*2", "预期目标@3"], ["更换路灯两千盏。@3"], ["完成情况", "已更换两千零六盏。@3"]]
    body = [[*INDICATORS[0], "实际完成值"], *([*row, row[3]] for row in BODY)]
    form = form_of([*HEAD[:2], *below], title="项目支出绩效自评表", body=body)
    assert [goal.text for goal in form.goals] == ["更换路灯两千盏。"]
    assert [result.text for result in form.results] == ["已更换两千零六盏。"]


def test_columns_of_money_are_told_by_their_words() -> None:
    labels = ["项目资金", "年初预算", "调整后预算", "实际支出", "执行率", "得分"]
    lines = [*HEAD[:2], labels, ["年度资金总额", "300", "330", "320", "97%", "10"], HEAD[-1]]
    body = [[*INDICATORS[0], "实际完成值"], *([*row, row[3]] for row in BODY)]
    assert amounts(form_of(lines, title="项目支出绩效自评表", body=body)) == [("年度资金总额", "330", "320")]


def test_an_opinion_below_the_table_is_no_indicator() -> None:
    form = form_of(HEAD, body=[*map(list, INDICATORS), ["单位审核意见", "同意申报@3"]])
    assert (rows(form), particulars(form)) == (BODY, {"单位审核意见": "同意申报"})


def test_rows_over_a_column_of_levels_say_the_level_above_it() -> None:
    body = [["指标类别", "指标名称", "指标值"]]
    for number, (one, two, name, target) in zip("一二", BODY, strict=True):
        body += [[f"{number}、{one}@3"], [two, name, target]]
    assert rows(form_of(HEAD, title="路灯绩效目标情况表", body=body)) == BODY
