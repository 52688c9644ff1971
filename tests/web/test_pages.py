from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from invented import HEBEI, HUNAN, ZHENGZHOU
from jiheng import catalog, pipeline
from jiheng.layouts.draw import draw
from jiheng.layouts.drawing import DrawnTable
from jiheng.model import Finding, Form, Place, Severity
from jiheng_web.declarations import readings
from jiheng_web.declarations.anchors import Anchors, covered_paths
from jiheng_web.declarations.pages import PageCell, PageParagraph, PageTable, Sheet, sheet
from jiheng_web.declarations.remarks import Edit, Remark

Sample = Callable[[str], Path]


def checked(path: Path) -> Form:
    (form,) = pipeline.check(path).forms
    return form


def with_findings(form: Form, *findings: Finding) -> Form:
    """The form with nothing else said of it than these findings, and what was noted as it was read."""
    return replace(form, findings=findings, questions=())


def page_of(form: Form, edits: list[Edit] | None = None) -> Sheet:
    return sheet(form, draw(form, catalog.layouts()[form.layout or ""]), notes=form.notes, edits=edits or [])


def cells_of(page: Sheet) -> list[PageCell]:
    tables = [block for block in page.blocks if isinstance(block, PageTable)]
    return [cell for table in tables for row in (*table.header, *table.body) for cell in row]


def at(page: Sheet, path: str) -> PageCell:
    return next(cell for cell in cells_of(page) if cell.drawn.path == path)


def _anchor(page: Sheet, number: int) -> str | None:
    return next(one.anchor for one in page.remarks if one.number == number)


def finding(path: str, severity: Severity = Severity.WARNING, **changes: str) -> Finding:
    whole = Finding("a.rule", severity, "标题", "甲", "乙", "改", "财预〔2015〕88号", Place(), path)
    return replace(whole, **changes)  # type: ignore[arg-type] # the changes are texts of the finding


def test_every_finding_is_a_remark_and_every_remark_with_an_anchor_stands_in_one_cell(sample: Sample) -> None:
    form = checked(sample(ZHENGZHOU))
    page = page_of(form)

    said = [(one.rule, one.found) for one in page.remarks if one.rule]
    assert {rule for rule, _ in said} == {one.rule for one in readings.told(form)}
    beside = [one for block in page.blocks if isinstance(block, PageParagraph) for one in block.cell.remarks]
    beside += [one for cell in cells_of(page) for one in cell.remarks]
    assert sorted(one.number for one in beside) == [
        number for number in range(1, len(page.remarks) + 1) if _anchor(page, number) is not None
    ]


def test_a_finding_stands_in_the_cell_it_speaks_of(sample: Sample) -> None:
    form = with_findings(checked(sample(ZHENGZHOU)), finding("/indicators/4/target"))

    assert [one.rule for one in at(page_of(form), "/indicators/4/target").remarks] == ["a.rule"]


def test_a_finding_about_a_row_stands_in_its_first_cell(sample: Sample) -> None:
    form = checked(sample(ZHENGZHOU))
    anchors = Anchors(form, draw(form, catalog.layouts()[ZHENGZHOU.rpartition("-")[0]]))

    assert anchors.of_path("/tasks/1") == "/tasks/1/name"
    assert anchors.of_path("/indicators/4/target/value") == "/indicators/4/target"
    assert anchors.of_path("") is None
    assert anchors.of_path("/nothing") is None


def test_a_value_inside_a_merged_cell_is_found_there(sample: Sample) -> None:
    form = checked(sample(ZHENGZHOU))
    anchors = Anchors(form, draw(form, catalog.layouts()[ZHENGZHOU.rpartition("-")[0]]))

    assert form.indicators[0].level1 == form.indicators[3].level1
    assert anchors.of_path("/indicators/3/level1") == "/indicators/0/level1"


def test_a_merged_cell_stands_for_all_its_rows(sample: Sample) -> None:
    form = checked(sample(ZHENGZHOU))
    drawing = draw(form, catalog.layouts()[ZHENGZHOU.rpartition("-")[0]])
    cells = [cell for block in drawing.blocks if isinstance(block, DrawnTable) for cell in block.cells]
    merged = next(cell for cell in cells if cell.path == "/indicators/0/level1")

    covered = covered_paths(form, merged)

    assert len(covered) == merged.rows > 1
    assert {form.at(path) for path in covered} == {form.indicators[0].level1}


