"""Headers of the indicator table that stand in two rows, or under one heading, in html written by hand."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from jiheng.catalog import layouts
from jiheng.layouts.columns import Header, find_header
from jiheng.layouts.rows import lay_out
from jiheng.readers import html

JIADING, HUBEI, NATIONAL = "310107/project-goal-2026", "420000/project-goal-2017", "000000/project-goal-2015"
LEVELS = "<td>一级指标</td><td>二级指标</td>"


def header_of(layout: str, rows: Sequence[str]) -> Header:
    page = "".join(f"<tr>{row}</tr>" for row in rows)
    laid, _ = lay_out(html.read(f"<table>{page}</table>".encode()))
    found = find_header(laid, layouts()[layout])
    assert found is not None
    return found


def places(header: Header) -> list[tuple[int, int] | None]:
    return [(label.column, label.columns) if label is not None else None for label in header.labels]


def test_a_heading_over_wide_columns_stands_for_all_of_their_labels() -> None:
    header = header_of(JIADING, ["<td colspan=4>绩效指标</td><td>年度（/项目）指标值</td>"])
    assert header.missing == ()
    assert places(header) == [(1, 1), (2, 1), (3, 2), (5, 1)]


def test_where_the_labels_stand_below_the_heading_they_say_the_columns() -> None:
    upper = "<td colspan=4>绩效指标</td><td rowspan=2>年度（/项目）指标值</td>"
    header = header_of(JIADING, [upper, "<td colspan=2>一级指标</td><td>二级指标</td><td>三级指标</td>"])
    assert (header.first, header.last, header.missing, header.strange) == (0, 1, (), ())
    assert places(header) == [(1, 2), (3, 1), (4, 1), (5, 1)]


def test_two_rows_are_a_header_together_where_neither_is_one_alone() -> None:
    rows = ["<td rowspan=2>序号</td><td>绩效指标</td><td rowspan=2>年度指标值</td>", "<td>三级指标</td>"]
    header = header_of(HUBEI, rows)
    assert (header.first, header.last, header.missing, header.strange, header.stream) == (0, 1, (), (), False)
    assert places(header) == [(1, 1), (2, 1), (3, 1)]


@pytest.mark.parametrize("tall", [1, 2])
def test_a_header_as_tall_as_two_rows_is_as_good_as_one_of_one(tall: int) -> None:
    labels = ("一级指标", "二级指标", "三级指标", "指标值", "备注")
    header = header_of(
        NATIONAL,
        [
            "".join(f"<td rowspan={tall}>{text}</td>" for text in labels),
            *([""] * (tall - 1)),
            f"{LEVELS.replace('一级指标', '产出指标').replace('二级指标', '数量指标')}"
            "<td>补植苗木数量</td><td>≥30株</td><td></td>",
        ],
    )
    assert (header.first, header.last, header.missing, header.strange) == (0, 0, (), ())


def test_an_unknown_label_beside_labels_that_reach_down_is_strange() -> None:
    upper = "<td rowspan=2>一级指标</td><td rowspan=2>二级指标</td><td rowspan=2>三级指标</td><td colspan=2>指标值</td>"
    header = header_of(NATIONAL, [upper, "<td>甲地</td><td>乙地</td>"])
    assert header.strange == ("甲地", "乙地")


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("—级指标", "一级指标"),
        ("=级指标", "二级指标"),
        ("三级措栋", "三级指标"),
        ("措标值", "指标值"),
        ("指示值", "指标值"),
    ],
)
def test_a_misprinted_label_is_the_one_that_it_looks_like_or_that_alone_is_near(printed: str, meant: str) -> None:
    labels = [printed if text == meant else text for text in ("一级指标", "二级指标", "三级指标", "指标值", "备注")]
    header = header_of(NATIONAL, ["".join(f"<td>{text}</td>" for text in labels)])
    assert (header.missing, header.strange) == ((), ())
    assert [(piece.text, text) for piece, text in header.slips] == [(printed, meant)]


def test_a_label_that_may_mean_two_columns_stays_strange() -> None:
    header = header_of(NATIONAL, [f"{LEVELS}<td>四级指标</td><td>三级指标</td><td>指标值</td>"])
    assert header.strange == ("四级指标",)
    assert header.slips == ()


def test_one_misprinted_label_in_a_lower_row_is_read_beside_the_others() -> None:
    upper = "".join(f"<td rowspan=2>{text}</td>" for text in ("一级指标", "二级指标", "三级指标", "年度指标值"))
    upper = upper.replace("<td rowspan=2>年度", "<td colspan=3>年度")
    header = header_of(
        "530923/project-self-evaluation-2022", [upper, "<td>指标性质</td><td>指栋值</td><td>度量单位</td>"]
    )
    assert (header.last, header.strange) == (1, ())


@pytest.mark.parametrize(
    ("layout", "labels", "meant"),
    [
        (
            "130000/project-2023",
            "一级指标 二级指标 三级指标 指标描述内容 指标值 设定的依据",
            ("绩效指标描述", "指标值确定依据"),
        ),
        ("500000/overall-goal-2022", "指标名称 指标权重 单位 指标性质 指标值", ("度量单位",)),
    ],
)
def test_a_label_of_other_words_in_the_place_of_an_absent_one_is_that_one(
    layout: str, labels: str, meant: tuple[str, ...]
) -> None:
    header = header_of(layout, ["".join(f"<td>{text}</td>" for text in labels.split())])
    assert (header.missing, header.strange) == ((), ())
    assert {text for _, text in header.slips} <= {*meant}


@pytest.mark.parametrize("label", ["责任科室", "上年完成值", "完成率"])
def test_a_label_of_another_meaning_is_strange_wherever_it_stands(label: str) -> None:
    labels = ["一级指标", "二级指标", "三级指标", "年度指标值", label, "分值", "得分", "偏差原因分析及改进措施"]
    header = header_of("000000/project-self-evaluation-2020", ["".join(f"<td>{text}</td>" for text in labels)])
    assert header.strange == (label,)
    assert header.missing == ("实际完成值",)
