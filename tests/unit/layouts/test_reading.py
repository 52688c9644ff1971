from __future__ import annotations

import pytest

from jiheng.catalog import layouts
from jiheng.layouts.reading import read_forms
from jiheng.model import Document, NoteKind, Place, Remark, RemarkKind
from printed import HEBEI, HENAN, HUNAN, PRINTED, ZHENGZHOU, document, laid_out, notes, only_form, replaced, rows

DERIVED = "表上没有印年度，2023 年由{}推定"


def undated(lines: list[str]) -> list[str]:
    return [line for line in lines if not line.startswith("（20")]


@pytest.mark.parametrize("layout", PRINTED)
def test_every_layout_reads_its_own_form_whole(layout: str) -> None:
    found = laid_out(PRINTED[layout])
    assert found.error is None
    assert found.unread == ()
    (form,) = found.forms
    assert (form.layout, form.region, form.confidence) == (layout, layout[:6], "layout")
    assert form.title == PRINTED[layout][0]
    assert all(row.level1 and row.level2 and row.name and row.target for row in form.indicators)
    assert any("版式" in text for text in notes(form, NoteKind.DERIVED))


def test_the_year_is_printed_in_the_form() -> None:
    assert only_form(HENAN).year == 2023
    assert only_form(["2023年度" + HENAN[0], *undated(HENAN)[1:]]).year == 2023
    assert only_form(undated(HENAN)).year is None


def test_the_year_is_printed_once_for_the_document() -> None:
    form = only_form(["某市部门预算", "（2023年度）", "", *undated(HENAN)])
    assert form.year == 2023
    assert DERIVED.format("封面") in notes(form, NoteKind.DERIVED)


def test_the_year_of_another_table_is_not_that_of_the_form() -> None:
    accounts = ["国有资产占用情况表", "（2021年度）", "项目\t年末数", "车辆\t3", ""]
    assert only_form([*undated(HENAN), "", *accounts]).year is None
    assert only_form([*accounts, *undated(HENAN)]).year is None


def test_two_years_on_the_cover_are_no_year() -> None:
    assert only_form(["2022年度", "2023年度", "", *undated(HENAN)]).year is None


def test_the_year_is_derived_from_project_codes() -> None:
    form = only_form(HEBEI)
    assert form.year == 2023
    assert DERIVED.format("项目编码第7、8位") in notes(form, NoteKind.DERIVED)


def test_project_codes_of_two_years_are_no_year() -> None:
    other = replaced(HEBEI, "\t13990123P000512100014", "\t13990122P000512100014")
    found = laid_out([*HEBEI, "", "", *other])
    assert [form.year for form in found.forms] == [None, None]


def test_a_given_year_overrules_every_other() -> None:
    (form,) = laid_out(HENAN, year=2031).forms
    assert form.year == 2031
    (form,) = laid_out(HEBEI, year=2031).forms
    dates = [row.target.date for row in form.indicators if row.target and row.target.date]
    assert [date.isoformat() for date in dates] == ["2031-10-31"]


def test_a_given_layout_is_tried_alone() -> None:
    assert laid_out(HENAN, layout="410000/overall-2023").forms == (only_form(HENAN),)
    (form,) = laid_out(HENAN, layout="410100/overall-2020").forms
    assert form.layout == "410100/overall-2020"
    assert [row[2] for row in rows(form)] == [row[2] for row in rows(only_form(HENAN))]


def test_a_given_layout_does_not_make_a_form_of_any_text() -> None:
    found = laid_out(["今天天气很好。", "明天也是。"], layout="410000/overall-2023")
    assert found.forms == ()
    assert found.error is not None
    assert found.error.code == "no_form"


def test_an_empty_document_holds_no_form() -> None:
    found = read_forms(Document("text", ()), tuple(layouts().values()))
    assert (found.forms, found.unread) == ((), ())
    assert found.error is not None
    assert found.error.code == "no_form"


def test_text_without_a_form_is_listed_whole() -> None:
    found = laid_out(["会议纪要", "科目\t金额", "办公费\t3"])
    assert [item.text for item in found.unread] == ["会议纪要", "科目", "金额", "办公费", "3"]
    assert found.error is not None
    assert "jiheng layouts" in found.error.advice


def test_two_columns_missing_are_another_layout() -> None:
    lines = ["\t".join(line.split("\t")[:3]) if at >= 13 else line for at, line in enumerate(HENAN)]
    found = laid_out(lines)
    assert found.forms == ()
    assert found.error is not None
    assert found.error.code == "no_layout_fits"


def test_one_column_may_be_missing() -> None:
    lines = ["\t".join(line.split("\t")[:5]) if at >= 9 else line for at, line in enumerate(ZHENGZHOU)]
    form = only_form(lines)
    assert rows(form) == rows(only_form(ZHENGZHOU))
    assert "缺“指标说明”" in "".join(notes(form, NoteKind.DERIVED))


def test_remarks_of_the_file_are_notes_of_the_form_they_stand_in() -> None:
    plain = document([*HENAN, "", *HUNAN])
    remarks = (
        Remark(RemarkKind.COMMENT, "请核对", Place(line=30)),
        Remark(RemarkKind.HIDDEN, "隐藏的工作表“字典”", Place(line=1)),
        Remark(RemarkKind.FILLABLE, "工作表受保护", Place(line=2)),
    )
    first, second = read_forms(Document("xlsx", plain.blocks, remarks), tuple(layouts().values())).forms
    assert notes(second, NoteKind.COMMENT) == ["请核对"]
    assert notes(first, NoteKind.HIDDEN) == ["隐藏的工作表“字典”"]
    assert notes(first, NoteKind.FILLABLE) == ["工作表受保护"]


def test_every_value_knows_its_place() -> None:
    form = only_form(HENAN)
    assert form.place_of("/title").line == 1
    assert form.place_of("/unit/name").line == 3
    assert form.place_of("/goals/0/text").line == 4
    assert form.place_of("/tasks/1/content").line == 7
    assert form.place_of("/indicators/3/target").line == 18
    assert form.place_of("/indicators/3/explanation").line == 18


def test_a_given_layout_leaves_strange_column_labels_unread() -> None:
    found = laid_out(replaced(HENAN, HENAN[13], HENAN[13] + "\t权数"), layout="410000/overall-2023")
    assert [row[2:] for row in rows(found.forms[0])] == [row[2:] for row in rows(only_form(HENAN))]
    assert [item.text for item in found.unread] == ["权数"]
