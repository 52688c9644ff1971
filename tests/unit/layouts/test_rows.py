from __future__ import annotations

import time

import pytest

from jiheng.layouts.rows import lay_out
from jiheng.model import Break, Cell, Document, NoteKind, Paragraph, Place, Table
from printed import HENAN, PRINTED, ZHENGZHOU, laid_out, notes, only_form, rows, unread


def lines(*texts: str) -> Document:
    return Document("text", tuple(Paragraph(text, Place(line=at)) for at, text in enumerate(texts, 1)))


@pytest.mark.parametrize(
    ("dirty", "clean", "said"),
    [
        ("[bookmark: _Toc_1]一、目标", "一、目标", "删去书签标记 1 处"),
        ("<p>甲</p><p>乙</p>", "甲\n乙", "删去 HTML 标记 4 处：</p>、<p>"),
        ("甲&nbsp;乙", "甲\xa0乙", "还原 HTML 转义字符"),
        ("## 标题", "标题", "删去标题前的 # 号"),
    ],
)
def test_debris_is_removed_and_said(dirty: str, clean: str, said: str) -> None:
    found, told = lay_out(lines(dirty))
    assert [piece.text for row in found for piece in row.pieces] == [clean]
    assert [(note.kind, note.text) for note in told] == [(NoteKind.MARKUP, said)]


@pytest.mark.parametrize("text", ["a<b且b>c", "≤3天", "# 5", "《<办法>》", "95%&5%"])
def test_text_that_only_looks_like_debris_stays(text: str) -> None:
    found, told = lay_out(lines(text))
    assert [piece.text for row in found for piece in row.pieces] == [text if text != "# 5" else "5"]
    assert len(told) == (text == "# 5")


def test_outer_space_goes_and_inner_space_stays() -> None:
    found, _ = lay_out(lines(" \u200b\ufeff　其中：财政    资金\u200b \xa0"))
    assert found[0].pieces[0].text == "其中：财政    资金"
    assert found[0].pieces[0].plain == "其中:财政资金"


@pytest.mark.parametrize(
    "number", ["- 3 -", "—3—", "-3-", "－３－", "第3页", "第 3 页 共 5 页", "第3页/共5页", "共5页 第3页", "· 3 ·"]
)
def test_a_page_number_is_noted_and_stands_for_a_break(number: str) -> None:
    found, told = lay_out(lines("甲", number, "乙"))
    assert [(row.pieces[0].text, row.after_break) for row in found] == [("甲", False), ("乙", True)]
    assert [note.text for note in told] == [f"略去页码“{number}”"]


@pytest.mark.parametrize("text", ["3", "120页", "1/5", "-3", "第3页的表", "2023", "3-5"])
def test_other_numbers_are_no_page_numbers(text: str) -> None:
    found, told = lay_out(lines("甲", text, "乙"))
    assert [row.pieces[0].text for row in found] == ["甲", text, "乙"]
    assert told == ()


def test_a_bare_number_is_a_page_number_only_between_breaks_of_a_document_with_tables() -> None:
    nowhere = Place()
    number, gap = Paragraph("3", nowhere), Break(nowhere)
    table = Table((Cell("甲", 1, 1, nowhere),), keeps_spans=False)
    assert len(lay_out(Document("text", (table, gap, number, gap, table)))[0]) == 2
    assert len(lay_out(Document("text", (table, number, gap, table)))[0]) == 3
    assert len(lay_out(Document("text", (Paragraph("甲", nowhere), gap, number, gap)))[0]) == 2


@pytest.mark.parametrize("layout", PRINTED)
@pytest.mark.parametrize("number", ["- {} -", "第{}页 共9页"])
def test_page_numbers_anywhere_change_nothing(layout: str, number: str) -> None:
    printed = PRINTED[layout]
    whole = only_form(printed)
    for at in range(2, len(printed)):
        if printed[at - 1] and printed[at].startswith("\t") and "\t" not in printed[at][1:]:
            continue  # inside a row that is printed one cell a line, a page number would be a line of the cell
        broken = [*printed[:at], "", number.format(at), "", *printed[at:]]
        assert only_form(broken) == whole
        assert f"略去页码“{number.format(at)}”" in notes(only_form(broken), NoteKind.MARKUP)
        assert unread(broken) == unread(printed)


@pytest.mark.parametrize("endless", ["甲" + " " * 400_000 + "乙", "[bookmark:" * 40_000, "<br>甲" * 40_000])
def test_endless_debris_takes_no_endless_time(endless: str) -> None:
    begun = time.process_time()
    lay_out(lines(endless))
    assert time.process_time() - begun < 2


def test_merged_cells_reach_into_the_rows_below() -> None:
    cells = (
        Cell("甲", 1, 1, Place(), rows=3),
        Cell("乙", 1, 2, Place()),
        Cell("丙", 2, 2, Place()),
        Cell("", 3, 2, Place()),
    )
    found, _ = lay_out(Document("html", (Table(cells, keeps_spans=True),)))
    assert [[piece.text for piece in row.pieces] for row in found] == [["甲", "乙"], ["丙"], [""]]
    assert [[piece.text for piece in row.above] for row in found] == [[], ["甲"], ["甲"]]
    assert all(row.spans and row.table == 1 for row in found)


def test_rows_know_their_sheet_table_and_break() -> None:
    table = Table((Cell("甲", 1, 1, Place()), Cell("", 2, 1, Place())), keeps_spans=False)
    blocks = (Break(Place(), new_sheet="一"), table, Break(Place()), Paragraph("乙", Place()), table)
    found, _ = lay_out(Document("xlsx", blocks))
    assert [(row.sheet, row.table, row.after_break) for row in found] == [
        ("一", 1, True),
        ("一", None, True),
        ("一", 2, False),
    ]


def test_lines_with_other_ends_marks_and_widths_read_alike() -> None:
    whole = only_form(HENAN)
    assert rows(only_form([line + "\r" for line in HENAN])) == rows(whole)
    assert only_form(["\ufeff" + HENAN[0], *HENAN[1:]]) == whole
    assert only_form(["\t".join(f"\u200b{cell}\xa0" for cell in line.split("\t")) for line in HENAN]) == whole
    assert only_form([line.rstrip("\t") for line in ZHENGZHOU]) == only_form(ZHENGZHOU)


def test_a_row_of_thousands_of_headings_takes_no_endless_time() -> None:
    begun = time.process_time()
    laid_out(["\t".join(["一级指标", "三级指标", "指标值", *["绩效指标"] * 30_000])])
    assert time.process_time() - begun < 4
