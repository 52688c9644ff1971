"""Tables in text that was copied out of other programs, and text that shows none."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from time import perf_counter, process_time

import pytest

from jiheng import pipeline
from jiheng.model import Document, Paragraph, Table
from jiheng.readers import formats, text
from jiheng.readers.errors import TooLargeFileError
from printed import HENAN, HUNAN, ZHENGZHOU

FORMS = {"410000/overall-2023": HENAN, "410100/overall-2020": ZHENGZHOU, "430000/overall-2024": HUNAN}
EACH_FORM = pytest.mark.parametrize("id", FORMS)


def read(written: str) -> Document:
    return text.read(written.encode())


def grids(document: Document) -> list[list[list[str]]]:
    """Each table as rows of texts."""
    tables = [block for block in document.blocks if isinstance(block, Table)]
    return [
        [[cell.text for cell in table.cells if cell.row == row] for row in range(1, table.cells[-1].row + 1)]
        for table in tables
    ]


def paragraphs(document: Document) -> list[tuple[str, int | None]]:
    return [(block.text, block.place.line) for block in document.blocks if isinstance(block, Paragraph)]


def rows_of(lines: Sequence[str]) -> list[list[str]]:
    """The rows of a form in text, every table as wide as the widest."""
    rows = [line.split("\t") for line in lines]
    width = max(map(len, rows))
    return [[*row, *[""] * (width - len(row))] for row in rows]


def same(lines: Sequence[str], other: bytes, name: str) -> bool:
    forms = pipeline.read_bytes("\n".join(lines).encode(), "表.txt").forms
    return len(forms) == 1 and pipeline.read_bytes(other, name).forms == forms


# Whole forms.


@EACH_FORM
@pytest.mark.parametrize("framed", [True, False])
def test_a_form_in_markdown_reads_as_the_form(id: str, framed: bool) -> None:
    """A title, the table above its header and the indicator table, each under an alignment row."""
    lines: list[str] = []
    for line in FORMS[id]:
        cells = line.replace("|", "\\|").split("\t")
        if len(cells) == 1:
            lines.append(line)
            continue
        begins = not lines or "|" not in lines[-1]
        lines.append(("| {} |" if framed else "{}").format(" | ".join(cells)))
        if begins:
            lines.append("|".join(["", *[":---:"] * len(cells), ""]))
    assert same(FORMS[id], "\n".join(lines).encode(), "表.md")


@EACH_FORM
@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16-le"])
def test_a_form_in_csv_reads_as_the_form(id: str, encoding: str) -> None:
    target = io.StringIO()
    csv.writer(target).writerows(rows_of(FORMS[id]))
    data = target.getvalue().encode(encoding)
    assert formats.detect(data, "表.csv") == "text"
    assert same(FORMS[id], data, "表.csv")


@EACH_FORM
def test_a_form_whose_tabs_became_spaces_reads_as_the_form(id: str) -> None:
    """Tabs spread to columns, as a terminal or an old mail program shows them."""
    tabbed = [line for line in FORMS[id] if "\t" in line]
    rows = rows_of(tabbed)
    widths = [max(map(_width, column)) + 2 for column in zip(*rows, strict=True)]
    spread = {
        line: "".join(cell + " " * (width - _width(cell)) for cell, width in zip(row, widths, strict=True)).rstrip()
        for line, row in zip(tabbed, rows, strict=True)
    }
    lines = [spread.get(line, line) for line in FORMS[id]]
    assert not any("\t" in line for line in lines)
    assert same(FORMS[id], "\n".join(lines).encode(), "表.txt")


def _width(words: str) -> int:
    return sum(1 if character < "\u2000" or character in "≥≤" else 2 for character in words)


# Pipes.


def test_pipes_may_stand_in_cells_and_lines_may_break_there() -> None:
    document = read("# 目标表\n\n| 名称 | 指标值 |\n|:---|---:|\n| 甲\\|乙 | ≥1<br/>≤2 |\n|  | 3 |\n\n说明\n")
    assert grids(document) == [[["名称", "指标值"], ["甲|乙", "≥1\n≤2"], ["", "3"]]]
    assert paragraphs(document) == [("# 目标表", 1), ("说明", 8)]
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [cell.place.line for cell in table.cells] == [3, 3, 5, 5, 6, 6]


def test_a_pipe_in_prose_is_no_table() -> None:
    assert grids(read("首页 | 公开 | 目标\n正文\n另一行|字\n")) == []


# Columns of spaces.


def test_columns_show_which_cells_are_empty() -> None:
    document = read(
        "目标表\n一级指标    二级指标    指标值\n产出指标    数量指标    ≥3\n                        ≥4\n结尾\n"
    )
    assert grids(document) == [[["一级指标", "二级指标", "指标值"], ["产出指标", "数量指标", "≥3"], ["", "", "≥4"]]]
    assert paragraphs(document) == [("目标表", 1), ("结尾", 5)]


def test_parts_of_one_number_are_columns_wherever_they_begin() -> None:
    document = read("名称　　单位　　指标值\n甲乙丙丁  个  ≥3\n戊　　公里　　10\n")
    assert grids(document) == [[["名称", "单位", "指标值"], ["甲乙丙丁", "个", "≥3"], ["戊", "公里", "10"]]]


@pytest.mark.parametrize(
    "written",
    [
        "名称  单位  指标值\n甲  个\n戊  公里  10  备注\n",
        "一级指标二级指标三级指标指标值\n产出指标数量指标巡查次数≥360次\n",
        "　　守好河道，疏通渠系。\n　　让两岸不淹不旱。\n",
        "甲,乙\n丙\n丁,戊,己,庚\n",
    ],
)
def test_lost_separators_are_not_invented(written: str) -> None:
    document = read(written)
    assert grids(document) == []
    assert [words for words, _ in paragraphs(document)] == [line.strip() for line in written.splitlines()]


def test_spaces_part_nothing_where_tabs_do() -> None:
    document = read("甲  乙  丙\n丁  戊  己\n名称\t值\n")
    assert grids(document) == [[["名称", "值"]]]


# CSV and quotes.


def test_a_record_over_several_lines_keeps_the_line_on_which_it_begins() -> None:
    document = read('目标表,,\n名称,值,说明\n"甲,乙",≥1,"第一行\n第二行"\n丙,"他说""好""",\n')
    assert grids(document) == [[["名称", "值", "说明"], ["甲,乙", "≥1", "第一行\n第二行"], ["丙", '他说"好"', ""]]]
    assert paragraphs(document) == [("目标表", 1)]
    table = next(block for block in document.blocks if isinstance(block, Table))
    assert [cell.place.line for cell in table.cells[::3]] == [2, 3, 5]