def test_a_place_finds_its_row(sample: Sample) -> None:
    form = checked(sample(ZHENGZHOU))
    anchors = Anchors(form, draw(form, catalog.layouts()[ZHENGZHOU.rpartition("-")[0]]))
    place = form.place_of("/tasks/2/amount")

    anchor = anchors.of_place(place)

    assert anchor is not None
    assert form.place_of(anchor).line == place.line
    assert anchors.of_place(Place()) is None


def test_remarks_follow_the_form_and_count_without_gaps_while_notes_are_hidden(sample: Sample) -> None:
    form = checked(sample(ZHENGZHOU))
    page = page_of(form, [Edit(1, "/tasks/0/name", "旧", "乙", "03-02 12:05")])

    shown = [one.number for one in page.remarks if one.kind != "note"]
    hidden = [one.number for one in page.remarks if one.kind == "note"]
    assert shown == list(range(1, len(shown) + 1))
    assert hidden == list(range(len(shown) + 1, len(shown) + len(hidden) + 1))
    assert hidden


def test_the_grave_ones_come_first_beside_one_cell(sample: Sample) -> None:
    path = "/indicators/4/target"
    found = (finding(path, Severity.HINT), finding(path, Severity.ERROR), finding(path, Severity.WARNING))
    form = replace(checked(sample(ZHENGZHOU)), findings=found, questions=(), notes=())

    assert [one.kind for one in page_of(form).remarks] == ["error", "warning", "hint"]


def test_what_one_rule_says_of_the_whole_form_is_one_remark(sample: Sample) -> None:
    found = (finding("", found="甲"), finding("", found="乙"), finding("", found="甲"), finding("", rule="other.rule"))
    form = replace(checked(sample(ZHENGZHOU)), findings=found, questions=(), notes=())

    assert [(one.rule, one.found, one.anchor) for one in page_of(form).remarks] == [
        ("a.rule", "甲、乙", None),
        ("other.rule", "甲", None),
    ]


def test_a_blank_is_called_blank_where_something_is_expected(sample: Sample) -> None:
    form = pipeline.check(sample(HEBEI)).forms[-1]
    assert form.budget is not None
    form = replace(form, budget=replace(form.budget, other=None))
    blank = replace(finding("/budget/other", expected="0"), found=None)
    whole = replace(finding("/budget", expected="0"), found=None)

    page = page_of(replace(form, findings=(blank, whole), questions=(), notes=()))

    assert {(one.found, one.expected) for one in page.remarks} == {("空白", "0"), (None, "0")}


def test_a_correction_says_what_was_there(sample: Sample) -> None:
    form = replace(checked(sample(ZHENGZHOU)), findings=(), questions=(), notes=())

    page = page_of(form, [Edit(3, "/tasks/0/name", "", "乙", "03-02 12:05")])

    assert page.remarks == (Remark(1, "corrected", "原为空白", "/tasks/0/name", place="乙 03-02 12:05", step=3),)
    assert page.remarks[0].word == "更正"


@pytest.mark.parametrize("key", [ZHENGZHOU, HUNAN])
def test_a_correction_starts_from_the_value(key: str, sample: Sample) -> None:
    form = checked(sample(key))

    for cell in cells_of(page_of(form)):
        for path in cell.paths:
            value = form.at(path)
            raw = getattr(value, "raw", value)
            assert cell.value == ("" if raw is None else str(raw)), path


def test_printed_words_around_a_value_are_no_part_of_it(sample: Sample) -> None:
    page = page_of(checked(sample(ZHENGZHOU)))

    (year,) = [one.cell for one in page.blocks if isinstance(one, PageParagraph) and one.cell.drawn.path == "/year"]
    assert (year.drawn.text, year.value, year.paths) == ("（2020年度）", "2020", ("/year",))


def test_a_target_in_three_cells_is_corrected_in_three(sample: Sample) -> None:
    page = page_of(checked(sample(HUNAN)))

    cell = at(page, "/indicators/0/target")
    assert (cell.drawn.text, cell.value, cell.paths) == ("320", "320", ("/indicators/0/target/cells/value",))


def test_column_widths_fill_the_paper(sample: Sample) -> None:
    for block in page_of(checked(sample(HUNAN))).blocks:
        if isinstance(block, PageTable):
            assert sum(float(percent.rstrip("%")) for percent in block.percents) == pytest.approx(100, abs=0.01)


def test_a_rule_that_speaks_again_says_so(sample: Sample) -> None:
    found = (finding("/tasks/0/name"), finding("/tasks/1/name"), finding("/tasks/2/name", rule="other.rule"))
    form = replace(checked(sample(ZHENGZHOU)), findings=found, questions=(), notes=())

    assert [one.again for one in page_of(form).remarks] == [False, True, False]
