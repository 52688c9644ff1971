"""Word tables as Word draws them: merges over rows of unequal grids, tables in cells, bounds."""

from __future__ import annotations

import time

import pytest
from lxml import etree

from jiheng.model import Place, RemarkKind
from jiheng.readers.docx_tables import resolve
from jiheng.readers.errors import DamagedFileError, TooLargeFileError
from wordml import W, p, r, read, remarks, spans, tables, tc, words

_START, _GO_ON = "<w:vMerge w:val='restart'/>", "<w:vMerge/>"


def row(*cells: str, properties: str = "") -> str:
    return f"<w:tr><w:trPr>{properties}</w:trPr>{''.join(cells)}</w:tr>"


def table(*rows: str, grid: tuple[int, ...] = ()) -> str:
    columns = "".join(f'<w:gridCol w:w="{width}"/>' for width in grid)
    return f"<w:tbl><w:tblPr/><w:tblGrid>{columns}</w:tblGrid>{''.join(rows)}</w:tbl>"


def wide(columns: int) -> str:
    return f"<w:gridSpan w:val='{columns}'/>"


def test_a_merge_goes_down_though_the_cells_beside_it_have_other_spans() -> None:
    document = read(
        table(
            row(tc("甲", wide(2)), tc("产出", _START), tc("数量")),
            row(tc("乙"), tc("丙"), tc("", _GO_ON), tc("质量")),
            row(tc("", _GO_ON), tc("", wide(1) + _GO_ON), properties="<w:gridBefore w:val='2'/>"),
        )
    )  # fmt: skip
    assert spans(tables(document)[0]) == [
        ("甲", 1, 1, 1, 2),
        ("产出", 1, 3, 3, 1),
        ("数量", 1, 4, 1, 1),
        ("乙", 2, 1, 1, 1),
        ("丙", 2, 2, 1, 1),
        ("质量", 2, 4, 1, 1),
        ("", 3, 4, 1, 1),
    ]


def test_a_merge_two_columns_wide_goes_down() -> None:
    document = read(table(row(tc("标题", wide(2) + _START), tc("右")), row(tc("", wide(2) + _GO_ON), tc("下"))))
    assert spans(tables(document)[0]) == [("标题", 1, 1, 2, 2), ("右", 1, 3, 1, 1), ("下", 2, 3, 1, 1)]


def test_a_merge_ends_where_a_new_one_starts() -> None:
    document = read(table(*[row(tc(name, trait)) for name, trait in [("甲", _START), ("", _GO_ON), ("乙", _START)]]))
    assert spans(tables(document)[0]) == [("甲", 1, 1, 2, 1), ("乙", 3, 1, 1, 1)]


_TURN = p('<w:r><w:br w:type="page"/></w:r>')


@pytest.mark.parametrize("between", ["", p(""), _TURN, p("") + _TURN + p("")])
def test_tables_are_one_where_merged_cells_go_on_from_one_into_the_next(between: str) -> None:
    upper = table(row(tc("头"), tc("甲")), row(tc("产出", _START), tc("乙")))
    middle, lower = (table(row(tc("", _GO_ON), tc(name))) for name in ("丙", "丁"))
    document = read(upper + between + middle + between + lower + p(r("尾")))
    assert words(document) == ["头|甲|产出|乙|丙|丁", "尾"]
    assert len(document.blocks) == 2
    (one,) = tables(document)
    assert spans(one)[2:] == [("产出", 2, 1, 3, 1), ("乙", 2, 2, 1, 1), ("丙", 3, 2, 1, 1), ("丁", 4, 2, 1, 1)]
    assert one.cells[-1].place == Place(table=3, row=1, column=2)


@pytest.mark.parametrize(
    ("between", "lower"),
    [
        (p(r("另表")), table(row(tc("", _GO_ON), tc("丙")))),
        (p(""), table(row(tc("乙", _START), tc("丙")))),
        (p(""), table(row(tc("", _GO_ON), tc("丙")), grid=(10, 10))),
        (table(row(tc("隔"))), table(row(tc("", _GO_ON), tc("丙")))),
    ],
)
def test_tables_of_their_own_stay_apart(between: str, lower: str) -> None:
    document = read(table(row(tc("甲", _START), tc("上"))) + between + lower)
    assert spans(tables(document)[0]) == [("甲", 1, 1, 1, 1), ("上", 1, 2, 1, 1)]
    assert [cell.row for cell in tables(document)[-1].cells] == [1, 1]


def sized(text: str, width: int, kind: str = "dxa") -> str:
    return tc(text, f'<w:tcW w:w="{width}" w:type="{kind}"/>')