def test_what_excel_quotes_in_text_with_tabs_is_read() -> None:
    document = read('名称\t值\t说明\n甲\t≥1\t"第一行\n\n第二行"\n乙\t"1,055"\t"他说""好""\n"\n丙\t3\t4\n')
    assert grids(document) == [
        [["名称", "值", "说明"], ["甲", "≥1", "第一行\n\n第二行"], ["乙", "1,055", '他说"好"'], ["丙", "3", "4"]]
    ]


def test_two_broken_cells_may_follow_each_other() -> None:
    document = read('名称\t"一\n二"\t"三\n四"\n乙\t2\t3\n')
    assert grids(document) == [[["名称", "一\n二", "三\n四"], ["乙", "2", "3"]]]


@pytest.mark.parametrize("cell", ['"四讲四有"合格', '"四讲四有"', '"未完', '5"', '他说"好'])
def test_quotes_that_excel_did_not_set_stay(cell: str) -> None:
    document = read(f"名称\t{cell}\n乙\t2\n")
    assert grids(document) == [[["名称", cell], ["乙", "2"]]]


# Bounds.


@pytest.mark.parametrize(
    "written", ['甲\t"' + "字\n" * 100_000, '甲\t"字\n' * 20_000, "甲  " * 300_000, "|" * 200_000, '",' * 200_000]
)
def test_endless_text_takes_time_in_proportion(written: str) -> None:
    started = perf_counter()
    read(written)
    assert perf_counter() - started < 8


def test_more_cells_than_any_form_are_refused() -> None:
    for written in ("甲,乙,丙\n" * 150_000, "|甲|乙|\n" * 150_000):
        with pytest.raises(TooLargeFileError):
            read(written)


@pytest.mark.parametrize("line", [" " * 100_000 + "|", "|" + " " * 100_000 + "x|", "|-" + "-" * 100_000 + "x|"])
def test_a_line_of_endless_blanks_takes_no_endless_time(line: str) -> None:
    begun = process_time()
    text.read(f"|甲|乙|\n{line}\n|丙|丁|".encode())
    assert process_time() - begun < 2
