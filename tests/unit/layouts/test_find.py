from __future__ import annotations

import pytest

from jiheng.catalog import layouts
from jiheng.layouts.find import rank
from jiheng.layouts.rows import lay_out
from printed import HENAN, HUNAN, PRINTED, document, laid_out, only_form

EVERY = tuple(layouts().values())


@pytest.mark.parametrize("layout", PRINTED)
def test_exactly_the_right_layout_fits(layout: str) -> None:
    rows, _ = lay_out(document(PRINTED[layout]))
    fits = rank(rows, EVERY)
    assert fits[0].layout.id == layout
    assert [fit.layout.id for fit in fits if fit.fits] == [layout]
    assert (fits[0].share, fits[0].missing, fits[0].titled) == (1.0, (), True)
    assert fits[0].why == "认出标签 100%，标题相符"


@pytest.mark.parametrize("layout", [name for name in PRINTED if name != "130000/overall-2023"])
def test_the_title_is_not_needed(layout: str) -> None:
    lines = PRINTED[layout][1:]
    (form,) = laid_out(lines).forms
    assert (form.layout, form.title) == (layout, None)


def test_prose_without_its_title_is_no_form() -> None:
    assert laid_out(PRINTED["130000/overall-2023"][1:]).forms == ()


def test_what_is_missing_and_what_is_strange_are_named() -> None:
    lines = [line.replace("指标值说明", "责任科室\t得分") for line in HENAN]
    rows, _ = lay_out(document(lines))
    best = rank(rows, EVERY)[0]
    assert not best.fits
    assert best.form_like
    assert best.missing == ("指标值说明",)
    assert best.strange == ("责任科室", "得分")
    assert "缺“指标值说明”" in best.why
    assert "多出列“责任科室”“得分”" in best.why


def test_most_labels_must_be_there() -> None:
    table_only = [HUNAN[0], *HUNAN[6:]]
    (form,) = laid_out(table_only).forms
    assert (form.layout, form.unit.name) == ("430000/overall-2024", None)
    untitled = only_form(HENAN[13:])
    assert (untitled.layout, untitled.region, untitled.confidence) == (None, None, "generic")


@pytest.mark.parametrize(
    "title",
    [
        "部门（单位）整体绩效自评表",
        "部门（单位）整体绩效监控表",
        "湖南省部门整体支出绩效目标表",
        "广东省省级部门整体绩效目标表",
    ],
)
def test_a_title_of_another_stage_or_province_is_another_form(title: str) -> None:
    form = only_form([title, *HENAN[1:]])
    assert (form.layout, form.region, form.confidence) == (None, None, "generic")
    assert form.title == title
    assert any(f"标题属于别的表：“{title}”" in note.text for note in form.notes)


def test_an_unknown_title_of_the_same_kind_of_form_is_its_title() -> None:
    form = only_form(["云麓县苗圃中心整体支出绩效目标申报表", *HENAN[1:]])
    assert form.title == "云麓县苗圃中心整体支出绩效目标申报表"
