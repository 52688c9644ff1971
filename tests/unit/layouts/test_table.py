from __future__ import annotations

import time

import pytest

from jiheng.model import Form, NoteKind
from printed import HEBEI, HENAN, HUNAN, ZHENGZHOU, laid_out, notes, only_form, replaced, rows, unread

HEADER = HENAN[13]
WHOLE = rows(only_form(HENAN))


def mended(form: Form) -> list[str]:
    return notes(form, NoteKind.MENDED)


def test_a_whole_table_needs_no_mending_but_its_merged_levels() -> None:
    assert mended(only_form(HENAN)) == ["5 行的一级或二级指标没有单独印出，已按上下文补全"]
    assert unread(HENAN) == []


def test_a_level_may_stand_on_a_line_of_its_own() -> None:
    printed = replaced(HENAN, HENAN[16], "\t绩效管理\t\t\t", HENAN[16].replace("绩效管理\t绩效监控", "\t绩效监控"))
    assert rows(only_form(printed)) == WHOLE


def test_a_level_on_a_line_without_tabs_is_still_a_level() -> None:
    printed = replaced(HENAN, HENAN[16], "", "绩效管理", "", HENAN[16].replace("绩效管理", ""))
    assert rows(only_form(printed)) == WHOLE


@pytest.mark.parametrize("spread", ["产 出 指 标", "产　出　指　标", "产出 指标"])
def test_levels_that_a_narrow_cell_spread_are_closed(spread: str) -> None:
    form = only_form([line.replace("产出指标", spread).replace("绩效管理", "绩 效 管 理") for line in HENAN])
    assert rows(form) == WHOLE
    assert [row.fixed for row in form.indicators] == [row.fixed for row in only_form(HENAN).indicators]
    assert "2 处一级、二级指标里的空格和换行已合拢" in mended(form)


def test_an_unknown_level_keeps_its_spaces() -> None:
    form = only_form([line.replace("满意度\t", "服务 态度\t") for line in HENAN])
    assert form.indicators[-1].level2 == "服务 态度"


@pytest.mark.parametrize("by", [1, 2])
def test_a_row_shifted_left_is_moved_back(by: int) -> None:
    line = HENAN[18]
    form = only_form(replaced(HENAN, line, line[by:] + "\t" * by))
    assert rows(form) == WHOLE
    name = line.split("\t")[2]
    assert f"“{name}”整行错列，已按表头、固定行和内容归位" in mended(form)


def test_blank_columns_at_the_end_change_nothing() -> None:
    assert only_form([line + "\t\t" if "\t" in line else line for line in HENAN]) == only_form(HENAN)


def test_a_header_printed_again_is_dropped_and_said() -> None:
    form = only_form([*HENAN[:18], "", "", HEADER, *HENAN[18:]])
    assert rows(form) == WHOLE
    assert "续表重复印出的表头已略去" in mended(form)


@pytest.mark.parametrize("distance", [-1, 1])
def test_a_header_label_one_row_off_is_found(distance: int) -> None:
    head, near = HEADER.removeprefix("一级指标"), HENAN[13 + distance]
    off = "一级指标" + near if near.startswith("\t") else near
    printed = list(HENAN)
    if distance == 1:
        printed[14] = printed[14].replace("投入管理指标\t", "\t")
        off = "一级指标" + printed[14]
    printed[13], printed[13 + distance] = head, off
    form = only_form(printed)
    assert [row[2:] for row in rows(form)] == [row[2:] for row in WHOLE]
    assert [row[1] for row in rows(form)] == [row[1] for row in WHOLE]
    assert "表头“一级指标”印错了行，已归位" in mended(form)


def test_a_row_cut_in_two_by_a_page_break_is_joined() -> None:
    cells = HENAN[18].split("\t")
    first, second = ["\t".join(cells[:3]), "\t".join(["", *cells[3:]])]
    form = only_form(replaced(HENAN, HENAN[18], first, "", second))
    assert rows(form) == WHOLE
    assert "被分成两截的一行已接上" in mended(form)