def test_widths_tell_the_columns_of_a_row_without_spans() -> None:
    grid = (1000, 2000, 1500, 500)
    document = read(
        table(
            row(*(sized(text, width) for text, width in zip("甲乙丙丁", grid, strict=True))),
            row(sized("戊", 3010), sized("己", 1990)),
            row(sized("庚", 2000), sized("辛", 2000), properties='<w:wBefore w:w="1000" w:type="dxa"/>'),
            grid=grid,
        )
    )
    assert spans(tables(document)[0])[4:] == [
        ("戊", 2, 1, 1, 2),
        ("己", 2, 3, 1, 2),
        ("庚", 3, 2, 1, 1),
        ("辛", 3, 3, 1, 2),
    ]


@pytest.mark.parametrize("kind", ["pct", "auto", "dxa"])
def test_widths_that_do_not_fit_the_grid_tell_nothing(kind: str) -> None:
    document = read(table(row(sized("甲", 1700, kind), sized("乙", 1300, kind)), grid=(1000, 1000, 1000)))
    assert spans(tables(document)[0]) == [("甲", 1, 1, 1, 1), ("乙", 1, 2, 1, 1)]


def test_spans_that_add_up_are_believed_whatever_the_widths_say() -> None:
    document = read(table(row(sized("甲", 2000), sized("乙", 1000)), grid=(1000, 2000)))
    assert spans(tables(document)[0]) == [("甲", 1, 1, 1, 1), ("乙", 1, 2, 1, 1)]


def test_tables_in_cells_lose_nothing_and_keep_their_order() -> None:
    inner = table(row(tc("里一"), f"<w:tc>{p(r('里二'))}{table(row(tc('最里')))}{p('')}</w:tc>"))
    outer = table(row(f"<w:tc>{p(r('上'))}{inner}{p(r('下'))}</w:tc>", tc("右")))
    document = read(outer + p(r("尾")))
    assert words(document) == ["上\n下|右", "里一|里二", "最里", "尾"]
    assert [one.cells[0].place for one in tables(document)] == [Place(table=n, row=1, column=1) for n in (1, 2, 3)]


def test_a_table_in_a_cell_that_a_merge_covers_is_told() -> None:
    covered = f"<w:tc><w:tcPr>{_GO_ON}</w:tcPr>{table(row(tc('压住')))}{p('')}</w:tc>"
    document = read(table(row(tc("面", _START)), row(covered)))
    assert remarks(document, RemarkKind.HIDDEN) == ["被合并单元格遮住的内容：压住"]


def test_a_table_in_a_text_box_is_a_table() -> None:
    box = f"<w:r><w:pict><v:textbox><w:txbxContent>{table(row(tc('框')))}</w:txbxContent></v:textbox></w:pict></w:r>"
    assert words(read(p(r("段") + box))) == ["段", "框"]


def test_bookmarks_and_headings_between_tables_part_nothing() -> None:
    mark = '<w:bookmarkStart w:id="0" w:name="_Toc1"/><w:bookmarkEnd w:id="0"/>'
    document = read(table(row(tc("甲"))) + mark + p(mark + r("二、续")) + table(row(tc("乙"))))
    assert words(document) == ["甲", "二、续", "乙"]


def test_a_hidden_row_is_read_and_told() -> None:
    document = read(table(row(tc("明")), row(tc("暗"), properties="<w:hidden/>")))
    assert words(document) == ["明|暗"]
    assert [one.place for one in document.remarks] == [Place(table=1, row=2)]


def test_a_thousand_tables_in_one_another_are_refused_at_once() -> None:
    start = time.monotonic()
    with pytest.raises(DamagedFileError):
        read("<w:tbl><w:tr><w:tc>" * 1000 + p(r("底")) + "</w:tc></w:tr></w:tbl>" * 1000)
    assert time.monotonic() - start < 2


def test_too_many_cells_are_refused() -> None:
    with pytest.raises(TooLargeFileError, match="单元格"):
        read("<w:tbl>" + ("<w:tr>" + "<w:tc/>" * 60 + "</w:tr>") * 4500 + "</w:tbl>")


def test_enormous_numbers_of_columns_cost_nothing() -> None:
    huge = "<w:gridSpan w:val='999999999'/>"
    traits = "<w:gridBefore w:val='999999999'/><w:gridAfter w:val='4000000000000'/>"
    document = read(table(row(tc("甲", huge), tc("乙", huge), properties=traits), grid=(10, 10)))
    assert spans(tables(document)[0]) == [("甲", 1, 1001, 1, 1000), ("乙", 1, 2001, 1, 1000)]


def test_a_table_without_rows_has_no_cells() -> None:
    assert resolve(etree.fromstring(f'<w:tbl xmlns:w="{W}"/>')).cells == []
    assert read(table()).blocks == ()
