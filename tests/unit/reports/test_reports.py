"""Reports on one form and on many: nothing that was found is missing, nothing of a form becomes markup."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO

import docx
import openpyxl
import pytest
from lxml import html

from jiheng import catalog, pipeline, words
from jiheng.model import (
    Answer,
    AnswerKind,
    Finding,
    Form,
    Place,
    Question,
    Reading,
    ReadingError,
    Related,
    Repair,
    Severity,
    Step,
)
from jiheng.reports import REPORTS, Batch, collect, phrases, write_report
from jiheng.reports.subjects import subject
from jiheng.rules.scores import Score

DAY = date(2026, 3, 2)
CULTURE = catalog.samples()["410100/overall-2020-culture"]
SEVERAL = catalog.samples()["130000/project-2023-logistics"]
EVALUATED = catalog.samples()["000000/project-self-evaluation-2020-archive"]
EVIL = '</style><script>alert("1")</script>'


@pytest.fixture(scope="module")
def culture() -> Reading:
    return pipeline.check(CULTURE)


@pytest.fixture(scope="module")
def readings(culture: Reading) -> tuple[Reading, ...]:
    broken = Reading("坏.docx", "docx", "", error=ReadingError("broken", "文件已损坏。", "请重新导出。"))
    return culture, pipeline.check(SEVERAL), pipeline.check(EVALUATED), broken


@pytest.fixture(scope="module")
def batch(readings: tuple[Reading, ...]) -> Batch:
    return collect(readings)


def told(reading: Reading) -> Form:
    """Return a form whose first finding tells all that a finding can tell, and a question."""
    form = reading.forms[0]
    assert form.findings
    place = Place(line=7)
    first = replace(
        form.findings[0],
        found=f"甲{EVIL}\x0b",
        expected="≤2%",
        example="写作 2 台",
        derivation=(Step("100% − 预算执行率", "10%"),),
        related=(Related("另一家单位", "/goals/0", "同一段话", place),),
        repair=Repair(form.findings[0].path, "旧的", "新的", safe=True),
        answer=Answer(AnswerKind.EXPLAINED, "已向主管部门说明", "王某", "2026-03-01"),
    )
    asked = Question("policy.assessed-before", "问", "是否做过评估？", "新建项目", place, "/goals/0")
    return replace(form, findings=(first, *form.findings[1:]), questions=(asked,))


@pytest.fixture(scope="module")
def full(culture: Reading) -> Batch:
    return collect([replace(culture, forms=(told(culture),))])


def page(batch: Batch) -> html.HtmlElement:
    return html.document_fromstring(write_report(batch, "html", on=DAY))


def workbook(batch: Batch) -> openpyxl.Workbook:
    return openpyxl.load_workbook(BytesIO(write_report(batch, "xlsx", on=DAY)))


def letter(batch: Batch) -> str:
    document = docx.Document(BytesIO(write_report(batch, "docx", on=DAY)))
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join((*(paragraph.text for paragraph in document.paragraphs), *cells))


TOLD = (
    "100% − 预算执行率：10%",
    "同一段话",
    "旧的 → 新的",
    "说明：已向主管部门说明（王某，2026-03-01）",
    "是否做过评估？",
)


def test_a_page_tells_everything_of_a_finding(full: Batch) -> None:
    text = page(full).text_content()
    for words_told in (*TOLD, "≤2%", "写作 2 台", "另一家单位", "2026年3月2日", full.forms[0].sha256):
        assert words_told in text


def test_a_workbook_tells_everything_of_a_finding(full: Batch) -> None:
    texts = {str(cell.value) for row in workbook(full)["审核意见"].iter_rows() for cell in row}
    assert all(any(one in text for text in texts) for one in (*TOLD, "≤2%", "写作 2 台"))


def test_a_letter_tells_the_unit_what_to_do(full: Batch) -> None:
    text = letter(full)
    for one in (
        "绩效目标审核意见书",
        "编号：",
        full.forms[0].unit,
        "不论得分，建议退回修改",
        "旧的 → 新的",
        "是否做过评估？",
        "（盖章）",
    ):
        assert one in text
    assert all(told.finding.title in text for told in full.forms[0].told)


def test_nothing_of_a_form_becomes_markup(full: Batch) -> None:
    shown = page(full)
    assert shown.xpath("//script") == []
    assert EVIL in shown.text_content()


@pytest.mark.parametrize("of_many", [False, True])
def test_a_page_stands_alone(batch: Batch, full: Batch, of_many: bool) -> None:
    shown = page(batch if of_many else full)
    assert shown.xpath("//@src | //link | //script | //@onclick") == []
    targets = {one.removeprefix("#") for one in shown.xpath("//a/@href")}
    ids = shown.xpath("//@id")
    assert targets <= set(ids)
    assert len(ids) == len(set(ids))


def test_a_page_of_many_leads_to_every_form(batch: Batch) -> None:
    shown = page(batch)
    assert {f"#{form.key}" for form in batch.forms} <= set(shown.xpath("//table[@class='units']//a/@href"))
    assert len(shown.xpath("//section[@class='form'][starts-with(@id, 'form-')]")) == len(batch.forms)
    assert "文件已损坏" in shown.text_content()


def test_every_chart_is_told_in_words_and_numbers(batch: Batch) -> None:
    figures = page(batch).xpath("//figure")
    assert len(figures) == 4
    for figure in figures:
        (chart,) = figure.xpath(".//svg")
        assert chart.get("role") == "img"
        named = chart.get("aria-labelledby").split()
        assert [figure.xpath(f".//*[@id='{one}']")[0].text_content() != "" for one in named] == [True, True]
        assert figure.xpath(".//table//td")


def test_the_chart_of_families_counts_every_finding(batch: Batch) -> None:
    numbers = page(batch).xpath("//figure[1]//table//td/text()")
    assert sum(map(int, numbers)) == sum(len(form.told) for form in batch.forms)


def test_the_chart_of_scores_counts_every_graded_form(batch: Batch) -> None:
    numbers = page(batch).xpath("//figure[2]//table//td/text()")
    graded = [form for form in batch.forms if isinstance(form.score, Score) and form.score.grade is not None]
    assert sum(map(int, numbers)) == len(graded)


def test_the_list_of_all_findings_and_the_sheets_of_units_say_the_same(batch: Batch) -> None:
    book = workbook(batch)
    rows = list(book["全部问题"].iter_rows(min_row=2, values_only=True))
    found = Counter(str(row[2]) for row in rows)
    for severity, word in words.SEVERITIES.items():
        assert found[word] == sum(one.finding.severity is severity for form in batch.forms for one in form.told)
    units = {form.unit for form in batch.forms}
    own = [row for unit in units for row in book[unit].iter_rows(min_row=2, values_only=True)]
    assert sorted(map(str, own)) == sorted(str(row[1:-1]) for row in rows)


def test_totals_are_numbers_and_lead_to_the_sheet_of_their_unit(batch: Batch) -> None:
    book = workbook(batch)
    sheet = book["汇总"]
    heading = [cell.value for cell in sheet[1]]
    for row in sheet.iter_rows(min_row=2):
        total = next(unit for unit in batch.units() if unit.name == row[0].value)
        assert row[heading.index("错误")].value == total.count(Severity.ERROR)
        assert row[heading.index("表")].value == len(total.forms)
        link = row[0].hyperlink
        assert link is not None
        assert str(link.location).split("!")[0].strip("'") in book.sheetnames


def test_lists_are_frozen_and_filtered(batch: Batch) -> None:
    for sheet in workbook(batch).worksheets:
        assert sheet.freeze_panes == "A2"
        assert sheet.auto_filter.ref.startswith("A1:")


def test_files_that_were_not_read_are_listed(batch: Batch) -> None:
    rows = list(workbook(batch)["没有读出"].iter_rows(min_row=2, values_only=True))
    assert rows == [("坏.docx", "文件已损坏。", "请重新导出。")]
    assert batch.files == 4


def test_a_self_evaluation_is_not_scored_by_the_table_for_goals(batch: Batch) -> None:
    (form,) = (form for form in batch.forms if form.kind.endswith("自评"))
    text = letter(replace(batch, forms=(form,)))
    assert "绩效表审核意见书" in text
    assert "不按该表评分" in text


def test_what_several_forms_copied_is_shown_once(culture: Reading) -> None:
    form = pipeline.read(SEVERAL).forms[1]
    copied = [replace(form, unit=replace(form.unit, name=f"临泽市第{at}小学")) for at in ("一", "二", "三")]
    checked = pipeline.check_reading(Reading("校.docx", "docx", "", tuple(copied)))
    batch = collect([checked, culture])
    assert batch.clusters
    shown = page(batch).xpath("//section[@class='together']//li")
    assert shown
    linked = {one.removeprefix("#") for one in shown[0].xpath(".//a/@href")}
    assert linked <= {"form-1", "form-2", "form-3"}
    rows = list(workbook(batch)["跨表问题"].iter_rows(min_row=2, values_only=True))
    assert len(rows) == len(batch.clusters)


def test_one_form_has_no_others_to_compare_with(full: Batch) -> None:
    assert full.clusters == ()
    assert workbook(full).sheetnames == ["审核意见", "四性评分", "审核台账"]


@pytest.mark.parametrize("format", REPORTS)
def test_the_same_findings_give_the_same_bytes(batch: Batch, format: str) -> None:
    assert write_report(batch, format, on=DAY) == write_report(batch, format, on=DAY)


def test_without_a_form_there_is_no_report() -> None:
    with pytest.raises(ValueError, match="没有读出的表"):
        write_report(collect([]), "html", on=DAY)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("/indicators/0/target", r"指标“.+”的指标值"),
        ("/indicators/0/name", r"指标“.+”"),
        ("/indicators/999/name", r"指标1000"),
        ("/goals/1/text", r"绩效目标2"),
        ("/budget/total", r"预算情况的合计"),
        ("/unit/name", r"单位名称"),
        ("/indicators", r"指标"),
        ("", r"全表"),
        ("/places/x", r"全表"),
    ],
)
def test_a_path_has_a_name_that_people_know(culture: Reading, path: str, expected: str) -> None:
    assert re.fullmatch(expected, subject(culture.forms[0], path))


def test_of_a_long_text_only_what_changes_is_shown() -> None:
    before, after = "甲" * 60 + "却保" + "乙" * 60, "甲" * 60 + "确保" + "乙" * 60
    mend = Repair("/goals/0/text", before, after, safe=False)
    one = Finding("a.b", Severity.HINT, "题", before, None, "改", "据", Place(), "/goals/0/text", repair=mend)
    around = ("……" + "甲" * 8, "乙" * 8 + "……")
    assert phrases.repair(one, 99) == f"{around[0]}却保{around[1][1:]} → {around[0]}确保{around[1][1:]}"
    assert phrases.repair(replace(one, repair=replace(mend, before="2", after="2台")), 99) == "2 → 2台"
    assert phrases.repair(replace(one, repair=replace(mend, before="甲" * 50, after="甲" * 51)), 99)
    assert phrases.repair(replace(one, repair=None), 99) is None


def test_every_path_of_a_finding_has_a_name(batch: Batch) -> None:
    for form in batch.forms:
        for one in form.told:
            assert one.subject
            assert "/" not in one.subject.replace(one.finding.found or "", "")