def test_the_rest_of_an_explanation_in_the_next_row_is_joined() -> None:
    form = only_form(replaced(HENAN, HENAN[18], HENAN[18], "", "\t\t\t\t，并附影像资料"))
    assert rows(form) == WHOLE
    assert form.indicators[4].explanation == "以验收单为准\n，并附影像资料"
    assert "断到下一行的文字已接回上一行" in mended(form)


def test_a_name_printed_in_the_level_cell_as_well_is_dropped() -> None:
    line = HENAN[16]
    form = only_form(replaced(HENAN, line, line.replace("\t绩效管理\t", "\t绩效监控完成率\t")))
    assert rows(form) == WHOLE
    assert any("重复印出" in text for text in mended(form))


def test_a_level_2_in_the_level_1_cell_is_moved_back() -> None:
    form = only_form(replaced(HENAN, HENAN[16], "绩效管理\t\t" + HENAN[16].split("\t", 2)[2]))
    assert rows(form) == WHOLE
    assert any(text.endswith("整行错列，已按表头、固定行和内容归位") for text in mended(form))


def test_one_cell_a_line_is_a_table_too() -> None:
    stream = [cell for line in HENAN for cell in line.split("\t") if cell]
    form = only_form(stream)
    assert rows(form) == WHOLE
    assert (form.unit, form.budget) == (only_form(HENAN).unit, only_form(HENAN).budget)


@pytest.mark.parametrize(
    "line",
    [
        "填报人：李梧桐\t\t联系电话：5550199\t\t",
        "填报人\t李梧桐\t联系电话\t5550199\t",
        "填报人（签字）：\t李梧桐\t填报日期：\t2023年3月\t",
        "单位负责人：李梧桐\t\t\t\t",
        "填报人：李梧桐",
        "注：本表一式两份。",
        "注：本表一式两份。\t\t\t\t",
    ],
)
@pytest.mark.parametrize("printed", [HENAN, ZHENGZHOU, HUNAN, HEBEI])
def test_what_stands_below_the_table_is_unread(printed: list[str], line: str) -> None:
    whole = only_form(printed)
    below = [*printed, "", "", line]
    assert only_form(below) == whole
    assert unread(below) == [cell for cell in line.split("\t") if cell]


@pytest.mark.parametrize("name", ["填报时间", "项目负责人到岗率", "联系电话公开率", "编制日期"])
def test_an_indicator_may_sound_like_a_footer(name: str) -> None:
    form = only_form([*HENAN, f"\t\t{name}\t10月底前\t以系统记录为准"])
    assert form.indicators[-1].name == name


def test_a_table_of_another_kind_below_is_unread() -> None:
    below = ["一般公共预算支出情况", "科目编码\t科目名称\t合计\t基本支出\t项目支出", "201\t一般公共服务\t100\t60\t40"]
    found = laid_out([*HENAN, "", "", *below])
    assert [rows(form) for form in found.forms] == [WHOLE]
    assert [item.text for item in found.unread] == [cell for line in below for cell in line.split("\t")]


def test_a_pick_list_below_the_table_is_a_note() -> None:
    below = [*HUNAN, "", "指标值类型", "", "定性", "", "≥", "", "＝"]
    form = only_form(below)
    assert form == only_form(HUNAN)
    assert notes(form, NoteKind.PICK_LIST) == ["指标值类型", "定性", "≥", "＝"]
    assert unread(below) == []


@pytest.mark.parametrize("above", [True, False])
def test_an_instruction_is_a_note_wherever_it_stands(above: bool) -> None:
    text = "填报说明：带底色的表头请勿修改。"
    printed = [*HUNAN[:2], text, *HUNAN[2:]] if above else [*HUNAN, "", text]
    form = only_form(printed)
    assert form == only_form(HUNAN)
    assert notes(form, NoteKind.INSTRUCTION) == [text]
    assert unread(printed) == []


def test_type_value_and_unit_stand_in_cells_of_their_own() -> None:
    form = only_form(HUNAN)
    targets = [(row.target.raw, row.target.cells) for row in form.indicators if row.target]
    assert [raw for raw, _ in targets] == ["≥360次", "=100%", "按期完成", "≥90%", "≤75万元"]
    assert targets[2][1] is not None
    assert (targets[2][1].type, targets[2][1].value, targets[2][1].unit) == ("定性", "按期完成", "/")


# With 备注 the table of Hunan is that of one of its districts.
STRANGE = [
    (printed, word)
    for printed in (HENAN, ZHENGZHOU, HUNAN)
    for word in ("分值", "权重", "备注", "序号")
    if (printed, word) != (HUNAN, "备注")
]


@pytest.mark.parametrize(("printed", "word"), STRANGE)
def test_a_strange_column_is_another_layout(printed: list[str], word: str) -> None:
    at = next(i for i, line in enumerate(printed) if "三级指标" in line)
    form = only_form([*printed[:at], f"{printed[at]}\t{word}", *(f"{line}\t10" for line in printed[at + 1 :])])
    assert (form.layout, form.region, form.confidence) == (None, None, "generic")
    assert any(f"多出列“{word}”" in note.text for note in form.notes)
    known = only_form(printed)
    assert [(row.level1, row.level2, row.name) for row in form.indicators] == [
        (row.level1, row.level2, row.name) for row in known.indicators
    ]
    assert [row.target.raw for row in form.indicators if row.target] == [
        row.target.raw for row in known.indicators if row.target
    ]


@pytest.mark.parametrize("at", range(14, 22))
@pytest.mark.parametrize("column", [2, 3, 4])
def test_a_line_break_inside_a_cell_does_not_cut_the_row(at: int, column: int) -> None:
    cells = HENAN[at].split("\t")
    cells[column] = cells[column][:2] + "\n" + cells[column][2:] if column != 3 else cells[column] + "\n（暂定）"
    form = only_form(replaced(HENAN, HENAN[at], *"\t".join(cells).split("\n")))
    if column == 4:
        assert rows(form) == WHOLE
        return
    seen = [[text.replace("\n", "").replace("（暂定）", "") if text else text for text in row] for row in rows(form)]
    assert seen == [list(row) for row in WHOLE]
    assert "1 处格内换行断开的行已接上" in mended(form)


@pytest.mark.parametrize(
    "value", ["PM2.5≤35微克/立方米", "每月1次", "较上年提高5个百分点", "1：1.5", "7×24小时", "按合同约定"]
)
@pytest.mark.parametrize("explanation", ["按合同约定执行。", "100%", "≥90%", "年底完成", ""])
def test_a_row_that_stands_right_is_left_where_it_stands(value: str, explanation: str) -> None:
    at = next(i for i, line in enumerate(HENAN) if line.startswith("\t\t") and "≥" in line)
    name = HENAN[at].split("\t")[2]
    form = only_form(replaced(HENAN, HENAN[at], f"\t\t{name}\t{value}\t{explanation}"))
    row = next(row for row in form.indicators if row.name == name)
    assert row.target is not None
    assert (row.target.raw, row.explanation) == (value, explanation or None)


def test_two_rows_that_lost_their_first_cells_stay_two() -> None:
    rows_at = [i for i, line in enumerate(HENAN) if line.startswith("\t\t")][:2]
    lines = [line.strip("\t") if i in rows_at else line for i, line in enumerate(HENAN)]
    assert rows(only_form(lines)) == WHOLE


def test_a_row_cut_in_three_keeps_the_text_of_its_middle() -> None:
    at = next(i for i, line in enumerate(HENAN) if "苗木成活率" in line)
    form = only_form(
        replaced(HENAN, HENAN[at], "\t履职目标实现\t苗木成活率", "", "\t\t\t\t秋季抽样调查", "", "\t\t\t≥90%")
    )
    row = next(row for row in form.indicators if row.name == "苗木成活率")
    assert row.target is not None
    assert (row.level2, row.target.raw, row.explanation) == ("履职目标实现", "≥90%", "秋季抽样调查")
    assert len(form.indicators) == len(WHOLE)


def test_a_line_of_thousands_of_cells_is_not_weighed_cell_by_cell() -> None:
    begun = time.process_time()
    laid_out([*HENAN, "\t".join(["产出指标", "数量指标", "甲", "≥1"] * 15_000)])
    assert time.process_time() - begun < 5
